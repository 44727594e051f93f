"""Every write of isolation."""

from lachan.isolation.services.drafts import Proposed, order_discard, order_draft
from lachan.isolation.services.orders import completion_issue, order_issue, order_lift
from lachan.isolation.services.sites import capacity_record, site_register
from lachan.isolation.services.stays import (
    Arrival,
    departure_revoke,
    stay_begin,
    stay_end,
    stay_revoke,
    told_record,
    told_revoke,
)
from lachan.isolation.services.wrong import capacity_revoke, completion_revoke, lift_revoke

__all__ = [
    "Arrival",
    "Proposed",
    "capacity_record",
    "capacity_revoke",
    "completion_issue",
    "completion_revoke",
    "departure_revoke",
    "lift_revoke",
    "order_discard",
    "order_draft",
    "order_issue",
    "order_lift",
    "site_register",
    "stay_begin",
    "stay_end",
    "stay_revoke",
    "told_record",
    "told_revoke",
]
