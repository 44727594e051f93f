"""Proposals: the tasks that the orders of a confirmed letter call for, and the indicator that measures them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from lachan.directives import leads
from lachan.directives.models import Letter, LetterOrder, Task
from lachan.kernel import indicators
from lachan.kernel.text import fold
from lachan.kernel.times import LOCAL
from lachan.organisations.queries import Organisation

_END_OF_DAY = dt.time(23, 59)


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
    assert letter.confirmed is not None
    read = {tuple(order["path"]): order for order in letter.confirmed["orders"]}
    made: list[Task] = []
    for order in letter.orders.order_by("position"):
        made += _of_order(order, read[tuple(order.path)], letter.confirmed["addressees"], day)
    return made


def _of_order(
    order: LetterOrder, read: Mapping[str, Any], addressees: Sequence[str], day: dt.date
) -> list[Task]:
    subjects = read["subjects"]
    named = [s["name"] for s in subjects if s["role"] == "lead" and s["name"]]
    people = [name for name in named if _is_person(name)]
    units = [name for name in named if name not in people] or list(addressees)
    support = [s["name"] for s in subjects if s["role"] == "support" and s["name"]]
    helpers = [org for words in support for org in _few(leads.resolve(words, day))]
    made: list[Task] = []
    taken: set[int] = set()
    for words in units:
        for lead in leads.resolve(words, day).organisations or (None,):
            if lead is not None and lead.pk in taken:
                continue
            taken |= {lead.pk} if lead else set()
            made.append(_task(order, read, words, lead, people))
    Task.objects.bulk_create(made)
    for task in made:
        task.co_workers.set([org for org in helpers if org.pk != task.lead_id])
    return made


def _few(resolved: leads.Resolved) -> Sequence[Organisation]:
    """Co-workers named one by one; "the units concerned" names nobody."""
    return resolved.organisations if not resolved.fans_out else ()


def _is_person(name: str) -> bool:
    """The reader gives a named comrade as a lead of its own: two to five capitalised words, no organ's word."""
    words = name.split()
    organs = ("ban", "sở", "ủy", "công an", "chủ tịch", "giám đốc", "trưởng", "các", "bộ", "mặt trận")
    lowered = name.lower()
    return 2 <= len(words) <= 5 and name.istitle() and not lowered.startswith(organs)


def _task(
    order: LetterOrder,
    read: Mapping[str, Any],
    words: str,
    lead: Organisation | None,
    people: Sequence[str],
) -> Task:
    due = _deadline(read["deadlines"])
    return Task(
        order=order,
        lead=lead,
        lead_words=words[:300],
        person_named=", ".join(people)[:200],
        content=order.text,
        **due,
    )


def _deadline(deadlines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The earliest dated deadline; a recurring one beside it stays as recurrence; else the vague words."""
    dated = sorted((d for d in deadlines if d["due"]), key=lambda d: d["due"])
    recurring = [d for d in deadlines if d["kind"] == "recurring"]
    chosen = (dated or recurring or list(deadlines) or [None])[0]
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
    return "daily" if "hang ngay" in words else "regular"


def moment_of(due: str | None) -> dt.datetime | None:
    """A contract's due ("2021-09-15" or with an hour) as a moment; a bare day ends at its last minute."""
    if not due:
        return None
    if len(due) == 10:
        return dt.datetime.combine(dt.date.fromisoformat(due), _END_OF_DAY, LOCAL)
    return dt.datetime.fromisoformat(due).replace(tzinfo=LOCAL)
