"""The morning itself: the cluster of the bakery, the false alarm of June, an earlier letter, papers ready."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

from lachan.cases import queries as cases
from lachan.demo import files
from lachan.demo.cast import WARD_4, World, add_logins, found_world
from lachan.demo.history import DISEASE, History, build
from lachan.demo.letter import earlier_letter_text
from lachan.directives import services as directives
from lachan.directives.queries import Task
from lachan.epi import intervals as kinds
from lachan.isolation import queries as isolation
from lachan.isolation.documents import BOOK_DECISION
from lachan.isolation.models import Stay
from lachan.isolation.services.stays import told_record
from lachan.journeys import case_investigated, person_separated
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.papers.services import block_release
from lachan.kernel.policies.loader import policies_load
from lachan.kernel.times import LOCAL
from lachan.organisations.models import Position
from lachan.people.models import Person
from lachan.places import shipped
from lachan.standing import queries as standing
from lachan.tracing.services import timeline_entry_record

MORNING = dt.datetime(2021, 9, 15, 7, 0, tzinfo=LOCAL)
_EVENING = dt.datetime(2021, 9, 14, 20, 0, tzinfo=LOCAL)


def build_world(folder: Path) -> World:
    """Everything that the demonstration starts with; writes the files to upload into `folder`."""
    shipped.camau_load(by=SYSTEM, now=MORNING)
    shipped.camau_demo_load(by=SYSTEM, now=MORNING)
    policies_load(by=SYSTEM, now=MORNING)
    world = found_world(on=MORNING.date(), now=MORNING)
    add_logins(world, now=MORNING)
    history = build(world)
    june(history)
    tested, met = bakery(history)
    earlier_letter(world)
    number_block(world)
    files.write_all(folder, tested=tested, met=met)
    return world


def june(history: History) -> None:
    """19/6/2021: a rapid positive at 17:00 in Cái Nước; by the RT-PCR negative of 23:30 sixteen F1 and twelve F2
    had been asked to isolate. The suspicion closes, and what it caused is proposed for lifting; the next morning
    the decision that ends it is signed."""
    evening = dt.datetime(2021, 6, 19, 17, 0, tzinfo=LOCAL)
    commune = history.world.commune("32128", evening.date())
    before = evening - dt.timedelta(hours=5)
    [patient] = history.register(1, before, commune)
    close, far = history.register(16, before, commune), history.register(12, before, commune)
    pairs = [(contact, patient) for contact in close]
    pairs += [(contact, close[number % 16]) for number, contact in enumerate(far)]
    history.meetings(pairs, evening.date(), evening - dt.timedelta(hours=1))
    history.results([patient], "rapid", "positive", evening)
    tracer = history.world.actor("cdc", evening)
    at = evening + dt.timedelta(hours=1)
    for person in close[:6]:
        told_record(person_id=person.pk, disease=DISEASE, occurred_at=at, by=tracer, now=at)
    home = {"disease": DISEASE, "measure": "home", "unit_id": commune.pk, "occurred_at": at}
    arrivals = person_separated.stays_begin(
        arrivals=[home | {"person_id": person.pk} for person in close[:6]], by=tracer, now=at
    )
    history.orders(evening + dt.timedelta(hours=4), 900_619)
    history.results([patient], "rt_pcr", "negative", dt.datetime(2021, 6, 19, 23, 30, tzinfo=LOCAL))
    release(history, [arrival.stay for arrival in arrivals], 900_620, evening + dt.timedelta(hours=16))


def release(history: History, stays: list[Stay], number: int, at: dt.datetime) -> None:
    """One decision ends all that are proposed for lifting, and who was kept at home is free to go."""
    proposed = standing.current(disease=DISEASE, kind=kinds.LIFTING_NEEDED, at=at)
    leader = history.world.actor("lanhdao", at)
    members = isolation.members_by_uids(leader, at, [uuid.UUID(row.input_uid) for row in proposed])
    person_separated.order_lift(
        members=members,
        reason="Kết quả RT-PCR âm tính, loại trừ ca nghi ngờ",
        grounds=members[0].order.grounds,
        position_id=Position.objects.get(organisation=members[0].order.organisation_id).pk,
        signed_at=at,
        number=number,
        by=leader,
        now=at,
    )
    tracer = history.world.actor("cdc", at)
    for stay in stays:
        person_separated.stay_end(stay=stay, occurred_at=at, reason="lifted", by=tracer, now=at)


def bakery(history: History) -> tuple[list[tuple[Person, str]], list[Person]]:
    """The bakery of Khóm 1, Phường 4: an owner who fell ill, staff who share his table, customers not yet on
    any list. Answers who is in the laboratory's file of the morning, and the customers."""
    ward = history.world.commune(WARD_4, MORNING.date())
    [owner] = history.register(1, _EVENING, ward)
    staff, families = history.register(6, _EVENING, ward), history.register(9, _EVENING, ward)
    customers = history.register(12, _EVENING, ward)
    tenth = dt.date(2021, 9, 12)
    history.results([owner], "rt_pcr", "positive", _EVENING)
    pairs = [(person, owner) for person in staff]
    pairs += [(person, staff[number % 6]) for number, person in enumerate(families)]
    history.meetings(pairs, tenth, _EVENING + dt.timedelta(hours=1))
    _state_owner(history, owner, ward.pk)
    known = history.register(14, _EVENING)
    tested = [(staff[0], "positive"), (staff[1], "positive"), *((p, "negative") for p in staff[2:])]
    tested += [(person, "negative") for person in known]
    return tested, customers


