"""Forgetting a person: what names them is destroyed for good; what happened stays, told of nobody.

A merged person is forgotten whole, record by record: facts keep the record they were made with.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.text import fold
from lachan.people.models import Household, Person
from lachan.people.personal import personal_words, row_is_about
from lachan.people.queries import households_left_empty

GROUNDS = {
    "asked": "Chủ thể dữ liệu yêu cầu",
    "expired": "Hết thời hạn lưu giữ",
    "unlawful": "Thu thập không đúng quy định, hoặc nhầm người",
    "authority": "Quyết định của cơ quan có thẩm quyền",
}


@transaction.atomic
def person_forget(
    *,
    records: Sequence[Person],
    ground: str,
    paper: str,
    reason: str,
    erased: Mapping[str, int],
    by: Actor,
    now: dt.datetime,
) -> None:
    """Destroy name, numbers, address and search keys of all records of one person, and the keys of what the audit
    tells of them. `erased` counts what the other rooms have destroyed before. It can't be undone."""
    check(by, "people.person_forget")
    _check_words(records, ground, paper, reason)
    _empty_households(records)
    for one in personal_words([record.pk for record in records]):
        one.erase()
    for record in records:
        audit.subject_forget(subject_id=record.pk, by=by, now=now)
        audit.record(
            kind="people.person_forgotten",
            by=by,
            now=now,
            object_uid=record.uid,
            data={
                "person_id": record.pk,
                "ground": GROUNDS[ground],
                "paper": paper.strip(),
                "reason": reason.strip(),
                "erased": dict(erased),
            },
        )


def _check_words(records: Sequence[Person], ground: str, paper: str, reason: str) -> None:
    if ground not in GROUNDS:
        raise Refused("Chưa chọn căn cứ.", "ground")
    if not paper.strip():
        raise Refused("Phải ghi số, ngày của giấy tờ làm căn cứ.", "paper")
    if not reason.strip():
        raise Refused("Phải ghi lý do.", "reason")
    about = row_is_about(records)
    for field, text in (("paper", paper), ("reason", reason)):
        if any(f" {one.name_key} " in f" {fold(text)} " for one in records) or about(text.split()):
            raise Refused(
                "Lý do, căn cứ được giữ lại: không ghi tên, số giấy tờ của người này vào đây.", field
            )


def _empty_households(records: Sequence[Person]) -> None:
    """The address of a household in which nobody else is left."""
    empty = households_left_empty(record.pk for record in records)
    Household.objects.filter(pk__in=empty).update(address="", lat=None, lon=None)
