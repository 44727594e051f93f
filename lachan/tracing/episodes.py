"""Which meetings belong to which illness: who falls ill twice has two files, each with the contacts of its own time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lachan.cases import queries as cases
from lachan.epi.days import FOREVER
from lachan.epi.vocabulary import CLOSENESS
from lachan.standing import queries as standing

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The time whose meetings a case lists, None where it has no border; `others` are the person's other episodes.

    A meeting outside the infectious window belongs here too, and the list says why it gave no level: the borders
    are other episodes, not the window.
    """

    since: dt.datetime | None = None
    until: dt.datetime | None = None
    others: tuple[Any, ...] = ()

    def holds(self, meeting: Any) -> bool:
        """Whether some of the meeting (`occurred_at`, `ended_at`, `day_only`, `closeness`) falls inside."""
        if self.until is not None and meeting.occurred_at >= self.until:
            return False
        return self.since is None or _last(meeting) >= self.since


def stretch_of(case: Any) -> Stretch:
    """The stretch of one case; nothing is asked about a first illness that goes on, which has no other beside it."""
    return stretches([case])[case.pk]


def stretches(rows: Iterable[Any]) -> dict[int, Stretch]:
    """case id → its stretch, for cases of any disease that were read in the reader's scope."""
    wanted = list(rows)
    found = {case.pk: Stretch() for case in wanted}
    several = [case for case in wanted if case.number > 1 or case.closed_at is not None]
    for disease in {case.disease for case in several}:
        chosen = [case for case in several if case.disease == disease]
        found |= _of_disease(disease, chosen)
    return found


def _of_disease(disease: str, chosen: Sequence[Any]) -> dict[int, Stretch]:
    people = {case.person_id for case in chosen}
    episodes: dict[int, list[Any]] = defaultdict(list)
    for row in cases.cases_of(people).filter(disease=disease):
        episodes[row.person_id].append(row)
    if all(len(rows) < 2 for rows in episodes.values()):
        return {}
    windows = standing.window_starts(disease=disease, person_ids=people)
    return {case.pk: _stretch(case, episodes[case.person_id], windows) for case in chosen}


def _stretch(case: Any, episodes: Sequence[Any], windows: dict[tuple[int, str], dt.datetime]) -> Stretch:
    """From where the illness before it ended (or its own window began, if that is earlier) to its own end, if another
    came after it: what was met between two illnesses is asked about when the second is traced."""
    others = tuple(one for one in episodes if one.pk != case.pk)
    ended = [one.closed_at for one in others if one.number < case.number and one.closed_at]
    since = max(ended, default=None)
    window = windows.get((case.person_id, str(case.trigger_uid)))
    if since is not None and window is not None:
        since = min(since, window)
    is_last = all(one.number < case.number for one in others)
    return Stretch(since, None if is_last else case.closed_at, others)


def _last(meeting: Any) -> dt.datetime:
    """The last moment of a meeting, as the rules read it."""
    end: dt.datetime = meeting.ended_at or meeting.occurred_at
    if meeting.ended_at is None and CLOSENESS[meeting.closeness].lasting:
        return FOREVER
    return end + _DAY if meeting.day_only else end
