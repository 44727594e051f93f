"""Changes of a profile. Two people's edits meet field by field, and what is overwritten stays in a revision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from lachan.kernel.access import services as sight
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.text import clean_name, fold, sort_key
from lachan.kernel.times import local_day
from lachan.people.access import check_remembered, check_sees
from lachan.people.identity import Identity, national_id_digits, number_index, phone_digits, phone_index
from lachan.people.models import Household, NameWord, Person, ProfileRevision, Sex
from lachan.people.names import words_insert
from lachan.people.services.registering import NUMBER_TAKEN

LABELS = {
    "full_name": "Họ và tên",
    "birth_year": "Năm sinh",
    "birth_date": "Ngày sinh",
    "sex": "Giới tính",
    "national_id": "CCCD/CMND",
    "phone": "Điện thoại",
    "address": "Địa chỉ",
    "occupation": "Nghề nghiệp",
    "workplace": "Nơi làm việc",
    "residence": "Nơi cư trú",
    "household": "Hộ gia đình",
}
EDITABLE = tuple(LABELS)[:9]
_LONGEST = {"full_name": 120, "occupation": 120, "workplace": 200}
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that somebody else changed since the editor opened the form."""

    field: str
    label: str
    now_is: Any
    yours: Any
    changed_at: dt.datetime | None
    changed_by: int | None


@dataclass(frozen=True, slots=True)
class ProfileOutcome:
    """What was taken and what was refused."""

    person: Person
    changed: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


@transaction.atomic
def profile_change(
    *, person: Person, seen: Mapping[str, Any], values: Mapping[str, Any], by: Actor, now: dt.datetime
) -> ProfileOutcome:
    """Write the fields that the editor changed (`values` against what they `seen`).

    A field that somebody else changed meanwhile to another value is refused and named; the others are taken.
    """
    check(by, "people.profile_change")
    check_sees(by, person, now)
    check_remembered(person)
    wanted = {name: _normal(name, values[name]) for name in EDITABLE if name in values}
    was = {name: _normal(name, seen.get(name)) for name in wanted}
    edits = {name: value for name, value in wanted.items() if value != was[name]}
    for _ in range(_TRIES):
        current = Person.objects.get(pk=person.pk)
        clean, conflicts = _meet(current, was, edits)
        if not clean:
            return ProfileOutcome(current, (), tuple(conflicts))
        if _write(current, clean, by, now):
            return ProfileOutcome(current, tuple(clean), tuple(conflicts))
    raise Refused("Hồ sơ đang được nhiều người sửa cùng lúc. Hãy thử lại.")


def _meet(
    current: Person, was: Mapping[str, Any], edits: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Conflict]]:
    clean, conflicts = {}, []
    for name, value in edits.items():
        present = _normal(name, getattr(current, name))
        if present == value:
            continue  # somebody else has made the same change
        if present != was[name]:
            conflicts.append(_conflict(current, name, present, value))
        else:
            clean[name] = value
    return clean, conflicts


def _conflict(person: Person, name: str, present: Any, yours: Any) -> Conflict:
    last = person.revisions.filter(field=name).order_by("-id").first()
    return Conflict(
        name,
        LABELS[name],
        present,
        yours,
        last.changed_at if last else None,
        last.changed_by if last else None,
    )


def _write(person: Person, changes: Mapping[str, Any], by: Actor, now: dt.datetime) -> bool:
    """False where somebody else wrote between our reading and now."""
    columns = _columns(changes)
    _check(person, columns, now)
    unchanged = Person.objects.filter(pk=person.pk, version=person.version)
    try:
        with transaction.atomic():
            written = unchanged.update(**columns, version=person.version + 1)
    except IntegrityError as error:
        raise Refused(NUMBER_TAKEN, "national_id") from error
    if written:
        _keep_revisions(person, changes, by, now)
        _rename(person, columns)
        person.refresh_from_db()
    return bool(written)


