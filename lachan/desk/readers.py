"""Reads of personal data in words: who looked, and at which screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lachan.organisations.queries import User
from lachan.ui.navigation import screen_name


def tell_reads(rows: Sequence[Any]) -> Sequence[Any]:
    """The rows; each gets `who` (the reader's name) and `screen` (as the menu calls it)."""
    ids = {row.actor_id for row in rows}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "full_name"))
    for row in rows:
        row.who = names.get(row.actor_id, "không rõ")
        row.screen = screen_name(row.path)
    return rows
