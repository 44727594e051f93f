"""The shipped rules of `policies/*.yaml` into the database: what is there stays, what is new is added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from lachan.epi.documents import versions
from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import Refused
from lachan.kernel.policies import documents
from lachan.kernel.policies.models import PolicyVersion

SHIPPED_BY = "Bản phát hành"
Identity = tuple[str, str, str, dt.date, int]


def faults_of_files(folder: Path) -> list[str]:
    """Every fault of the rule files, for `lachan policies check`; nothing is loaded."""
    try:
        found = documents.read_folder(folder)
        return documents.faults_in(found, folder)
    except Refused as refusal:
        return [refusal.message]


def policies_load(*, by: Actor, now: dt.datetime, folder: Path | None = None) -> int:
    """Add the versions that the database lacks; returns how many. Loading again adds nothing.

    Refused where a file is faulty, or where a shipped version was altered without a new revision: what was
    law is never rewritten.
    """
    folder = folder or settings.POLICY_DIR
    found = documents.read_folder(folder)
    faults = documents.faults_in(found, folder)
    if faults:
        raise Refused("Tệp quy tắc có chỗ sai: " + " | ".join(faults[:10]))
    shipped = [version for document in found.values() for version in versions(document)]
    with transaction.atomic():
        known = {_identity_of(row): row for row in PolicyVersion.objects.all()}
        fresh = [_row(version, now) for version in shipped if not _is_known(version, known)]
        PolicyVersion.objects.bulk_create(fresh)
    return len(fresh)


def _is_known(version: Mapping[str, Any], known: Mapping[Identity, PolicyVersion]) -> bool:
    identity = (
        str(version["key"]),
        str(version["disease"]),
        str(version["place"]),
        version["effective_from"],
        int(version["revision"]),
    )
    row = known.get(identity)
    if row is None:
        return False
    if row.shipped and _said(row.rows) != _said(version["rows"]):
        raise Refused(
            f"Quy tắc {row.key} ({row.disease}, {row.place}) từ {row.effective_from:%d/%m/%Y} đã khác bản đang lưu; "
            "hãy thêm bản mới với revision cao hơn."
        )
    return True


def _said(rows: Any) -> list[Any]:
    """What a table decides, without the remarks beside it."""
    return [(row.get("when") or {}, row.get("then") or {}) for row in rows]


def _identity_of(row: PolicyVersion) -> Identity:
    return (row.key, row.disease, row.place, row.effective_from, row.revision)


def _row(version: Mapping[str, Any], now: dt.datetime) -> PolicyVersion:
    return PolicyVersion(
        key=version["key"],
        disease=version["disease"],
        place=str(version["place"]),
        effective_from=version["effective_from"],
        revision=version["revision"],
        rows=list(version["rows"]),
        instrument=version["instrument"],
        confidence=version["confidence"],
        adopted_by=SHIPPED_BY,
        adopted_at=now,
        reason=str(version.get("note") or "")[:500],
        shipped=True,
    )
