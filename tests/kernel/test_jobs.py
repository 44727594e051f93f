"""The queue on the database: one taker, leases that run out, retries that end, turns that happen once."""

import datetime as dt
from threading import Event as Flag
from threading import Thread

import pytest

from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.clock import real_now
from lachan.kernel.errors import Refused
from lachan.kernel.jobs import registry, services, snapshot, worker
from lachan.kernel.jobs.models import Job, Schedule
from lachan.kernel.jobs.queries import failed, job_of
from tests.kernel.conftest import NOW

pytestmark = pytest.mark.django_db

ran: list[dict] = []


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    """Only the kinds of this file, without the standing timetable."""
    registry.load_room_jobs()
    monkeypatch.setattr(registry, "_KINDS", {})
    monkeypatch.setattr(registry, "_TIMETABLES", {})
    registry.job("t.good", lane="quick")(lambda run: ran.append(dict(run.payload)))
    registry.job("t.bad", max_attempts=3)(_bad)
    registry.job("t.refused")(_refused)
    ran.clear()


def _bad(run):
    raise RuntimeError("broken")


def _refused(run):
    raise Refused("Tệp đã hết thời hạn lưu.")


def enqueue(kind="t.good", **more):
    return services.job_enqueue(kind=kind, payload={"n": 1}, by=SYSTEM, now=NOW, **more)


def after(seconds):
    return real_now() + dt.timedelta(seconds=seconds)


def test_runs_once_and_is_ticked_off():
    row = enqueue()
    assert worker.run_once(after(1)) is True
    assert worker.run_once(after(1)) is False
    row.refresh_from_db()
    assert (row.state, ran) == (Job.State.DONE, [{"n": 1}])


def test_waits_for_its_time():
    enqueue(run_after=after(60))
    assert worker.run_once(after(30)) is False
    assert worker.run_once(after(61)) is True


def test_payload_is_not_readable_in_the_database():
    from django.db import connection

    enqueue()
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM kernel_job")
        assert b'"n"' not in bytes(cursor.fetchone()[0])


def test_unknown_kind_is_refused_when_queued():
    with pytest.raises(KeyError):
        enqueue("t.nothing")


def test_only_one_worker_gets_a_job():
    enqueue()
    first, second = services.job_lease(now=after(1)), services.job_lease(now=after(1))
    assert first is not None
    assert second is None


def test_lanes_keep_short_chores_from_waiting():
    long = enqueue("t.bad")
    enqueue("t.good")
    assert services.job_lease(now=after(1), lane="quick").kind == "t.good"
    assert services.job_lease(now=after(1), lane="long").pk == long.pk


def test_unique_key_holds_one_job():
    first = enqueue(unique_key="a")
    assert enqueue(unique_key="a").pk == first.pk
    worker.drain(after(1))
    assert len(ran) == 1
    again = enqueue(unique_key="a")
    assert (again.pk, again.state) == (first.pk, Job.State.QUEUED)
    worker.drain(after(1))
    assert len(ran) == 2
    assert job_of("a").state == Job.State.DONE


def test_work_put_in_while_the_job_runs_is_not_missed():
    enqueue(unique_key="a")
    leased = services.job_lease(now=after(1))
    enqueue(unique_key="a")
    services.job_finish(pk=leased.pk, token=leased.lease_token, now=after(2))
    assert job_of("a").state == Job.State.QUEUED
    worker.drain(after(3))
    assert job_of("a").state == Job.State.DONE


def test_dead_workers_job_is_taken_again_and_given_up_in_the_end():
    row = enqueue("t.bad")
    moment = after(1)
    for attempt in range(1, 4):
        leased = services.job_lease(now=moment)
        assert leased.attempts == attempt
        assert services.jobs_reap(now=moment) == 0
        moment += dt.timedelta(seconds=61)
        assert services.jobs_reap(now=moment) == 1
    row.refresh_from_db()
    assert (row.state, row.message) == (Job.State.FAILED, services.DIED)
    assert list(failed()) == [row]


def test_who_lost_the_lease_writes_nothing():
    enqueue()
    old = services.job_lease(now=after(1))
    services.jobs_reap(now=after(100))
    fresh = services.job_lease(now=after(101))
    beat = {"now": after(102), "seconds": 60, "done": 1, "total": 2}
    with pytest.raises(services.LeaseLost):
        services.job_beat(pk=old.pk, token=old.lease_token, **beat)
    assert services.job_finish(pk=old.pk, token=old.lease_token, now=after(102)) is False
    services.job_beat(pk=fresh.pk, token=fresh.lease_token, **beat)
    fresh.refresh_from_db()
    assert (fresh.state, fresh.done, fresh.total) == (Job.State.RUNNING, 1, 2)


