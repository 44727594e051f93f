"""Audit kinds of insight."""

from lachan.kernel.audit.registry import EventKind, register

register(
    EventKind(
        "insight.day_closed",
        "chốt số ngày {day}: {published} ca công bố, gồm {late} bổ sung, {corrected} đính chính",
    ),
)
