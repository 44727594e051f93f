"""The arithmetic of the chain: what a head covers, and how a chain is checked."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from lachan.kernel.audit import heads
from lachan.kernel.audit.models import Event, EventPart, Seal, SubjectKey
from lachan.kernel.secrets.crypto import Unreadable, decrypt_bytes

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `lachan audit verify` reports."""

    seals: int
    sealed_events: int
    unsealed: int
    oldest_unsealed_seconds: float
    exported: int  # links whose head was compared with the one kept outside the database
    unexported: int
    faults: tuple[str, ...]

    @property
    def intact(self) -> bool:
        return not self.faults


def head(previous: str, events: Iterable[Event]) -> str:
    """SHA-256 over the previous head and the events, in the order given."""
    digest = hashlib.sha256(previous.encode())
    for event in events:
        digest.update(_canonical(event))
    return digest.hexdigest()


def _canonical(event: Event) -> bytes:
    fields = [
        str(event.uid),
        event.kind,
        event.at.astimezone(dt.UTC).isoformat(),
        event.recorded_at.astimezone(dt.UTC).isoformat(),
        event.actor_kind,
        event.actor_id,
        event.organisation_id,
        event.actor_label,
        str(event.object_uid or ""),
        event.digests,
    ]
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def verify(now: dt.datetime) -> Verdict:
    """Recompute every link and every readable payload, and compare each head with the one kept outside; faults
    name the link or the event."""
    faults: list[str] = []
    known: dict[int, str] = {}
    previous, sealed, number = GENESIS, 0, 0
    for seal in Seal.objects.order_by("number").iterator():
        number += 1
        events = list(Event.objects.filter(seal=seal.number).order_by("id"))
        sealed += len(events)
        faults += _seal_faults(seal, number, previous, events)
        faults += _payload_faults(events)
        previous = known[seal.number] = seal.head
    compared = heads.compare(known)
    faults += compared.faults
    open_events = Event.objects.filter(seal=None)
    oldest = open_events.order_by("recorded_at").first()
    age = (now - oldest.recorded_at).total_seconds() if oldest else 0.0
    return Verdict(
        seals=number,
        sealed_events=sealed,
        unsealed=open_events.count(),
        oldest_unsealed_seconds=age,
        exported=compared.exported,
        unexported=compared.unexported,
        faults=tuple(faults),
    )


def _seal_faults(seal: Seal, number: int, previous: str, events: list[Event]) -> list[str]:
    faults = []
    if seal.number != number:
        faults.append(f"thiếu mắt xích {number}")
    if seal.previous != previous or seal.head != head(seal.previous, events):
        faults.append(f"mắt xích {seal.number} không khớp nội dung")
    if seal.events != len(events):
        faults.append(f"mắt xích {seal.number} có {len(events)} sự kiện, phải là {seal.events}")
    return faults


def _payload_faults(events: list[Event]) -> list[str]:
    by_id = {event.id: event for event in events}
    parts = list(EventPart.objects.filter(event_id__in=by_id))
    subjects = {part.subject_id for part in parts if part.subject_id}
    keys = {
        row.subject_id: decrypt_bytes(bytes(row.key)).hex()
        for row in SubjectKey.objects.filter(subject_id__in=subjects)
        if row.key  # emptied when its person was forgotten
    }
    return [
        *_missing_parts(events, parts),
        *_lost_keys(subjects - keys.keys()),
        *(
            f"nội dung sự kiện {by_id[part.event_id].uid} đã bị sửa"
            for part in parts
            if not _part_holds(part, by_id[part.event_id], keys)
        ),
    ]


def _missing_parts(events: list[Event], parts: list[EventPart]) -> list[str]:
    """Forgetting destroys a key and leaves its parts, so every digest still has its part."""
    found: dict[int, set[int]] = {}
    for part in parts:
        found.setdefault(part.event_id, set()).add(part.position)
    return [
        f"sự kiện {event.uid} thiếu nội dung"
        for event in events
        if found.get(event.id, set()) != set(range(len(event.digests)))
    ]


def _lost_keys(subjects: set[int]) -> list[str]:
    """A key that is gone without its event of forgetting would hide whatever was done to the content."""
    if not subjects:
        return []
    told = EventPart.objects.filter(event__kind="kernel.subject_forgotten", position=0)
    forgotten = {json.loads(decrypt_bytes(bytes(part.content)))["subject_id"] for part in told}
    return [
        f"khóa của người số {subject} mất mà không có lệnh hủy" for subject in sorted(subjects - forgotten)
    ]


def _part_holds(part: EventPart, event: Event, keys: dict[int, str]) -> bool:
    if part.subject_id and part.subject_id not in keys:
        return True  # forgotten on purpose: only the digest is left
    try:
        plain = decrypt_bytes(bytes(part.content), keys.get(part.subject_id or 0))
    except Unreadable:
        return False
    expected: str = event.digests[part.position]
    return hashlib.sha256(bytes(part.salt) + plain).hexdigest() == expected
