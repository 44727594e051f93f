"""Who may enter each address. Written out by hand-readable groups, so that a change shows in a review.

The test beside it compares the table with what the views ask for; tests/functional/test_access.py sends
real requests by every role, in scope and out of scope.
"""

from __future__ import annotations


def only(*roles: str) -> frozenset[str]:
    return frozenset(roles)


PUBLIC: frozenset[str] | None = None  # before log-in
EVERYBODY = only(
    "clerk", "leader", "advisory", "tracer", "lab", "district", "commune", "site", "auditor", "admin"
)
PROVINCE_AND_FIELD = only("leader", "advisory", "tracer", "district", "commune")
FIELD = only("tracer", "district", "commune")
ISOLATION = only("clerk", "leader", "advisory", "tracer", "district", "commune", "site")
BOARD = only("clerk", "leader", "advisory", "tracer", "district", "commune")
STAYS = only("tracer", "district", "commune", "site")
PEOPLE = only("leader", "advisory", "tracer", "district", "commune", "site")
TESTS = only("leader", "advisory", "tracer", "lab", "district", "commune")
RESULTS = only("tracer", "lab", "district", "commune")
LABORATORY = only("tracer", "lab")
TRACER_AND_DISTRICT = only("tracer", "district")
DECIDERS = only("leader", "district")
OFFICE = only("clerk", "leader", "advisory")
CLOSERS = only("leader", "advisory")
SITES = only("district", "site")
COMMUNES = only("district", "commune")

