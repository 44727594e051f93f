"""Results coming in: a laboratory's file, or one by hand."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lachan.journeys import result_received
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.diseases import disease_choices
from lachan.kernel.errors import Refused
from lachan.kernel.ids import new_uid
from lachan.kernel.intake import services as intake
from lachan.people import queries as people
from lachan.people.effects import effects_of
from lachan.people.queries import Person
from lachan.testing import queries, services, vocabulary
from lachan.testing.forms import OneResultForm, ResultImportForm, SpecimenForm
from lachan.testing.intake_kinds import CODE
from lachan.testing.types import AddedResult
from lachan.testing.views.common import laboratories, specimen_url, who
from lachan.ui import messages
from lachan.ui.components import Effects


@require("testing.result_import")
def result_import(request: HttpRequest) -> HttpResponse:
    """Send a file; its columns, its check and its progress are the screens of every file."""
    actor, now = who(request)
    form = ResultImportForm(
        request.POST or None, request.FILES or None, laboratories=laboratories(actor, now)
    )
    if request.method == "POST" and form.is_valid():
        options = {"disease": form.cleaned_data["disease"], "laboratory_id": _laboratory(form)}
        file = form.cleaned_data["file"]
        try:
            staged = intake.upload_stage(
                file_name=file.name, data=file.read(), kind=CODE, by=actor, now=now, options=options
            )
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            if staged.notice:
                messages.warning(request, staged.notice)
            return redirect("kernel:upload_page", staged.upload.uid)
    return render(request, "testing/result_import.html", {"form": form})


def _laboratory(form: ResultImportForm) -> int | None:
    chosen = form.cleaned_data.get("laboratory")
    return int(chosen) if chosen else None


@require("testing.result_record")
def specimen_collect(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A specimen of this person, with its result: the rapid test at the door of the house."""
    actor, now = who(request)
    person = people.person_get(uid=uid, actor=actor, now=now)
    reads.note(request, [person.pk])
    disease = request.POST.get("disease") or request.GET.get("disease") or ""
    if disease not in dict(disease_choices()):
        disease = disease_choices()[0][0]
    form = SpecimenForm(request.POST or None, disease=disease, now=now)
    other_disease = "change" in request.POST or request.POST.get("shown_for", disease) != disease
    if other_disease:
        form = SpecimenForm(disease=disease, now=now, initial=form.typed())
    effects = None
    if form.is_valid():
        effects = _effects(request, disease, [_supposed(person, form)])
        try:
            if effects is None:
                return _collected(request, person, disease, form)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    context = {"form": form, "person": person, "disease": disease, "other_disease": other_disease}
    context |= {"effects": effects, "again": _again(request)}
    return render(request, "testing/specimen_collect.html", context)


def _collected(request: HttpRequest, person: Person, disease: str, form: SpecimenForm) -> HttpResponse:
    actor, now = who(request)
    said = form.cleaned_data
    with transaction.atomic():
        specimen = services.specimen_collect(
            disease=disease,
            code=said["code"] or f"T{new_uid().hex[-8:].upper()}",
            sampled_at=said["sampled_at"],
            person_ids=[person.pk],
            reason=said["reason"],
            by=actor,
            now=now,
        )
        result_received.result_record(specimen=specimen, by=actor, now=now, **_result(form))
    messages.success(request, f"Đã ghi mẫu {specimen.code} của {person.full_name}.")
    return redirect(specimen_url(specimen))


@require("testing.result_record")
def result_record(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One more result of a specimen on record."""
    actor, now = who(request)
    specimen = queries.specimen_get(uid=uid, actor=actor, now=now)
    form = OneResultForm(request.POST or None, disease=specimen.disease, now=now)
    effects = None
    if request.method == "POST" and form.is_valid():
        effects = _effects(request, specimen.disease, queries.results_supposed(specimen, **_result(form)))
        if effects is None and _recorded(request, specimen, form):
            return redirect(specimen_url(specimen))
    context = {"form": form, "specimen": specimen, "disease": vocabulary.disease_name(specimen.disease)}
    context |= {"effects": effects, "again": _again(request)}
    return render(request, "testing/result_record.html", context)


def _recorded(request: HttpRequest, specimen: Any, form: OneResultForm) -> bool:
    actor, now = who(request)
    try:
        result_received.result_record(specimen=specimen, by=actor, now=now, **_result(form))
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    messages.success(request, f"Đã ghi kết quả mẫu {specimen.code}.")
    return True


def _effects(request: HttpRequest, disease: str, added: Sequence[AddedResult]) -> Effects | None:
    """Who would stand differently with the result; None where nobody would, where it was shown already, and
    for a laboratory, which is told nothing about people around a specimen."""
    actor, now = who(request)
    if "confirmed" in request.POST or queries.is_laboratory(actor):
        return None
    groups = effects_of(result_received.results_preview(disease=disease, added=added, now=now), actor, now)
    if not groups:
        return None
    return Effects(
        title="Kết quả này thay đổi gì",
        groups=groups,
        reversible="Ghi nhầm thì thu hồi kết quả kèm lý do; những gì theo sau được tính lại.",
    )


def _supposed(person: Person, form: SpecimenForm) -> AddedResult:
    """The person's result as it would be on record."""
    said = form.cleaned_data
    return AddedResult(
        person_id=person.pk,
        result_uid=new_uid(),
        method=said["method"],
        outcome=said["outcome"],
        sampled_at=said["sampled_at"],
        resulted_at=said["resulted_at"],
        unit_id=person.residence_id,
        pooled=False,
        ct=said["ct"],
        supervised=said["supervised"],
    )


def _again(request: HttpRequest) -> dict[str, str]:
    """What was typed, carried to the confirming POST."""
    kept = {name: str(value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    return kept | {"confirmed": "1"}


def _result(form: OneResultForm) -> dict[str, Any]:
    return {
        name: form.cleaned_data[name] for name in ("method", "outcome", "resulted_at", "ct", "supervised")
    }
