"""Whoever waits for SQLite's write lock gets it before long work takes it again."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import transaction
from django.db.utils import ConnectionHandler

from lachan.config import env
from lachan.kernel import log

pytestmark = pytest.mark.django_db


@pytest.fixture
def connections(tmp_path, monkeypatch):
    """A database in a file of its own, opened as the settings of a server say: a connection for each thread."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    handler = ConnectionHandler({"default": env.database("DATABASE_URL", tmp_path / "lachan.sqlite3")})
    monkeypatch.setattr(transaction, "get_connection", lambda using=None: handler["default"])
    monkeypatch.setattr(log, "connection", handler["default"])
    with handler["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE facts (who TEXT)")
    yield handler
    handler["default"].close()


def write(connections, who):
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("INSERT INTO facts VALUES (%s)", [who])


def order_of_writing(connections):
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT who FROM facts ORDER BY rowid")
        return [who for (who,) in cursor.fetchall()]


def save_by_somebody(connections):
    """Another thread's save, begun while this one holds the lock."""

    def save():
        write(connections, "somebody")
        connections["default"].close()

    thread = threading.Thread(target=save)
    thread.start()
    time.sleep(0.4)  # long enough for its looks to be a tenth of a second apart
    return thread


def test_who_waits_goes_before_the_next_chunk(connections):
    between = log.Between()
    with transaction.atomic():
        write(connections, "chunk 1")
        waiting = save_by_somebody(connections)
    between.transactions()
    write(connections, "chunk 2")
    waiting.join()
    assert order_of_writing(connections) == ["chunk 1", "somebody", "chunk 2"]


def test_where_nobody_waits_long_work_goes_on_at_once(connections, monkeypatch):
    def never(seconds):
        raise AssertionError("it stood still though nobody waits")

    monkeypatch.setattr("lachan.kernel.sqlite.queue.time.sleep", never)
    between = log.Between()
    write(connections, "chunk 1")
    between.transactions()
    write(connections, "chunk 2")


def test_long_work_does_not_stand_still_for_ever(connections, monkeypatch):
    """Somebody whose process hangs while it waits."""
    from lachan.kernel.sqlite import queue

    monkeypatch.setattr(queue, "_AT_MOST", 0.05)
    with queue.waiting(connections["default"].settings_dict["NAME"]):
        log.Between().transactions()
