"""Kept files and refused rows that name somebody who is to be forgotten."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db.models import Q

from lachan.kernel.intake.cells import from_json
from lachan.kernel.intake.models import Upload, UploadRow
from lachan.kernel.personal import Personal


def personal_words(
    file_uids: Collection[uuid.UUID], about: Callable[[Sequence[Any]], bool]
) -> list[Personal]:
    """These files, and the refused rows of any organisation that `about` knows by their cells, each decrypted for it.
    What was taken from a file stays; a file that is still to be applied is left alone."""
    kept = UploadRow.objects.only("cells").iterator()
    named = [row.pk for row in kept if about([from_json(cell) for cell in row.cells or []])]
    rows = UploadRow.objects.filter(pk__in=named)
    holding = Q(uid__in=file_uids) | Q(pk__in=set(rows.values_list("upload_id", flat=True)))
    files = (
        Upload.objects.filter(holding)
        .exclude(state__in=[Upload.State.STAGED, Upload.State.APPLYING])
        .exclude(content=b"")
    )
    return [
        Personal("Dòng trả lại của tệp đã nạp", rows),
        Personal("Tệp gốc đã nạp (cả tệp)", files, {"content": b""}),
    ]
