"""The list of contacts as a file. The layer above the journeys: a chunk's meetings change levels through one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from lachan.cases import queries as cases
from lachan.epi.intervals import LEVEL
from lachan.journeys import exposure_recorded
from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import OutOfSight
from lachan.kernel.intake.kinds import ChunkOutcome, GoodRow, UploadKind, declare
from lachan.tracing.contact_list import FIELDS, contacts_of, row_faults, unknown_communes
from lachan.tracing.queries import lines_told
from lachan.tracing.sources import Sources, place_rows, sources_of

CODE = "tracing.contacts"
_FORESEEN = 500  # who is meant is asked name by name: of a longer list the beginning tells enough
_QUOTED = 5
_GONE = "Ca bệnh của danh sách này không còn trong phạm vi của đồng chí."


def contacts_check(
    rows: Sequence[GoodRow], upload: Any, by: Actor, now: dt.datetime
) -> Mapping[int, list[str]]:
    """Rows that met somebody nobody knows of are handed back: to count them as the case's own contacts would be wrong."""
    case = _case(upload, by, now)
    return place_rows(rows, sources_of(case, upload, by, now)) if case else {}


def contacts_repeated(rows: Sequence[GoodRow], upload: Any, by: Actor, now: dt.datetime) -> set[int]:
    """Rows that the case's earlier lists have told already."""
    case = _case(upload, by, now)
    if case is None:
        return set()
    contacts = contacts_of(rows, now)
    told = lines_told(case.pk, [contact.line_key for contact in contacts])
    return {contact.number for contact in contacts if contact.line_key in told}


def contacts_apply(rows: Sequence[GoodRow], upload: Any, by: Actor, now: dt.datetime) -> ChunkOutcome:
    """Take the contacts of a chunk; run again it adds nothing."""
    case = _case(upload, by, now)
    if case is None:
        return ChunkOutcome(bad=[(row.number, [_GONE]) for row in rows])
    outcome = ChunkOutcome(tallies=_tally("unknown_commune", unknown_communes(rows, now)))
    _take(case, [row for row in rows if not row.extra.listed], outcome, upload, by, now)
    if late := [row for row in rows if row.extra.listed]:  # whom they met is on record now
        lost = place_rows(late, Sources(case, by, now))
        outcome.bad += lost.items()
        _take(case, [row for row in late if row.number not in lost], outcome, upload, by, now)
    return outcome


def _take(
    case: Any, rows: Sequence[GoodRow], outcome: ChunkOutcome, upload: Any, by: Actor, now: dt.datetime
) -> None:
    if not rows:
        return
    taken, _ = exposure_recorded.contacts_add(
        case=case, contacts=contacts_of(rows, now), by=by, now=now, upload_uid=upload.uid
    )
    outcome.added += taken.new_lines
    outcome.repeated += taken.repeated
    outcome.bad += taken.bad
    for name, count in (("registered", len(taken.registered)), ("waiting", taken.waiting)):
        outcome.tallies[name] = outcome.tallies.get(name, 0) + count


def _tally(name: str, found: dict[str, int]) -> dict[str, int]:
    return {name: sum(found.values())} if found else {}


def contacts_foresee(
    rows: Sequence[GoodRow], upload: Any, by: Actor, now: dt.datetime
) -> list[tuple[str, int]]:
    """How the people of the list would stand, the first rows of a long one; reads only."""
    case = _case(upload, by, now)
    if case is None:
        return []
    listed = sum(row.extra.listed for row in rows)
    direct = [row for row in rows if not row.extra.listed]
    told = contacts_of(direct[:_FORESEEN], now)
    supposed, outcome = exposure_recorded.contacts_preview(case=case, contacts=told, by=by, now=now)
    people = {exposure.person_id for exposure in supposed.exposures}
    placed = {change.person: change.after.label for change in outcome.changes if change.after.label}
    stands = Counter(placed.get(person, "") or _held(person, outcome, now) for person in people)
    others = sum(
        change.person not in people and change.before.label != change.after.label
        for change in outcome.changes
    )
    found = [(f"người trong danh sách là {level}", count) for level, count in sorted(stands.items()) if level]
    found += [
        ("người trong danh sách chưa xếp mức (lý do hiện ở trang người tiếp xúc)", stands[""]),
        ("hồ sơ mới sẽ lập", supposed.new),
        ("dòng chờ nhận diện, chưa tính mức", supposed.waiting),
        ("người khác đổi mức theo", others),
        ("dòng tiếp xúc với người cùng danh sách này, mức tính khi nạp", listed),
        ("dòng sau chưa tính thử", len(direct) - len(told)),
        _unknown_words(unknown_communes(rows, now)),
    ]
    return [(words, count) for words, count in found if count]


def _unknown_words(unknown: dict[str, int]) -> tuple[str, int]:
    """The rows whose commune is not understood, with what was written, so that it can be mended before."""
    written = ", ".join(f"“{words[:40]}”" for words in list(unknown)[:_QUOTED])
    more = "…" if len(unknown) > _QUOTED else ""
    return f"dòng chưa hiểu xã, phường, hồ sơ sẽ chưa có xã quản lý: {written}{more}", sum(unknown.values())


def _held(person: int, outcome: Any, now: dt.datetime) -> str:
    """The level of somebody whom the list doesn't change."""
    held = (one for one in outcome.intervals.get(person, ()) if one.kind == LEVEL)
    return next((one.value for one in held if one.starts_at <= now < one.ends_at), "")


def contacts_page(upload: Any) -> str:
    """The contacts of the case that the list belongs to."""
    return _page_of_case("tracing:contacts", upload)


def contacts_start(upload: Any) -> str:
    """Where a list of the same case is handed over."""
    return _page_of_case("tracing:contacts_import", upload)


def _page_of_case(name: str, upload: Any) -> str:
    case = (upload.options or {}).get("case")  # gone with the file when its retention ends
    return reverse(name, args=[case]) if case else reverse("tracing:list")


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
        faults=row_faults,
        foresee=contacts_foresee,
        done_url=contacts_page,
        start_url=contacts_start,
        help="Mỗi dòng một lần tiếp xúc của một người với ca bệnh, hoặc với người ghi ở cột “Tiếp xúc với”. Tên cột đặt thế nào cũng được.",
        tally_labels={
            "registered": "hồ sơ mới lập",
            "waiting": "dòng chờ nhận diện",
            "unknown_commune": "dòng chưa hiểu xã, phường",
        },
    )
)
