"""Files over JSON, from the columns to the rows handed back: one flow for all kinds. A file of a kind is handed over
where it belongs (a laboratory's results, the contacts of a case); here its way goes on by its uid. What the operations of
several rooms share stands here too."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from django.http import Http404
from ninja import Field, Query, Router, Schema, UploadedFile

from lachan.kernel.intake import queries, services
from lachan.kernel.intake.cells import from_json, text_of
from lachan.kernel.intake.kinds import GoodRow, upload_kind
from lachan.kernel.intake.models import Upload
from lachan.kernel.intake.parsers import Birth
from lachan.kernel.intake.progress import failure_words, is_stuck
from lachan.kernel.intake.reading.guard import check_size

router = Router(tags=["Tệp nạp"])

Word = Annotated[str, Field(max_length=200)]
_DOCUMENTED_CELL = 500  # characters of a cell that are repeated to whoever sent the file


class AskedOut(Schema):
    """Nothing was recorded yet: `message` is for a person to answer, `field` is to be sent as true then."""

    message: str
    detail: str
    field: str = "confirm"


class TallyOut(Schema):
    """What else became of rows, under a code and in words."""

    code: str
    words: str
    count: int


class UploadOut(Schema):
    """Where a file stands. `done` rows of `total` are applied; `notice` says that the same file had come before;
    `needs_columns`: somebody must say which column or word is what; `stuck`: no worker has it in hand, start again."""

    uid: uuid.UUID
    kind: str
    title: str
    name: str
    state: str
    uploaded_at: dt.datetime
    finished_at: dt.datetime | None
    total: int
    done: int
    added: int
    repeated: int
    rejected: int
    tallies: list[TallyOut]
    skipped: list[str]
    needs_columns: bool
    stuck: bool
    failure: str | None
    notice: str = ""


class UploadRowOut(Schema):
    uid: uuid.UUID
    kind: str
    name: str
    state: str
    uploaded_at: dt.datetime
    total: int
    added: int
    repeated: int
    rejected: int


class UploadsOut(Schema):
    total: int
    items: list[UploadRowOut]


class ChoiceOut(Schema):
    code: str
    label: str


class FieldOut(Schema):
    """One of our fields: the file's column for it, or one word for the whole file; `unknown`: words of the column
    that nobody has explained yet, each to be told as one of `choices`."""

    name: str
    label: str
    required: bool
    column: str | None
    constant: str | None
    choices: list[ChoiceOut]
    unknown: list[str]


class ColumnsOut(Schema):
    columns: list[str]
    fields: list[FieldOut]


class ColumnsIn(Schema):
    """`columns`: our field → the file's column; `values`: our field → word → code; `constants`: our field → word."""

    columns: Annotated[dict[Word, Word], Field(max_length=100)]
    values: Annotated[dict[Word, dict[Word, Word]], Field(max_length=100)] = {}
    constants: Annotated[dict[Word, Word], Field(max_length=100)] = {}


class LineOut(Schema):
    """A row as the file has it, with what is wrong or not understood in it."""

    line: int
    sheet: str
    cells: dict[str, str]
    reasons: list[str]


class SampleOut(Schema):
    """A row as it is understood: our field → value."""

    line: int
    values: dict[str, str]


class ForeseenOut(Schema):
    words: str
    count: int


class PreviewOut(Schema):
    """What applying the file would do; nothing is written. `good` would be taken, `repeated` are known already,
    `rejected` go back, `not_yet` have nothing to say yet; `assumed`: how days without a year are understood."""

    total: int
    good: int
    repeated: int
    rejected: int
    not_yet: int
    doubtful: int
    reasons: dict[str, int]
    assumed: dict[str, int]
    foreseen: list[ForeseenOut]
    sample: list[SampleOut]
    rejected_lines: list[LineOut]
    doubtful_lines: list[LineOut]


class RejectedOut(Schema):
    total: int
    items: list[LineOut]


def file_stage(request: Any, *, file: UploadedFile, kind: str, options: Mapping[str, Any]) -> UploadOut:
    """Keep a file that came in a request; for the operations of rooms that take files."""
    check_size(file.size or 0)
    staged = services.upload_stage(
        file_name=file.name or "",
        data=file.read(),
        kind=kind,
        options=options,
        by=request.actor,
        now=request.now,
    )
    return _out(staged.upload, staged.notice)


