"""A person is forgotten: what names them goes from every room; what happened stays, counted without a name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from lachan.cases import personal as case_files
from lachan.cases import queries as cases
from lachan.isolation import queries as isolation
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import queries as audit
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.intake import personal as intake
from lachan.kernel.personal import Personal
from lachan.people import personal as register
from lachan.people import queries as people
from lachan.people import services as people_services
from lachan.standing import queries as standing
from lachan.testing import personal as specimens
from lachan.testing import queries as testing
from lachan.tracing import personal as meetings
from lachan.tracing import queries as tracing
from lachan.zones import personal as rings
from lachan.zones import queries as zones

Counted = list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What forgetting somebody would do. `needed_by`: what still needs the person, and forbids it."""

    number: int
    records: int
    initials: str
    birth_year: int | None
    commune: str
    needed_by: tuple[str, ...]
    destroyed: Counted
    remains: Counted


def foresee(*, number: int, by: Actor, now: dt.datetime) -> Forgetting:
    """Told without the name, which who forgets does not need; OutOfSight where there is nobody left to forget."""
    check(by, "people.person_forget")
    records = _records(number)
    first, ids = records[0], [record.pk for record in records]
    home = first.residence
    words = [*_of_rooms(records), *register.personal_words(ids)]
    return Forgetting(
        number=first.pk,
        records=len(records),
        initials=" ".join(f"{word[0]}." for word in first.full_name.split()),
        birth_year=first.birth_year,
        commune=", ".join(unit.name for unit in (home, home and home.parent) if unit),
        needed_by=_needed_by(records, now),
        destroyed=[(one.label, count) for one in words if (count := one.count())],
        remains=_remains(ids),
    )


def person_forget(*, number: int, ground: str, paper: str, reason: str, by: Actor, now: dt.datetime) -> None:
    """Destroy what names the person in every room, all or nothing. Refused while the work still needs them."""
    check(by, "people.person_forget")
    records = _records(number)
    words = _of_rooms(records)  # kept files are read before anything is locked
    with transaction.atomic():
        if needed := _needed_by(records, now):
            raise Refused(f"Chưa xóa được, công việc còn cần người này: {'; '.join(needed)}.")
        erased = {one.label: one.erase() for one in words}
        people_services.person_forget(
            records=records, ground=ground, paper=paper, reason=reason, erased=erased, by=by, now=now
        )


def _records(number: int) -> list[people.Person]:
    records = people.records_of(number)
    if not records or records[0].is_forgotten:
        raise OutOfSight
    return records


def _of_rooms(records: Sequence[people.Person]) -> list[Personal]:
    """What the rooms above the register hold of the person; houses are found by the household, so this comes first."""
    ids = [record.pk for record in records]
    files = testing.files_of(ids) | tracing.files_of(ids)
    return [
        *specimens.personal_words(ids),
        *meetings.personal_words(ids),
        *case_files.personal_words(ids),
        *rings.personal_words(ids),
        *intake.personal_words(files, register.row_is_about(records)),
    ]


def _needed_by(records: Sequence[people.Person], now: dt.datetime) -> tuple[str, ...]:
    ids = [record.pk for record in records]
    numbers = [record.national_id_index for record in records]
    phones = [record.phone_index for record in records]
    needed = {
        "ca bệnh đang theo dõi": cases.open_among(ids).count(),
        **isolation.bound_now(ids, now),
        "mức, nghĩa vụ, xét nghiệm đang đến hạn": standing.needed_now(ids, now),
        "ổ dịch đang mở": zones.open_around(ids),
        "mẫu chờ nhận diện mang số của người này": testing.waiting_with(numbers, phones),
        "dòng tiếp xúc chờ nhận diện mang số của người này": tracing.waiting_with(numbers, phones),
    }
    return tuple(f"{count} {what}" for what, count in needed.items() if count)


def _remains(ids: Sequence[int]) -> Counted:
    kept = {
        "Ca bệnh": cases.cases_of(ids).count(),
        "Mẫu xét nghiệm và kết quả": testing.specimens_count(ids),
        **tracing.counts_of(ids),
        **isolation.counts_of(ids),
        "Sự kiện nhật ký đã niêm phong (chỉ còn mã băm)": audit.payloads_about(ids),
    }
    return [(what, count) for what, count in kept.items() if count]
