"""Every write of testing. What follows from a result in other rooms is the journeys' business, who call these."""

from lachan.testing.services.matching import (
    member_link,
    member_register_person,
    member_reject_candidate,
    member_unlink,
)
from lachan.testing.services.results import (
    correction_accept,
    correction_refuse,
    result_record,
    result_revoke,
)
from lachan.testing.services.specimens import specimen_collect, specimen_revoke
from lachan.testing.services.taking import results_take

__all__ = [
    "correction_accept",
    "correction_refuse",
    "member_link",
    "member_register_person",
    "member_reject_candidate",
    "member_unlink",
    "result_record",
    "result_revoke",
    "results_take",
    "specimen_collect",
    "specimen_revoke",
]
