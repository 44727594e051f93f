"""kill -9 at random moments of a cascade: all of it or nothing, the audit chain whole, the next process goes on."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time

import pytest

from tests.conftest import ROOT
from tests.journeys.cascade_process import CLOSE, FAR
from tests.kernel.test_import_killed import environment  # noqa: F401

KILLS = int(os.environ.get("LACHAN_KILLS", "5"))
CASES = KILLS * 5
NOTHING = {"results": 0, "events": 0, "cases": 0, "levels": [0, 0, 0], "sights": 0}
EVERYTHING = {"results": 1, "events": 1, "cases": 1, "levels": [1, CLOSE, FAR], "sights": 1}
COMMAND = [sys.executable, "-m", "tests.journeys.cascade_process"]


def call(own, what, value=0):
    done = subprocess.run(
        [*COMMAND, what, str(value)],
        cwd=ROOT,
        env=own,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def work_and_kill(own, delay):
    """Whether it was killed while it worked."""
    process = subprocess.Popen([*COMMAND, "work", "0"], cwd=ROOT, env=own, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "begins\n"
    time.sleep(delay)
    process.kill()
    return process.wait(30) != 0


def done_of(own):
    """How many cascades are on record; each of them whole."""
    report = json.loads(call(own, "report"))
    assert report["intact"]
    for found in report["cascades"]:
        assert found in (NOTHING, EVERYTHING)
    return sum(found["cases"] for found in report["cascades"])


@pytest.mark.kill
@pytest.mark.db
@pytest.mark.slow
def test_killed_cascades_are_all_or_nothing(environment):  # noqa: F811
    dice = random.Random(20210619)
    call(environment, "found", CASES)
    killed, before = 0, 0
    while killed < KILLS and before < CASES:
        killed += work_and_kill(environment, dice.uniform(0.02, 0.3))
        after = done_of(environment)
        assert after >= before, "what was on record is gone"
        before = after
    assert killed == KILLS, "the cascades ended before there was time to kill"
    call(environment, "work")
    assert done_of(environment) == CASES
