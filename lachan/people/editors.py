"""The names of those who changed something, for the history on a profile."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth import get_user_model


def user_names(user_ids: Iterable[int]) -> dict[int, str]:
    """User id → full name."""
    wanted = set(user_ids)
    if not wanted:
        return {}
    return dict(get_user_model().objects.filter(pk__in=wanted).values_list("pk", "full_name"))
