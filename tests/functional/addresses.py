"""What each address names, and who of the cast sees the two objects of that kind ("here" and "there")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.functional.scene import COVID, Side

Arguments = Callable[[Side], dict[str, Any]]

# --- who sees the object of a side ------------------------------------------------------------------

PROVINCE = frozenset({"lanhdao", "thammuu", "cdc"})
GROUND = frozenset({"huyen", "xa"})
PEOPLE = PROVINCE | GROUND | {"khucachly"}
ALL = frozenset(
    {"vanthu", "lanhdao", "thammuu", "cdc", "phongxn", "huyen", "xa", "khucachly", "kiemtra", "quantri"}
)
OFFICE = frozenset({"vanthu", "lanhdao", "thammuu"})
FILES = frozenset({"phongxn", "cdc", "huyen", "quantri"})
NONE: frozenset[str] = frozenset()

# kind of object → (who sees the one here, who sees the one there)
SIGHT: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "person": (PEOPLE, PROVINCE),
    # The site sees whom it takes, and no one who is only on the ground of the commune.
    "ground": (PROVINCE | GROUND, PROVINCE),
    "specimen": (PEOPLE | {"phongxn"}, PROVINCE),
    # Nobody's yet: those of the commune that was given, and the laboratory that wrote it down.
    "unlinked": (PROVINCE | GROUND | {"phongxn"}, PROVINCE),
    "results_file": (frozenset({"phongxn", "cdc"}), frozenset({"cdc"})),
    "contacts_file": (frozenset({"huyen", "cdc"}), frozenset({"cdc"})),
    # The register of the organisation that issued it; who sees the whole list may read an order's paper.
    "register_paper": (PROVINCE, PROVINCE),
    "site_work": (frozenset({"huyen", "khucachly"}), NONE),
    "sign": (frozenset({"lanhdao", "huyen"}), frozenset({"lanhdao"})),
    "letter": (OFFICE, OFFICE),
    "letter_released": (OFFICE | {"huyen"}, OFFICE | {"huyen"}),
    "report": (OFFICE, OFFICE),
    "task": (OFFICE | {"huyen"}, OFFICE),
    "own_entry": (frozenset({"lanhdao", "thammuu"}), frozenset({"lanhdao", "thammuu"})),
    "merge": (frozenset({"cdc"}), frozenset({"cdc"})),
    "cases_list": (PROVINCE | GROUND, PROVINCE | GROUND),
    # Laboratories and tracers their lists, the administrator tables of places.
    "files": (FILES, FILES),
    "result_files": (frozenset({"phongxn", "cdc"}), frozenset({"phongxn", "cdc"})),
    "public": (ALL, ALL),
}

# What those get who do not see it: 404, but 403 where the work itself is not theirs, whatever it is about.
REFUSAL = {"files": 403, "result_files": 403}
# Bodies without which a POST says nothing to decide on.
BODIES = {"testing:member_decide": {"decision": "register"}}


def uid_of(name: str) -> Arguments:
    return lambda side: {"uid": side.names[name].uid}


def _group(kind: str, **names: str) -> dict[str, tuple[str, Arguments]]:
    """{address: (kind, arguments)} for addresses whose only argument is the uid of one object."""
    return {address.replace("__", ":"): (kind, uid_of(name)) for address, name in names.items()}


ADDRESSES: dict[str, tuple[str, Arguments]] = {
    **_group(
        "person",
        people__person="person",
        people__profile_change="person",
        people__residence_change="person",
        people__household_join="person",
        people__merge="person",
        isolation__person="person",
        isolation__separate="person",
        isolation__stay_page="stay",
        isolation__stay_undo="stay",
        isolation__order_page="order",
        isolation__completion_issue="order_member",
        isolation__completion_revoke="completion",
        isolation__stay_begin="order_member",
        isolation__paper="paper",
        isolation__order_discard="draft_order",
        desk__case_file="case",
        desk__case_print="case",
        desk__case_replay="case",
        cases__onset_state="case",
        cases__source_state="case",
        cases__context_state="case",
        cases__national_number_give="case",
        cases__outcome_record="case",
        tracing__timeline="case",
        tracing__timeline_entry_record="case",
        tracing__contacts="case",
        tracing__exposure_record="case",
        tracing__contacts_import="case",
        tracing__steps="case",
        tracing__timeline_entry_revoke="timeline_entry",
        tracing__exposure_revoke="exposure",
        testing__specimen_collect="person",
    ),
    **_group(
        "ground",
        zones__ring_open="dengue_case",
        zones__ring_page="ring",
        zones__ring_sheet="ring",
        zones__house_list="ring",
        zones__house_add="ring",
        zones__households_take="ring",
        zones__house_page="house",
        zones__house_visit_record="house",
        zones__spraying_record="ring",
        zones__ring_close="ring",
        zones__closing_revoke="ring",
        zones__ring_reopen="ring",
        zones__ring_revoke="ring",
        tracing__contact_decide="line",
    ),
    **_group(
        "specimen",
        testing__specimen="specimen",
        testing__result_record="specimen",
        testing__specimen_revoke="specimen",
        testing__result_revoke="result",
    ),
    **_group(
        "unlinked",
        testing__member="member",
        testing__member_decide="member",
        testing__member_unlink="member",
        testing__correction_decide="correction",
    ),
    **_group(
        "results_file",
        kernel__upload_page="upload",
        kernel__upload_mapping="upload",
        kernel__upload_preview="upload",
        kernel__upload_start="upload",
        kernel__upload_cancel="upload",
        kernel__upload_progress="upload_done",
        kernel__upload_bad_rows="upload_done",
    ),
    **_group("register_paper", kernel__paper_file="paper"),
    **_group("site_work", isolation__capacity_record="site_row", isolation__capacity_revoke="capacity"),
    **_group("sign", isolation__order_issue="draft_order", isolation__lift_revoke="lift"),
    **_group(
        "letter",
        directives__reading_confirm="letter_new",
        directives__letter_file_away="letter_read",
        directives__letter_void="letter_new",
        directives__tasks_draft="letter_read",
        directives__draft_discard="letter_drafted",
        directives__tasks_drop="letter_drafted",
        directives__tasks_release="letter_drafted",
        directives__task_change="task_drafted",
        directives__task_add="letter_order",
        directives__order_measure="letter_order",
        directives__report_print="letter_released",
    ),
    **_group(
        "letter_released",
        directives__letter_page="letter_released",
        directives__letter_file="letter_released",
    ),
    **_group("report", directives__report_file="report"),
    **_group(
        "task",
        directives__task_page="task",
        directives__task_share="task",
        directives__task_assign="task",
        directives__task_reassign="task",
        directives__entry_file="task_entry",
    ),
    **_group("own_entry", directives__task_entry_revoke="task_entry"),
    **_group("merge", people__merge_revoke="merge"),
    **_group(
        "public",
        places__unit_page="commune",
        organisations__organisation_page="organisation",
        organisations__user_add="organisation",
        organisations__user_suspend="someone",
        isolation__site_page="site_row",
        kernel__job_retry="job",
        desk__audit_event="event",
    ),
    "directives:task_entry_record": ("task", lambda side: {"uid": side.task.uid, "kind": "evidence"}),
    "cases:statement_revoke": (
        "person",
        lambda side: {"uid": side.case.uid, "kind": "khoi-phat", "statement": side.onset.uid},
    ),
    "zones:case_link": (
        "ground",
        lambda side: {"uid": side.ring.uid, "case_uid": side.dengue_case.uid},
    ),
    "zones:fact_revoke": ("ground", lambda side: {"word": "luot-kiem-tra", "uid": side.visit.uid}),
    "kernel:policy_page": ("public", lambda side: _rule()),
    "kernel:policy_adopt": ("public", lambda side: _rule()),
    "insight:day_page": ("public", lambda side: {"disease": COVID, "day": f"{side.closing.day}"}),
    "insight:day_paper": ("public", lambda side: {"disease": COVID, "day": f"{side.closing.day}"}),
    "insight:indicator": ("public", lambda side: {"code": "isolation.hours_result_to_separation"}),
    "desk:rows": ("cases_list", lambda side: {"figure": "f0-trong-ngay"}),
    "kernel:upload_list": ("files", lambda side: {}),
    "kernel:upload_new": ("result_files", lambda side: {"kind": "testing.results"}),
    "demo:sample": ("public", lambda side: {"name": "999-CV-BCD.docx"}),
}


def _rule() -> dict[str, str]:
    from lachan.kernel.policies.models import PolicyVersion

    row = PolicyVersion.objects.filter(disease=COVID).order_by("pk").first()
    return {"disease": row.disease, "place": row.place, "key": row.key}
