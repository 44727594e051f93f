"""What the auditor reads: events as sentences, who read whose data, and how far the seal has come."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from lachan.kernel.audit import chain, registry
from lachan.kernel.audit.models import Event, EventPart, ReadEvent, Seal
from lachan.kernel.secrets.crypto import Unreadable, decrypt_bytes
from lachan.kernel.times import day_bounds


@dataclass(frozen=True, slots=True)
class SealState:
    """How much of the log stands under a seal, without recomputing the chain."""

    seals: int
    head: str
    sealed_at: dt.datetime | None
    unsealed: int
    oldest_unsealed: dt.datetime | None


def events(
    *,
    kind: str = "",
    actor_label: str = "",
    day: dt.date | None = None,
    object_uid: uuid.UUID | None = None,
    subject_id: int | None = None,
) -> QuerySet[Event]:
    """Events that fit all conditions, the latest first."""
    rows = Event.objects.order_by("-id")
    if kind:
        rows = rows.filter(Q(kind=kind) | Q(kind__startswith=f"{kind}."))
    if actor_label:
        rows = rows.filter(actor_label__icontains=actor_label)
    if day:
        start, end = day_bounds(day)
        rows = rows.filter(at__gte=start, at__lt=end)
    if object_uid:
        rows = rows.filter(object_uid=object_uid)
    if subject_id is not None:
        rows = rows.filter(pk__in=EventPart.objects.filter(subject_id=subject_id).values("event_id"))
    return rows


def events_of(object_uid: uuid.UUID) -> QuerySet[Event]:
    """What happened to one record, in the order of writing."""
    return Event.objects.filter(object_uid=object_uid).order_by("id")


def events_since(kinds: Iterable[str], since: dt.datetime) -> QuerySet[Event]:
    """Events of these kinds that were written down after `since`, by real time."""
    return Event.objects.filter(kind__in=list(kinds), recorded_at__gt=since)


def sentences(rows: Iterable[Event]) -> dict[int, str]:
    """event id → what happened, in words; it names nobody."""
    found = {row.pk: row for row in rows}
    parts = EventPart.objects.filter(event_id__in=found, position=0)
    data = {part.event_id: _data(part) for part in parts}
    return {pk: registry.sentence(row.kind, data.get(pk, {})) for pk, row in found.items()}


def people_concerned(rows: Iterable[Event]) -> dict[int, int]:
    """event id → how many people its personal payload is about."""
    parts = EventPart.objects.filter(event_id__in=[row.pk for row in rows]).exclude(subject_id=None)
    return dict(parts.values_list("event_id").annotate(n=Count("id")))


def kinds_seen() -> Sequence[str]:
    """The kinds that the log holds, for the filter."""
    return list(Event.objects.order_by("kind").values_list("kind", flat=True).distinct())


def reads(
    *, actor_id: int | None = None, day: dt.date | None = None, subject_id: int | None = None
) -> QuerySet[ReadEvent]:
    """Requests that showed personal data, the latest first."""
    rows = ReadEvent.objects.order_by("-recorded_at", "-id")
    if actor_id is not None:
        rows = rows.filter(actor_id=actor_id)
    if day:
        start, end = day_bounds(day)
        rows = rows.filter(at__gte=start, at__lt=end)
    if subject_id is not None:
        rows = rows.filter(pk__in=_reads_about(rows, subject_id))
    return rows


def seal_state() -> SealState:
    last = Seal.objects.order_by("-number").first()
    open_events = Event.objects.filter(seal=None)
    oldest = open_events.order_by("recorded_at").values_list("recorded_at", flat=True).first()
    return SealState(
        seals=last.number if last else 0,
        head=last.head if last else "",
        sealed_at=last.sealed_at if last else None,
        unsealed=open_events.count(),
        oldest_unsealed=oldest,
    )


def verdict(now: dt.datetime) -> chain.Verdict:
    """The whole chain recomputed: slow where the log is long."""
    return chain.verify(now)


def _data(part: EventPart) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(decrypt_bytes(bytes(part.content)))
    except Unreadable:
        return {}
    return found


def _reads_about(rows: QuerySet[ReadEvent], subject_id: int) -> list[int]:
    """JSON lists can't be searched alike on both databases, so the latest reads are looked through here."""
    latest = rows.values_list("pk", "subjects")[:50_000]
    return [pk for pk, subjects in latest if subject_id in subjects][:1000]


def payloads_about(subject_ids: Iterable[int]) -> int:
    """How many payloads are kept about these people, readable or not."""
    return EventPart.objects.filter(subject_id__in=list(subject_ids)).count()
