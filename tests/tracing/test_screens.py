"""The screens of tracing, played through as a tracer and as communes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from lachan.epi import facts
from lachan.journeys import following
from lachan.kernel.access import roles
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.policies.queries import rulebook_forget
from lachan.people.identity import identity
from lachan.people.services import NewPerson, household_join, person_register
from lachan.tracing import services
from lachan.tracing.models import ContactLine, Exposure, TimelineEntry
from tests.founding import rules_load
from tests.isolation.world import NOW, at, hours

D = "covid19"


@pytest.fixture(autouse=True)
def morning(monkeypatch):
    """The domain's clock stands at the morning of the tests."""
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: NOW)


@pytest.fixture
def rules(db):
    rulebook_forget()
    rules_load(NOW)


@pytest.fixture
def case(world, rules):
    """A confirmed case with symptoms since 13/9."""
    person = world.person("Nguyễn Văn Ca")
    result = facts.Result(
        uid="0199f000-0000-7000-8000-000000000001:%d" % person.pk, person=person.pk, method="rt_pcr",
        outcome="positive", resulted_at=NOW - hours(2), sampled_at=NOW - hours(10), unit=world.here.pk,
    )  # fmt: skip
    onset = facts.Onset(
        uid="onset", person=person.pk, symptomatic=True, onset_on=dt.date(2021, 9, 13), at=NOW - hours(1)
    )
    followed = following.take_in(disease=D, added=[result, onset], now=NOW - hours(1))
    return followed.cases.opened[0]


@pytest.fixture
def tracer(client, world):
    return world.log_in(client, roles.TRACER, world.cdc)


def url(name, *args):
    return reverse(f"tracing:{name}", args=args)


ENTRY = {
    "came": "08:00 12/09/2021", "left": "09:00 12/09/2021", "place_name": "Quán Bờ Kè", "unit": "Xã Gần",
    "activity": "Uống cà phê", "whom-TOTAL_FORMS": "3", "whom-INITIAL_FORMS": "0",
    "whom-0-full_name": "TRẦN THỊ BẠN", "whom-0-birth": "1988", "whom-0-closeness": "table",
}  # fmt: skip
CONTACT = {
    "full_name": "Lê Văn Mới",
    "birth": "1990",
    "on": "12/09/2021",
    "closeness": "table",
    "hour": "18:30",
}


def test_list_shows_open_cases_with_what_is_known(tracer, case):
    page = tracer.get(url("list")).content.decode()
    assert "Nguyễn Văn Ca" in page
    assert url("timeline", case.uid) in page
    assert "Không có ca bệnh nào" in tracer.get(url("list"), {"text": "Không Có Ai"}).content.decode()


def test_entry_and_people_met_are_told_in_one_form(tracer, case):
    answer = tracer.post(url("timeline_entry_record", case.uid), ENTRY)
    assert answer.status_code == 302, answer.context["form"].errors
    entry = TimelineEntry.objects.get()
    exposure = Exposure.objects.select_related("person").get()
    assert (entry.occurred_at, entry.unit.name) == (at("12/9 08:00"), "Xã Gần")
    assert (exposure.person.full_name, exposure.entry, exposure.other) == ("Trần Thị Bạn", entry, case.person)
    page = tracer.get(url("timeline", case.uid)).content.decode()
    assert "Quán Bờ Kè" in page
    assert "1 người tiếp xúc" in page


