"""The one way files come in: staged, mapped, previewed, applied in chunks that survive kill -9."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit.services import record
from lachan.kernel.errors import Refused
from lachan.kernel.intake import mapping, queries
from lachan.kernel.intake.cells import to_json
from lachan.kernel.intake.kinds import NOT_YET, ChunkOutcome, GoodRow, UploadKind, upload_kind
from lachan.kernel.intake.models import Upload, UploadMapping, UploadRow
from lachan.kernel.intake.reading.tables import Document, Line, read_document
from lachan.kernel.jobs.services import job_enqueue
from lachan.kernel.jobs.snapshot import actor_data
from lachan.kernel.log import Between
from lachan.kernel.memory import collector_paused
from lachan.kernel.secrets.crypto import encrypt_bytes
from lachan.kernel.times import show_moment

log = logging.getLogger(__name__)

RETENTION = dt.timedelta(days=30)
_AIM_SECONDS, _TOO_LONG_SECONDS = 0.25, 0.8
_FIRST_CHUNK, _FEW, _LEAST, _MOST = 200, 150, 10, 5000
_FAULTS_ALLOWED = 20
_PURGED_AT_ONCE = 500
_OPEN = (Upload.State.STAGED, Upload.State.APPLYING)


@dataclass(frozen=True, slots=True)
class Staged:
    """The upload, a sentence where the same file had come before, and whether its columns are all understood."""

    upload: Upload
    notice: str = ""
    is_mapped: bool = False


def upload_stage(
    *,
    file_name: str,
    data: bytes,
    kind: str,
    by: Actor,
    now: dt.datetime,
    options: Mapping[str, Any] | None = None,
) -> Staged:
    """Keep a file (encrypted) and find its table; nothing is applied yet. The same file with the same options
    gives the earlier upload."""
    made = upload_kind(kind)
    check(by, made.permission)
    digest = hashlib.sha256(data).hexdigest()
    if earlier := _same_file(kind, digest, dict(options or {}), by):
        return Staged(earlier, _known_words(earlier))
    name = PurePath(file_name.replace("\\", "/")).name[-200:]
    document = read_document(name, data, mapping.hints(made))
    if not document.lines:
        raise Refused("Tệp chỉ có tiêu đề cột, không có dòng dữ liệu nào.")
    columns, values, _ = queries.suggested_mapping(made, document, by.organisation_id)
    with transaction.atomic():
        upload = Upload.objects.create(
            kind=kind,
            name=name,
            size=len(data),
            sha256=digest,
            content=encrypt_bytes(data),
            organisation_id=by.organisation_id,
            uploaded_by=by.user_id,
            uploaded_at=now,
            delete_after=now + RETENTION,
            columns=columns,
            values=values,
            options=dict(options or {}),
            notes={
                "columns": list(document.columns),
                "made": document.made,
                "skipped": document.notes[:200],
                "warnings": document.warnings[:200],
            },
            total=len(document.lines),
        )
        _tell("staged", upload, by, now, rows=upload.total)
    return Staged(upload, is_mapped=not queries.needs_mapping(upload, document))


def _known_words(earlier: Upload) -> str:
    """What became of the same file before; said first, so that nobody takes the old figures for a new import."""
    if earlier.state == Upload.State.DONE:
        at = show_moment(earlier.finished_at or earlier.uploaded_at)
        return f"Tệp này đã nạp lúc {at}; không có dòng nào được nạp thêm."
    at = show_moment(earlier.uploaded_at)
    return f"Tệp này đã gửi lúc {at} ({earlier.get_state_display()}); mở lại lần gửi đó, không gửi thêm."


def _same_file(kind: str, digest: str, options: dict[str, Any], by: Actor) -> Upload | None:
    """The same bytes handed over for the same thing; for another case they are another list."""
    earlier = (
        Upload.objects.filter(kind=kind, sha256=digest, organisation_id=by.organisation_id)
        .exclude(state=Upload.State.CANCELLED)
        .exclude(content=b"")
        .order_by("id")
    )
    return next((upload for upload in earlier if (upload.options or {}) == options), None)


def upload_map(
    *,
    upload: Upload,
    columns: Mapping[str, str],
    values: Mapping[str, Mapping[str, str]] | None = None,
    constants: Mapping[str, str] | None = None,
    by: Actor,
    now: dt.datetime,
) -> Upload:
    """Say which column is which field and what words mean; remembered for the organisation's next file."""
    kind = upload_kind(upload.kind)
    check(by, kind.permission)
    document = queries.document_of(upload)
    upload.columns = _valid_columns(kind, document, columns)
    upload.values = _valid_values(kind, {**upload.values, **(values or {})})
    upload.constants = {name: word for name, word in (constants or {}).items() if word}
    queries.reader_of(upload, document)  # refuses where a required field has nothing
    with transaction.atomic():
        changed = Upload.objects.filter(pk=upload.pk, state=Upload.State.STAGED).update(
            columns=upload.columns, values=upload.values, constants=upload.constants
        )
        if not changed:
            raise Refused("Tệp đã bắt đầu nạp, không đổi cách đọc cột được nữa.")
        UploadMapping.objects.update_or_create(
            organisation_id=upload.organisation_id or 0,
            kind=kind.code,
            signature=document.signature,
            # A field left without a column is kept as such: one that is new to the kind is guessed, it is not.
            defaults={
                "columns": {made.name: upload.columns.get(made.name, "") for made in kind.fields},
                "values": upload.values,
                "updated_at": now,
            },
        )
    return upload


