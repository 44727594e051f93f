"""Who read whose data: one encrypted line a request, appended to a file, gathered into the database later.

Writing a line needs no database transaction, so that a page is never slowed by its own audit. A line is
written with one `write` on a file opened for appending: lines of several processes do not mix.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import os
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from lachan.kernel.access.actors import Actor
from lachan.kernel.audit.models import ReadEvent
from lachan.kernel.clock import real_now
from lachan.kernel.secrets.crypto import Unreadable, decrypt_bytes, encrypt_bytes
from lachan.kernel.times import local_day

_ATTRIBUTE = "_read_subjects"
_BATCH = 1000


def note(request: HttpRequest, subject_ids: Iterable[int | None]) -> None:
    """Remember on the request that these people's data are being shown."""
    seen: set[int] = getattr(request, _ATTRIBUTE, set())
    seen.update(subject_id for subject_id in subject_ids if subject_id)
    setattr(request, _ATTRIBUTE, seen)


def flush(request: HttpRequest, actor: Actor | None) -> None:
    """Append one line for what was noted; nothing where nobody's data were shown."""
    seen: set[int] = getattr(request, _ATTRIBUTE, set())
    if not seen:
        return
    recorded = real_now()
    line = {
        "id": uuid.uuid4().hex,  # two equal requests in one moment are two lines
        "at": getattr(request, "now", recorded).isoformat(),
        "recorded_at": recorded.isoformat(),
        "actor_id": actor.user_id if actor else None,
        "organisation_id": actor.organisation_id if actor else None,
        "path": request.path[:300],  # without the query, which may hold a name
        "subjects": sorted(seen),
    }
    _append(_folder() / f"{local_day(recorded).isoformat()}.log", line)
    setattr(request, _ATTRIBUTE, set())


def _append(path: Path, line: dict[str, Any]) -> None:
    data = base64.b64encode(encrypt_bytes(json.dumps(line).encode())) + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        os.write(handle, data)
    finally:
        os.close(handle)


def gather() -> int:
    """Move new lines into the database; running it twice, or in two processes, adds nothing. Returns lines read."""
    return sum(_gather_file(path) for path in sorted(_folder().glob("*.log")))


def _gather_file(path: Path) -> int:
    mark = path.with_suffix(".mark")  # only saves reading again: what makes it safe is the unique hash
    start = int(mark.read_text()) if mark.exists() else 0
    if path.stat().st_size <= start:
        return 0
    with path.open("rb") as log:
        log.seek(start)
        data = log.read()
    whole = data[: data.rfind(b"\n") + 1]
    read = 0
    for lines in _batches(whole.splitlines()):
        ReadEvent.objects.bulk_create([_event(line) for line in lines], ignore_conflicts=True)
        read += len(lines)
    mark.write_text(str(start + len(whole)))
    return read


def _event(line: bytes) -> ReadEvent:
    fingerprint = hashlib.sha256(line).hexdigest()
    try:
        fields = json.loads(decrypt_bytes(base64.b64decode(line)))
    except (Unreadable, ValueError):
        return _unreadable(fingerprint)
    return ReadEvent(
        at=dt.datetime.fromisoformat(fields["at"]),
        recorded_at=dt.datetime.fromisoformat(fields["recorded_at"]),
        actor_id=fields["actor_id"],
        organisation_id=fields["organisation_id"],
        path=fields["path"],
        subjects=fields["subjects"],
        line=fingerprint,
    )


def _unreadable(fingerprint: str) -> ReadEvent:
    """A line that was altered is kept as such: the auditor must see that something was there."""
    now = real_now()
    return ReadEvent(at=now, recorded_at=now, path="(dòng nhật ký đọc không giải mã được)", line=fingerprint)


def _batches(lines: list[bytes]) -> Iterator[list[bytes]]:
    for start in range(0, len(lines), _BATCH):
        yield lines[start : start + _BATCH]


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "reads"
