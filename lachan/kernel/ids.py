"""Identifiers that sort by time and may come from an offline phone (UUID version 7, RFC 9562)."""

from __future__ import annotations

import secrets
import time
import uuid


def new_uid() -> uuid.UUID:
    """A fresh UUIDv7: 48 bits of Unix milliseconds, then random bits."""
    millis = time.time_ns() // 1_000_000
    value = (millis & 0xFFFFFFFFFFFF) << 80 | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)
