"""What may be uploaded. A room declares its kinds in `jobs.py` (the layer that may call journeys):

    declare(UploadKind(
        code="testing.results", title="Kết quả xét nghiệm", permission="testing.result_import",
        fields=(
            Field("name", "Họ và tên", parsers.name, required=True, synonyms=("Tên bệnh nhân",)),
            Field("outcome", "Kết quả", parsers.choice(OUTCOMES), required=True, choices=OUTCOMES),
        ),
        apply_chunk=results_apply,     # (rows, upload, by, now) -> ChunkOutcome, inside the chunk's transaction
        check=results_check,           # optional: {row.number: [reasons]}, reads only, outside the transaction
        repeated=results_repeated,     # optional: numbers of rows already known, for the preview
        faults=row_faults,             # optional: what is wrong with one row, also where other cells were unreadable
        not_yet=row_waits,             # optional: whether a row says that it has nothing to say yet; counted apart
        doubts=row_doubts,             # optional: what is not understood of a row that is taken all the same
        foresee=contacts_foresee,      # optional: what would follow, as (words, count), for the preview; reads only
    ))

`apply_chunk` must be idempotent by content: the same rows again add nothing and count as repeated.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lachan.kernel.access.actors import Actor
from lachan.kernel.intake.cells import Cell
from lachan.kernel.jobs.registry import load_room_jobs

if TYPE_CHECKING:
    from lachan.kernel.intake.models import Upload

Parser = Callable[[Cell], Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers of a field, with the ways people write it."""

    code: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A column that we understand. `parse` gets a cell with something in it, gives our value or raises BadCell.

    A field with `choices` needs no parser: words are matched, and the mapping screen asks about unknown ones.
    A day of a `past` field may be written without its year, and is the last one before the file came.
    """

    name: str
    label: str
    parse: Parser | None = None
    required: bool = False
    synonyms: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    past: bool = False


@dataclass(slots=True)
class GoodRow:
    """A parsed row: `values` holds every field (None where the cell is empty).

    `line` and `sheet` are for people; `assumed` says how days without a year were understood; `extra` is the room's own scratch between `check` and `apply_chunk`.
    """

    number: int
    line: int
    sheet: str
    values: dict[str, Any]
    cells: tuple[Cell, ...] = ()
    extra: Any = None
    assumed: tuple[str, ...] = ()


@dataclass(slots=True)
class ChunkOutcome:
    """What became of a chunk; `bad` lists (row number, reasons). The three counts add up to the rows given."""

    added: int = 0
    repeated: int = 0
    bad: list[tuple[int, list[str]]] = field(default_factory=list)
    tallies: dict[str, int] = field(default_factory=dict)


NOT_YET = "not_yet"  # the tally of rows that have nothing to say yet: neither taken nor handed back

Check = Callable[[Sequence[GoodRow], "Upload", Actor, dt.datetime], Mapping[int, list[str]]]
Repeated = Callable[[Sequence[GoodRow], "Upload", Actor, dt.datetime], set[int]]
Faults = Callable[[Mapping[str, Any], dt.datetime], list[str]]
NotYet = Callable[[Mapping[str, Any]], bool]
Doubts = Callable[[GoodRow], list[str]]
Foresee = Callable[[Sequence[GoodRow], "Upload", Actor, dt.datetime], Sequence[tuple[str, int]]]
Address = Callable[["Upload"], str]
ApplyChunk = Callable[[Sequence[GoodRow], "Upload", Actor, dt.datetime], ChunkOutcome]


@dataclass(frozen=True, slots=True)
class UploadKind:
    """`tally_labels` names the tallies on the result page; `done_url` (a URL name, or made from the upload) is
    where "Xem kết quả" leads. `start_url`: where a file of this kind is handed over, for kinds that belong to
    something (the contacts of a case) and can't start from the bare page of the kind. `new_url`: the URL name of
    the screen that asks what the bare page doesn't (the disease of a file of results)."""

    code: str
    title: str
    permission: str
    fields: tuple[Field, ...]
    apply_chunk: ApplyChunk
    check: Check | None = None
    repeated: Repeated | None = None
    faults: Faults | None = None
    not_yet: NotYet | None = None
    doubts: Doubts | None = None
    foresee: Foresee | None = None
    help: str = ""
    tally_labels: Mapping[str, str] = field(default_factory=dict)
    done_url: str | Address = ""
    start_url: Address | None = None
    new_url: str = ""

    def field(self, name: str) -> Field:
        return next(made for made in self.fields if made.name == name)


_KINDS: dict[str, UploadKind] = {}


def declare(*kinds: UploadKind) -> None:
    for kind in kinds:
        _KINDS[kind.code] = kind


def upload_kind(code: str) -> UploadKind:
    """The declared kind; KeyError where no room declared it."""
    load_room_jobs()
    return _KINDS[code]


def upload_kinds() -> dict[str, UploadKind]:
    load_room_jobs()
    return dict(_KINDS)
