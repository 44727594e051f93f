"""A list of contacts: sure ones are meetings at once, doubtful ones wait, the same list again adds nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.kernel.errors import Forbidden, Refused
from lachan.people.identity import identity, number_index, phone_index
from lachan.people.models import Person
from lachan.tracing import services
from lachan.tracing.contacts import Contact
from lachan.tracing.models import ContactLine, Exposure
from tests.isolation.world import NOW, at

DAY = dt.date(2021, 9, 12)


def contact(name, *, when=DAY, closeness="table", number=1, address="", **who) -> Contact:
    return Contact(
        identity=identity(name, **({"birth_year": 1990} | who)), at=when, closeness=closeness, number=number,
        address=address,
    )  # fmt: skip


def take(world, case, *contacts, by=None):
    return services.contacts_take(
        case_id=case.pk, other_id=case.person_id, disease="x", contacts=contacts, unit_id=case.unit_id,
        by=by or world.tracer, now=NOW,
    )  # fmt: skip


@pytest.fixture
def case(world):
    return world.case(world.person("Ca Bệnh Thử"))


def test_contact_with_an_agreeing_card_is_linked(world, case):
    known = world.person(
        "Trần Thị Có Thẻ",
        national_id="096190000001",
        national_id_index=number_index("096190000001"),
        birth_year=1990,
    )
    done = take(world, case, contact("TRẦN THỊ CÓ THẺ", national_id="096190000001"))
    assert [exposure.person_id for exposure in done.added] == [known.pk]
    assert ContactLine.objects.get().state == ContactLine.State.LINKED


def test_contact_without_a_number_is_registered_where_nobody_could_be_meant(world, case):
    done = take(world, case, contact("Lê Văn Mới Tinh", address="Ấp 1"))
    person = Person.objects.get(pk=done.registered[0])
    assert (person.full_name, person.address) == ("Lê Văn Mới Tinh", "Ấp 1")
    assert done.added[0].unit_id == case.unit_id
    assert done.added[0].day_only


def test_contact_with_a_namesake_waits_and_is_no_meeting_yet(world, case):
    world.person("Lê Văn Trùng Tên", birth_year=1990)
    done = take(world, case, contact("Lê Văn Trùng Tên"))
    assert (done.waiting, done.added, done.registered) == (1, [], [])
    assert ContactLine.objects.get().told["identity"]["full_name"] == "Lê Văn Trùng Tên"


def test_contact_whose_card_belongs_to_another_name_waits(world, case):
    world.person(
        "Trần Thị Có Thẻ",
        national_id="096190000001",
        national_id_index=number_index("096190000001"),
        birth_year=1990,
    )
    assert take(world, case, contact("Ngô Văn Khác", national_id="096190000001")).waiting == 1


def test_same_phone_alone_makes_nobody_the_same(world, case):
    world.person("Mẹ Của Bé", phone="0912345678", phone_index=phone_index("0912345678"), birth_year=1960)
    done = take(world, case, contact("Bé Út Nhà", phone="0912345678", birth_year=2015))
    assert len(done.registered) == 1


def test_the_same_list_again_adds_nothing(world, case):
    world.person("Lê Văn Trùng Tên", birth_year=1990)
    lines = [
        contact("Lê Văn Trùng Tên"),
        contact("Lê Văn Mới Tinh"),
        contact("Vũ Thị Kia", national_id="096190000009"),
    ]
    first, again = take(world, case, *lines), take(world, case, *lines)
    assert (len(first.added), first.waiting, first.repeated) == (2, 1, 0)
    assert (len(again.added), again.waiting, again.repeated, again.registered) == (0, 0, 3, [])
    assert Exposure.objects.count() == 2


def test_one_identity_on_several_lines_is_one_person(world, case):
    again = DAY + dt.timedelta(days=1)
    done = take(world, case, contact("Lê Văn Mới Tinh"), contact("Lê Văn Mới Tinh", when=again, number=2))
    assert len(done.registered) == 1
    later = take(world, case, contact("Lê Văn Mới Tinh", when=at("10/9 08:00")))
    assert later.registered == []
    assert len({exposure.person_id for exposure in Exposure.objects.all()}) == 1


def test_a_line_told_twice_in_one_list_counts_once(world, case):
    done = take(world, case, contact("Lê Văn Mới Tinh"), contact("Lê Văn Mới Tinh", number=2))
    assert (len(done.added), done.repeated) == (1, 1)


def test_impossible_lines_come_back_and_the_others_are_taken(world, case):
    done = take(
        world, case, contact("A Bê Xê", when=at("15/9 09:00"), number=7), contact("Dê E Ép", number=8)
    )
    assert done.bad == [(7, ["Giờ tiếp xúc 09:00 15/09/2021 ở tương lai."])]
    assert len(done.added) == 1


def test_a_waiting_line_is_decided_once(world, case):
    known = world.person("Lê Văn Trùng Tên", birth_year=1990)
    take(world, case, contact("Lê Văn Trùng Tên"))
    line = ContactLine.objects.get()
    decided = services.contact_decide(line=line, person_id=known.pk, by=world.tracer, now=NOW)
    assert (decided.person_id, decided.exposure.other_id, decided.is_new) == (known.pk, case.person_id, True)
    assert (line.state, line.told) == (ContactLine.State.LINKED, None)
    with pytest.raises(Refused, match="người khác xử lý"):
        services.contact_decide(line=line, by=world.tracer, now=NOW)


def test_a_waiting_line_may_be_somebody_new(world, case):
    world.person("Lê Văn Trùng Tên", birth_year=1990)
    take(world, case, contact("Lê Văn Trùng Tên"))
    decided = services.contact_decide(line=ContactLine.objects.get(), by=world.tracer, now=NOW)
    assert Person.objects.filter(name_key="le van trung ten").count() == 2
    assert ContactLine.objects.get().person_id == decided.person_id


def test_a_refused_line_is_gone_from_the_queue_and_is_not_taken_again(world, case):
    world.person("Lê Văn Trùng Tên", birth_year=1990)
    take(world, case, contact("Lê Văn Trùng Tên"))
    with pytest.raises(Refused, match="lý do"):
        services.contact_refuse(line=ContactLine.objects.get(), reason="", by=world.tracer, now=NOW)
    services.contact_refuse(line=ContactLine.objects.get(), reason="Ghi trùng", by=world.tracer, now=NOW)
    assert take(world, case, contact("Lê Văn Trùng Tên")).repeated == 1


def test_who_may_hand_over_lists(world, case):
    with pytest.raises(Forbidden):
        take(world, case, contact("Lê Văn Mới Tinh"), by=world.site_actor)


def test_contact_survives_its_wait(world):
    told = contact("Lê Văn Chờ", when=at("12/9 18:30"), birth_date=dt.date(1990, 2, 3), phone="0912 345 678")
    assert Contact.from_json(told.to_json()) == told
