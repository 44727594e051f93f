"""Proposals: the tasks that the orders of a confirmed letter call for, and the indicator that measures them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lachan.directives.contract import moment_of
from lachan.directives.leads import Directory
from lachan.directives.models import Letter, LetterOrder, Task
from lachan.kernel import indicators
from lachan.kernel.text import fold
from lachan.organisations.queries import Organisation

_RECURRENCES = (
    (Task.Recurrence.DAILY, ("hang ngay", "moi ngay", "tung ngay")),
    (Task.Recurrence.WEEKLY, ("hang tuan", "moi tuan", "thu sau hang tuan")),
    (Task.Recurrence.MONTHLY, ("hang thang", "moi thang")),
)
# First words by which an organ, an office or a group is told from a person's name.
_ORGAN_WORDS = (
    "ban sở uỷ ủy công chủ giám trưởng phó các bộ mặt thủ chánh cục chi đài tập tổng tổ trung trạm văn viện"
    " thanh đoàn hội những đơn người lực ubnd hđnd bcđ tỉnh huyện xã phường thị khóm ấp quân bệnh trường"
)
_ORGANS = frozenset(_ORGAN_WORDS.split())


@dataclass(slots=True)
class Lead:
    """Who is to act, as read; `people` are the comrades whom the letter names for this unit."""

    words: str
    organisations: Sequence[Organisation] = ()
    people: list[str] = field(default_factory=list)


def indicator_for(text: str) -> str:
    """The code of a declared indicator one of whose phrases the order holds; "" where none measures it."""
    indicators.load_room_indicators()
    key = f" {fold(text)} "
    for code, indicator in indicators.indicators().items():
        if any(f" {fold(words)} " in key for words in indicator.words):
            return code
    return ""


def draft_tasks(letter: Letter, day: dt.date) -> list[Task]:
    """Draft tasks for every order of the confirmed reading; nothing is released by this."""
    assert letter.confirmed is not None, "only a confirmed letter is drafted"
    directory = Directory(day)
    made: list[Task] = []
    for order, read in zip(letter.orders.order_by("position"), letter.confirmed["orders"], strict=True):
        made += _of_order(order, read, letter.confirmed["addressees"], directory)
    return made


def _of_order(
    order: LetterOrder, read: Mapping[str, Any], addressees: Sequence[str], directory: Directory
) -> list[Task]:
    named = [s["name"] for s in read["subjects"] if s["role"] == "lead" and s["name"]]
    support = [s["name"] for s in read["subjects"] if s["role"] == "support" and s["name"]]
    due = deadline_of(read["deadlines"])
    made = [
        Task(
            order=order,
            lead=organisation,
            lead_words=lead.words[:300],
            person_named=", ".join(lead.people)[:200],
            content=order.text,
            **due,
        )
        for lead in leads_of(named, addressees, directory)
        for organisation in (lead.organisations or (None,))
    ]
    Task.objects.bulk_create(made)
    _add_helpers(made, support, directory)
    return made


def leads_of(named: Sequence[str], addressees: Sequence[str], directory: Directory) -> list[Lead]:
    """The leads in the letter's order, no organisation twice; nobody named means all addressees."""
    found: list[Lead] = []
    for words in _each(named):
        if is_person(words):
            _give_person(found, words, directory)
        else:
            found += _leads(words, addressees, directory)
    if not found:
        found = [Lead(words, directory.resolve(words).organisations) for words in _each(addressees)]
    return _once(found) or [Lead("; ".join(named))]


def _leads(words: str, addressees: Sequence[str], directory: Directory) -> list[Lead]:
    resolved = directory.resolve(words)
    if resolved.everybody and addressees:
        return [Lead(words, directory.resolve(other).organisations) for other in _each(addressees)]
    return [Lead(words, resolved.organisations)]


# A comma before one of these begins another organ; the one in "phòng, chống dịch" does not.
_NEXT_ORGAN = re.compile(
    r"[,;]\s+(?=(?:Sở|Công an|Bộ|Ủy ban|Uỷ ban|UBND|Ban|Mặt trận|Trung tâm|Chi cục|Cục|Thanh tra|Văn phòng|Hội|"
    r"Liên đoàn|Tỉnh đoàn|Đài|Báo|Huyện ủy|Thành ủy|Đảng ủy|Bệnh viện|Trường|Chủ tịch|Giám đốc|Trưởng|Thủ trưởng)\b)"
)


def _each(names: Sequence[str]) -> list[str]:
    """Organs written on one line stand each for itself, so that none is lost behind the first that is known."""
    return [part.strip() for name in names for part in _NEXT_ORGAN.split(name) if part.strip()]


def _give_person(found: list[Lead], person: str, directory: Directory) -> None:
    """A comrade belongs to the unit named just before; alone, to the organ in which they hold office."""
    if found and len(found[-1].organisations) <= 1:
        found[-1].people.append(person)
        return
    organ = directory.holder(person)
    found.append(Lead(person, (organ,) if organ else (), [person]))


def _once(found: Iterable[Lead]) -> list[Lead]:
    """Each organisation once; a lead all of whose organisations came before leaves nothing behind."""
    taken: dict[int, Lead] = {}
    kept: list[Lead] = []
    for lead in found:
        fresh = [one for one in lead.organisations if one.pk not in taken]
        for one in lead.organisations:
            taken.setdefault(one.pk, lead).people.extend(
                p for p in lead.people if p not in taken[one.pk].people
            )
        if fresh or not lead.organisations:
            kept.append(Lead(lead.words, fresh, lead.people))
    return kept


def _add_helpers(made: Sequence[Task], support: Sequence[str], directory: Directory) -> None:
    """Co-workers named one by one; "các cơ quan liên quan" names nobody and stays in the order's text."""
    helpers = [
        organisation
        for words in support
        if not (resolved := directory.resolve(words)).fans_out
        for organisation in resolved.organisations
    ]
    through = Task.co_workers.through
    through.objects.bulk_create(
        through(task_id=task.pk, organisation_id=pk)
        for task in made
        for pk in dict.fromkeys(helper.pk for helper in helpers if helper.pk != task.lead_id)
    )


def is_person(name: str) -> bool:
    """The reader gives a named comrade as a lead of its own: two to five capitalised words, no organ's word.

    >>> is_person("Trần Hồng Quân"), is_person("Sở Y tế")
    (True, False)
    """
    words = name.split()
    capital = all(re.fullmatch(r"[^\W\d_]+", word) and word.istitle() for word in words)
    return 2 <= len(words) <= 5 and capital and words[0].lower() not in _ORGANS


def deadline_of(deadlines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The earliest dated deadline; a recurring one beside it stays as recurrence; else the vague words."""
    dated = sorted((d for d in deadlines if d["due"]), key=lambda d: str(moment_of(d["due"])))
    recurring = [d for d in deadlines if d["kind"] == "recurring"]
    chosen = next(iter([*dated, *recurring, *deadlines]), None)
    if chosen is None:
        return {"due_at": None, "due_words": "", "due_kind": "", "recurrence": ""}
    return {
        "due_at": moment_of(chosen["due"]),
        "due_words": "; ".join(d["text"] for d in deadlines)[:300],
        "due_kind": chosen["kind"],
        "recurrence": _recurrence(recurring),
    }


def _recurrence(recurring: Sequence[Mapping[str, Any]]) -> str:
    if not recurring:
        return ""
    words = fold(" ".join(d["text"] for d in recurring))
    for period, phrases in _RECURRENCES:
        if any(phrase in words for phrase in phrases):
            return period.value
    return Task.Recurrence.REGULAR.value
