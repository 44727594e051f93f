"""What an investigator states about a case: form, preview of what follows for others, record, take back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lachan.cases import figures, queries, services
from lachan.cases.forms import ContextForm, NumberForm, OnsetForm, OutcomeForm, ReasonForm, SourceForm
from lachan.cases.statements import statement_get
from lachan.cases.views.discharge import Reminder, discharge_reminder
from lachan.cases.views.listing import case_url
from lachan.journeys import case_investigated
from lachan.kernel.access.web import require
from lachan.kernel.audit.reads import note
from lachan.kernel.diseases import disease
from lachan.kernel.errors import Refused
from lachan.kernel.text import fold
from lachan.kernel.times import local_day
from lachan.people.effects import effects_of
from lachan.ui import messages
from lachan.ui.components import Effects

Act = Callable[[Any, dict[str, Any]], Any]
_UNDO = "Ghi nhầm thì thu hồi được ở phần lịch sử của hồ sơ ca bệnh."


@require("cases.case_investigate")
def onset_state(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Symptoms and their first day move the window in which others were met."""
    case = _case(request, uid)
    told = case.onsets.filter(revoked_at=None).order_by("-recorded_at", "-id").first()
    first = {
        "symptomatic": {True: "yes", False: "no"}.get(case.symptomatic),
        "onset_on": case.onset_on,
        "symptoms": _listed(told.symptoms, disease(case.disease).symptoms) if told else [],
    }
    form = OnsetForm(
        request.POST or None, disease=disease(case.disease), on=local_day(_now(request)), initial=first
    )

    def preview() -> Effects:
        chosen = form.statement()
        outcome = case_investigated.onset_preview(
            case=case, symptomatic=chosen["symptomatic"], onset_on=chosen["onset_on"], now=_now(request)
        )
        return _effects(request, outcome, "Ghi triệu chứng, ngày khởi phát")

    def act() -> None:
        case_investigated.onset_state(case=case, by=_actor(request), now=_now(request), **form.statement())

    return _step(request, case, form, "Triệu chứng, ngày khởi phát", act, preview)


def _listed(words: str, known: tuple[str, ...]) -> list[str]:
    """The symptoms of the catalogue that a statement names, however it was cased."""
    said = {fold(word) for word in words.split(",")}
    return [symptom for symptom in known if fold(symptom) in said]


