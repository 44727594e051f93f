"""SQLite's log is copied by whoever has the time, and long work does it now and then."""

from __future__ import annotations

import shutil
import sqlite3

import pytest
from django.db.utils import ConnectionHandler

from lachan.config import env
from lachan.kernel import log

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A database in a file of its own, opened as the settings of a server say."""
    path = tmp_path / "lachan.sqlite3"
    monkeypatch.delenv("DATABASE_URL", raising=False)
    handler = ConnectionHandler({"default": env.database("DATABASE_URL", path)})
    monkeypatch.setattr(log, "connection", handler["default"])
    with handler["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE facts (words TEXT)")
        log.copy_log()
        cursor.executemany("INSERT INTO facts VALUES (%s)", [("âm tính" * 100,)] * 40_000)
    yield path
    handler["default"].close()


def rows_in(path, tmp_path):
    """What the main file holds without its log."""
    alone = shutil.copy(path, tmp_path / "alone.sqlite3")
    with sqlite3.connect(alone) as connection:
        return connection.execute("SELECT COUNT(*) FROM facts").fetchone()[0]


def test_nobodys_save_copies_the_log_and_the_job_does(file, tmp_path):
    assert rows_in(file, tmp_path) == 0
    log.copy_log()
    assert rows_in(file, tmp_path) == 40_000


def test_within_a_transaction_nothing_is_copied(file, tmp_path, monkeypatch):
    monkeypatch.setattr(log.connection, "in_atomic_block", True)
    log.copy_log()
    assert rows_in(file, tmp_path) == 0


def test_long_work_copies_it_every_ten_seconds(file, tmp_path, monkeypatch):
    seconds = [0.0]
    monkeypatch.setattr(log.time, "monotonic", lambda: seconds[0])
    between = log.Between()
    seconds[0] = 9.0
    between.transactions()
    assert rows_in(file, tmp_path) == 0
    seconds[0] = 10.0
    between.transactions()
    assert rows_in(file, tmp_path) == 40_000
