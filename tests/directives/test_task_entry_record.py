"""The life of a released task: the table of states, who does what, late and in time, mistakes revoked."""

from __future__ import annotations

import datetime as dt
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.directives import access, progress, queries, services, states
from lachan.directives.models import Task, TaskEntry
from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.kernel.times import LOCAL
from tests.directives.letters import Office, state_letter

LETTER = state_letter(
    "Trưởng Ban Chỉ đạo phòng, chống dịch các huyện, thành phố Cà Mau rà soát trước ngày 20/9/2021.",
    "Sở Y tế, Ủy ban nhân dân tỉnh kiểm tra hằng ngày.",
    addressees=("Sở Y tế", "Ủy ban nhân dân tỉnh"),
)
S, K = Task.State, TaskEntry.Kind
DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture
def task(office: Office) -> Task:
    """The part of the city's steering committee: its health centre (log-in `huyen`) works on it."""
    return office.task(office.released(LETTER), "bcd-964")


def at(text: str) -> dt.datetime:
    return dt.datetime.strptime(f"{text}/2021", "%H:%M %d/%m/%Y").replace(tzinfo=LOCAL)


def write(task: Task, kind: str, by: Actor, now: dt.datetime, **more) -> TaskEntry:
    fresh = Task.objects.get(pk=task.pk)
    extra = {"new_due_at": at("17:00 25/9")} if kind in (K.EXTEND, K.ASK) else {}
    return services.task_entry_record(
        task=fresh, kind=kind, by=by, now=now, **{"words": "Đã làm.", **extra, **more}
    )


def state(task: Task) -> str:
    return Task.objects.values_list("state", flat=True).get(pk=task.pk)


def test_the_usual_way(office: Office, task: Task) -> None:
    district, leader = office.actor("huyen"), office.actor("lanhdao")
    write(task, K.EVIDENCE, district, at("08:00 15/9"), file_name="anh.jpg", file_content=b"anh")
    write(task, K.REPORT, district, at("09:00 16/9"))
    assert state(task) == S.REPORTED
    write(task, K.RETURN, leader, at("10:00 16/9"))
    assert state(task) == S.RETURNED
    write(task, K.REPORT, district, at("09:00 19/9"))
    write(task, K.ACCEPT, leader, at("10:00 21/9"))
    task.refresh_from_db()
    assert (task.state, task.reported_at, task.finished_at) == (S.DONE, at("09:00 19/9"), at("10:00 21/9"))
    assert not progress.is_late(task, at("10:00 30/9")), "it was reported in time"
    entry = TaskEntry.objects.get(kind=K.EVIDENCE)
    assert bytes(entry.file_content) != b"anh"
    assert queries.entry_file(entry) == b"anh"


def test_every_pair_of_state_and_entry_is_decided(office: Office, task: Task) -> None:
    """What the table lacks is refused by the service, with the same words that the screen would show."""
    district, leader = office.actor("huyen"), office.actor("lanhdao")
    for start, kind in product(S.values, [one for one in K.values if one not in states.OWN_SERVICE]):
        Task.objects.filter(pk=task.pk).update(state=start)
        actor = district if kind in states.BY_WORKER else leader
        if start == S.DRAFT:
            continue  # seen by nobody but the office
        task.refresh_from_db()
        possible = kind in access.possible_entries(actor, task)
        assert possible is ((start, kind) in states.MOVES)
        if not possible:
            with pytest.raises(Refused, match=r"không làm bước này được"):
                write(task, kind, actor, office.now)


WHO = [
    # log-in, entries that it may record on the city's task while that is running
    ("huyen", {K.EVIDENCE, K.SHARE, K.REPORT, K.ASK, K.ESCALATE}),
    ("lanhdao", {K.EXTEND, K.REMIND, K.STOP}),
    ("thammuu", {K.EVIDENCE, K.SHARE, K.REPORT, K.ASK, K.ESCALATE, K.EXTEND, K.REMIND, K.STOP}),
    ("vanthu", set()),
    ("xa", None),
    ("cdc", None),
    ("khucachly", None),
    ("kiemtra", None),
]


