"""Reading uploads: which ones an actor sees, what a file looks like, what would happen if it were applied."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import may
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.intake import mapping
from lachan.kernel.intake.cells import Cell
from lachan.kernel.intake.kinds import Doubts, Field, GoodRow, UploadKind, upload_kind, upload_kinds
from lachan.kernel.intake.models import Upload, UploadMapping, UploadRow
from lachan.kernel.intake.reading.tables import Document, Line, read_document
from lachan.kernel.secrets.crypto import decrypt_bytes
from lachan.kernel.times import local_day

_PREVIEW_SLICE = 5000
_LAST_MAPPINGS = 20  # of an organisation, looked through for the one that knows most of a new file's columns
_HEAVY = ("content", "notes", "constants", "options")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A row that would be handed back, or taken with a doubt."""

    line: int
    sheet: str
    cells: tuple[Cell, ...]
    reasons: list[str]


@dataclass(slots=True)
class Preview:
    """What applying a file would do. `good` counts rows that would be taken, `repeated` those already known."""

    total: int
    good: int = 0
    repeated: int = 0
    bad: int = 0
    bad_lines: list[BadLine] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)
    sample: list[GoodRow] = field(default_factory=list)
    foreseen: list[tuple[str, int]] = field(default_factory=list)
    not_yet: int = 0
    doubtful: int = 0
    doubtful_lines: list[BadLine] = field(default_factory=list)
    assumed: dict[str, int] = field(default_factory=dict)  # "12/9 là 12/09/2021" → in how many rows


def visible_to(actor: Actor) -> QuerySet[Upload]:
    """The uploads of the actor's own organisation, of kinds that the actor may upload; newest first."""
    codes = [code for code, kind in upload_kinds().items() if may(actor, kind.permission)]
    rows = Upload.objects.filter(kind__in=codes).defer(*_HEAVY).order_by("-uploaded_at", "-id")
    if actor.everywhere:
        return rows
    if not actor.organisation_id:
        return rows.none()
    return rows.filter(organisation_id=actor.organisation_id)


def upload_get(actor: Actor, uid: uuid.UUID | str) -> Upload:
    """One upload that the actor sees; OutOfSight for any other."""
    upload = visible_to(actor).filter(uid=uid).first()
    if upload is None:
        raise OutOfSight
    return upload


def bad_rows(upload: Upload) -> QuerySet[UploadRow]:
    return UploadRow.objects.filter(upload=upload).order_by("number")


def document_of(upload: Upload) -> Document:
    """The table in the stored file, read once for each upload at hand; Refused past the retention date."""
    known: Document | None = vars(upload).get("_document")
    if known is not None:
        return known
    if not upload.content:
        raise Refused("Tệp đã hết thời hạn lưu. Hãy gửi lại tệp.")
    hints = mapping.hints(upload_kind(upload.kind))
    document = read_document(upload.name, decrypt_bytes(bytes(upload.content)), hints, is_checked=True)
    vars(upload)["_document"] = document
    return document


def suggested_mapping(
    kind: UploadKind, document: Document, organisation_id: int | None
) -> tuple[dict[str, str], dict[str, dict[str, str]], bool]:
    """(columns, values, whether they were remembered from an earlier file of the same shape). A file whose columns
    stand in another order, or of which some are new, still means by the old ones what they meant last time."""
    kept = UploadMapping.objects.filter(organisation_id=organisation_id or 0, kind=kind.code)
    same = kept.filter(signature=document.signature).first()
    if same:
        columns = {name: column for name, column in same.columns.items() if column in document.columns}
        since = mapping.guess_columns(
            kind, document.columns, same.columns
        )  # fields that were not asked about then
        return columns | since, same.values, True
    last = max(
        kept.order_by("-updated_at")[:_LAST_MAPPINGS], key=lambda one: _shared(one, document), default=None
    )
    if last is None or not _shared(last, document):
        return mapping.guess_columns(kind, document.columns), {}, False
    known = mapping.recalled_columns(last.columns, document.columns)
    return known | mapping.guess_columns(kind, document.columns, known), last.values, False


def _shared(kept: UploadMapping, document: Document) -> int:
    return len(mapping.recalled_columns(kept.columns, document.columns))


def column_cells(document: Document, column: str) -> Iterator[Cell]:
    place = document.columns.index(column)
    return (line.cells[place] for line in document.lines)


def words_to_explain(upload: Upload, document: Document) -> dict[str, list[str]]:
    """Field → words in its column that nobody has explained yet."""
    found = {}
    for made in upload_kind(upload.kind).fields:
        column = upload.columns.get(made.name)
        if made.choices and column in document.columns:
            words = mapping.unknown_words(
                made, column_cells(document, column), upload.values.get(made.name, {})
            )
            if words:
                found[made.name] = words
    return found


def missing_fields(kind: UploadKind, upload: Upload) -> list[Field]:
    """Required fields that have neither a column nor a word for the whole file."""
    constants = upload.constants or {}
    return [
        made
        for made in kind.fields
        if made.required and not upload.columns.get(made.name) and not constants.get(made.name)
    ]