def _valid_columns(kind: UploadKind, document: Document, columns: Mapping[str, str]) -> dict[str, str]:
    names = {made.name for made in kind.fields}
    chosen = {name: column for name, column in columns.items() if column}
    for name, column in chosen.items():
        if name not in names or column not in document.columns:
            raise Refused(f"Không có cột “{column}” trong tệp.", field=name)
    return chosen


def _valid_values(kind: UploadKind, values: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    made: dict[str, dict[str, str]] = {}
    for field in kind.fields:
        codes = {choice.code for choice in field.choices} | {mapping.IGNORED}
        chosen = {
            mapping.value_key(word): code
            for word, code in values.get(field.name, {}).items()
            if code in codes
        }
        if chosen:
            made[field.name] = chosen
    return made


def upload_start(*, upload: Upload, by: Actor, now: dt.datetime) -> Upload:
    """Hand the file to the workers, or hand it to them again where they stopped half-way."""
    check(by, upload_kind(upload.kind).permission)
    queries.check_mapped(upload)
    with transaction.atomic():
        if not Upload.objects.filter(pk=upload.pk, state__in=_OPEN).update(state=Upload.State.APPLYING):
            raise Refused("Tệp này đã nạp xong hoặc đã hủy.")
        job_enqueue(
            kind="intake.apply",
            payload={"upload": str(upload.uid), "actor": actor_data(by)},
            by=by,
            now=now,
            unique_key=job_key(upload),
        )
    upload.refresh_from_db()
    return upload


def job_key(upload: Upload) -> str:
    return f"intake.apply:{upload.uid}"


def upload_cancel(*, upload: Upload, by: Actor, now: dt.datetime) -> None:
    """Drop a file that has not been applied."""
    check(by, upload_kind(upload.kind).permission)
    with transaction.atomic():
        staged = Upload.objects.filter(pk=upload.pk, state=Upload.State.STAGED)
        if not staged.update(state=Upload.State.CANCELLED, finished_at=now, content=b""):
            raise Refused("Chỉ hủy được tệp chưa nạp.")
        _tell("cancelled", upload, by, now)


def upload_apply(
    *,
    uid: uuid.UUID | str,
    by: Actor,
    clock: Callable[[], dt.datetime],
    beat: Callable[[int, int], None] = lambda done, total: None,
) -> Upload:
    """Apply what is left of a file, chunk by chunk. Killed and called again, or called twice, it adds nothing twice.

    `beat(done, total)` is called between chunks and may raise to stop.
    """
    upload = Upload.objects.get(uid=uid)
    if upload.state != Upload.State.APPLYING:
        return upload
    document = queries.document_of(upload)
    reader = queries.reader_of(upload, document)
    pace, between = _Pace(), Between()
    while upload.cursor < len(document.lines):
        lines = document.lines[upload.cursor : upload.cursor + pace.size]
        with collector_paused():
            upload_apply_chunk(upload=upload, lines=lines, reader=reader, by=by, now=clock(), pace=pace)
        upload.refresh_from_db(fields=["cursor", "state"])
        between.transactions()
        beat(upload.cursor, len(document.lines))
    _finish(upload, by, clock())
    upload.refresh_from_db()
    return upload


class _Pace:
    """How many rows a transaction takes: measured on the last one, aimed at a quarter of a second.

    Every transaction has its own cost, so on a busy machine smaller ones only make the whole longer: below `_FEW`
    rows it goes only where they really keep others waiting.
    """

    def __init__(self) -> None:
        self.size = _FIRST_CHUNK
        self.faults = 0

    def measured(self, rows: int, seconds: float) -> None:
        fitting = int(rows * _AIM_SECONDS / max(seconds, 0.001))
        least = _LEAST if seconds > _TOO_LONG_SECONDS else _FEW
        self.size = max(least, min(fitting, rows * 2, _MOST))


def upload_apply_chunk(
    *,
    upload: Upload,
    lines: Sequence[Line],
    reader: mapping.RowReader,
    by: Actor,
    now: dt.datetime,
    pace: _Pace | None = None,
) -> bool:
    """Apply rows that begin at the cursor, all or nothing; False where another worker had taken them."""
    kind = upload_kind(upload.kind)
    good, unread = queries.checked_rows(kind, upload, lines, reader, by, now)
    pace = pace or _Pace()
    try:
        began = time.monotonic()
        taken = _write_chunk(kind, upload, lines, good, unread, by, now)
        pace.measured(len(lines), time.monotonic() - began)
        return taken
    except (OperationalError, InterfaceError):
        raise  # the database's trouble is the job's to retry
    except Exception as error:  # one impossible row must not hold up the others
        return _apply_apart(error, upload, lines, reader, by, now, pace)


def _write_chunk(
    kind: UploadKind,
    upload: Upload,
    lines: Sequence[Line],
    good: Sequence[GoodRow],
    unread: Mapping[int, tuple[Line, list[str]]],
    by: Actor,
    now: dt.datetime,
) -> bool:
    with transaction.atomic():
        start = lines[0].number - 1
        mine = Upload.objects.filter(pk=upload.pk, state=Upload.State.APPLYING, cursor=start)
        if not mine.update(cursor=lines[-1].number):
            return False
        outcome = kind.apply_chunk(good, upload, by, now) if good else ChunkOutcome()
        refused = {row.number: row for row in good}
        rows = [_bad_row(upload, line, reasons) for line, reasons in unread.values()]
        by_number = {line.number: line for line in lines}
        rows += [
            _bad_row(upload, by_number[number], reasons)
            for number, reasons in outcome.bad
            if number in refused
        ]
        if waiting := len(lines) - len(good) - len(unread):
            outcome.tallies[NOT_YET] = waiting
        UploadRow.objects.bulk_create(rows, batch_size=500)
        _add_up(upload, outcome, len(rows))
    return True


def _apply_apart(
    error: Exception,
    upload: Upload,
    lines: Sequence[Line],
    reader: mapping.RowReader,
    by: Actor,
    now: dt.datetime,
    pace: _Pace,
) -> bool:
    """Halve the chunk until the row that the room can't take stands alone, and hand that one back."""
    if len(lines) > 1:
        middle = len(lines) // 2
        halves = (lines[:middle], lines[middle:])
        return all(
            upload_apply_chunk(upload=upload, lines=half, reader=reader, by=by, now=now, pace=pace)
            for half in halves
        )
    if isinstance(error, Refused):
        reason = error.message
    else:
        pace.faults += 1
        if pace.faults > _FAULTS_ALLOWED:
            raise error
        log.error("upload %s, row %s", upload.uid, lines[0].number, exc_info=error)
        reason = f"Hệ thống không xử lý được dòng này ({type(error).__name__}). Hãy báo quản trị viên."
    unread = {lines[0].number: (lines[0], [reason])}
    return _write_chunk(upload_kind(upload.kind), upload, lines, [], unread, by, now)


def _bad_row(upload: Upload, line: Line, reasons: list[str]) -> UploadRow:
    return UploadRow(
        upload=upload,
        number=line.number,
        sheet=line.sheet[:100],
        line=line.line,
        cells=[to_json(cell) for cell in line.cells],
        reasons=reasons,
    )


def _add_up(upload: Upload, outcome: ChunkOutcome, bad: int) -> None:
    # The row is ours until the commit: the cursor above was moved in this transaction.
    tallies = Upload.objects.values_list("tallies", flat=True).get(pk=upload.pk)
    for name, count in outcome.tallies.items():
        tallies[name] = tallies.get(name, 0) + count
    Upload.objects.filter(pk=upload.pk).update(
        added=F("added") + outcome.added,
        repeated=F("repeated") + outcome.repeated,
        bad=F("bad") + bad,
        tallies=tallies,
    )


def _finish(upload: Upload, by: Actor, now: dt.datetime) -> None:
    with transaction.atomic():
        ended = Upload.objects.filter(pk=upload.pk, state=Upload.State.APPLYING, cursor__gte=F("total"))
        if ended.update(state=Upload.State.DONE, finished_at=now):
            upload.refresh_from_db()
            _tell("applied", upload, by, now, applied=upload.added, repeated=upload.repeated, bad=upload.bad)


def uploads_purge(*, now: dt.datetime) -> int:
    """Delete files and refused rows past their retention date; the counts stay. Returns how many files went."""
    old = Upload.objects.filter(delete_after__lte=now).exclude(content=b"")
    ids = list(old.values_list("pk", flat=True)[:_PURGED_AT_ONCE])
    with transaction.atomic():
        UploadRow.objects.filter(upload_id__in=ids).delete()
        Upload.objects.filter(pk__in=ids, state__in=_OPEN).update(
            state=Upload.State.CANCELLED, finished_at=now
        )
        return Upload.objects.filter(pk__in=ids).update(content=b"", constants=None, options=None, notes=None)


def _tell(what: str, upload: Upload, by: Actor, now: dt.datetime, **counts: int) -> None:
    record(
        kind=f"kernel.upload_{what}",
        by=by,
        now=now,
        object_uid=upload.uid,
        data={"name": upload.name, "upload_kind": upload.kind, **counts},
    )
