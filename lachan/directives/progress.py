"""How far a letter has come: its orders, the units on each, and the figure that measures it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lachan.directives import measures, queries, states
from lachan.directives.models import Letter, LetterOrder, Task
from lachan.directives.periods import Share, missed
from lachan.directives.wording import NOT_IN_DIRECTORY, lead_name, path_title
from lachan.kernel.access.actors import Actor

_S = Task.State


def is_late(task: Task, now: dt.datetime) -> bool:
    """Owed past its deadline (the task's own, or that of its last share where it recurs), or reported after it."""
    if task.state in states.OWED:
        return bool(task.due_at and task.due_at < now) or missed_share(task, now) is not None
    if task.due_at is None or task.state in (_S.DRAFT, _S.CANCELLED):
        return False
    return task.reported_at is not None and task.reported_at > task.due_at


def missed_share(task: Task, now: dt.datetime) -> Share | None:
    """What a recurring task of `queries.task_rows` owes past its deadline."""
    return missed(task, getattr(task, "worked_at", None), now) if task.state in states.OWED else None


@dataclass(slots=True)
class OrderProgress:
    """One order with its whole tasks (parts apart) as the reader sees them."""

    order: LetterOrder
    tasks: list[Task] = field(default_factory=list)
    parts: list[Task] = field(default_factory=list)
    figure: dict[str, Any] | None = None
    late: int = 0

    @property
    def label(self) -> str:
        return path_title(self.order.path)

    @property
    def total(self) -> int:
        return len(self.tasks)

    def count(self, *wanted: str) -> int:
        return sum(task.state in wanted for task in self.tasks)

    @property
    def done(self) -> int:
        return self.count(_S.DONE)

    @property
    def reported(self) -> int:
        return self.count(_S.REPORTED)

    @property
    def doing(self) -> int:
        return self.count(_S.RELEASED, _S.RETURNED)

    @property
    def escalated(self) -> int:
        """Tasks whose lead says that it cannot do them, not yet answered."""
        return self.count(_S.ESCALATED)

    @property
    def stopped(self) -> int:
        return self.count(_S.CANCELLED)

    @property
    def leaderless(self) -> int:
        """Tasks, still open, whose lead the directory does not know."""
        return sum(task.lead is None and task.state in states.OPEN for task in self.tasks)

    @property
    def late_words(self) -> str:
        return f"{self.late} quá hạn"

    @property
    def evidence(self) -> int:
        return sum(getattr(task, "evidence", 0) for task in [*self.tasks, *self.parts])

    def evidence_of(self, task: Task) -> int:
        """What was handed in for the task and for the parts of it that went down to others."""
        own = [task, *(part for part in self.parts if part.parent_id == task.pk)]
        return sum(getattr(one, "evidence", 0) for one in own)

    @property
    def due(self) -> dt.datetime | None:
        """The nearest deadline still owed; else the last one."""
        owed = [task.due_at for task in self.tasks if task.due_at and task.state in states.OWED]
        every = [task.due_at for task in self.tasks if task.due_at]
        return min(owed) if owed else max(every, default=None)

    @property
    def due_words(self) -> str:
        return next((task.due_words for task in self.tasks if task.due_words), "")


def of_letter(letter: Letter, actor: Actor, now: dt.datetime) -> list[OrderProgress]:
    """Every order of the letter in its order of print, with the reader's tasks and its measured figure."""
    orders = {order.pk: OrderProgress(order) for order in letter.orders.order_by("position")}
    rows = queries.visible_tasks(actor).filter(order__letter=letter)
    for task in queries.task_rows(rows).order_by("lead__seat__code", queries.LEAD_KEY, "id"):
        row = orders[task.order_id]
        (row.parts if task.parent_id else row.tasks).append(task)
        row.late += int(is_late(task, now) and not task.parent_id)
    codes = {row.order.indicator for row in orders.values()}
    figures = {code: measures.figure(code, actor, now) for code in codes}
    for row in orders.values():
        row.figure = figures[row.order.indicator]
    return list(orders.values())


def lead_words(tasks: Sequence[Task], most: int = 3) -> str:
    """ "Sở Y tế, Công an tỉnh" or, for a fan-out, "9 đơn vị"."""
    names = list(dict.fromkeys(lead_name(task) for task in tasks))
    if len(names) <= most:
        return ", ".join(names)
    unknown = len({lead_name(task) for task in tasks if task.lead is None})
    return f"{len(names)} đơn vị" + (f", {unknown} {NOT_IN_DIRECTORY}" if unknown else "")
