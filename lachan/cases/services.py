"""Writes of cases: what investigators state about an episode. Called by journeys, which carry the effects on."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction

from lachan.cases import checks, projection
from lachan.cases.access import check_can_statement_revoke
from lachan.cases.models import (
    Case,
    Context,
    ContextStatement,
    NationalNumber,
    OnsetStatement,
    Outcome,
    OutcomeKind,
    Publication,
    SourceStatement,
)
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.facts import Fact, fact_revoke
from lachan.kernel.times import day_start, show_day


def _fact(by: Actor, now: dt.datetime, occurred_at: dt.datetime | None = None) -> dict[str, object]:
    return {"occurred_at": occurred_at or now, "recorded_at": now, "recorded_by": by.user_id}


@transaction.atomic
def episodes_project(
    *,
    disease: str,
    person_ids: Sequence[int],
    episodes: Iterable[projection.Episode],
    prefix: str,
    by: Actor,
    now: dt.datetime,
) -> projection.Projected:
    """Case rows follow the derived episodes (run as the system by journeys); one audit event for all."""
    done = projection.project(disease, person_ids, episodes, prefix)
    if done.opened or done.changed or done.withdrawn:
        audit.record(
            kind="cases.episodes_projected",
            by=by,
            now=now,
            data={
                "opened": len(done.opened),
                "changed": len(done.changed) + len(done.withdrawn),
                "cases": [
                    [str(case.uid), case.classification]
                    for case in done.opened + done.changed + done.withdrawn
                ],
            },
        )
    return done


@transaction.atomic
def onset_state(
    *,
    case: Case,
    symptomatic: bool,
    onset_on: dt.date | None,
    by: Actor,
    now: dt.datetime,
    symptoms: str = "",
) -> OnsetStatement:
    """Symptoms and their first day; the earlier statement, if any, is replaced."""
    check(by, "cases.case_investigate")
    checks.onset_check(symptomatic=symptomatic, onset_on=onset_on, now=now)
    made = OnsetStatement(
        case=case,
        symptomatic=symptomatic,
        onset_on=onset_on if symptomatic else None,
        symptoms=symptoms,
        **_fact(by, now, day_start(onset_on) if onset_on else None),
    )
    _replace(case.onsets, made, by, now)
    Case.objects.filter(pk=case.pk).update(symptomatic=symptomatic, onset_on=made.onset_on)
    audit.record(
        kind="cases.onset_stated",
        by=by,
        now=now,
        object_uid=case.uid,
        data={"code": case.code, "onset_on": show_day(made.onset_on)},
    )
    return made


@transaction.atomic
def source_state(
    *,
    case: Case,
    known: bool,
    by: Actor,
    now: dt.datetime,
    source_case: Case | None = None,
    first_contact_on: dt.date | None = None,
    note: str = "",
) -> SourceStatement:
    """Whether the source of infection is known, and which case it was."""
    check(by, "cases.case_investigate")
    checks.source_check(case=case, source_case=source_case, first_contact_on=first_contact_on)
    if known and source_case is None and not note.strip():
        raise Refused("Nguồn lây đã rõ thì phải chọn ca bệnh nguồn hoặc ghi rõ nguồn.", "note")
    made = SourceStatement(
        case=case,
        known=known,
        source_case=source_case,
        first_contact_on=first_contact_on,
        note=note,
        **_fact(by, now),
    )
    _replace(case.sources, made, by, now)
    Case.objects.filter(pk=case.pk).update(source_known=known)
    words = (source_case.code if source_case else "đã rõ") if known else "chưa rõ"
    audit.record(
        kind="cases.source_stated",
        by=by,
        now=now,
        object_uid=case.uid,
        data={"code": case.code, "words": words},
    )
    return made


@transaction.atomic
def context_state(
    *, case: Case, context: str, unit_id: int | None, by: Actor, now: dt.datetime
) -> ContextStatement:
    """Where the case was found; its commune decides in whose figures it counts."""
    check(by, "cases.case_investigate")
    made = ContextStatement(case=case, context=context, unit_id=unit_id, **_fact(by, now))
    _replace(case.contexts, made, by, now)
    Case.objects.filter(pk=case.pk).update(context=context, unit_id=unit_id or case.unit_id)
    audit.record(
        kind="cases.context_stated",
        by=by,
        now=now,
        object_uid=case.uid,
        data={"code": case.code, "context": Context(context).label},
    )
    return made


@transaction.atomic
def national_number_give(*, case: Case, number: str, by: Actor, now: dt.datetime) -> NationalNumber:
    """The BN number; refused where another case carries it."""
    check(by, "cases.case_investigate")
    wanted = f"BN{''.join(number.split()).upper().removeprefix('BN')}"
    if not (wanted.isascii() and wanted[2:].isdecimal()):
        raise Refused("Số bệnh nhân quốc gia viết dạng BN và các chữ số, ví dụ BN636123.", "number")
    if Case.objects.filter(national_number=wanted).exclude(pk=case.pk).exists():
        raise Refused(f"Số {wanted} đã ghi cho một ca khác.", "number")
    made = NationalNumber(case=case, number=wanted, **_fact(by, now))
    _replace(case.national_numbers, made, by, now)
    Case.objects.filter(pk=case.pk).update(national_number=wanted)
    audit.record(
        kind="cases.national_number_given",
        by=by,
        now=now,
        object_uid=case.uid,
        data={"code": case.code, "number": wanted},
    )
    return made


@transaction.atomic
def outcome_record(
    *,
    case: Case,
    kind: str,
    occurred_at: dt.datetime,
    by: Actor,
    now: dt.datetime,
    ct_at_discharge: float | None = None,
    note: str = "",
) -> Outcome:
    """How the episode ended. The Ct at discharge tells a late positive from a re-positive."""
    check(by, "cases.case_close")
    checks.outcome_check(case=case, occurred_at=occurred_at, now=now)
    made = Outcome(
        case=case,
        kind=kind,
        ct_at_discharge=ct_at_discharge,
        note=note,
        **_fact(by, now, occurred_at),
    )
    _replace(case.outcomes, made, by, now)
    audit.record(
        kind="cases.outcome_recorded",
        by=by,
        now=now,
        object_uid=case.uid,
        data={"code": case.code, "outcome": OutcomeKind(kind).label},
    )
    return made


_WORDS: dict[type[Fact], str] = {
    OnsetStatement: "ngày khởi phát",
    SourceStatement: "nguồn lây",
    ContextStatement: "nơi phát hiện",
    NationalNumber: "số bệnh nhân",
    Outcome: "kết cục",
}


@transaction.atomic
def statement_revoke(*, statement: Fact, reason: str, by: Actor, now: dt.datetime) -> None:
    """A statement that was wrong; the case falls back to what stands without it."""
    check_can_statement_revoke(by, statement)
    fact_revoke(fact=statement, by=by, now=now, reason=reason)
    case: Case = statement.case  # type: ignore[attr-defined]
    case_refresh(case=case, by=by, now=now)
    audit.record(
        kind="cases.statement_revoked",
        by=by,
        now=now,
        object_uid=case.uid,
        data={"code": case.code, "what": _WORDS[type(statement)], "reason": reason},
    )


def case_refresh(*, case: Case, by: Actor, now: dt.datetime) -> None:
    """Recompute the projected columns of a case from its standing statements."""
    onset = case.onsets.filter(revoked_at=None).order_by("-recorded_at", "-id").first()
    source = case.sources.filter(revoked_at=None).order_by("-recorded_at", "-id").first()
    context = case.contexts.filter(revoked_at=None).order_by("-recorded_at", "-id").first()
    number = case.national_numbers.filter(revoked_at=None).order_by("-recorded_at", "-id").first()
    Case.objects.filter(pk=case.pk).update(
        symptomatic=onset.symptomatic if onset else None,
        onset_on=onset.onset_on if onset else None,
        source_known=source.known if source else None,
        context=context.context if context else Context.UNKNOWN,
        unit_id=(context.unit_id if context else None) or case.unit_id,
        national_number=number.number if number else "",
    )
    case.refresh_from_db()


@transaction.atomic
def cases_publish(*, cases: Sequence[Case], day: dt.date, by: Actor, now: dt.datetime) -> None:
    """The day in whose closed figures these cases count."""
    Publication.objects.bulk_create(
        [Publication(case=case, published_on=day, **_fact(by, now)) for case in cases],
        batch_size=500,
    )
    audit.record(kind="cases.published", by=by, now=now, data={"count": len(cases), "day": show_day(day)})


def publication_revoke(*, case_uid: uuid.UUID, by: Actor, now: dt.datetime, reason: str) -> None:
    """Take a case out of the published count (đính chính); the closed day itself stays as it was."""
    rows = Publication.objects.filter(case__uid=case_uid, revoked_at=None)
    rows.update(revoked_at=now, revoked_by=by.user_id, revoke_reason=reason[:500])


def _replace(earlier: object, made: Fact, by: Actor, now: dt.datetime) -> None:
    """A later statement takes the place of the one that stands; both remain on record."""
    if made.case.withdrawn:  # type: ignore[attr-defined]
        raise Refused("Ca này đã rút vì kết quả mở ca bị thu hồi, không ghi thêm được.")
    earlier.filter(revoked_at=None).update(  # type: ignore[attr-defined]
        revoked_at=now,
        revoked_by=by.user_id,
        revoke_reason="Thay bằng thông tin mới",
        replaced_by=made.uid,
    )
    made.save()