def _state_owner(history: History, owner: Person, unit_id: int) -> None:
    at = _EVENING + dt.timedelta(hours=2)
    tracer = history.world.actor("cdc", at)
    case = cases.open_case_of(owner.pk, DISEASE)
    assert case is not None
    case_investigated.onset_state(
        case=case,
        symptomatic=True,
        onset_on=dt.date(2021, 9, 13),
        symptoms="sốt, ho",
        by=tracer,
        now=at,
    )
    case_investigated.context_state(case=case, context="community", unit_id=unit_id, by=tracer, now=at)
    case_investigated.source_state(case=case, known=False, by=tracer, now=at)
    timeline_entry_record(
        case_id=case.pk,
        person_id=owner.pk,
        occurred_at=dt.datetime(2021, 9, 12, 6, 0, tzinfo=LOCAL),
        left_at=dt.datetime(2021, 9, 12, 18, 0, tzinfo=LOCAL),
        place_name="Tiệm bánh Khóm 1",
        unit_id=unit_id,
        activity="Bán bánh trung thu cùng 6 nhân viên",
        by=tracer,
        now=at,
    )


def earlier_letter(world: World) -> None:
    """A letter of the day before, already with the units: one deadline has passed, one is near."""
    at = dt.datetime(2021, 9, 14, 8, 0, tzinfo=LOCAL)
    clerk, office = world.actor("vanthu", at), world.organisations["ubnd"]
    letter = directives.letter_register(
        file_name="9998-UBND-KGVX.txt",
        data=earlier_letter_text().encode(),
        organisation_id=office.pk,
        received_at=at,
        by=clerk,
        now=at,
    )
    directives.reading_confirm(letter=letter, confirmed=letter.reading, by=clerk, now=at)
    directives.tasks_draft(letter=letter, by=world.actor("thammuu", at), now=at)
    for task in Task.objects.filter(order__letter=letter, lead=None):
        directives.task_drop(task=task, by=world.actor("thammuu", at), now=at)
    directives.tasks_release(
        letter=letter,
        instruction="Giao các đơn vị thực hiện đúng thời hạn, báo cáo kết quả.",
        by=world.actor("lanhdao", at),
        now=at,
    )


def number_block(world: World) -> None:
    """Numbers that the văn thư released for the decisions of the night."""
    at = dt.datetime(2021, 9, 14, 16, 30, tzinfo=LOCAL)
    block_release(
        organisation_id=world.organisations["ubnd"].pk,
        book=BOOK_DECISION,
        symbol="QĐ-UBND",
        year=2021,
        first=990_001,
        last=990_050,
        by=world.actor("vanthu", at),
        now=at,
    )