@router.get("", response=UploadsOut, url_name="uploads")
def upload_list(
    request: Any,
    kind: Annotated[str, Query(max_length=60)] = "",
    state: Annotated[str, Query(pattern="^(|staged|applying|done|cancelled)$")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> UploadsOut:
    """The files of the reader's own organisation, the latest first."""
    rows = queries.visible_to(request.actor)
    rows = rows.filter(**{name: one for name, one in (("kind", kind), ("state", state)) if one})
    items = [_row(upload) for upload in rows[offset : offset + limit]]
    return UploadsOut(total=rows.count(), items=items)


@router.get("/{uuid:uid}", response=UploadOut, url_name="upload")
def upload_get(request: Any, uid: uuid.UUID) -> UploadOut:
    """Where the file stands; asked again while it is applied, it tells the progress."""
    return _out(queries.upload_get(request.actor, uid))


@router.get("/{uuid:uid}/columns", response=ColumnsOut, url_name="upload_columns")
def upload_columns(request: Any, uid: uuid.UUID) -> ColumnsOut:
    """How the columns and words of a file that waits are understood."""
    return _columns(_staged(request, uid))


@router.post("/{uuid:uid}/columns", response=ColumnsOut, url_name="upload_map")
def upload_map(request: Any, uid: uuid.UUID, body: ColumnsIn) -> ColumnsOut:
    """Say which column is which field and what words mean; remembered for the next file of the same shape."""
    upload = _staged(request, uid)
    services.upload_map(upload=upload, **body.dict(), by=request.actor, now=request.now)
    return _columns(upload)


@router.get("/{uuid:uid}/preview", response=PreviewOut, url_name="upload_preview")
def upload_preview(request: Any, uid: uuid.UUID) -> PreviewOut:
    """What would happen; nothing is written."""
    upload = _staged(request, uid)
    preview = queries.upload_preview(upload=upload, by=request.actor, now=request.now)
    names = ("total", "good", "repeated", "not_yet", "doubtful", "reasons", "assumed")
    return PreviewOut(
        **{name: getattr(preview, name) for name in names},
        rejected=preview.bad,
        foreseen=[ForeseenOut(words=words, count=count) for words, count in preview.foreseen],
        sample=[_sample(row) for row in preview.sample],
        rejected_lines=[_line(upload, one, one.cells) for one in preview.bad_lines],
        doubtful_lines=[_line(upload, one, one.cells) for one in preview.doubtful_lines],
    )


@router.post("/{uuid:uid}/start", response=UploadOut, url_name="upload_start")
def upload_start(request: Any, uid: uuid.UUID) -> UploadOut:
    """Hand the file to the workers, or hand it to them again where they stopped half-way."""
    upload = queries.upload_get(request.actor, uid)
    return _out(services.upload_start(upload=upload, by=request.actor, now=request.now))


@router.post("/{uuid:uid}/cancel", response=UploadOut, url_name="upload_cancel")
def upload_cancel(request: Any, uid: uuid.UUID) -> UploadOut:
    """Drop a file that has not been applied."""
    upload = queries.upload_get(request.actor, uid)
    services.upload_cancel(upload=upload, by=request.actor, now=request.now)
    return _out(queries.upload_get(request.actor, uid))


@router.get("/{uuid:uid}/rejected", response=RejectedOut, url_name="upload_rejected")
def upload_rejected(
    request: Any,
    uid: uuid.UUID,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> RejectedOut:
    """The rows that were handed back, each with all that is wrong with it, in the order of the file."""
    upload = queries.upload_get(request.actor, uid)
    rows = queries.bad_rows(upload)
    items = [
        _line(upload, row, [from_json(cell) for cell in row.cells or ()])
        for row in rows[offset : offset + limit]
    ]
    return RejectedOut(total=rows.count(), items=items)


def _staged(request: Any, uid: uuid.UUID) -> Upload:
    upload = queries.upload_get(request.actor, uid)
    if upload.state != Upload.State.STAGED:
        raise Http404
    return upload


def _row(upload: Upload) -> UploadRowOut:
    names = ("uid", "kind", "name", "state", "uploaded_at", "total", "added", "repeated")
    return UploadRowOut(**{name: getattr(upload, name) for name in names}, rejected=upload.bad)


def _out(upload: Upload, notice: str = "") -> UploadOut:
    kind = upload_kind(upload.kind)
    waits = upload.state == Upload.State.STAGED
    return UploadOut(
        **_row(upload).dict(),
        title=kind.title,
        finished_at=upload.finished_at,
        done=upload.cursor,
        tallies=[
            TallyOut(code=name, words=kind.tally_labels.get(name, name), count=count)
            for name, count in upload.tallies.items()
        ],
        skipped=(upload.notes or {}).get("skipped", []),
        needs_columns=waits and queries.needs_mapping(upload, queries.document_of(upload)),
        stuck=is_stuck(upload),
        failure=failure_words(upload),
        notice=notice,
    )


def _columns(upload: Upload) -> ColumnsOut:
    document = queries.document_of(upload)
    unknown = queries.words_to_explain(upload, document)
    constants = upload.constants or {}
    fields = [
        FieldOut(
            name=made.name,
            label=made.label,
            required=made.required,
            column=upload.columns.get(made.name),
            constant=constants.get(made.name),
            choices=[ChoiceOut(code=choice.code, label=choice.label) for choice in made.choices],
            unknown=unknown.get(made.name, []),
        )
        for made in upload_kind(upload.kind).fields
    ]
    return ColumnsOut(columns=list(document.columns), fields=fields)


def _sample(row: GoodRow) -> SampleOut:
    return SampleOut(
        line=row.line, values={name: _told(one) for name, one in row.values.items() if one is not None}
    )


def _told(value: Any) -> str:
    """A parsed value for a machine: codes as they are, days and moments in ISO 8601."""
    if isinstance(value, Birth):
        return value.day.isoformat() if value.day else str(value.year)
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _line(upload: Upload, row: Any, cells: Sequence[Any]) -> LineOut:
    names = (upload.notes or {}).get("columns", [])
    told = {name: text_of(cell)[:_DOCUMENTED_CELL] for name, cell in zip(names, cells, strict=False)}
    return LineOut(line=row.line, sheet=row.sheet, cells=told, reasons=row.reasons or [])
