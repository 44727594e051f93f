"""From derived episodes to case rows: what standing says of a person becomes the case that people work on."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Max

from lachan.cases.models import Case, Classification, Context
from lachan.kernel.bulk import insert_many, maker


@dataclass(frozen=True, slots=True)
class Episode:
    """One derived episode of one person, as the rule in force sees it.

    `trigger_uid` is the result that opened it; moments are aware; `closed_at` None while it is under way.
    """

    person_id: int
    number: int
    trigger_uid: uuid.UUID
    classification: str
    opened_at: dt.datetime
    sampled_at: dt.datetime | None = None
    confirmed_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    outcome: str = ""
    repositive: bool = False
    late_first_positive: bool = False
    unit_id: int | None = None
    context: str = Context.UNKNOWN


@dataclass(slots=True)
class Projected:
    """What a projection changed: rows opened, rows whose classification or dates changed, rows withdrawn."""

    opened: list[Case] = field(default_factory=list)
    changed: list[Case] = field(default_factory=list)
    withdrawn: list[Case] = field(default_factory=list)


_DERIVED = (
    "number",
    "trigger_uid",
    "classification",
    "opened_at",
    "sampled_at",
    "confirmed_at",
    "closed_at",
    "outcome",
    "repositive",
    "late_first_positive",
)

_case = maker(Case)


def project(disease: str, person_ids: Sequence[int], episodes: Iterable[Episode], prefix: str) -> Projected:
    """Make the case rows of these people equal to their derived episodes; writes in bulk, once."""
    wanted: dict[int, list[Episode]] = defaultdict(list)
    for episode in episodes:
        wanted[episode.person_id].append(episode)
    rows: dict[int, list[Case]] = defaultdict(list)
    for case in Case.objects.filter(disease=disease, person_id__in=person_ids).order_by("number", "id"):
        rows[case.person_id].append(case)
    done = Projected()
    for person_id in person_ids:
        _project_person(disease, wanted[person_id], rows[person_id], done)
    _write(done, prefix)
    return done


def _project_person(disease: str, wanted: list[Episode], rows: list[Case], done: Projected) -> None:
    for episode, case in _pair(wanted, rows):
        if case is None:
            done.opened.append(_fresh(disease, episode))
        elif _differs(case, episode):
            _apply(case, episode)
            done.changed.append(case)
    kept = {id(case) for _, case in _pair(wanted, rows) if case is not None}
    for case in rows:
        if id(case) not in kept and not case.withdrawn:
            case.withdrawn = True
            done.withdrawn.append(case)


def _pair(wanted: list[Episode], rows: list[Case]) -> list[tuple[Episode, Case | None]]:
    """Episodes with their rows: by trigger first; else the next free row, since an earlier trigger was
    revoked and a later result now opens what is the same illness."""
    by_trigger = {case.trigger_uid: case for case in rows}
    taken = {ep.trigger_uid for ep in wanted} & set(by_trigger)
    free = [case for case in rows if case.trigger_uid not in taken]
    pairs: list[tuple[Episode, Case | None]] = []
    for episode in sorted(wanted, key=lambda ep: ep.number):
        case = by_trigger.get(episode.trigger_uid)
        if case is None and free:
            case = free.pop(0)
        pairs.append((episode, case))
    return pairs


def _fresh(disease: str, episode: Episode) -> Case:
    return _case(
        person_id=episode.person_id,
        disease=disease,
        unit_id=episode.unit_id,
        context=episode.context,
        **{name: getattr(episode, name) for name in _DERIVED},
    )


def _differs(case: Case, episode: Episode) -> bool:
    return case.withdrawn or any(getattr(case, name) != getattr(episode, name) for name in _DERIVED)


def _apply(case: Case, episode: Episode) -> None:
    for name in _DERIVED:
        setattr(case, name, getattr(episode, name))
    case.withdrawn = False


def _write(done: Projected, prefix: str) -> None:
    if done.opened:
        years = {case.opened_at.year for case in done.opened}
        last = {year: _last_number(f"{prefix}-{year}-") for year in years}
        for case in done.opened:
            year = case.opened_at.year
            last[year] += 1
            case.code = f"{prefix}-{year}-{last[year]:06d}"
        insert_many(done.opened)
    touched = done.changed + done.withdrawn
    if touched:
        Case.objects.bulk_update(touched, [*_DERIVED, "withdrawn"], batch_size=200)


def _last_number(stem: str) -> int:
    top = Case.objects.filter(code__gte=stem, code__lt=stem + ":").aggregate(top=Max("code"))["top"]
    return int(top.rsplit("-", 1)[1]) if top else 0


def is_open(case: Case) -> bool:
    return case.closed_at is None and case.classification != Classification.EXCLUDED
