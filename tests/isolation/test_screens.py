"""The screens of isolation, played through: need → draft → signature → arrival → lifting."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from lachan.epi import facts
from lachan.isolation import booking
from lachan.isolation.models import Lift, Order, OrderMember, Stay, Told
from lachan.journeys import following
from lachan.kernel.access import roles
from tests.isolation.test_stays import arrive, open_site
from tests.isolation.world import NOW, at, hours

D = "covid19"


pytestmark = pytest.mark.usefixtures("morning")


def second_contact(world, met):
    """Who ate with the contact on 13/9."""
    farther = world.person("Lê Người Xa")
    meeting = facts.Exposure(
        uid="farther", person=farther.pk, other=met.pk, start=at("13/9 18:00"), closeness="table",
        unit=world.here.pk,
    )  # fmt: skip
    following.take_in(disease=D, added=[meeting], now=at("15/9 05:30"))
    return farther


def url(name, *args):
    return reverse(f"isolation:{name}", args=args)


def draft_of(browser, *people, **typed):
    selected = [str(person.uid) for person in people]
    fields = {"selected": selected, "disease": D, "compose": "1", "grounds": "Căn cứ Văn bản số 1"}
    first = browser.post(url("order_draft"), {"selected": selected, "disease": D})
    fields |= {"organisation": first.context["form"].initial["organisation"]}
    for row in first.context["rows"]:
        fields |= {
            f"measure-{row['uid']}": row["measure"],
            f"site-{row['uid']}": row["site"],
            f"until-{row['uid']}": row["until"],
        }
    answer = browser.post(url("order_draft"), fields | typed)
    assert answer.status_code == 302, (answer.context["form"].errors, answer.context["faults"])
    return Order.objects.latest("id")


def sign(browser, order, world, **typed):
    fields = {
        "position": world.position.pk,
        "signed_at": "06:30 15/09/2021",
        "numbering": "typed",
        "number": 12,
    }
    return browser.post(url("order_issue", order.uid), fields | typed)


def test_the_person_is_told_the_next_test(district, case):
    """An F1 since the 15th who was met on the 12th: the test of the first day is due on the day it became known."""
    words = "Xét nghiệm ngày thứ 1 của F1, đến hạn ngày 15/09/2021"
    for address in (url("person", case[1].uid), reverse("people:person", args=[case[1].uid])):
        assert words in district.get(address).content.decode(), address


def test_list_shows_who_needs_a_decision_and_why(district, case):
    page = district.get(url("need_list"), {"disease": D}).content.decode()
    for words in (
        "Nguyễn Văn Ca",
        "Trần Thị Bạn",
        "F1 vì ăn, uống cùng bàn",
        "Chưa tách",
        "Lập dự thảo quyết định",
    ):
        assert words in page, words


def test_filters_narrow_the_list_and_live_in_the_address(district, case):
    page = district.get(url("need_list"), {"disease": D, "level": "F1"}).content.decode()
    assert url("person", case[1].uid) in page
    assert url("person", case[0].uid) not in page
    assert "Không còn ai chờ" in district.get(url("need_list"), {"disease": "measles"}).content.decode()


def test_from_need_to_signature_and_paper(district, world, case):
    ill, met = case
    site = open_site(world, places=5)
    order = draft_of(district, ill, met)
    members = {member.person: member for member in order.members.all()}
    assert (members[met].measure, members[met].site, members[met].level) == ("concentrated", site, "F1")
    assert members[met].ends_at is not None
    assert members[met].policy_ids
    assert members[ill].measure == "treatment"
    answer = sign(district, order, world)
    assert answer.status_code == 302, answer.context["form"].errors
    order.refresh_from_db()
    assert (order.number, order.occurred_at) == (12, at("15/9 06:30"))
    paper = district.get(url("paper", order.paper_uid))
    assert paper["Content-Disposition"].endswith('12-qd-ubnd.docx"')
    assert "Không còn ai chờ quyết định" in district.get(url("need_list"), {"disease": D}).content.decode()


def test_signing_tells_who_is_already_at_another_site(district, world, case):
    _, met = case
    named = open_site(world, places=5)
    order = draft_of(district, met)
    assert not district.get(url("order_issue", order.uid)).context["elsewhere"]
    other = open_site(world, organisation=world.far_site_organisation, unit=world.far, places=5)
    stay = arrive(world, met, when="15/9 06:00", site=other, disease=D).stay
    page = district.get(url("order_issue", order.uid)).content.decode()
    assert "Trần Thị Bạn đang ở Khu cách ly Xa, quyết định ghi Khu cách ly Trường Thử." in page
    Stay.objects.filter(pk=stay.pk).update(site=named)
    assert not district.get(url("order_issue", order.uid)).context["elsewhere"]


def test_a_draft_proposes_the_site_where_somebody_already_is(district, world, case):
    ill, _ = case
    site = open_site(world, measures=["treatment"], places=1)
    arrive(world, ill, when="15/9 05:40", site=site, measure="treatment", disease=D)
    page = district.post(url("order_draft"), {"selected": [str(ill.uid)], "disease": D})
    [row] = page.context["rows"]
    assert row["site"] == str(site.uid), "full, because they themselves are there"
    signed = sign(district, draft_of(district, ill), world)
    assert signed.status_code == 302


def test_where_an_f2_ends_is_told_with_what_may_end_it_sooner(district, world, case):
    farther = second_contact(world, case[1])
    words = "hoặc sớm hơn, khi F1 liên quan âm tính lần đầu bằng RT-PCR"
    drafted = district.post(url("order_draft"), {"selected": [str(farther.uid)], "disease": D})
    for page in (drafted, district.get(url("person", farther.uid)), district.get(url("need_list"))):
        assert words in page.content.decode()
    [own] = district.post(url("order_draft"), {"selected": [str(case[1].uid)], "disease": D}).context["rows"]
    assert own["line"].sooner == ""


def test_grounds_name_laws_and_papers_in_full(district, case):
    _, met = case
    page = district.post(url("order_draft"), {"selected": [str(met.uid)], "disease": D})
    grounds = page.context["form"].initial["grounds"].splitlines()
    assert grounds[0].startswith("Căn cứ Luật Tổ chức chính quyền địa phương")
    assert any("số 101/2010/NĐ-CP ngày 30 tháng 9 năm 2010 của Chính phủ" in line for line in grounds)
    assert any("số 5599/BYT-MT ngày 14 tháng 7 năm 2021 của Bộ Y tế" in line for line in grounds)


def test_draft_may_be_corrected_line_by_line(district, world, case):
    _, met = case
    order = draft_of(
        district,
        met,
        **{f"measure-{met.uid}": "home", f"site-{met.uid}": "", f"until-{met.uid}": "20/09/2021"},
    )
    member = order.members.get()
    assert (member.measure, member.site, member.ends_at) == ("home", None, at("21/9 00:00"))


def test_bad_days_are_named_and_nothing_is_drafted(district, case):
    _, met = case
    answer = district.post(
        url("order_draft"),
        {
            "selected": [str(met.uid)], "disease": D, "compose": "1", "grounds": "Căn cứ 1",
            "organisation": district.post(url("order_draft"), {"selected": [str(met.uid)], "disease": D}).context["form"].initial["organisation"],
            f"until-{met.uid}": "hôm nào",
        },
    )  # fmt: skip
    assert "Trần Thị Bạn: ngày kết thúc phải viết dạng" in answer.content.decode()
    assert not Order.objects.exists()


def test_preview_shows_places_before_and_after_and_full_needs_a_reason(district, world, case):
    _, met = case
    site = open_site(world, places=0)
    order = draft_of(district, met, **{f"site-{met.uid}": str(site.uid)})
    assert "thiếu −1" in district.get(url("order_issue", order.uid)).content.decode()
    answer = sign(district, order, world)
    assert "Không đủ chỗ" in answer.content.decode()
    assert sign(district, order, world, over_capacity_reason="Kê thêm giường").status_code == 302


def test_number_of_a_used_one_is_refused_beside_the_field(district, world, case):
    ill, met = case
    sign(district, draft_of(district, ill), world)
    answer = sign(district, draft_of(district, met), world)
    assert "đã dùng" in str(answer.context["form"].errors["number"])


def test_arrival_is_one_tap_with_its_hour_and_can_be_undone(client, world, case):
    _ill, met = case
    site = open_site(world, places=5)
    district = world.log_in(client, roles.DISTRICT, world.committee)
    sign(district, draft_of(district, met), world)
    member = OrderMember.objects.get()
    page = district.get(url("arrival_list")).content.decode()
    assert url("stay_begin", member.uid) in page
    answer = district.post(url("stay_begin", member.uid), {"at": "06:50 15/09/2021"}, follow=True)
    assert "Đã xác nhận Trần Thị Bạn đến nơi" in answer.content.decode()
    stay = Stay.objects.get()
    assert (stay.occurred_at, stay.site) == (at("15/9 06:50"), site)
    district.post(url("stay_begin", member.uid), {"at": "06:50 15/09/2021"})
    assert Stay.objects.count() == 1
    district.post(url("stay_undo", stay.uid))
    assert booking.load(site, NOW).staying == 0


def test_impossible_hour_is_told_and_nothing_is_written(district, world, case):
    sign(district, draft_of(district, case[1]), world)
    member = OrderMember.objects.get()
    for hour in ("09:00 15/09/2021", "sáng nay"):
        answer = district.post(url("stay_begin", member.uid), {"at": hour}, follow=True)
        assert "Giờ đến" in answer.content.decode()
    assert not Stay.objects.exists()


def test_site_confirms_its_own_arrivals(client, world, case):
    _, met = case
    open_site(world, places=5)
    district = world.log_in(client, roles.DISTRICT, world.committee)
    sign(district, draft_of(district, met), world)
    site = world.log_in(client, roles.SITE, world.site_organisation)
    page = site.get(url("arrival_list")).content.decode()
    assert "Trần Thị Bạn" in page
    site.post(url("stay_begin", OrderMember.objects.get().uid), {"at": "06:55 15/09/2021"})
    assert Stay.objects.get().person == met


def test_the_gate_learns_that_a_contact_has_become_a_case(client, world, case):
    _, met = case
    open_site(world, places=5)
    district = world.log_in(client, roles.DISTRICT, world.committee)
    sign(district, draft_of(district, met), world)
    world.derived_case(met, NOW - hours(1))
    site = world.log_in(client, roles.SITE, world.site_organisation)
    page = site.get(url("arrival_list")).content.decode()
    assert "nay là F0, phải “điều trị, cách ly tại cơ sở y tế”" in page
    member = OrderMember.objects.get()
    answer = site.post(url("stay_begin", member.uid), {"at": "06:55 15/09/2021"}, follow=True)
    assert "Chưa xác nhận Trần Thị Bạn" in answer.content.decode()
    assert not Stay.objects.exists()
    site.post(url("stay_begin", member.uid), {"at": "06:55 15/09/2021", "despite": "1"})
    assert Stay.objects.get().person == met


def test_a_contact_who_became_a_case_gets_a_decision_in_the_place_of_the_old_one(district, world, case):
    _, met = case
    open_site(world, places=5)
    sign(district, draft_of(district, met), world)
    old = OrderMember.objects.get()
    world.derived_case(met, NOW - hours(0.25))
    row = next(
        r for r in district.get(url("need_list"), {"disease": D}).context["table"].rows if r.person == met
    )
    assert (row.value, row.replaces) == ("treatment", "12/QĐ-UBND")
    composed = district.post(url("order_draft"), {"selected": [str(met.uid)], "disease": D})
    assert "thay quyết định số 12/QĐ-UBND" in composed.content.decode()
    assert "Không có ai cần gỡ" in district.get(url("lift_list"), {"disease": D}).content.decode()
    answer = sign(district, draft_of(district, met), world, number=13, signed_at="06:50 15/09/2021")
    assert answer.status_code == 302
    page = district.get(url("lift_list"), {"disease": D})
    assert [row.input_uid for row in page.context["table"].rows] == [str(old.uid)]
    assert "đã có quyết định chặt hơn, số 13/QĐ-UBND" in page.content.decode()
    assert "Đã có QĐ 13/QĐ-UBND ký sau" in district.get(url("order_page", old.order.uid)).content.decode()
    shown = district.get(url("person", met.uid))
    assert shown.context["expected"].order.number == 13
    form = district.post(url("order_lift"), {"selected": [str(old.uid)]})
    assert f'data-draft="lift-{old.uid}"' in form.content.decode(), "the reason is kept when the line drops"
    assert "Đã có quyết định chặt hơn, số 13/QĐ-UBND</textarea>" in form.content.decode()


def test_steps_of_a_person_with_the_hours_between(district, world, case):
    ill, _ = case
    district.post(url("person", ill.uid), {"tell": "1", "told-at": "05:30 15/09/2021"})
    district.post(
        url("separate", ill.uid),
        {"measure": "temporary", "unit": str(world.here.pk), "at": "06:00 15/09/2021", "site": ""},
    )
    assert Told.objects.get().occurred_at == at("15/9 05:30")
    page = district.get(url("person", ill.uid)).content.decode()
    for words in (
        "Có kết quả dương tính",
        "sau 30 phút",
        "sau 1 giờ",
        "Ký quyết định",
        "chưa ghi",
        "Tại nhà, Xã Gần",
    ):
        assert words in page, words


def test_steps_stand_in_the_order_in_which_they_came(district, world, case):
    ill, met = case
    arrive(world, ill, when="15/9 04:00", disease=D, measure="temporary")
    district.post(url("person", ill.uid), {"tell": "1", "told-at": "05:30 15/09/2021"})
    steps = district.get(url("person", ill.uid)).context["steps"]
    assert [one.title for one in steps] == [
        "Đến nơi cách ly",
        "Có kết quả dương tính",
        "Đã báo cho người đó",
        "Ký quyết định",
    ]
    farther = second_contact(world, met)
    [first, *_] = district.get(url("person", farther.uid)).context["steps"]
    assert first.title == "Thành F2"
    assert first.when is not None


def test_lifting_is_proposed_when_the_ground_is_gone_and_signed(district, world, case):
    _, met = case
    sign(district, draft_of(district, met), world)
    assert "Không có ai cần gỡ" in district.get(url("lift_list"), {"disease": D}).content.decode()
    following.take_in(disease=D, withdrawn=["meeting"], now=NOW)
    page = district.get(url("lift_list"), {"disease": D}).content.decode()
    assert "Trần Thị Bạn" in page
    assert "Chưa ghi đã đến" in page
    assert "Chưa tách" not in page, "nothing is late for who need not be kept apart"
    member = OrderMember.objects.get()
    answer = district.post(url("order_lift"), {"selected": [str(member.uid)]})
    assert "12/QĐ-UBND" in answer.content.decode()
    assert answer.context["form"].initial["grounds"] == "Căn cứ Văn bản số 1", "as the decision that ends"
    assert answer.context["form"].initial["reason"] == "", "nothing stricter was decided: the signer says why"
    assert "không còn căn cứ từ 06:30 ngày 15/09/2021" in answer.content.decode(), (
        "having read why it is proposed"
    )
    answer = district.post(
        url("order_lift"),
        {
            "selected": [str(member.uid)], "reason": "Thu hồi bản ghi tiếp xúc", "grounds": "",
            "position": world.position.pk, "signed_at": "06:58 15/09/2021", "numbering": "typed", "number": 13,
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.context["form"].errors
    assert "Không có ai cần gỡ" in district.get(url("lift_list"), {"disease": D}).content.decode()
    page = district.get(url("order_page", member.order.uid)).content.decode()
    assert "Đã gỡ, QĐ 13/QĐ-UBND" in page
    paper = url("paper", Lift.objects.get().paper_uid)
    assert paper in page, "the decision that ends it can be opened and printed"
    assert paper in district.get(url("person", met.uid)).content.decode()
    assert district.get(paper).status_code == 200
    assert "Chưa ghi nơi" in page, "no site was free: that is not an isolation at home"


def test_commune_sees_its_own_names_and_not_the_paper(client, world, case):
    _, met = case
    other = world.person("Người Xã Bên", unit=world.there)
    meeting = facts.Exposure(
        uid="second",
        person=other.pk,
        other=case[0].pk,
        start=at("12/9 18:00"),
        closeness="table",
        unit=world.here.pk,
    )
    following.take_in(disease=D, added=[meeting], now=NOW)
    district = world.log_in(client, roles.DISTRICT, world.committee)
    order = draft_of(district, met, other)
    sign(district, order, world)
    order.refresh_from_db()
    commune = world.log_in(client, roles.COMMUNE, world.station)
    page = commune.get(url("order_page", order.uid)).content.decode()
    assert "Trần Thị Bạn" in page
    assert "Người Xã Bên" not in page
    assert "1 người khác trong quyết định" in page
    assert commune.get(url("paper", order.paper_uid)).status_code == 404


def test_stay_page_ends_a_stay_and_takes_it_back(district, world, case):
    ill, _ = case
    district.post(
        url("separate", ill.uid),
        {"measure": "home", "unit": str(world.here.pk), "at": "06:00 15/09/2021", "site": ""},
    )
    stay = Stay.objects.get()
    district.post(url("stay_page", stay.uid), {"leave": "1", "reason": "left", "at": "06:30 15/09/2021"})
    stay.refresh_from_db()
    assert stay.ended_at == at("15/9 06:30")
    district.post(url("stay_page", stay.uid), {"revoke": "1", "reason": "Ghi nhầm người"})
    stay.refresh_from_db()
    assert stay.ended_at is None
    assert "Nguyễn Văn Ca" in district.get(url("home_list")).content.decode()


def test_only_a_site_can_be_full_and_a_stay_tells_its_last_day(district, world, case):
    _, met = case
    open_site(world, places=5)
    order = draft_of(district, met, **{f"measure-{met.uid}": "home", f"site-{met.uid}": ""})
    sign(district, order, world)
    page = district.get(url("arrival_list")).content.decode()
    assert "Đã ở nhà" in page
    assert "Quá sức chứa" not in page
    member = OrderMember.objects.get()
    district.post(url("stay_begin", member.uid), {"at": "06:55 15/09/2021"})
    page = district.get(url("stay_page", Stay.objects.get().uid)).content.decode()
    assert "đến hết ngày 26/09/2021" in page
    assert "<b>00:00</b>" not in page


def test_certificate_after_the_last_day(district, world, case):
    _, met = case
    sign(district, draft_of(district, met, **{f"measure-{met.uid}": "home", f"site-{met.uid}": ""}), world)
    member = OrderMember.objects.get()
    district.post(url("stay_begin", member.uid), {"at": "06:50 15/09/2021"})
    OrderMember.objects.update(starts_at=at("1/9 00:00"), ends_at=NOW - hours(1) + dt.timedelta(minutes=55))
    Stay.objects.update(occurred_at=at("1/9 09:00"))
    answer = district.post(
        url("completion_issue", member.uid),
        {"position": world.position.pk, "signed_at": "06:58 15/09/2021", "numbering": "typed", "number": 1},
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert ">Giấy xác nhận</a>" in district.get(url("person", met.uid)).content.decode()


@pytest.mark.parametrize(
    "name", ["order_page", "order_issue", "stay_page", "person", "paper", "completion_issue", "site_page"]
)
def test_guessed_ids_are_not_there(district, name):
    assert district.get(url(name, "0199f000-0000-7000-8000-00000000abcd")).status_code == 404


def test_ticked_rows_that_are_no_ids_are_not_there(district):
    assert district.post(url("order_draft"), {"selected": ["x"], "disease": D}).status_code == 404
    assert district.post(url("order_lift"), {"selected": ["x"]}).status_code == 404


@pytest.mark.parametrize("role", [roles.LAB, roles.AUDITOR, roles.ADMIN])
def test_roles_without_business_here_are_shown_the_door(client, world, role):
    browser = world.log_in(client, role, world.cdc)
    for name in ("need_list", "order_list", "site_list", "home_list", "lift_list", "arrival_list"):
        assert browser.get(url(name)).status_code == 403


def test_an_hour_told_to_the_wrong_person_is_taken_back_with_its_reason(district, world, case):
    ill, _ = case
    district.post(url("person", ill.uid), {"tell": "1", "told-at": "05:30 15/09/2021"})
    told = Told.objects.get()
    page = district.get(url("person", ill.uid)).content.decode()
    assert "Giờ báo 05:30 15/09/2021 ghi sai" in page
    without = district.post(url("person", ill.uid), {"untell": str(told.uid), "untell-reason": ""})
    assert without.context["untell"].errors
    assert Told.objects.get().revoked_at is None
    district.post(url("person", ill.uid), {"untell": str(told.uid), "untell-reason": "Gọi nhầm số"})
    told.refresh_from_db()
    assert (told.revoke_reason, told.revoked_at) == ("Gọi nhầm số", NOW)
    assert "Giờ báo" not in district.get(url("person", ill.uid)).content.decode()
    again = district.post(url("person", ill.uid), {"untell": str(told.uid), "untell-reason": "Lần nữa"})
    assert again.status_code == 404


def test_a_number_is_not_offered_from_blocks_that_have_none(district, world, case):
    order = draft_of(district, case[1])
    page = district.get(url("order_issue", order.uid))
    assert [code for code, _ in page.context["form"].fields["numbering"].choices] == ["typed"]
    assert "Không còn số trong dải văn thư đã cấp" in page.content.decode()
    refused = sign(district, order, world, numbering="block")
    assert refused.status_code == 200
    assert not refused.context["form"].is_valid()


def test_a_draft_that_names_somebody_is_told_on_their_page(district, case):
    page = district.get(url("person", case[1].uid)).content.decode()
    assert "Có dự thảo quyết định nêu tên người này" not in page
    order = draft_of(district, case[1])
    page = district.get(url("person", case[1].uid)).content.decode()
    assert "Có dự thảo quyết định nêu tên người này" in page
    assert url("order_page", order.uid) in page


def test_who_owes_no_measure_is_not_offered_to_be_kept_apart_before_a_decision(district, world, case):
    words = "Ghi đã cách ly trước khi có quyết định"
    assert words in district.get(url("person", case[1].uid)).content.decode()
    assert words not in district.get(url("person", world.person("Người Ngoài Cuộc").uid)).content.decode()