ACCESS: dict[str, frozenset[str] | None] = {
    "desk:home": EVERYBODY,
    "desk:board": BOARD,
    "desk:rows": EVERYBODY,
    "desk:search": PROVINCE_AND_FIELD,
    "desk:commune": COMMUNES,
    "desk:case_file": PROVINCE_AND_FIELD,
    "desk:case_print": PROVINCE_AND_FIELD,
    "desk:case_replay": PROVINCE_AND_FIELD,
    "desk:clock": only("admin"),
    "desk:audit_events": only("auditor"),
    "desk:audit_event": only("auditor"),
    "desk:audit_reads": only("auditor"),
    "desk:audit_verify": only("auditor"),
    "organisations:login": PUBLIC,
    "organisations:logout": PUBLIC,
    "organisations:organisation_list": EVERYBODY,
    "organisations:organisation_page": EVERYBODY,
    "organisations:user_add": only("admin"),
    "organisations:user_suspend": only("admin"),
    "kernel:upload_list": EVERYBODY,
    "kernel:upload_new": EVERYBODY,
    "kernel:upload_page": EVERYBODY,
    "kernel:upload_mapping": EVERYBODY,
    "kernel:upload_preview": EVERYBODY,
    "kernel:upload_start": EVERYBODY,
    "kernel:upload_cancel": EVERYBODY,
    "kernel:upload_progress": EVERYBODY,
    "kernel:upload_bad_rows": EVERYBODY,
    "kernel:job_list": only("admin"),
    "kernel:job_retry": only("admin"),
    "kernel:paper_list": ISOLATION,
    "kernel:paper_file": ISOLATION,
    "kernel:block_release": only("clerk"),
    "kernel:policy_list": EVERYBODY,
    "kernel:policy_page": EVERYBODY,
    "kernel:policy_adopt": only("admin"),
    "places:unit_list": EVERYBODY,
    "places:unit_page": EVERYBODY,
    "people:list": PEOPLE,
    "people:person_register": FIELD,
    "people:duplicate_ask": STAYS,
    "people:commune_search": PEOPLE,
    "people:merge_revoke": only("tracer"),
    "people:person": PEOPLE,
    "people:profile_change": FIELD,
    "people:residence_change": FIELD,
    "people:household_join": FIELD,
    "people:merge": only("tracer"),
    "cases:case_list": PROVINCE_AND_FIELD,
    "cases:onset_state": FIELD,
    "cases:source_state": FIELD,
    "cases:context_state": FIELD,
    "cases:national_number_give": FIELD,
    "cases:outcome_record": TRACER_AND_DISTRICT,
    "cases:statement_revoke": FIELD,
    "testing:list": TESTS,
    "testing:result_import": LABORATORY,
    "testing:specimen": TESTS,
    "testing:result_record": RESULTS,
    "testing:specimen_collect": RESULTS,
    "testing:resample": FIELD,
    "testing:result_revoke": LABORATORY,
    "testing:corrections": LABORATORY,
    "testing:correction_decide": LABORATORY,
    "testing:waiting": FIELD,
    "testing:member": FIELD,
    "testing:member_decide": FIELD,
    "testing:member_unlink": FIELD,
    "tracing:list": PROVINCE_AND_FIELD,
    "tracing:places": PROVINCE_AND_FIELD,
    "tracing:unit_search": PROVINCE_AND_FIELD,
    "tracing:waiting_list": PROVINCE_AND_FIELD,
    "tracing:contact_decide": PROVINCE_AND_FIELD,
    "tracing:timeline": PROVINCE_AND_FIELD,
    "tracing:timeline_entry_record": FIELD,
    "tracing:contacts": PROVINCE_AND_FIELD,
    "tracing:exposure_record": FIELD,
    "tracing:contacts_import": TRACER_AND_DISTRICT,
    "tracing:steps": PROVINCE_AND_FIELD,
    "tracing:timeline_entry_revoke": FIELD,
    "tracing:exposure_revoke": FIELD,
    "isolation:need_list": ISOLATION,
    "isolation:lift_list": ISOLATION,
    "isolation:order_list": ISOLATION,
    "isolation:order_draft": FIELD,
    "isolation:order_lift": DECIDERS,
    "isolation:order_page": ISOLATION,
    "isolation:order_issue": DECIDERS,
    "isolation:order_discard": FIELD,
    "isolation:paper": ISOLATION,
    "isolation:completion_issue": STAYS,
    "isolation:site_list": ISOLATION,
    "isolation:site_register": SITES,
    "isolation:site_page": ISOLATION,
    "isolation:capacity_record": SITES,
    "isolation:arrival_list": STAYS,
    "isolation:stay_begin": STAYS,
    "isolation:separate": STAYS,
    "isolation:stay_page": ISOLATION,
    "isolation:stay_undo": STAYS,
    "isolation:home_list": ISOLATION,
    "isolation:person": ISOLATION,
    "zones:ring_list": PROVINCE_AND_FIELD,
    "zones:waiting_list": PROVINCE_AND_FIELD,
    "zones:ring_open": FIELD,
    "zones:ring_page": PROVINCE_AND_FIELD,
    "zones:ring_sheet": PROVINCE_AND_FIELD,
    "zones:house_list": PROVINCE_AND_FIELD,
    "zones:house_add": FIELD,
    "zones:households_take": FIELD,
    "zones:house_page": PROVINCE_AND_FIELD,
    "zones:house_visit_record": FIELD,
    "zones:spraying_record": FIELD,
    "zones:case_link": FIELD,
    "zones:fact_revoke": FIELD,
    "zones:ring_close": TRACER_AND_DISTRICT,
    "zones:closing_revoke": TRACER_AND_DISTRICT,
    "zones:ring_reopen": FIELD,
    "zones:ring_revoke": TRACER_AND_DISTRICT,
    "directives:letter_list": ISOLATION,
    "directives:letter_register": only("clerk"),
    "directives:organisation_hits": only("advisory"),
    "directives:task_list": ISOLATION,
    "directives:task_page": ISOLATION,
    "directives:task_change": only("advisory"),
    "directives:task_share": ISOLATION,
    "directives:task_entry_record": ISOLATION,
    "directives:entry_file": ISOLATION,
    "directives:task_entry_revoke": ISOLATION,
    "directives:task_add": only("advisory"),
    "directives:order_measure": only("advisory"),
    "directives:report_file": OFFICE,
    "directives:letter_page": ISOLATION,
    "directives:letter_file": ISOLATION,
    "directives:reading_confirm": only("clerk"),
    "directives:letter_file_away": only("clerk"),
    "directives:letter_void": only("clerk"),
    "directives:tasks_draft": only("advisory"),
    "directives:draft_discard": only("advisory"),
    "directives:tasks_drop": only("advisory"),
    "directives:tasks_release": only("leader"),
    "directives:report_print": OFFICE,
    "insight:day_list": BOARD,
    "insight:day_draft": CLOSERS,
    "insight:day_page": BOARD,
    "insight:day_paper": BOARD,
    "insight:indicator_list": PROVINCE_AND_FIELD,
    "insight:indicator": PROVINCE_AND_FIELD,
    "ui:gallery": only("admin"),
    "ui:gallery_steps": only("admin"),
    "ui:gallery_units": only("admin"),
    "ui:gallery_do": only("admin"),
    "demo:guide": EVERYBODY,
    "demo:sample": EVERYBODY,
}

# JSON operations: whoever is logged in reaches them, and the service behind each checks its own permission.
SESSION = EVERYBODY
ACCESS |= dict.fromkeys(
    [
        f"api:{name}"
        for name in """
        api-root openapi-json
        people_search person_register person_get duplicate_ask
        cases case case_onset case_source case_national_number case_outcome
        results result_record result_revoke
        tracing_timeline tracing_timeline_entry_record tracing_contacts tracing_exposure_record
        tracing_exposure_revoke
        isolation_sites isolation_needs isolation_orders isolation_order isolation_steps isolation_told_record
        isolation_stay_begin isolation_stay_end
        zones_rings zones_ring_open zones_ring zones_houses zones_house_add zones_larvae
        zones_house_visit_record zones_spraying_record zones_ring_close
        letter_list letter_get letter_release task_list task_get task_entry_record task_entry_revoke
        board figure curve
        """.split()
    ],
    SESSION,
)
