"""Recording events with their write, sealing them, and forgetting a subject."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lachan.kernel.access.actors import Actor
from lachan.kernel.audit import chain, heads, registry
from lachan.kernel.audit.models import Event, EventPart, Seal, SubjectKey
from lachan.kernel.secrets.crypto import decrypt_bytes, encrypt_bytes

Payload = Mapping[str, Any]
_SEAL_BATCH = 5000


def record(
    *,
    kind: str,
    by: Actor,
    now: dt.datetime,
    object_uid: uuid.UUID | None = None,
    data: Payload | None = None,
    about: Mapping[int, Payload] | None = None,
) -> Event:
    """Write one event inside the caller's transaction.

    `data` names no person (ids and counts only); what is personal goes into `about`, keyed by person id,
    and is encrypted with that person's key. A kind that no room declared raises KeyError.
    """
    if not registry.known(kind):
        raise KeyError(f"undeclared audit event {kind!r}")
    parts = _parts(data or {}, about or {})
    event = Event.objects.create(
        kind=kind,
        at=now,
        recorded_at=timezone.now(),
        actor_kind=by.kind,
        actor_id=by.user_id,
        organisation_id=by.organisation_id,
        actor_label=by.label[:200],
        object_uid=object_uid,
        digests=[digest for _, digest in parts],
    )
    for part, _ in parts:
        part.event = event
    EventPart.objects.bulk_create([part for part, _ in parts])
    return event


def _parts(data: Payload, about: Mapping[int, Payload]) -> list[tuple[EventPart, str]]:
    keys = _subject_keys(list(about))
    made = [_part(0, None, data, None)]
    for position, (subject_id, payload) in enumerate(about.items(), start=1):
        made.append(_part(position, subject_id, payload, keys[subject_id]))
    return made


def _part(position: int, subject_id: int | None, payload: Payload, key: str | None) -> tuple[EventPart, str]:
    plain = json.dumps(payload, ensure_ascii=False, sort_keys=True, default=str).encode()
    salt = os.urandom(16)
    part = EventPart(position=position, subject_id=subject_id, salt=salt, content=encrypt_bytes(plain, key))
    return part, hashlib.sha256(salt + plain).hexdigest()


def _subject_keys(subject_ids: list[int]) -> dict[int, str]:
    """The hex keys of the subjects; missing ones are made. Whoever was forgotten gets one that is kept nowhere:
    the digest of what is told later stands, its content is unreadable from the start."""
    rows = SubjectKey.objects.filter(subject_id__in=subject_ids)
    found = {
        row.subject_id: (decrypt_bytes(bytes(row.key)) if row.key else os.urandom(32)).hex() for row in rows
    }
    for subject_id in subject_ids:
        if subject_id not in found:
            fresh = os.urandom(32)
            SubjectKey.objects.create(subject_id=subject_id, key=encrypt_bytes(fresh))
            found[subject_id] = fresh.hex()
    return found


def subject_forget(*, subject_id: int, by: Actor, now: dt.datetime) -> None:
    """Destroy the key of a person's payloads: the chain still verifies, the content is gone."""
    SubjectKey.objects.update_or_create(subject_id=subject_id, defaults={"key": b""})
    record(kind="kernel.subject_forgotten", by=by, now=now, data={"subject_id": subject_id})


def seal_pending(*, now: dt.datetime, batch: int = _SEAL_BATCH) -> int:
    """Seal the oldest unsealed events into one link; returns how many. Run by a leased job, one at a time."""
    with transaction.atomic():
        events = list(Event.objects.filter(seal=None).order_by("id")[:batch])
        if not events:
            return 0
        last = Seal.objects.order_by("-number").first()
        number = (Seal.objects.aggregate(top=Max("number"))["top"] or 0) + 1
        previous = last.head if last else chain.GENESIS
        head = chain.head(previous, events)
        Seal.objects.create(number=number, events=len(events), head=head, previous=previous, sealed_at=now)
        Event.objects.filter(id__in=[event.id for event in events], seal=None).update(seal=number)
    heads.export(number, head, now)
    return len(events)