def test_who_may_do_what(office: Office, task: Task) -> None:
    for name, allowed in WHO:
        if name not in office.world.users:
            continue
        actor = office.actor(name)
        seen = queries.visible_tasks(actor).filter(pk=task.pk).exists()
        assert seen is (allowed is not None), name
        assert set(access.possible_entries(actor, task)) == (allowed or set()), name


def test_out_of_sight_is_out_of_reach(office: Office, task: Task) -> None:
    with pytest.raises(OutOfSight):
        write(task, K.EVIDENCE, office.actor("xa"), office.now)
    with pytest.raises(OutOfSight):
        queries.task_by_uid(task.uid, office.actor("xa"))


def test_nobody_accepts_their_own_report(office: Office, task: Task) -> None:
    specialist = office.actor("thammuu")
    write(task, K.REPORT, specialist, office.now)
    with pytest.raises(Refused, match="không tự xác nhận"):
        write(task, K.ACCEPT, specialist, office.now)
    write(task, K.ACCEPT, office.actor("lanhdao"), office.now)
    assert state(task) == S.DONE


MISSING = [
    (K.REPORT, {"words": " "}, "words"),
    (K.EVIDENCE, {"words": ""}, "words"),
    (K.ASK, {"new_due_at": None}, "new_due_at"),
    (K.EVIDENCE, {"file_content": b"x" * (20 * 1024 * 1024 + 1)}, "file"),
]


@pytest.mark.parametrize(("kind", "given_", "field"), MISSING)
def test_what_an_entry_must_say(office: Office, task: Task, kind: str, given_: dict, field: str) -> None:
    with pytest.raises(Refused) as refused:
        write(task, kind, office.actor("huyen"), office.now, **given_)
    assert refused.value.field == field
    assert not TaskEntry.objects.exists()


def test_a_granted_deadline_is_taken_back_with_its_entry(office: Office, task: Task) -> None:
    leader = office.actor("lanhdao")
    ordered = task.due_at
    first = write(task, K.EXTEND, leader, office.now, new_due_at=at("17:00 22/9"))
    second = write(task, K.EXTEND, leader, office.now, new_due_at=at("17:00 28/9"))
    task.refresh_from_db()
    assert task.due_at == at("17:00 28/9")
    for entry, left in ((second, at("17:00 22/9")), (first, ordered)):
        services.task_entry_revoke(entry=entry, reason="Ghi nhầm", by=leader, now=office.now)
        task.refresh_from_db()
        assert task.due_at == left


def test_revoking_reads_the_state_again(office: Office, task: Task) -> None:
    district, leader = office.actor("huyen"), office.actor("lanhdao")
    report = write(task, K.REPORT, district, at("08:00 15/9"))
    accept = write(task, K.ACCEPT, leader, at("09:00 15/9"))
    with pytest.raises(Refused, match="thu hồi mục ghi sau trước"):
        services.task_entry_revoke(entry=report, reason="Nhầm", by=district, now=office.now)
    with pytest.raises(Forbidden):
        services.task_entry_revoke(entry=accept, reason="Nhầm", by=district, now=office.now)
    services.task_entry_revoke(entry=accept, reason="Nhầm đơn vị", by=leader, now=office.now)
    assert state(task) == S.REPORTED
    services.task_entry_revoke(entry=report, reason="Nhầm", by=district, now=office.now)
    task.refresh_from_db()
    assert (task.state, task.reported_at, task.finished_at) == (S.RELEASED, None, None)
    with pytest.raises(Forbidden):
        services.task_entry_revoke(entry=report, reason="Nữa", by=district, now=office.now)
    assert TaskEntry.objects.count() == 2, "revoked entries stay on record"


def test_revoking_needs_a_reason(office: Office, task: Task) -> None:
    entry = write(task, K.EVIDENCE, office.actor("huyen"), office.now)
    with pytest.raises(Refused, match="lý do"):
        services.task_entry_revoke(entry=entry, reason=" ", by=office.actor("huyen"), now=office.now)


