"""Screens of testing."""

from lachan.testing.views.correcting import correction_decide, correction_list, result_revoke, specimen_revoke
from lachan.testing.views.matching import (
    member_decide,
    member_page,
    member_unlink,
    resample_list,
    waiting_list,
)
from lachan.testing.views.results import result_list, specimen_page
from lachan.testing.views.taking import result_import, result_record, specimen_collect

__all__ = [
    "correction_decide",
    "correction_list",
    "member_decide",
    "member_page",
    "member_unlink",
    "resample_list",
    "result_import",
    "result_list",
    "result_record",
    "result_revoke",
    "specimen_collect",
    "specimen_page",
    "specimen_revoke",
    "waiting_list",
]
