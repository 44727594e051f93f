"""Marks of level, risk, urgency and state as safe HTML, for templates and for table cells.

Each mark differs by shape and word; colour only supports. The four risk colours belong to places alone.
"""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_LEVEL_SHAPES = {
    "F0": '<path d="M4 0h6l4 4v6l-4 4H4l-4-4V4z"/>',
    "F1": '<path d="M7 0l7 7-7 7-7-7z"/>',
    "F2": '<circle cx="7" cy="7" r="5.5" class="ring"/><circle cx="7" cy="7" r="2.5"/>',
    "F3": '<circle cx="7" cy="7" r="5.5" class="ring"/>',
}
_RISKS = {
    "xanh": ("xanh", "Xanh", "Bình thường mới", '<circle cx="7" cy="7" r="6"/>'),
    "vàng": ("vang", "Vàng", "Nguy cơ", '<path d="M7 1l7 12H0z"/>'),
    "cam": ("cam", "Cam", "Nguy cơ cao", '<path d="M7 0l7 7-7 7-7-7z"/>'),
    "đỏ": ("do", "Đỏ", "Nguy cơ rất cao", '<path d="M4 0h6l4 4v6l-4 4H4l-4-4V4z"/>'),
}
_RISK_KEYS = {"xanh": "xanh", "vàng": "vàng", "vang": "vàng", "cam": "cam", "đỏ": "đỏ", "do": "đỏ"}
_URGENCIES = {"khẩn": "khan", "thượng khẩn": "thuong-khan", "hỏa tốc": "hoa-toc", "hoả tốc": "hoa-toc"}
_TONES = ("plain", "todo", "doing", "done", "late", "off")


def _shape(inner: str) -> SafeString:
    # The shapes are constants of this file.
    return mark_safe(f'<svg class="shape" viewBox="0 0 14 14" aria-hidden="true">{inner}</svg>')  # noqa: S308


def _wrap(tag_class: str, inner: SafeString, url: str | None, title: str) -> SafeString:
    tip = format_html(' title="{}"', title) if title else ""
    if url:
        return format_html('<a class="{}" href="{}"{}>{}</a>', tag_class, url, tip, inner)
    return format_html('<span class="{}"{}>{}</span>', tag_class, tip, inner)


def badge_level(
    level: str | None,
    *,
    provisional: bool = False,
    ended: bool = False,
    url: str | None = None,
    title: str = "",
    words: str = "",
) -> SafeString:
    """The level of a person: F0–F3 by shape and text; provisional and ended say so in words. `words` stand in the
    place of the level where the disease names none."""
    if not level:
        return SafeString("")
    kind = level if level in _LEVEL_SHAPES else "F3"
    css = (
        f"level level-{kind.lower()}{' is-provisional' if provisional else ''}{' is-ended' if ended else ''}"
    )
    remarks = [word for word, holds in (("tạm tính", provisional), ("đã hết", ended)) if holds]
    tail = format_html(" <small>{}</small>", ", ".join(remarks)) if remarks else ""
    return _wrap(
        css, format_html("{}<b>{}</b>{}", _shape(_LEVEL_SHAPES[kind]), words or level, tail), url, title
    )


def badge_risk(risk: str | None, *, url: str | None = None, words: bool = False) -> SafeString:
    """The risk level of a place by colour, shape and word; `words` adds the name of the level."""
    key = _RISK_KEYS.get((risk or "").strip().lower())
    if key is None:
        return format_html('<span class="risk risk-none">{}</span>', "Chưa đánh giá")
    css, label, meaning, shape = _RISKS[key]
    text = f"{label} · {meaning}" if words else label
    return _wrap(f"risk risk-{css}", format_html("{}<b>{}</b>", _shape(shape), text), url, meaning)


def urgency(value: str | None) -> SafeString:
    """The urgency of a letter, drawn like the stamp on paper; nothing for an ordinary one."""
    css = _URGENCIES.get((value or "").strip().lower())
    if css is None:
        return SafeString("")
    return format_html('<span class="urgency urgency-{}">{}</span>', css, str(value).strip())


def state(text: str, tone: str = "plain") -> SafeString:
    """A neutral tag: where something stands."""
    return format_html('<span class="state state-{}">{}</span>', tone if tone in _TONES else "plain", text)


def link(text: object, url: str | None) -> SafeString:
    """A link, or only its text where there is no address."""
    return format_html('<a href="{}">{}</a>', url, text) if url else format_html("{}", text)
