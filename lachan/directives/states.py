"""The life of a task as a table: which entry leads from which state to which."""

from __future__ import annotations

from lachan.directives.models import Task, TaskEntry

_S = Task.State
_K = TaskEntry.Kind

# (state, entry) → next state. What is not here is refused.
MOVES: dict[tuple[str, str], str] = {
    (_S.RELEASED, _K.EVIDENCE): _S.RELEASED,
    (_S.RELEASED, _K.REMIND): _S.RELEASED,
    (_S.RELEASED, _K.EXTEND): _S.RELEASED,
    (_S.RELEASED, _K.REPORT): _S.REPORTED,
    (_S.REPORTED, _K.EVIDENCE): _S.REPORTED,
    (_S.REPORTED, _K.ACCEPT): _S.DONE,
    (_S.REPORTED, _K.RETURN): _S.RETURNED,
    (_S.RETURNED, _K.EVIDENCE): _S.RETURNED,
    (_S.RETURNED, _K.REMIND): _S.RETURNED,
    (_S.RETURNED, _K.EXTEND): _S.RETURNED,
    (_S.RETURNED, _K.REPORT): _S.REPORTED,
}

# Who does it: the unit that leads (or works with) the task, or the one that judges it.
BY_WORKER = frozenset({_K.EVIDENCE, _K.REPORT})
OPEN = (_S.RELEASED, _S.REPORTED, _S.RETURNED)


def after(state: str, kind: str) -> str | None:
    """The next state, or None where the entry is not possible now."""
    return MOVES.get((state, kind))


def possible(state: str) -> list[str]:
    return [kind for (start, kind) in MOVES if start == state]
