"""Services whose effects reach other rooms, as "room.service": only their journey calls them.

A room that writes such a service adds it here; test_journey_services.py holds the list.
"""

JOURNEY_SERVICES: frozenset[str] = frozenset(
    {
        "cases.episodes_project",
        "cases.onset_state",
        "cases.source_state",
        "cases.context_state",
        "cases.outcome_record",
        "cases.statement_revoke",
        "people.person_forget",
        "isolation.stay_begin",
        "isolation.stay_end",
        "isolation.stay_revoke",
        "isolation.departure_revoke",
        "isolation.order_issue",
        "isolation.order_lift",
        "isolation.lift_revoke",
        "people.residence_change",
        "standing.input_record",
        "standing.inputs_record",
        "standing.input_revoke",
        "standing.inputs_revoke",
        "standing.refresh",
        "standing.rebuild",
        "testing.result_record",
        "testing.result_revoke",
        "testing.specimen_revoke",
        "testing.correction_accept",
        "testing.member_link",
        "testing.member_register_person",
        "testing.member_unlink",
        "tracing.exposure_record",
        "tracing.exposures_record",
        "tracing.exposure_revoke",
        "tracing.contacts_take",
        "tracing.contact_decide",
        "zones.ring_open",
        "zones.ring_revoke",
        "zones.case_link",
        "zones.case_unlink",
        "zones.ring_close",
        "zones.closing_revoke",
        "zones.ring_reopen",
    }
)
