"""The values that views hand to the parts of a screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

StepState = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True)
class Effect:
    """One kind of consequence. `hidden` marks what lies outside the reader's scope: counts only."""

    label: str
    count: int
    items: Sequence[object] = ()
    url: str | None = None
    note: str = ""
    hidden: bool = False

    @property
    def more(self) -> int:
        return max(0, self.count - len(self.items)) if self.items else 0


@dataclass(frozen=True)
class Effects:
    """What would follow from an action, shown before it is taken."""

    title: str
    groups: Sequence[Effect] = ()
    reversible: str = ""
    irreversible: str = ""
    nothing: str = "Không kéo theo thay đổi nào khác."


@dataclass(frozen=True)
class TimelineItem:
    when: datetime | date | None
    title: object
    text: object = ""
    tone: str = ""
    url: str | None = None
    why: str = ""
    revoked: str = ""


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True)
class Progress:
    """A long piece of work; `total` unknown (None) shows the step only."""

    title: str
    done: int = 0
    total: int | None = None
    state: StepState = "running"
    steps: Sequence[tuple[str, StepState]] = field(default_factory=tuple)
    poll_url: str | None = None
    result_url: str | None = None
    result_label: str = "Xem kết quả"
    note: str = ""

    @property
    def going(self) -> bool:
        return self.state in ("waiting", "running")

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0