def _columns(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changed fields together with the keys derived from them."""
    columns = dict(changes)
    if "full_name" in changes:
        name = changes["full_name"]
        columns |= {"name_key": fold(name)[:120], "name_sort": sort_key(name)[:120]}
    if changes.get("birth_date"):
        columns["birth_year"] = changes["birth_date"].year
    if "national_id" in changes:
        columns["national_id_index"] = number_index(changes["national_id"])
    if "phone" in changes:
        columns["phone_index"] = phone_index(changes["phone"])
    return columns


def _check(person: Person, columns: Mapping[str, Any], now: dt.datetime) -> None:
    if not columns.get("name_key", person.name_key):
        raise Refused("Chưa nhập họ tên.", "full_name")
    born = columns.get("birth_date", person.birth_date)
    if born and born > local_day(now):
        raise Refused("Ngày sinh không thể ở sau hôm nay.", "birth_date")
    if born and columns.get("birth_year", person.birth_year) != born.year:
        raise Refused("Năm sinh không khớp với ngày sinh.", "birth_year")


def _keep_revisions(person: Person, changes: Mapping[str, Any], by: Actor, now: dt.datetime) -> None:
    before = {name: _normal(name, getattr(person, name)) for name in changes}
    ProfileRevision.objects.bulk_create(
        _revision(person, name, _text(before[name]), _text(value), by, now) for name, value in changes.items()
    )
    audit.record(
        kind="people.profile_changed",
        by=by,
        now=now,
        object_uid=person.uid,
        data={"person_id": person.pk, "fields": ", ".join(LABELS[name] for name in changes)},
        about={person.pk: {name: [_text(before[name]), _text(value)] for name, value in changes.items()}},
    )


def _revision(
    person: Person, name: str, before: str, after: str, by: Actor, now: dt.datetime
) -> ProfileRevision:
    return ProfileRevision(
        person=person, field=name, before=before, after=after, changed_at=now, changed_by=by.user_id
    )


def _rename(person: Person, columns: Mapping[str, Any]) -> None:
    """The search rows follow the name."""
    key = columns.get("name_key", person.name_key)
    if key == person.name_key:
        return
    words = [word[:40] for word in person.name_key.split()]
    NameWord.objects.filter(word__in=words, person_id=person.pk).delete()
    person.name_key = key
    words_insert([person])


def _normal(name: str, value: Any) -> Any:
    """One form for each field, so that a blank more is no change."""
    if name in ("birth_year", "birth_date"):
        return value or None
    text = clean_name(str(value or ""))
    if name == "national_id":
        return _digits(text, national_id_digits(text), name, "Số CCCD phải có 12 chữ số (CMND cũ: 9 chữ số).")
    if name == "phone":
        return _digits(text, phone_digits(text), name, "Số điện thoại phải có 10 chữ số, bắt đầu bằng 0.")
    if name == "sex":
        return text or Sex.UNKNOWN
    return text[: _LONGEST.get(name, 300)]


def _digits(text: str, digits: str, name: str, otherwise: str) -> str:
    if text and not digits:
        raise Refused(otherwise, name)
    return digits


def _text(value: Any) -> str:
    return "" if value is None else str(value)


@transaction.atomic
def residence_change(
    *,
    person: Person,
    unit_id: int,
    unit_label: str,
    by: Actor,
    now: dt.datetime,
    hamlet_id: int | None = None,
    seen_unit_id: int | None = None,
) -> None:
    """The person lives in another commune (or hamlet) from now on: its people see them, those of the old one no more.

    Refused where somebody else moved the person since the editor saw `seen_unit_id`.
    """
    check(by, "people.profile_change")
    check_sees(by, person, now)
    check_remembered(person)
    before = Person.objects.select_related("residence").get(pk=person.pk)
    moved = Person.objects.filter(pk=person.pk, residence=seen_unit_id).update(
        residence=unit_id, residence_hamlet=hamlet_id, version=before.version + 1
    )
    if not moved:
        raise Refused("Nơi cư trú vừa được người khác thay đổi. Hãy xem lại rồi mới sửa.", "residence")
    was = before.residence.name if before.residence else ""
    _revision(person, "residence", was, unit_label, by, now).save()
    if unit_id != before.residence_id:
        _move_sight(person, unit_id, by, now)
    audit.record(
        kind="people.residence_changed",
        by=by,
        now=now,
        object_uid=person.uid,
        data={"person_id": person.pk, "from": before.residence_id, "to": unit_id},
    )
    person.refresh_from_db()


@transaction.atomic
def profile_complete(
    *, person_id: int, told: Identity, unit_label: str, by: Actor, now: dt.datetime, address: str = ""
) -> None:
    """What somebody told of a person fills the blanks of the record: sex, phone, address, commune.

    Nothing that stands is changed, and no CCCD is taken over: it would link later papers by itself.
    """
    person = Person.objects.get(pk=person_id)
    if person.is_forgotten:
        return
    blank = {
        name: value
        for name, value in (("sex", told.sex), ("phone", told.phone), ("address", address))
        if value and not getattr(person, name)
    }
    if blank:
        seen = {name: getattr(person, name) for name in blank}
        profile_change(person=person, seen=seen, values=blank, by=by, now=now)
    if told.unit_id and person.residence_id is None:
        residence_change(person=person, unit_id=told.unit_id, unit_label=unit_label, by=by, now=now)


def _move_sight(person: Person, unit_id: int, by: Actor, now: dt.datetime) -> None:
    ground = sight.Sight.Ground.RESIDENCE
    sight.sight_end(by=by, now=now, subject_id=person.pk, ground=ground)
    sight.sight_grant(by=by, now=now, subject_id=person.pk, ground=ground, unit_id=unit_id)


@transaction.atomic
def household_join(
    *,
    person: Person,
    by: Actor,
    now: dt.datetime,
    with_person: Person | None = None,
    address: str = "",
) -> Household:
    """Put a person into the household of another, or into a new one at an address of their own commune."""
    check(by, "people.profile_change")
    check_sees(by, person, now)
    check_remembered(person)
    if with_person is not None:
        check_sees(by, with_person, now)
    household = _household(person, with_person, address)
    Person.objects.filter(pk=person.pk).update(household=household, version=person.version + 1)
    _revision(person, "household", str(person.household_id or ""), str(household.pk), by, now).save()
    audit.record(
        kind="people.household_joined",
        by=by,
        now=now,
        object_uid=person.uid,
        data={"person_id": person.pk, "household": household.pk},
    )
    person.refresh_from_db()
    return household


def _household(person: Person, with_person: Person | None, address: str) -> Household:
    if with_person is None:
        return _new_household(person, address)
    if with_person.pk == person.pk:
        raise Refused("Hãy chọn một người khác cùng hộ.")
    if with_person.household is not None:
        return with_person.household
    household = _new_household(with_person, address)
    Person.objects.filter(pk=with_person.pk).update(household=household)
    return household


def _new_household(person: Person, address: str) -> Household:
    if person.residence_id is None:
        raise Refused("Phải ghi nơi cư trú trước khi lập hộ.", "residence")
    return Household.objects.create(
        unit_id=person.residence_id,
        hamlet_id=person.residence_hamlet_id,
        address=address or person.address,
    )