LATE = [
    # entries (kind, hour), asked at, late?
    ([], "23:59 20/9", False),
    ([], "00:00 21/9", True),
    ([(K.REPORT, "10:00 20/9")], "10:00 25/9", False),
    ([(K.REPORT, "10:00 21/9")], "10:00 25/9", True),
    ([(K.REPORT, "10:00 20/9"), (K.RETURN, "11:00 20/9")], "10:00 25/9", True),
    ([(K.EXTEND, "10:00 20/9")], "10:00 25/9", False),
    ([(K.REPORT, "10:00 20/9"), (K.ACCEPT, "10:00 25/9")], "10:00 30/9", False),
    ([(K.REPORT, "10:00 22/9"), (K.ACCEPT, "10:00 25/9")], "10:00 30/9", True),
    ([(K.STOP, "10:00 19/9")], "10:00 30/9", False),
]


def test_late_and_in_time(office: Office, task: Task) -> None:
    hands = {True: office.actor("huyen"), False: office.actor("lanhdao")}
    for entries, asked, late in LATE:
        TaskEntry.objects.all().delete()
        Task.objects.filter(pk=task.pk).update(
            state=S.RELEASED, due_at=task.ordered_due_at, reported_at=None, finished_at=None
        )
        for kind, hour in entries:
            write(task, kind, hands[kind in states.BY_WORKER], at(hour))
        fresh = Task.objects.get(pk=task.pk)
        assert progress.is_late(fresh, at(asked)) is late, (entries, asked)
        listed = queries.late(Task.objects.filter(pk=task.pk), at(asked))
        assert listed.exists() is late, (entries, asked)


def test_a_recurring_task_owes_its_day(office: Office, task: Task) -> None:
    letter = task.order.letter
    health = office.task(letter, "department")
    assert health.recurrence == Task.Recurrence.DAILY
    assert queries.recurring_owed([health], at("08:00 16/9")) == {health.pk: False}
    write(health, K.EVIDENCE, office.actor("thammuu"), at("09:00 16/9"))
    assert queries.recurring_owed([health], at("23:00 16/9")) == {health.pk: True}
    assert queries.recurring_owed([health], at("00:00 17/9")) == {health.pk: False}
    assert queries.recurring_owed([task], at("08:00 16/9")) == {}


def test_parts_for_communes(office: Office, task: Task) -> None:
    district, commune, leader = office.actor("huyen"), office.actor("xa"), office.actor("lanhdao")
    stations = [office.world.organisations[key] for key in ("tyt-32002", "tyt-32008")]
    parts = services.task_share(
        task=task,
        lead_ids=[row.pk for row in stations],
        content="Rà soát F1 ở khóm 1.",
        by=district,
        now=office.now,
    )
    assert {part.lead for part in Task.objects.filter(parent=task)} == set(stations)
    mine = queries.my_tasks(commune)
    assert [row.parent_id for row in mine] == [task.pk]
    part = parts[0]
    write(part, K.REPORT, commune, office.now)
    assert K.ACCEPT not in access.possible_entries(commune, Task.objects.get(pk=part.pk))
    write(part, K.ACCEPT, district, office.now)
    assert state(part) == S.DONE
    assert state(task) == S.RELEASED, "a part done does not finish the whole"
    with pytest.raises(Refused):
        services.task_share(
            task=Task.objects.get(pk=task.pk),
            lead_ids=[stations[1].pk],
            content="Nữa",
            by=district,
            now=office.now,
        )
    assert queries.visible_tasks(leader).filter(parent=task).count() == 2
    below = set(queries.units_below(task, district, office.now))
    assert stations[1] not in below
    assert office.world.organisations["tyt-32022"] in below
    assert office.world.organisations["ttyt-966"] not in below


