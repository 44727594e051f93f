"""What was just done, told on the next page, with the way back where there is one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"


def success(request: HttpRequest, text: str, *, undo_url: str | None = None) -> None:
    """Tell of something done; with `undo_url` the message carries a button that POSTs there."""
    messages.success(request, text, extra_tags=f"{UNDO}{undo_url}" if undo_url else "")


def info(request: HttpRequest, text: str) -> None:
    messages.info(request, text)


def warning(request: HttpRequest, text: str) -> None:
    messages.warning(request, text)


def error(request: HttpRequest, text: str) -> None:
    messages.error(request, text)
