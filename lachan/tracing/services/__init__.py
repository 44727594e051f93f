"""Every write of tracing. Levels follow from these facts in `standing`: the journeys carry them there."""

from lachan.tracing.contacts import Contact
from lachan.tracing.meetings import Meeting
from lachan.tracing.services.contacts import (
    Decided,
    Supposed,
    Taken,
    contact_decide,
    contact_refuse,
    contacts_suppose,
    contacts_take,
)
from lachan.tracing.services.exposures import (
    Recorded,
    exposure_record,
    exposure_revoke,
    exposures_record,
    meeting_check,
)
from lachan.tracing.services.timeline import timeline_entry_record, timeline_entry_revoke

__all__ = [
    "Contact",
    "Decided",
    "Meeting",
    "Recorded",
    "Supposed",
    "Taken",
    "contact_decide",
    "contact_refuse",
    "contacts_suppose",
    "contacts_take",
    "exposure_record",
    "exposure_revoke",
    "exposures_record",
    "meeting_check",
    "timeline_entry_record",
    "timeline_entry_revoke",
]