def test_progress_keeps_it_alive_and_forgives_earlier_deaths():
    row = enqueue("t.bad")
    moment = after(1)
    for _ in range(5):
        leased = services.job_lease(now=moment)
        services.job_beat(pk=row.pk, token=leased.lease_token, now=moment, seconds=60, done=1, total=9)
        moment += dt.timedelta(seconds=100)
        services.jobs_reap(now=moment)
    row.refresh_from_db()
    assert row.state == Job.State.QUEUED


def test_faults_are_retried_later_and_later_and_then_shown():
    row = enqueue("t.bad")
    waits = []
    for _ in range(3):
        Job.objects.update(run_after=real_now())
        worker.run_once(after(1))
        row.refresh_from_db()
        waits.append(round((row.run_after - real_now()).total_seconds()))
    assert waits[:2] == [5, 10]
    assert (row.state, row.message) == (Job.State.FAILED, "Lỗi khi xử lý (RuntimeError).")
    assert "broken" not in row.message


def test_a_refusal_is_not_asked_twice():
    row = enqueue("t.refused")
    worker.drain(after(1))
    row.refresh_from_db()
    assert (row.state, row.message) == (Job.State.FAILED, "Tệp đã hết thời hạn lưu.")


def test_each_turn_once_however_many_ask():
    registry.job("t.often", when=registry.every(5))(lambda run: ran.append({}))
    start = registry.Every(5).due(real_now())
    for seconds in (0, 1, 4.9):
        services.schedule_turn(now=start + dt.timedelta(seconds=seconds))
    assert Job.objects.count() == Schedule.objects.count() == 1
    assert services.schedule_turn(now=start + dt.timedelta(seconds=5)) == 1
    assert services.schedule_turn(now=start + dt.timedelta(seconds=6)) == 0
    worker.drain(start + dt.timedelta(seconds=6))
    assert len(ran) >= 1
    assert Job.objects.count() == 1, "a turn reuses its row, so that the table does not grow"


def test_daily_chore_waits_for_its_hour():
    registry.job("t.daily", when=registry.daily(3))(lambda run: ran.append({}))
    midnight = dt.datetime(2026, 1, 1, 0, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    assert services.schedule_turn(now=midnight) == 0
    assert services.schedule_turn(now=midnight + dt.timedelta(hours=2, minutes=59)) == 0
    assert services.schedule_turn(now=midnight + dt.timedelta(hours=3)) == 1
    assert services.schedule_turn(now=midnight + dt.timedelta(hours=20)) == 0


def test_finished_jobs_go_after_a_week():
    enqueue()
    worker.drain(after(1))
    assert services.jobs_purge(now=real_now()) == 0
    assert services.jobs_purge(now=real_now() + dt.timedelta(days=8)) == 1


def test_jobs_that_gave_up_go_after_a_month():
    """Until then they can be tried again; their payload is not kept for ever."""
    enqueue()
    Job.objects.update(state=Job.State.FAILED, finished_at=real_now())
    assert services.jobs_purge(now=real_now() + dt.timedelta(days=29)) == 0
    assert services.jobs_purge(now=real_now() + dt.timedelta(days=31)) == 1


def test_actor_survives_the_trip_through_a_payload():
    actor = Actor(
        kind="user",
        label="A",
        user_id=1,
        organisation_id=2,
        roles=frozenset({"lab", "tracer"}),
        everywhere=True,
        unit_ids=frozenset({3, 4}),
        district_ids=frozenset({5}),
    )
    import json

    assert snapshot.actor_from(json.loads(json.dumps(snapshot.actor_data(actor)))) == actor


def test_worker_stops_when_told():
    stop = Flag()
    stop.set()
    thread = Thread(target=worker.run_forever, args=(stop,))
    thread.start()
    thread.join(10)
    assert not thread.is_alive()


def test_standing_chores_are_on_the_timetable():
    # The registry of this file is empty; the kernel's own list is looked at in a fresh import.
    import importlib

    from lachan.kernel.jobs import standard

    importlib.reload(standard)
    known = {
        "audit.seal", "audit.gather_reads", "database.analyse", "database.copy_log", "intake.purge", "jobs.purge",
    }  # fmt: skip
    assert known == set(registry._TIMETABLES)
    assert "intake.apply" in registry._KINDS
