"""The import contracts hold, and each of them is shown to catch its fault."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

SOUND = {
    "epi/rules.py": "",
    "kernel/ids.py": "",
    "places/queries.py": "from lachan.kernel import ids",
    "testing/models.py": "",
    "testing/services.py": "from lachan.testing import models\nfrom lachan.places import queries",
    "testing/views.py": "from lachan.journeys import result_received",
    "tracing/views/people.py": "from lachan.journeys import result_received",
    "tracing/queries.py": "",
    "journeys/result_received.py": "from lachan.testing import services\nfrom lachan.tracing import queries",
    "desk/views.py": "from lachan.journeys import result_received",
    "config/urls.py": "from lachan.testing import views",
}
PLANTED = {
    "a lower room imports a higher one": (
        "places/queries.py",
        "from lachan.testing import services",
        "floors",
    ),
    "peers see each other": ("testing/services.py", "from lachan.tracing import queries", "floors"),
    "a service calls a journey": (
        "testing/services.py",
        "from lachan.journeys import result_received",
        "floors",
    ),
    "a journey calls a desk": ("journeys/result_received.py", "from lachan.desk import views", "floors"),
    "a package without a floor": ("cellar/wine.py", "", "floors"),
    "another room's models": ("journeys/result_received.py", "from lachan.testing import models", "models"),
    "another room's models, inside a function": (
        "desk/views.py",
        "def f():\n    from lachan.testing.models import Result",
        "models",
    ),
    "a room stands on its views": ("testing/services.py", "from lachan.testing import views", "entries"),
    "the toolkit calls a journey": (
        "kernel/jobs.py",
        "from lachan.journeys import result_received",
        "entries",
    ),
    "epi knows Django": ("epi/rules.py", "from django.db import models", "epi"),
    "epi reads the clock": ("epi/rules.py", "import time", "epi"),
}


def lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def house(folder: Path, files: dict[str, str]) -> Path:
    """A small house under the real contracts."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in files.items():
        path = folder / "lachan" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        for parent in path.parents:
            if parent == folder:
                break
            (parent / "__init__.py").touch()
    return folder


def test_house_keeps_its_contracts():
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_small_sound_house_passes(tmp_path):
    result = lint(house(tmp_path, SOUND))
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("name", PLANTED)
def test_planted_import_is_found(tmp_path, name):
    path, fault, contract = PLANTED[name]
    house(tmp_path, SOUND | {path: f"{SOUND.get(path, '')}\n{fault}\n"})
    result = lint(tmp_path, "--contract", contract)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout
