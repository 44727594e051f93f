"""The list of contacts as a file. The layer above the journeys: a chunk's meetings change levels through one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from lachan.cases import queries as cases
from lachan.journeys import exposure_recorded
from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import OutOfSight
from lachan.kernel.intake.kinds import ChunkOutcome, GoodRow, UploadKind, declare
from lachan.tracing.contact_list import FIELDS, contacts_of
from lachan.tracing.queries import lines_told

CODE = "tracing.contacts"
_GONE = "Ca bệnh của danh sách này không còn trong phạm vi của đồng chí."


def contacts_check(rows: Sequence[GoodRow], upload: Any, by: Actor, now: dt.datetime) -> dict[int, list[str]]:
    """Rows that can't have happened, before anything is written."""
    return contacts_of(rows, now)[1]


def contacts_repeated(rows: Sequence[GoodRow], upload: Any, by: Actor, now: dt.datetime) -> set[int]:
    """Rows that the case's earlier lists have told already."""
    case = _case(upload, by, now)
    if case is None:
        return set()
    contacts, _ = contacts_of(rows, now)
    told = lines_told(case.pk, [contact.line_key for contact in contacts])
    return {contact.number for contact in contacts if contact.line_key in told}


def contacts_apply(rows: Sequence[GoodRow], upload: Any, by: Actor, now: dt.datetime) -> ChunkOutcome:
    """Take the contacts of a chunk; run again it adds nothing."""
    case = _case(upload, by, now)
    if case is None:
        return ChunkOutcome(bad=[(row.number, [_GONE]) for row in rows])
    contacts, bad = contacts_of(rows, now)
    taken, _ = exposure_recorded.contacts_add(
        case=case, contacts=contacts, by=by, now=now, upload_uid=upload.uid
    )
    return ChunkOutcome(
        added=taken.new_lines,
        repeated=taken.repeated,
        bad=[*bad.items(), *taken.bad],
        tallies={"registered": len(taken.registered), "waiting": taken.waiting},
    )


def _case(upload: Any, by: Actor, now: dt.datetime):
    """The case that the list was handed over for, if its tracer may still see it."""
    try:
        return cases.case_by_uid((upload.options or {})["case"], by, now)
    except OutOfSight:
        return None


declare(
    UploadKind(
        code=CODE,
        title="Danh sách người tiếp xúc",
        permission="tracing.people_import",
        fields=FIELDS,
        apply_chunk=contacts_apply,
        check=contacts_check,
        repeated=contacts_repeated,
        help="Mỗi dòng một lần tiếp xúc của một người với ca bệnh. Tên cột đặt thế nào cũng được.",
        tally_labels={"registered": "hồ sơ mới lập", "waiting": "dòng chờ nhận diện"},
    )
)
