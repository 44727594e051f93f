"""Every write of zones. Who sees the people of a ring follows in the journeys `ring_opened` and `ring_closed`."""

from lachan.zones.services.closing import closing_revoke, ring_close, ring_reopen
from lachan.zones.services.houses import house_add, house_remove, households_take
from lachan.zones.services.linking import case_link, case_unlink
from lachan.zones.services.rings import ring_open, ring_revoke
from lachan.zones.services.sprayings import spraying_record, spraying_revoke
from lachan.zones.services.visits import Counts, house_visit_record, house_visit_revoke

__all__ = [
    "Counts",
    "case_link",
    "case_unlink",
    "closing_revoke",
    "house_add",
    "house_remove",
    "house_visit_record",
    "house_visit_revoke",
    "households_take",
    "ring_close",
    "ring_open",
    "ring_reopen",
    "ring_revoke",
    "spraying_record",
    "spraying_revoke",
]
