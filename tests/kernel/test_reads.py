"""The log of reads: no database write in the request, nothing twice in the database, nothing readable in the file."""

from types import SimpleNamespace

import pytest
from django.conf import settings

from lachan.kernel.audit import reads
from lachan.kernel.audit.models import ReadEvent
from tests.kernel.conftest import LAB, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path)


def request(path="/nguoi/1/"):
    return SimpleNamespace(path=path, now=NOW)


def read(*subjects):
    one = request()
    reads.note(one, subjects)
    reads.flush(one, LAB)


def log_file():
    [path] = (settings.VAR_DIR / "reads").glob("*.log")
    return path


def test_one_line_a_request_without_touching_the_database(django_assert_num_queries):
    one = request()
    with django_assert_num_queries(0):
        reads.note(one, [3, 1])
        reads.note(one, [3, None, 2])
        reads.flush(one, LAB)
        reads.flush(one, LAB)
    assert len(log_file().read_bytes().splitlines()) == 1
    reads.gather()
    event = ReadEvent.objects.get()
    assert (event.subjects, event.actor_id, event.organisation_id, event.at) == ([1, 2, 3], 7, 70, NOW)


def test_nothing_is_written_where_nobody_was_shown():
    reads.flush(request(), LAB)
    assert not (settings.VAR_DIR / "reads").exists()


def test_file_says_nothing_to_whoever_finds_it():
    read(1234567)
    assert b"1234567" not in log_file().read_bytes()
    assert log_file().stat().st_mode & 0o077 == 0


def test_gathering_again_adds_nothing():
    read(1)
    read(1)
    assert reads.gather() == 2
    assert reads.gather() == 0
    log_file().with_suffix(".mark").unlink()
    assert reads.gather() == 2
    assert ReadEvent.objects.count() == 2
    read(2)
    assert reads.gather() == 1
    assert ReadEvent.objects.count() == 3


def test_half_a_line_waits_for_its_other_half():
    read(1)
    whole = log_file().read_bytes()
    log_file().write_bytes(whole[:20])
    assert reads.gather() == 0
    log_file().write_bytes(whole)
    assert reads.gather() == 1


def test_altered_line_shows_as_such():
    read(1)
    log_file().write_bytes(b"x" * 40 + b"\n")
    reads.gather()
    assert "không giải mã được" in ReadEvent.objects.get().path


def test_query_string_is_not_kept():
    one = request("/tim-kiem/")
    one.get_full_path = lambda: "/tim-kiem/?q=nguyen+van+a"
    reads.note(one, [1])
    reads.flush(one, LAB)
    reads.gather()
    assert ReadEvent.objects.get().path == "/tim-kiem/"