def check_mapped(upload: Upload) -> None:
    """Refused where a required field has neither a column nor a word for the whole file."""
    missing = missing_fields(upload_kind(upload.kind), upload)
    if missing:
        names = ", ".join(f"“{made.label}”" for made in missing)
        raise Refused(f"Chưa chọn cột cho {names}.")


def needs_mapping(upload: Upload, document: Document) -> bool:
    """Whether a person must say which column or word is what before the file can be checked."""
    return bool(missing_fields(upload_kind(upload.kind), upload) or words_to_explain(upload, document))


def reader_of(upload: Upload, document: Document) -> mapping.RowReader:
    """The parser of the upload's rows; Refused where its mapping is not complete."""
    kind = upload_kind(upload.kind)
    check_mapped(upload)
    return mapping.RowReader(
        kind,
        document.columns,
        upload.columns,
        upload.values,
        upload.constants or {},
        local_day(upload.uploaded_at),
    )


def read_rows(
    kind: UploadKind, reader: mapping.RowReader, lines: Sequence[Line], now: dt.datetime
) -> tuple[list[GoodRow], dict[int, tuple[Line, list[str]]]]:
    """(rows that parse, number → line and reasons of those that do not); rows with nothing to say yet are neither."""
    good: list[GoodRow] = []
    bad: dict[int, tuple[Line, list[str]]] = {}
    for line in lines:
        row, reasons = reader.read(line)
        if kind.not_yet and kind.not_yet(row.values):
            continue
        if kind.faults:
            reasons += kind.faults(row.values, now)
        if reasons:
            bad[line.number] = (line, reasons)
        else:
            good.append(row)
    return good, bad


def checked_rows(
    kind: UploadKind,
    upload: Upload,
    lines: Sequence[Line],
    reader: mapping.RowReader,
    by: Actor,
    now: dt.datetime,
) -> tuple[list[GoodRow], dict[int, tuple[Line, list[str]]]]:
    """Like `read_rows`, and what the room itself refuses (reads only)."""
    good, bad = read_rows(kind, reader, lines, now)
    refused = kind.check(good, upload, by, now) if kind.check and good else {}
    if refused:
        by_number = {line.number: line for line in lines}
        bad |= {number: (by_number[number], list(reasons)) for number, reasons in refused.items()}
        bad = dict(sorted(bad.items()))  # as the file has them, whoever refused them
        good = [row for row in good if row.number not in refused]
    return good, bad


def upload_preview(
    *, upload: Upload, by: Actor, now: dt.datetime, show_bad: int = 50, show_good: int = 10
) -> Preview:
    """Read the whole file and say what would happen; writes nothing."""
    document = document_of(upload)
    kind, reader = upload_kind(upload.kind), reader_of(upload, document)
    preview = Preview(total=len(document.lines))
    seen: set[int] = set()
    fresh: list[GoodRow] = []
    lines = iter(document.lines)
    while part := list(islice(lines, _PREVIEW_SLICE)):
        good, bad = checked_rows(kind, upload, part, reader, by, now)
        again = kind.repeated(good, upload, by, now) if kind.repeated and good else set()
        again |= _same_rows(good, seen)
        preview.repeated += len(again)
        preview.good += len(good) - len(again)
        _count_assumed(preview, good)
        preview.sample += good[: show_good - len(preview.sample)]
        if kind.doubts:
            _count_doubts(preview, kind.doubts, (row for row in good if row.number not in again), show_bad)
        if kind.foresee:
            fresh += [row for row in good if row.number not in again]
        preview.not_yet += len(part) - len(good) - len(bad)
        _count_bad(preview, bad, show_bad)
    if kind.foresee and fresh:
        preview.foreseen = list(kind.foresee(fresh, upload, by, now))
    return preview


def _same_rows(rows: Sequence[GoodRow], seen: set[int]) -> set[int]:
    """Rows that say exactly what an earlier row of the file said."""
    again = set()
    for row in rows:
        key = hash(tuple(_hashable(value) for value in row.values.values()))
        if key in seen:
            again.add(row.number)
        seen.add(key)
    return again


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | set) else value


def _count_assumed(preview: Preview, rows: Iterable[GoodRow]) -> None:
    for row in rows:
        for understood in row.assumed:
            preview.assumed[understood] = preview.assumed.get(understood, 0) + 1


def _count_doubts(preview: Preview, doubts: Doubts, rows: Iterable[GoodRow], show: int) -> None:
    for row in rows:
        if reasons := doubts(row):
            preview.doubtful += 1
            if len(preview.doubtful_lines) < show:
                preview.doubtful_lines.append(BadLine(row.line, row.sheet, row.cells, reasons))


def _count_bad(preview: Preview, bad: dict[int, tuple[Line, list[str]]], show: int) -> None:
    preview.bad += len(bad)
    for line, reasons in bad.values():
        if len(preview.bad_lines) < show:
            preview.bad_lines.append(BadLine(line.line, line.sheet, line.cells, reasons))
        for reason in reasons:
            short = _kind_of(reason)
            preview.reasons[short] = preview.reasons.get(short, 0) + 1


def _kind_of(reason: str) -> str:
    """A reason without what differs from row to row: numbers, hours, the words of the cell."""
    words = re.split(r"“|:", re.sub(r"\S*\d\S*", "", reason), maxsplit=1)[0]
    return " ".join(words.split()).strip(" .")
