"""What the tests put back is what was founded."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction

from tests.cast import _found
from tests.founding import founded


def _everything() -> dict[str, list[str]]:
    return {
        model._meta.label: sorted(map(str, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
    }


def _founded_and_rolled_back() -> tuple[Any, dict[str, list[str]]]:
    with transaction.atomic():
        made, rows = founded("a test of founding", _found), _everything()
        transaction.set_rollback(True)
    return made, rows


def test_a_world_put_back_has_every_row_of_the_one_that_was_founded(db):
    before = _everything()
    first, rows = _founded_and_rolled_back()
    assert _everything() == before
    second, again = _founded_and_rolled_back()
    assert rows == again != before
    assert first is not second
    assert first.users["xa"].pk == second.users["xa"].pk