@require("cases.case_investigate")
def source_state(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Where the infection came from; a known source may begin the window earlier."""
    case = _case(request, uid)
    known = {True: "yes", False: "no"}.get(case.source_known)
    form = SourceForm(request.POST or None, on=local_day(_now(request)), initial={"known": known})

    def chosen() -> dict[str, Any]:
        data = form.cleaned_data
        return {
            "known": data["known"] == "yes",
            "source_case": _source(request, case, data["source_code"]),
            "first_contact_on": data["first_contact_on"],
        }

    def preview() -> Effects:
        stated = chosen()
        outcome = case_investigated.source_preview(case=case, now=_now(request), **stated)
        source = stated["source_case"]
        title = f"Ghi nguồn lây: {source.national_number or source.code}" if source else "Ghi nguồn lây"
        return _effects(request, outcome, title)

    def act() -> None:
        case_investigated.source_state(
            case=case, by=_actor(request), now=_now(request), note=form.cleaned_data["note"], **chosen()
        )

    return _step(request, case, form, "Nguồn lây", act, preview)


def _source(request: HttpRequest, case: Any, code: str) -> Any:
    """The source by its code, of the same disease and in the reader's sight."""
    if not code.strip():
        return None
    rows = figures.by_code(code, _actor(request), _now(request)).filter(disease=case.disease)
    exact = [row for row in rows[:5] if code.strip().upper() in {row.code, row.national_number}]
    found = exact or list(rows[:2])
    if len(found) != 1:
        raise Refused("Không có đúng một ca bệnh mang mã này trong phạm vi của đồng chí.", "source_code")
    return found[0]


@require("cases.case_investigate")
def context_state(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Where the case was found; the commune of that place sees it from now on."""
    case = _case(request, uid)
    initial = {"context": case.context, "unit": str(case.unit_id or "")}
    form = ContextForm(request.POST or None, on=local_day(case.opened_at), initial=initial)

    def act() -> None:
        unit = form.cleaned_data["unit"]
        case_investigated.context_state(
            case=case,
            context=form.cleaned_data["context"],
            unit_id=int(unit) if unit else None,
            by=_actor(request),
            now=_now(request),
        )

    return _step(request, case, form, "Nơi phát hiện", act)


@require("cases.case_investigate")
def national_number_give(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The BN number, days after confirmation."""
    case = _case(request, uid)
    form = NumberForm(request.POST or None, initial={"number": case.national_number})

    def act() -> None:
        services.national_number_give(
            case=case, number=form.cleaned_data["number"], by=_actor(request), now=_now(request)
        )

    return _step(request, case, form, "Số bệnh nhân quốc gia", act)


@require("cases.case_close")
def outcome_record(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Recovery, death or transfer ends the episode."""
    case = _case(request, uid)
    form = OutcomeForm(request.POST or None, disease=case.disease, initial={"occurred_at": _now(request)})

    def preview() -> Effects:
        data = form.cleaned_data
        outcome = case_investigated.outcome_preview(
            case=case, kind=data["kind"], occurred_at=data["occurred_at"], now=_now(request)
        )
        return _effects(request, outcome, "Ghi kết cục của ca bệnh")

    def act() -> None:
        case_investigated.outcome_record(
            case=case, by=_actor(request), now=_now(request), **form.cleaned_data
        )

    day = local_day(form.cleaned_data["occurred_at"] if form.is_valid() else _now(request))
    return _step(request, case, form, "Kết cục", act, preview, reminder=discharge_reminder(case, day))


@require("cases.case_investigate")
def statement_revoke(request: HttpRequest, uid: uuid.UUID, kind: str, statement: uuid.UUID) -> HttpResponse:
    """Take back what was wrong, after a look at what follows."""
    case = _case(request, uid)
    found = statement_get(case, kind, statement)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            case_investigated.statement_revoke(
                statement=found.fact,
                reason=form.cleaned_data["reason"],
                by=_actor(request),
                now=_now(request),
            )
        except Refused as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request, f"Đã thu hồi: {found.title.lower()}. Những gì kéo theo đã được tính lại."
            )
            return _back(case)
    outcome = case_investigated.revoke_preview(statement=found.fact, now=_now(request))
    effects = _effects(request, outcome, f"Thu hồi: {found.words}")
    context = {"case": case, "back": case_url(case), "form": form, "found": found, "effects": effects}
    return render(request, "cases/statement_revoke.html", context)


# --- the shape that all of them share -------------------------------------------------------------------


def _step(
    request: HttpRequest,
    case: Any,
    form: Any,
    title: str,
    act: Callable[[], None],
    preview: Callable[[], Effects] | None = None,
    reminder: Reminder | None = None,
) -> HttpResponse:
    """Form first; with a preview the effects are shown before the second, confirming POST. A reminder stands by both."""
    effects = None
    if request.method == "POST" and form.is_valid():
        try:
            if preview is None or "confirmed" in request.POST:
                act()
                messages.success(request, f"Đã ghi {title[:1].lower()}{title[1:]} của ca {case.code}.")
                return _back(case)
            effects = preview()
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    context = {
        "case": case,
        "back": case_url(case),
        "form": form,
        "title": title,
        "effects": effects,
        "reminder": reminder,
        "submit": "Xem ảnh hưởng trước khi ghi" if preview else "Ghi",
        "again": _again(request) if effects else None,
    }
    return render(request, "cases/state.html", context)


def _again(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, carried to the confirming POST."""
    kept = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    return [(name, str(value)) for name, value in kept if name != "csrfmiddlewaretoken"] + [
        ("confirmed", "1")
    ]


def _effects(request: HttpRequest, outcome: Any, title: str) -> Effects:
    groups = effects_of(outcome, _actor(request), _now(request))
    return Effects(title=title, groups=groups, reversible=_UNDO)


def _case(request: HttpRequest, uid: uuid.UUID) -> Any:
    case = queries.case_by_uid(uid, _actor(request), _now(request))
    note(request, [case.person_id])
    return case


def _back(case: Any) -> HttpResponse:
    return redirect(case_url(case) or "cases:case_list")


def _actor(request: HttpRequest) -> Any:
    return request.actor  # type: ignore[attr-defined]


def _now(request: HttpRequest) -> Any:
    return request.now  # type: ignore[attr-defined]
