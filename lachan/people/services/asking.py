"""Hỏi trùng: is somebody with this number known? Out of sight the answer is only whom to call."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.people import queries
from lachan.people.identity import national_id_digits, phone_digits
from lachan.people.models import DuplicateAsk, Person


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is responsible for somebody out of sight: never more than this."""

    label: str
    phone: str
    call: str


@dataclass(frozen=True, slots=True)
class DuplicateAnswer:
    """`visible`: people whom the asker sees anyway; `elsewhere`: whom to call about the others."""

    visible: tuple[Person, ...]
    elsewhere: tuple[Holder, ...]

    @property
    def nobody(self) -> bool:
        return not self.visible and not self.elsewhere


@transaction.atomic
def duplicate_ask(*, by: Actor, now: dt.datetime, national_id: str = "", phone: str = "") -> DuplicateAnswer:
    """Answer by CCCD or phone. Every question is counted and audited; too many in an hour are refused."""
    check(by, "people.duplicate_ask")
    number, call = national_id_digits(national_id), phone_digits(phone)
    if bool(number) == bool(call):
        raise Refused("Hãy nhập một số CCCD (12 chữ số) hoặc một số điện thoại (10 chữ số).")
    _throttle(by, now)
    people = queries.by_numbers(national_id=number, phone=call)
    seen = set(queries.visible_ids([person.pk for person in people], by, now))
    answer = DuplicateAnswer(
        visible=tuple(person for person in people if person.pk in seen),
        elsewhere=_holders([person for person in people if person.pk not in seen], now),
    )
    DuplicateAsk.objects.create(user_id=by.user_id or 0, asked_at=now, found=not answer.nobody)
    _record(answer, people, "CCCD" if number else "điện thoại", by, now)
    return answer


def _throttle(by: Actor, now: dt.datetime) -> None:
    since = now - dt.timedelta(hours=1)
    asked = DuplicateAsk.objects.filter(user_id=by.user_id or 0, asked_at__gt=since, asked_at__lte=now)
    if asked.count() >= queries.asks_an_hour():
        raise Refused(
            f"Mỗi giờ được hỏi trùng tối đa {queries.asks_an_hour()} lần. Hãy thử lại sau, hoặc gọi CDC tỉnh."
        )


def _holders(people: list[Person], now: dt.datetime) -> tuple[Holder, ...]:
    found = set(queries.managers_of(people, now).values())
    return tuple(sorted((Holder(one.label, one.phone, one.call) for one in found), key=lambda one: one.label))


def _record(answer: DuplicateAnswer, people: list[Person], by_what: str, by: Actor, now: dt.datetime) -> None:
    words = "không có ai" if answer.nobody else f"{len(people)} người"
    audit.record(
        kind="people.duplicate_asked",
        by=by,
        now=now,
        data={"by_what": by_what, "answer": words},
        about={person.pk: {"by_what": by_what} for person in people},
    )
