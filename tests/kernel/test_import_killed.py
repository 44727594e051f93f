"""kill -9 at random moments of an import: every chunk all or nothing, and the next process goes on."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time

import pytest

from tests.conftest import ROOT
from tests.kernel.import_process import ROWS

KILLS = int(os.environ.get("LACHAN_KILLS", "5"))


@pytest.fixture
def environment(tmp_path):
    """A file, or a database on the run's PostgreSQL, that belongs to this test alone."""
    own = {**os.environ, "LACHAN_VAR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/killed.sqlite3"}
    if os.environ.get("LACHAN_TEST_DB") == "postgres":
        own["DATABASE_URL"] = _new_database(os.environ["DATABASE_URL"])
    return own


def _new_database(url: str) -> str:
    import psycopg

    name = f"killed_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    before, _, query = url.partition("?")
    return f"{before.rpartition('/')[0]}/{name}?{query}"


def call(environment, what, value=0):
    command = [sys.executable, "-m", "tests.kernel.import_process", what, str(value)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def work_and_kill(environment, hours, delay):
    """(whether it was killed while it worked, whether it had found everything done)."""
    command = [sys.executable, "-m", "tests.kernel.import_process", "work", str(hours)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    found_done = agrees(json.loads(process.stdout.readline()))
    time.sleep(delay)
    process.kill()
    return process.wait(30) != 0 and not found_done, found_done


def agrees(report):
    """Nothing half done: what is counted, what is kept and where the cursor stands are one truth."""
    uploads = report["uploads"]
    assert all(row["added"] + row["repeated"] + row["bad"] == row["cursor"] for row in uploads), report
    assert report["kept"] == sum(row["added"] for row in uploads)
    assert report["refused"] == sum(row["bad"] for row in uploads)
    assert report["intact"]
    return all(row["state"] == "done" for row in uploads)


@pytest.mark.kill
@pytest.mark.db
def test_killed_imports_go_on_where_they_died(environment):
    dice = random.Random(20210915)
    killed, hours, staged = 0, 0, 1
    call(environment, "stage", 0)
    while killed < KILLS:
        hours += 2
        was_killed, found_done = work_and_kill(environment, hours, dice.uniform(0.05, 0.7))
        killed += was_killed
        if found_done:
            call(environment, "stage", staged)
            staged += 1
    call(environment, "work", hours + 2)
    report = json.loads(call(environment, "report"))
    assert agrees(report), report
    assert report["kept"] == staged * (ROWS - 1)
    assert [row["repeated"] for row in report["uploads"]] == [0] * staged
