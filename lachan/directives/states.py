"""The life of a task as a table: which entry leads from which state to which."""

from __future__ import annotations

from collections.abc import Iterable

from lachan.directives.models import Task, TaskEntry

_S = Task.State
_K = TaskEntry.Kind

# (state, entry) → next state. What is not here is refused.
MOVES: dict[tuple[str, str], str] = {
    (_S.RELEASED, _K.ASSIGN): _S.RELEASED,
    (_S.RELEASED, _K.EVIDENCE): _S.RELEASED,
    (_S.RELEASED, _K.SHARE): _S.RELEASED,
    (_S.RELEASED, _K.REPORT): _S.REPORTED,
    (_S.RELEASED, _K.ASK): _S.RELEASED,
    (_S.RELEASED, _K.EXTEND): _S.RELEASED,
    (_S.RELEASED, _K.REMIND): _S.RELEASED,
    (_S.RELEASED, _K.STOP): _S.CANCELLED,
    (_S.RELEASED, _K.ESCALATE): _S.ESCALATED,
    (_S.ESCALATED, _K.ASSIGN): _S.ESCALATED,
    (_S.ESCALATED, _K.EVIDENCE): _S.ESCALATED,
    (_S.ESCALATED, _K.REPORT): _S.REPORTED,
    (_S.ESCALATED, _K.EXTEND): _S.RELEASED,
    (_S.ESCALATED, _K.HOLD): _S.RELEASED,
    (_S.ESCALATED, _K.REASSIGN): _S.CANCELLED,
    (_S.ESCALATED, _K.STOP): _S.CANCELLED,
    (_S.REPORTED, _K.ASSIGN): _S.REPORTED,
    (_S.REPORTED, _K.EVIDENCE): _S.REPORTED,
    (_S.REPORTED, _K.ACCEPT): _S.DONE,
    (_S.REPORTED, _K.RETURN): _S.RETURNED,
    (_S.REPORTED, _K.STOP): _S.CANCELLED,
    (_S.RETURNED, _K.ASSIGN): _S.RETURNED,
    (_S.RETURNED, _K.EVIDENCE): _S.RETURNED,
    (_S.RETURNED, _K.SHARE): _S.RETURNED,
    (_S.RETURNED, _K.REPORT): _S.REPORTED,
    (_S.RETURNED, _K.ASK): _S.RETURNED,
    (_S.RETURNED, _K.ESCALATE): _S.ESCALATED,
    (_S.RETURNED, _K.EXTEND): _S.RETURNED,
    (_S.RETURNED, _K.REMIND): _S.RETURNED,
    (_S.RETURNED, _K.STOP): _S.CANCELLED,
}

# Who does it: the unit that leads (or works on) the task, or whoever judges it.
BY_WORKER: frozenset[str] = frozenset({_K.EVIDENCE, _K.SHARE, _K.REPORT, _K.ASK, _K.ESCALATE})
OPEN: tuple[str, ...] = (_S.RELEASED, _S.REPORTED, _S.RETURNED, _S.ESCALATED)
# The unit still owes something, also while it waits for an answer; a reported task waits for the other side.
OWED: tuple[str, ...] = (_S.RELEASED, _S.RETURNED, _S.ESCALATED)
NEEDS_WORDS: frozenset[str] = frozenset(
    {_K.REPORT, _K.ASK, _K.RETURN, _K.REMIND, _K.EXTEND, _K.STOP, _K.ESCALATE, _K.HOLD, _K.REASSIGN}
)
# Recorded by services of their own, which need more than words.
OWN_SERVICE: frozenset[str] = frozenset({_K.SHARE, _K.ASSIGN, _K.REASSIGN})


def after(state: str, kind: str) -> str | None:
    """The next state, or None where the entry is not possible now."""
    return MOVES.get((state, kind))


def possible(state: str) -> list[str]:
    """The entries that the state takes, in the order of the table."""
    return [kind for (start, kind) in MOVES if start == state]


def replay(kinds: Iterable[str]) -> str | None:
    """The state of a released task after these entries; None where one of them does not fit."""
    state: str | None = _S.RELEASED
    for kind in kinds:
        state = after(state, kind) if state else None
    return state


def diagram() -> str:
    """The table as docs/directives-states.md shows it: a drawing and the same in rows."""
    lines = [
        "# Vòng đời của một nhiệm vụ",
        "",
        "Sinh từ `lachan/directives/states.py` bằng `lachan directives states`; không sửa tay.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> draft: dự thảo",
        "    draft --> released: giao việc",
        "    draft --> [*]: bỏ",
        *(f"    {start} --> {end}: {_words(kinds)}" for (start, end), kinds in _arrows().items()),
        *(f"    {end} --> [*]" for end in _ends()),
        "```",
        "",
        "| trạng thái | bước | người ghi | sang trạng thái |",
        "|---|---|---|---|",
        *(_row(start, kind, end) for (start, kind), end in MOVES.items()),
        "",
    ]
    return "\n".join(lines)


def _arrows() -> dict[tuple[str, str], list[str]]:
    arrows: dict[tuple[str, str], list[str]] = {}
    for (start, kind), end in MOVES.items():
        arrows.setdefault((str(start), str(end)), []).append(kind)
    return arrows


def _ends() -> list[str]:
    starts = {str(start) for start, _ in MOVES}
    return sorted({str(end) for end in MOVES.values()} - starts)


def _words(kinds: list[str]) -> str:
    return ", ".join(str(_K(kind).label) for kind in kinds)


def _row(start: str, kind: str, end: str) -> str:
    who = "đơn vị thực hiện" if kind in BY_WORKER else "người giao việc"
    return f"| {_S(start).label} | {_K(kind).label} | {who} | {_S(end).label} |"
