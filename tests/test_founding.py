"""What the tests put back is what was founded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from tests.cast import world_found
from tests.founding import founded
from tests.functional.scene import scene_found


def _everything() -> dict[str, list[str]]:
    return {
        model._meta.label: sorted(map(str, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
    }


def _founded_and_rolled_back(found: Callable[[], Any]) -> tuple[Any, dict[str, list[str]]]:
    with transaction.atomic():
        made, rows = founded(f"a test of {found.__name__}", found), _everything()
        transaction.set_rollback(True)
    return made, rows


@pytest.mark.parametrize("found", [world_found, scene_found])
def test_what_is_put_back_has_every_row_of_what_was_founded(db, found):
    before = _everything()
    first, rows = _founded_and_rolled_back(found)
    assert _everything() == before
    second, again = _founded_and_rolled_back(found)
    assert rows == again != before
    assert first is not second


def test_objects_put_back_are_those_that_were_founded(db):
    world, _ = _founded_and_rolled_back(world_found)
    scene, _ = _founded_and_rolled_back(scene_found)
    assert _founded_and_rolled_back(world_found)[0].users["xa"] == world.users["xa"]
    again, _ = _founded_and_rolled_back(scene_found)
    assert again.here.names.keys() == scene.here.names.keys()
    assert again.here.person == scene.here.person != again.there.person