def test_a_reported_part_waits_for_whoever_handed_it_down(office: Office, task: Task) -> None:
    district, commune = office.actor("huyen"), office.actor("xa")
    [part] = services.task_share(
        task=task,
        lead_ids=[office.world.organisations["tyt-32002"].pk],
        content="Rà soát F1 ở khóm 1.",
        by=district,
        now=office.now,
    )
    assert not queries.parts_to_judge(district).exists()
    write(part, K.REPORT, commune, office.now)
    assert list(queries.parts_to_judge(district)) == [part]
    assert not queries.parts_to_judge(commune).exists()
    write(part, K.RETURN, district, office.now)
    assert not queries.parts_to_judge(district).exists()


def test_what_a_report_encloses_counts_as_evidence(office: Office, task: Task) -> None:
    def counted() -> int:
        return queries.task_rows(Task.objects.filter(pk=task.pk)).get().evidence

    district, leader = office.actor("huyen"), office.actor("lanhdao")
    write(task, K.REPORT, district, office.now)
    assert counted() == 0, "a report in words alone"
    write(task, K.RETURN, leader, office.now)
    sent = write(task, K.REPORT, district, office.now, file_name="bien-ban.pdf", file_content=b"%PDF")
    assert counted() == 1
    services.task_entry_revoke(entry=sent, reason="Nhầm tệp", by=district, now=office.now)
    assert counted() == 0


SEEN = [
    # log-in, tasks seen (keys of leads), letters seen
    ("vanthu", {"bcd*9", "department", "ubnd"}, 1),
    ("lanhdao", {"bcd*9", "department", "ubnd"}, 1),
    ("thammuu", {"bcd*9", "department", "ubnd"}, 1),
    ("cdc", set(), 0),
    ("phongxn", set(), 0),
    ("huyen", {"bcd-964"}, 1),
    ("xa", set(), 0),
    ("kiemtra", set(), 0),
]


def test_who_sees_which_tasks(office: Office, task: Task) -> None:
    keys = {row.pk: key for key, row in office.world.organisations.items()}
    for name, wanted, letters in SEEN:
        actor = office.actor(name)
        leads = {keys[row.lead_id] for row in queries.visible_tasks(actor).exclude(lead=None)}
        shown = {lead for lead in leads if not lead.startswith("bcd-")} | (
            {"bcd*9"}
            if sum(lead.startswith("bcd-") for lead in leads) == 9
            else {x for x in leads if "-" in x}
        )
        assert shown == wanted, name
        assert queries.visible_letters(actor).count() == letters, name


def test_drafts_are_the_offices_own(office: Office) -> None:
    letter = office.drafted(LETTER)
    assert queries.visible_tasks(office.actor("huyen")).count() == 0
    assert queries.visible_tasks(office.actor("vanthu")).filter(order__letter=letter).count() == 11
    assert queries.visible_letters(office.actor("huyen")).count() == 0


def test_a_leader_of_another_house_sees_only_its_own(office: Office, task: Task) -> None:
    """A leader's role in a district opens that district's register, never the province's."""
    other = Actor(
        kind="user", label="Chủ tịch huyện", user_id=99, roles=frozenset({"leader"}),
        organisation_id=office.world.organisations["ubnd-966"].pk,
    )  # fmt: skip
    assert queries.visible_letters(other).count() == 0
    assert queries.visible_tasks(other).count() == 0


def test_the_drawing_in_the_documentation_is_the_table() -> None:
    assert (DOCS / "directives-states.md").read_text(encoding="utf-8") == states.diagram()


@given(st.lists(st.sampled_from(K.values), max_size=12))
def test_replay_follows_the_table_step_by_step(kinds: list[str]) -> None:
    here: str | None = S.RELEASED
    for kind in kinds:
        here = states.MOVES.get((here, kind)) if here else None
    assert states.replay(kinds) == here


def test_every_state_but_the_ends_leads_on() -> None:
    assert {state for state in S.values if not states.possible(state)} == {S.DRAFT, S.DONE, S.CANCELLED}
    assert all(states.possible(state) for state in states.OPEN)
