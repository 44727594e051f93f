"""Refused rows as a file that can be mended and sent again."""

from __future__ import annotations

import csv
import io

from lachan.kernel.intake.cells import harmless
from lachan.kernel.intake.reading.tables import REASON_COLUMN
from lachan.places.services import ImportOutcome


def as_csv(outcome: ImportOutcome) -> str:
    """The rows with their own columns and the reason in the last one; reading skips that column again."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*outcome.header, REASON_COLUMN])
    for refusal in outcome.refused:
        writer.writerow([*(harmless(cell) for cell in refusal.cells), refusal.reason])
    return out.getvalue()
