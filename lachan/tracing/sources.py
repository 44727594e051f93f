"""Whom a row of a contact list met: the case it was handed over for, or somebody who is on record around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lachan.kernel.access.actors import Actor
from lachan.kernel.intake import queries as intake
from lachan.kernel.intake.cells import text_of
from lachan.kernel.intake.kinds import GoodRow
from lachan.kernel.text import fold
from lachan.people import queries as people
from lachan.tracing.queries import people_around, waiting_lines

# Around a name, or alone where the form has only "F0" to tell that the case itself is meant.
_OF_A_CASE = frozenset(("f0", "ca", "benh", "nhan", "bn", "duong", "tinh", "voi", "tiep", "xuc"))


@dataclass(frozen=True, slots=True)
class Source:
    """`person_id`: who was met, None for the case's own person. `listed`: somebody of the same list, who is on record
    only once the list is taken."""

    person_id: int | None = None
    listed: bool = False


class Sources:
    """The answers for the rows of one list."""

    def __init__(self, case: Any, by: Actor, now: dt.datetime, listed: Iterable[str] = ()) -> None:
        names = (case.code, case.national_number, case.person.full_name)
        self._case_names = {fold(name) for name in names if name}
        known = people.visible_names(people_around(case), by, now)
        self._known = {pk: fold(name) for pk, name in known.items() if pk != case.person_id}
        self._listed = {name for name in listed if " " in name}
        waiting = waiting_lines(by, now, case.pk)
        self._waiting = {fold(line.told["identity"]["full_name"]) for line in waiting if line.told}

    def of(self, written: str) -> Source | str:
        """Whom the words of a cell name, or what is wrong with them."""
        words = fold(written)
        named = _named(words, [*self._case_names, *self._known.values(), *self._listed, *self._waiting])
        if named in self._case_names or not set(words.split()) - _OF_A_CASE:
            return Source()
        if named in self._waiting:
            return f"Tiếp xúc với “{written[:60]}”: người này đang chờ nhận diện; nhận diện xong rồi nạp lại dòng này."
        met = [pk for pk, name in self._known.items() if name == named]
        if len(met) > 1:
            return f"Tiếp xúc với “{written[:60]}”: có {len(met)} người tiếp xúc cùng tên; hãy thêm người này ở trang của người đã gặp."
        if met:
            return Source(met[0])
        if named:
            return Source(listed=True)
        return (
            f"Tiếp xúc với “{written[:60]}”: không phải ca bệnh này, cũng không có trong số người tiếp xúc của ca. "
            "Ghi đủ họ tên, hoặc nạp người ấy trước rồi nạp lại dòng này."
        )


def _named(words: str, names: Iterable[str]) -> str:
    """The longest of the names that stands whole in the words; "" where none does."""
    within = [name for name in names if f" {name} " in f" {words} "]
    return max(within, key=len, default="")


def sources_of(case: Any, upload: Any, by: Actor, now: dt.datetime) -> Sources:
    """What the rows of an upload may name: who is on record, and who stands in the file itself."""
    return Sources(case, by, now, _listed_names(upload))


def _listed_names(upload: Any) -> set[str]:
    if "_listed_names" not in vars(upload):
        document = intake.document_of(upload)
        column = (upload.columns or {}).get("full_name")
        cells = intake.column_cells(document, column) if column in document.columns else ()
        vars(upload)["_listed_names"] = {fold(text_of(cell)) for cell in cells}
    names: set[str] = vars(upload)["_listed_names"]
    return names


def place_rows(rows: Sequence[GoodRow], sources: Sources) -> Mapping[int, list[str]]:
    """Write whom each row met into its `extra`; answers what is wrong, by row."""
    faults: dict[int, list[str]] = {}
    for row in rows:
        found = sources.of(row.values.get("met") or "")
        if isinstance(found, str):
            faults[row.number] = [found]
        else:
            row.extra = found
    return faults
