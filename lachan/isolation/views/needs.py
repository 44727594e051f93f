"""Lists of what follows for isolation: who needs a decision, whose decision is to be lifted."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from lachan.epi import intervals as kinds
from lachan.epi.vocabulary import LEVELS, MEASURES
from lachan.isolation import access, queries
from lachan.isolation.drafting import replaced_by
from lachan.isolation.forms import NeedFilters, unit_choices
from lachan.isolation.views.request import Request
from lachan.kernel import diseases
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.times import local_day
from lachan.kernel.together import read_together
from lachan.people import queries as people
from lachan.standing import queries as standing
from lachan.standing.badges import level_badge
from lachan.standing.reasons import Reasons
from lachan.ui.marks import link, state
from lachan.ui.tables import Column, build_table

STATUS_OF_LEVEL = {level: status for status, level in LEVELS.items()}


@require("isolation.view")
def need_list(request: Request) -> HttpResponse:
    """People whose measure needs a decision that nobody has signed yet."""
    form = _filters(request)
    disease = form.disease_code
    rows = needed(request, disease, form)
    table = build_table(
        request,
        rows,
        _need_columns(),
        row_url=lambda row: reverse("isolation:person", args=[row.person.uid]),
        select=(lambda row: row.person.uid) if access.can_order_propose(request.actor) else None,
        default_sort="starts_at",
        dear=not request.actor.everywhere,
        empty="Không còn ai chờ quyết định cách ly",
        empty_hint="Người mới hiện ở đây ngay khi có kết quả hoặc thành người tiếp xúc.",
        caption="Cần cách ly",
    )
    complete(table.rows, disease, request)
    context = {
        "table": table,
        "form": form,
        "disease": diseases.disease(disease),
        "can_propose": access.can_order_propose(request.actor),
    }
    return render(request, "isolation/need_list.html", context)


def needed(request: Request, disease: str, form: NeedFilters) -> Any:
    """The intervals "order needed" that hold now, in the reader's sight and under the filters."""
    measure = form.chosen("measure") or None
    rows = standing.current(
        disease=disease,
        kind=kinds.ORDER_NEEDED,
        at=request.now,
        value=measure,
    )
    rows = queries.intervals_in_sight(rows, request.actor, request.now)
    if level := form.chosen("level"):
        rows = rows.filter(reason__status=STATUS_OF_LEVEL[level])
    if unit := form.chosen("unit"):
        rows = rows.filter(unit_id=int(unit))
    return rows


def _filters(request: Request) -> NeedFilters:
    units = None if request.actor.everywhere else request.actor.unit_ids
    return NeedFilters(request.GET, units=unit_choices(local_day(request.now), units))


def _need_columns() -> tuple[Column, ...]:
    return (
        Column("Họ tên", "person.full_name", main=True),
        Column("Mức", lambda row: level_badge(row.level, row.disease, provisional=row.provisional)),
        Column("Năm sinh", lambda row: str(row.person.birth_year or "")),
        Column("Xã", "person.residence.name"),
        Column("Biện pháp", measure_words, sort="value"),
        Column("Cần từ", "starts_at", kind="moment", sort=("starts_at", "id")),
        Column("Hiện ở", lambda row: place_words(row.stay) or state("Chưa tách", "late")),
        Column("Dự thảo", lambda row: draft_link(row.draft)),
        Column("Vì sao", why_cell),
    )


def measure_words(row: Any) -> str:
    """What has to be decided, and which decision in force it replaces."""
    label = MEASURES[row.value].label
    return f"{label}, thay quyết định số {row.replaces}" if row.replaces else label


def draft_link(draft: Any) -> Any:
    """A draft that names the person already: it waits for a signature, not for a second draft."""
    return link("Chờ ký", reverse("isolation:order_page", args=[draft.order.uid])) if draft else ""


def why_cell(row: Any) -> str:
    """The reason, one tap away."""
    return render_to_string("ui/why.html", {"reason": row.why, "label": "Vì sao?"})


def place_words(stay: Any) -> Any:
    """Where somebody is kept apart now; nothing where nobody has recorded it."""
    if stay is None:
        return ""
    return stay.site.organisation.name if stay.site else f"Tại nhà, {stay.unit.name if stay.unit else ''}"


def complete(rows: Sequence[Any], disease: str, request: Request) -> None:
    """Put on each interval of a page who it is about, where they are, whether they were told, and why."""
    ids = [row.person_id for row in rows]
    shown = people.people_rows(ids)
    staying = queries.open_stay_rows(ids, disease, request.now)
    drafted = queries.draft_rows(ids, disease)
    running = queries.running_rows(ids, disease, request.now)
    holding = standing.current(disease=disease, kind=kinds.LEVEL, at=request.now, people=ids)
    read_together(shown, staying, drafted, running, holding)
    found = {person.pk: person for person in shown}
    stays = {stay.person_id: stay for stay in staying}
    drafts = {member.person_id: member for member in drafted}
    orders = {member.person_id: member for member in running}
    levels = {row.person_id: row for row in holding}
    reasons = Reasons([*rows, *levels.values()], disease, request.actor, request.now)
    for row in rows:
        row.person, row.stay = found[row.person_id], stays.get(row.person_id)
        row.draft = drafts.get(row.person_id)
        row.replaces = replaced_by(row.value, orders.get(row.person_id))
        level = levels.get(row.person_id)
        row.level = level.value if level else ("F0" if row.reason.get("status") == "suspected" else "")
        row.why = reasons.why(row if row.reason.get("replaced_by") else level or row)
    reads.note(request, ids)


@require("isolation.view")
def lift_list(request: Request) -> HttpResponse:
    """Decisions that have lost their ground for somebody: proposed for lifting, never lifted by themselves."""
    form = _filters(request)
    disease = form.disease_code
    rows = standing.current(disease=disease, kind=kinds.LIFTING_NEEDED, at=request.now)
    rows = queries.intervals_in_sight(rows, request.actor, request.now)
    if unit := form.chosen("unit"):
        rows = rows.filter(unit_id=int(unit))
    if measure := form.chosen("measure"):
        rows = rows.filter(value=measure)
    can_lift = access.can_order_lift(request.actor, request.now)
    table = build_table(
        request,
        rows,
        (
            Column("Họ tên", "person.full_name", main=True),
            Column("Xã", "person.residence.name"),
            Column("Biện pháp", lambda row: MEASURES[row.value].label, sort="value"),
            Column("Quyết định", lambda row: row.reason.get("number", "")),
            Column("Hết căn cứ từ", "starts_at", kind="moment", sort=("starts_at", "id")),
            Column("Hiện ở", lambda row: place_words(row.stay) or "Chưa ghi đã đến"),
            Column("Vì sao", why_cell),
        ),
        row_url=lambda row: reverse("isolation:person", args=[row.person.uid]),
        select=(lambda row: uuid.UUID(row.input_uid)) if can_lift else None,
        default_sort="starts_at",
        dear=not request.actor.everywhere,
        empty="Không có ai cần gỡ cách ly",
        empty_hint="Khi kết quả loại trừ ca bệnh, khi một người khỏi bệnh hoặc chỉ còn biện pháp nhẹ hơn, họ hiện ở đây.",
        caption="Đề nghị gỡ cách ly",
    )
    complete(table.rows, disease, request)
    context = {
        "table": table,
        "form": form,
        "can_lift": can_lift,
        "disease": diseases.disease(disease),
    }
    return render(request, "isolation/lift_list.html", context)