def test_days_without_their_year_are_shown_whole_before_they_are_sent_again(tracer, case):
    bad = ENTRY | {"came": "08:00", "came_day": "12/9", "left": "07:00", "left_day": "12/9"}
    page = tracer.post(url("timeline_entry_record", case.uid), bad).content.decode()
    assert page.count('value="12/09/2021"') == 2
    answer = tracer.post(url("exposure_record", case.uid), CONTACT | {"on": "12/9"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert Exposure.objects.get().occurred_at == at("12/9 18:30")


def test_half_told_people_and_bad_hours_are_named_and_nothing_is_written(tracer, case):
    bad = ENTRY | {"whom-0-closeness": "", "left": "07:00 12/09/2021"}
    page = tracer.post(url("timeline_entry_record", case.uid), bad)
    assert page.status_code == 200
    assert "Giờ rời đi trước giờ đến" in page.content.decode()
    assert "Chưa chọn hình thức tiếp xúc" in page.content.decode()
    assert not TimelineEntry.objects.exists()


def test_contact_gets_a_level_that_says_why_and_until_when(tracer, case):
    answer = tracer.post(url("exposure_record", case.uid), CONTACT)
    assert answer.status_code == 302, answer.context["form"].errors
    page = tracer.get(url("contacts", case.uid)).content.decode()
    assert "Lê Văn Mới" in page
    assert "F1 vì ăn, uống cùng bàn với" in page
    assert "ngày 12/09/2021" in page
    assert "QĐ 3638/QĐ-BYT" in page
    assert "Chưa tách" in page


def test_a_contact_who_is_a_suspected_case_is_named_so_and_counts_as_not_apart(tracer, case):
    tracer.post(url("exposure_record", case.uid), CONTACT)
    met = Exposure.objects.get()
    contact = met.person if met.person_id != case.person_id else met.other
    rapid = facts.Result(
        uid="0199f000-0000-7000-8000-000000000002:%d" % contact.pk, person=contact.pk, method="rapid",
        outcome="positive", resulted_at=NOW - hours(3), sampled_at=NOW - hours(4), unit=case.unit_id,
    )  # fmt: skip
    following.take_in(disease=D, added=[rapid], now=NOW)
    answer = tracer.get(url("contacts", case.uid))
    assert "Ca nghi ngờ" in answer.content.decode()
    assert answer.context["counts"]["loose"] == 1


def test_whom_a_contact_met_is_told_from_the_list_and_gets_the_next_level(tracer, case, world):
    tracer.post(url("exposure_record", case.uid), CONTACT)
    met = Exposure.objects.get()
    contact = met.person if met.person_id != case.person_id else met.other
    add = f"{url('exposure_record', case.uid)}?cua={contact.uid}"
    assert add in tracer.get(url("contacts", case.uid)).content.decode()
    assert "Thêm người tiếp xúc với Lê Văn Mới" in tracer.get(add).content.decode()
    later = CONTACT | {"full_name": "Phạm Thị Sau", "birth": "1971", "on": "13/09/2021"}
    answer = tracer.post(add, later, follow=True)
    assert "Đã ghi người tiếp xúc Phạm Thị Sau: F2" in answer.content.decode()
    second = Exposure.objects.exclude(pk=met.pk).get()
    assert contact.pk in {second.person_id, second.other_id}
    assert "Phạm Thị Sau" in tracer.get(url("contacts", case.uid), {"level": "F2"}).content.decode()
    stranger = world.person("Người Khác")
    assert tracer.get(f"{url('exposure_record', case.uid)}?cua={stranger.uid}").status_code == 404


def test_who_has_no_known_address_is_seen_by_the_commune_of_the_meeting(tracer, client, case, world):
    tracer.post(url("exposure_record", case.uid), CONTACT)
    met = Exposure.objects.get()
    contact = met.person if met.person_id != case.person_id else met.other
    page = reverse("people:person", args=[contact.uid])
    assert world.log_in(client, roles.COMMUNE, world.station).get(page).status_code == 200


def test_identifying_a_line_fills_the_blanks_of_the_record(tracer, case, world):
    known = person_register(
        person=NewPerson(identity=identity("Lê Văn Mới", birth_year=1990)), by=SYSTEM, now=NOW
    )
    tracer.post(url("exposure_record", case.uid), CONTACT | {"unit": "Xã Gần", "phone": "0101000999"})
    line = ContactLine.objects.get()
    tracer.post(url("contact_decide", line.uid), {"who": str(known.uid)})
    known.refresh_from_db()
    assert (known.residence_id, known.phone) == (world.here.pk, "0101000999")


def test_same_contact_again_is_told_and_adds_nothing(tracer, case):
    for _ in range(2):
        answer = tracer.post(url("exposure_record", case.uid), CONTACT, follow=True)
    assert "đã có trong hồ sơ, không ghi thêm" in answer.content.decode()
    assert Exposure.objects.count() == 1


def test_doubtful_contact_is_decided_on_the_next_screen(tracer, case, world):
    known = world.person("Lê Văn Mới", birth_year=1990)
    answer = tracer.post(url("exposure_record", case.uid), CONTACT, follow=True)
    line = ContactLine.objects.get()
    assert answer.redirect_chain == [(url("contact_decide", line.uid), 302)]
    assert "khớp: họ tên, năm sinh" in answer.content.decode()
    tracer.post(url("contact_decide", line.uid), {"who": str(known.uid)})
    assert Exposure.objects.get().person == known
    assert tracer.get(url("contact_decide", line.uid)).status_code == 404


def test_decider_out_of_sight_of_the_candidate_learns_only_whom_to_call(client, world, case):
    world.person("Lê Văn Mới", unit=world.far, birth_year=1990)
    commune = world.log_in(client, roles.COMMUNE, world.station)
    page = commune.post(url("exposure_record", case.uid), CONTACT, follow=True).content.decode()
    assert "1 người giống đang do Xã Xa, Huyện Hai quản lý" in page
    assert "khớp:" not in page


def test_taking_a_meeting_back_shows_its_effect_first(tracer, case):
    tracer.post(url("exposure_record", case.uid), CONTACT)
    exposure = Exposure.objects.get()
    page = tracer.get(url("exposure_revoke", exposure.uid)).content.decode()
    assert "từ F1 thành không thuộc diện theo dõi" in page
    assert Exposure.objects.standing().exists()
    tracer.post(url("exposure_revoke", exposure.uid), {"reason": "Nhầm người"})
    assert not Exposure.objects.standing().exists()
    assert "Chưa có người tiếp xúc nào" in tracer.get(url("contacts", case.uid)).content.decode()


def test_filters_live_in_the_address_and_the_print_has_phones(tracer, case):
    tracer.post(url("exposure_record", case.uid), CONTACT | {"phone": "0912345678"})
    tracer.post(url("exposure_record", case.uid), CONTACT | {"full_name": "Phạm Thị Xa", "on": "01/09/2021"})
    tracer.get(url("contacts", case.uid))  # takes the messages away
    page = tracer.get(url("contacts", case.uid), {"level": "F1"}).content.decode()
    assert "Lê Văn Mới" in page
    assert "Phạm Thị Xa" not in page
    assert "Phạm Thị Xa" in tracer.get(url("contacts", case.uid), {"level": "none"}).content.decode()
    assert "0912345678" in tracer.get(url("contacts", case.uid), {"in": "1"}).content.decode()


def test_contacts_of_contacts_are_in_the_list_with_their_level(tracer, case, world):
    from lachan.journeys import exposure_recorded
    from lachan.tracing.services import Meeting

    tracer.post(url("exposure_record", case.uid), CONTACT)
    first, far = Exposure.objects.get().person, world.person("Võ Văn Vòng Hai")
    met = Meeting(person_id=far.pk, other_id=first.pk, at=at("14/9 08:00"), closeness="within_2m")
    exposure_recorded.exposure_add(disease=D, meeting=met, by=world.tracer, now=NOW)
    page = tracer.get(url("contacts", case.uid)).content.decode()
    assert "Võ Văn Vòng Hai" in page
    assert "F2 vì tiếp xúc trong vòng 2 m với F1 Lê Văn Mới" in page


def test_sheet_of_five_steps_shows_what_is_open(tracer, case):
    tracer.post(url("timeline_entry_record", case.uid), ENTRY)
    tracer.post(
        url("timeline_entry_record", case.uid),
        ENTRY
        | {
            "place_name": "Chợ Gần",
            "whom-0-full_name": "",
            "whom-0-birth": "",
            "whom-0-closeness": "",
            "came": "05:00 12/09/2021",
            "left": "",
        },
    )
    page = tracer.get(url("steps", case.uid)).content.decode()
    assert "Còn 1 nơi chưa có ai lập danh sách" in page
    assert "Trần Thị Bạn" in page


def test_every_page_of_a_case_tells_the_days_to_ask_about(tracer, case, world):
    words = "Thời kỳ có thể lây: từ 10/09/2021, 3 ngày trước khởi phát 13/09/2021, đến nay"
    for name in ("timeline", "contacts", "steps", "exposure_record", "timeline_entry_record"):
        page = tracer.get(url(name, case.uid)).content.decode()
        assert words in page, name
        assert "QĐ 3638/QĐ-BYT ngày 30/7/2021" in page, name
    kept = facts.Separation(uid="kept", person=case.person_id, kind="treatment", start=at("15/9 06:30"))
    following.take_in(disease=D, added=[kept], now=NOW)
    page = tracer.get(url("timeline", case.uid)).content.decode()
    assert "đến khi được tách khỏi cộng đồng (06:30 ngày 15/09/2021)" in page


def test_a_home_is_named_by_its_case_and_opens_its_household(tracer, world, case):
    son = world.case(world.person("Nguyễn Văn Con"), disease=D)
    household_join(person=son.person, with_person=case.person, by=world.tracer, now=NOW)
    stranger = world.case(world.person("Trần Văn Hàng Xóm"), disease=D)
    for one in (case, son, stranger):
        services.timeline_entry_record(
            case_id=one.pk, person_id=one.person_id, occurred_at=at("13/9 19:00"), place_name="Nhà riêng",
            unit_id=world.here.pk, by=world.tracer, now=NOW,
        )  # fmt: skip
    page = tracer.get(url("places"))
    assert "1 nhà riêng mới có một ca" in page.content.decode()
    [row] = page.context["table"].rows
    assert f"Nhà riêng (hộ của {row.home_of.code})" in page.content.decode()
    address = page.context["table"].row_url(row)
    names = {entry.person.full_name for entry in tracer.get(address).context["table"].rows}
    assert names == {"Nguyễn Văn Ca", "Nguyễn Văn Con"}
    assert tracer.get(address.replace("nha=", "nha=x")).status_code == 404


def test_places_say_how_many_cases_and_contacts(tracer, case):
    tracer.post(url("timeline_entry_record", case.uid), ENTRY)
    page = tracer.get(url("places")).content.decode()
    assert "Quán Bờ Kè" in page


@pytest.mark.parametrize(
    "name", ["timeline", "timeline_entry_record", "contacts", "exposure_record", "steps"]
)
def test_case_of_another_commune_is_not_there(client, world, case, name):
    other = world.log_in(client, roles.COMMUNE, world.far_site_organisation)
    assert other.get(url(name, case.uid)).status_code == 404


def test_a_laboratory_has_no_business_here(client, world, case):
    lab = world.log_in(client, roles.LAB, world.cdc)
    assert lab.get(url("list")).status_code == 403
