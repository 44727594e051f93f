"""Decisions: effect from the signature, a number used once, places held, lifted by a decision of their own."""

from __future__ import annotations

import datetime as dt
import io

import docx
import pytest

from lachan.isolation import booking, queries
from lachan.isolation.models import Lift, Order
from lachan.isolation.services import drafts, orders
from lachan.kernel.access import roles
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.kernel.papers import queries as papers
from lachan.kernel.papers import services as numbers
from lachan.kernel.papers.models import IssuedNumber
from lachan.organisations.models import Position
from tests.isolation.test_drafts import draft, proposed
from tests.isolation.test_stays import arrive, open_site
from tests.isolation.world import LONG_AGO, NOW, at, make_actor, make_organisation

D = "covid19"


@pytest.fixture
def signer(world):
    return world.position


def make(world, *members, **more):
    return draft(
        world, list(members), **({"disease": D, "grounds": ["Căn cứ Văn bản thử nghiệm số 1"]} | more)
    )


def issue(world, order, number=12, **more):
    return orders.order_issue(
        **{
            "order": order, "position_id": world.position.pk, "signed_at": at("15/9 06:30"), "number": number,
            "by": world.district_actor, "now": NOW,
        } | more
    )  # fmt: skip


def lift(world, members, number=13, **more):
    return orders.order_lift(
        **{
            "members": members, "reason": "Kết quả RT-PCR âm tính", "position_id": world.position.pk,
            "signed_at": at("15/9 06:45"), "number": number, "by": world.district_actor, "now": NOW,
        } | more
    )  # fmt: skip


def text_of(paper_uid, world):
    paper = papers.paper_get(world.tracer, paper_uid)
    document = docx.Document(io.BytesIO(papers.paper_bytes(paper)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def test_effect_begins_with_the_signature_and_both_hours_are_kept(world):
    order = issue(world, make(world, proposed(world.person())))
    assert (order.state, order.occurred_at, order.recorded_at) == (Order.State.ISSUED, at("15/9 06:30"), NOW)
    assert (order.number, order.symbol, order.signer_name) == (12, "QĐ-UBND", "Lê Thị Thử Nghiệm")
    assert booking.running(at("15/9 06:29")).count() == 0
    assert booking.running(at("15/9 06:30")).count() == 1


def test_the_paper_names_each_ground_in_full(world):
    typed = ["Căn cứ NĐ 101/2010/NĐ-CP", "Căn cứ QĐ 3416/QĐ-BYT và các hướng dẫn điều trị trước đó"]
    order = issue(world, make(world, proposed(world.person()), grounds=typed))
    text = text_of(order.paper_uid, world)
    assert "Căn cứ Nghị định số 101/2010/NĐ-CP ngày 30 tháng 9 năm 2010 của Chính phủ" in text
    assert "Căn cứ Quyết định số 3416/QĐ-BYT ngày 14 tháng 7 năm 2021" in text
    assert "trước đó" not in text


def test_the_list_of_a_disease_that_names_no_levels_says_what_people_are(world):
    order = issue(world, make(world, proposed(world.person()), disease="measles"))
    text = text_of(order.paper_uid, world)
    assert "Người tiếp xúc gần" in text
    assert "F1" not in text


def test_only_who_was_moved_before_the_signature_is_held_from_an_earlier_hour(world):
    at_home, moved, long_there = world.person(), world.person(), world.person()
    arrive(world, moved, when="14/9 22:00", disease=D, measure="temporary")
    arrive(world, long_there, when="1/9 08:00", disease=D, measure="temporary")
    order = issue(world, make(world, proposed(at_home), proposed(moved), proposed(long_there)))
    starts = list(order.members.order_by("position").values_list("starts_at", flat=True))
    needed = at("14/9 00:00")
    assert starts == [order.occurred_at, at("14/9 22:00"), needed], "an earlier stay is another matter"
    rows = text_of(order.paper_uid, world)
    assert rows.count("15/09/2021") >= 1
    assert rows.count("14/09/2021") == 2


def test_who_is_free_again_before_the_signature_is_on_no_decision(world):
    order = make(world, proposed(world.person(), days=1.25))
    with pytest.raises(Refused, match="đã hết trước giờ ký"):
        issue(world, order)


def test_a_number_is_used_once_for_ever(world):
    issue(world, make(world, proposed(world.person())))
    second = make(world, proposed(world.person()))
    with pytest.raises(Refused, match="Số 12 của sổ QĐ năm 2021 đã dùng"):
        issue(world, second)
    second.refresh_from_db()
    assert second.state == Order.State.DRAFT
    assert issue(world, second, number=14).number == 14


def test_without_a_number_the_next_of_the_released_block_is_taken(world):
    clerk = make_actor(roles.CLERK, world.committee, [])
    numbers.block_release(
        organisation_id=world.committee.pk, book="QĐ", symbol="QĐ-UBND", year=2021, first=300, last=301,
        by=clerk, now=NOW,
    )  # fmt: skip
    made = [issue(world, make(world, proposed(world.person())), number=None).number for _ in range(2)]
    assert made == [300, 301]
    with pytest.raises(Refused, match="không còn số"):
        issue(world, make(world, proposed(world.person())), number=None)


def test_issued_once(world):
    order = make(world, proposed(world.person()))
    issue(world, order)
    with pytest.raises(Refused, match="đã được ban hành"):
        issue(world, order, number=99)
    assert not IssuedNumber.objects.filter(number=99).exists()
    with pytest.raises(Refused, match="đã ban hành"):
        drafts.order_discard(order=order, by=world.district_actor, now=NOW)


def test_signature_is_of_the_issuing_office_on_that_day_and_not_of_the_future(world):
    order = make(world, proposed(world.person()))
    other = Position.objects.create(
        organisation=world.cdc, title="Giám đốc", holder_name="Người Khác", valid_from=LONG_AGO
    )
    retired = Position.objects.create(
        organisation=world.committee, title="Chủ tịch", holder_name="Người Cũ", valid_from=LONG_AGO,
        valid_to=dt.date(2021, 9, 1),
    )  # fmt: skip
    with pytest.raises(Refused, match="thuộc cơ quan ban hành"):
        issue(world, order, position_id=other.pk)
    with pytest.raises(Refused, match="không giữ chức vụ"):
        issue(world, order, position_id=retired.pk)
    with pytest.raises(Refused, match="sau hiện tại"):
        issue(world, order, signed_at=at("15/9 07:01"))


def test_who_may_register_a_signature(world):
    order = make(world, proposed(world.person()))
    with pytest.raises(Forbidden):
        issue(world, order, by=world.commune)
    stranger = make_actor(roles.DISTRICT, world.far_site_organisation, [world.far])
    with pytest.raises(Forbidden):
        issue(world, order, by=stranger)


def test_issued_list_holds_its_places_until_people_arrive(world):
    site, people = open_site(world, places=2), [world.person() for _ in range(2)]
    order = make(world, *[proposed(person, "concentrated", site=site) for person in people])
    issue(world, order)
    assert (booking.load(site, NOW).expected, booking.load(site, NOW).free) == (2, 0)
    with pytest.raises(Refused, match="hết chỗ"):
        arrive(world, world.person(), site=site, disease=D)
    arrive(world, people[0], "15/9 06:50", site=site, disease=D)
    load = booking.load(site, NOW)
    assert (load.staying, load.expected, load.free) == (1, 1, 0)
    assert [member.person for member in queries.coming(world.tracer, NOW, site)] == [people[1]]


def test_list_beyond_the_places_needs_a_reason(world):
    site = open_site(world, places=1)
    order = make(world, *[proposed(world.person(), "concentrated", site=site) for _ in range(2)])
    with pytest.raises(Refused, match="sức chứa 1, đang ở 0, đang tới kể cả danh sách này 2"):
        issue(world, order)
    assert not IssuedNumber.objects.exists()
    assert issue(world, order, over_capacity_reason="Kê thêm giường").over_capacity_reason == "Kê thêm giường"


def test_people_already_moved_take_no_second_place(world):
    site, person = open_site(world, places=1), world.person()
    arrive(world, person, "14/9 22:00", site=site, disease=D)
    issue(world, make(world, proposed(person, "concentrated", site=site)))
    load = booking.load(site, NOW)
    assert (load.staying, load.expected) == (1, 0)


def test_people_brought_to_another_site_are_awaited_no_more(world):
    ordered, other = (
        open_site(world),
        open_site(world, organisation=world.far_site_organisation, unit=world.far),
    )
    person = world.person()
    issue(world, make(world, proposed(person, "concentrated", site=ordered)))
    arrive(world, person, "15/9 06:40", site=other, disease=D)
    assert booking.load(ordered, NOW).expected == 0


@pytest.fixture
def two_sites(world):
    """A quarantine site, and a hospital in the same district."""
    hospital = make_organisation("Bệnh viện Thử", "hospital", world.there)
    return (
        open_site(world, places=1),
        open_site(world, places=1, organisation=hospital, unit=world.there, measures=("treatment",)),
    )


def to_quarantine_then_hospital(world, person, two_sites):
    """Two decisions on one person, the stricter one signed later."""
    quarantine, hospital = two_sites
    issue(world, make(world, proposed(person, "concentrated", site=quarantine)), signed_at=at("15/9 06:00"))
    stricter = make(world, proposed(person, "treatment", site=hospital))
    return issue(world, stricter, number=14, signed_at=at("15/9 06:30"))


def places(site, actor):
    """What the site's figures say, and the names behind the figure of those on the way."""
    load = booking.load(site, NOW)
    names = [member.person.full_name for member in queries.coming(actor, NOW, site)]
    assert load.expected == len(names), "a figure opens to its rows"
    return load.staying, load.free, names


def test_who_is_ordered_elsewhere_more_strictly_holds_one_place_only(world, two_sites):
    person = world.person("Trần Thị Bạn")
    to_quarantine_then_hospital(world, person, two_sites)
    quarantine, hospital = two_sites
    assert places(quarantine, world.site_actor) == (0, 1, [])
    assert places(hospital, world.tracer) == (0, 0, ["Trần Thị Bạn"])
    other = issue(world, make(world, proposed(world.person(), "concentrated", site=quarantine)), number=15)
    assert other.over_capacity_reason == "", "the place is free again without a lifting"


def test_who_signs_a_lighter_decision_later_knows_what_they_do(world, two_sites):
    quarantine, hospital = two_sites
    person = world.person("Trần Thị Bạn")
    issue(world, make(world, proposed(person, "treatment", site=hospital)), signed_at=at("15/9 06:00"))
    issue(world, make(world, proposed(person, "concentrated", site=quarantine)), number=14)
    assert places(quarantine, world.site_actor) == (0, 0, ["Trần Thị Bạn"])
    assert places(hospital, world.tracer) == (0, 1, [])


def test_lifting_the_stricter_decision_gives_the_first_site_its_person_back(world, two_sites):
    quarantine, hospital = two_sites
    order = to_quarantine_then_hospital(world, world.person("Trần Thị Bạn"), two_sites)
    lift(world, list(order.members.all()), number=15)
    assert places(quarantine, world.site_actor) == (0, 0, ["Trần Thị Bạn"])
    assert places(hospital, world.tracer) == (0, 1, [])


def test_who_stays_at_the_first_site_is_counted_there_until_they_move(world, two_sites):
    quarantine, hospital = two_sites
    person = world.person("Trần Thị Bạn")
    arrive(world, person, "14/9 22:00", site=quarantine, disease=D)
    to_quarantine_then_hospital(world, person, two_sites)
    assert places(quarantine, world.site_actor) == (1, 0, [])
    assert places(hospital, world.tracer) == (0, 0, ["Trần Thị Bạn"])
    arrive(world, person, "15/9 06:50", site=hospital, disease=D, measure="treatment")
    assert places(quarantine, world.site_actor) == (0, 1, [])
    assert places(hospital, world.tracer) == (1, 0, [])


def test_who_was_taken_to_hospital_without_a_decision_is_awaited_by_no_site(world, two_sites):
    quarantine, hospital = two_sites
    person = world.person()
    issue(world, make(world, proposed(person, "concentrated", site=quarantine)))
    arrive(world, person, "15/9 06:50", site=hospital, disease=D, measure="treatment")
    assert places(quarantine, world.site_actor) == (0, 1, [])


def test_who_is_ordered_to_a_site_since_is_not_awaited_at_home(world, two_sites):
    quarantine, _ = two_sites
    person = world.person()
    issue(world, make(world, proposed(person)), signed_at=at("15/9 06:00"))
    assert [member.person for member in queries.home_not_confirmed(world.commune, NOW)] == [person]
    issue(world, make(world, proposed(person, "concentrated", site=quarantine)), number=14)
    assert list(queries.home_not_confirmed(world.commune, NOW)) == []


def test_second_decision_for_the_same_measure_names_the_first(world):
    person = world.person("Ngô Văn Hai")
    issue(world, make(world, proposed(person)))
    with pytest.raises(Refused, match="Ngô Văn Hai đã có quyết định số 12/QĐ-UBND đến hết 27/09/2021"):
        make(world, proposed(person))
    assert make(world, proposed(person, days=20)).state == Order.State.DRAFT


def test_lifting_is_a_decision_of_its_own_for_each_person(world):
    order = issue(world, make(world, proposed(world.person()), proposed(world.person())))
    first, second = order.members.order_by("position")
    made = lift(world, [first])
    assert (made[0].number, made[0].occurred_at) == (13, at("15/9 06:45"))
    order.refresh_from_db()
    assert order.number == 12
    assert list(booking.running(NOW)) == [second]
    with pytest.raises(Refused, match="đã được gỡ"):
        lift(world, [first], number=15)
    assert Lift.objects.count() == 1


def test_lifted_people_free_their_places(world):
    site = open_site(world, places=1)
    order = issue(world, make(world, proposed(world.person(), "concentrated", site=site)))
    assert booking.load(site, NOW).free == 0
    lift(world, list(order.members.all()))
    assert booking.load(site, NOW).free == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"reason": " "}, "lý do gỡ"),
        ({"signed_at": at("15/9 06:00")}, "trước giờ ký quyết định"),
        ({"signed_at": at("15/9 08:00")}, "sau hiện tại"),
        ({"number": 12}, "đã dùng"),
    ],
)
def test_impossible_lifting_is_refused(world, more, words):
    order = issue(world, make(world, proposed(world.person())))
    with pytest.raises(Refused, match=words):
        lift(world, list(order.members.all()), **more)


def test_a_draft_or_nobody_is_not_lifted(world):
    with pytest.raises(Refused, match="chưa được ban hành"):
        lift(world, list(make(world, proposed(world.person())).members.all()))
    with pytest.raises(Refused, match="Chưa chọn"):
        lift(world, [])


def test_lifting_people_out_of_sight_is_not_possible(world):
    order = issue(world, make(world, proposed(world.person(unit=world.there))))
    leader = make_actor(roles.LEADER, world.committee, [world.here])
    with pytest.raises(OutOfSight):
        lift(world, list(order.members.all()), by=leader)


def test_the_decision_comes_out_in_the_official_layout(world):
    person = world.person("Phan Thị Thử", national_id="096190000001", sex="female", address="Số 1, ấp 2")
    site = open_site(world)
    order = issue(world, make(world, proposed(person, "concentrated", site=site), proposed(world.person())))
    text = text_of(order.paper_uid, world)
    for words in (
        "UBND HUYỆN MỘT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 12/QĐ-UBND",
        "Một, ngày 15 tháng 9 năm 2021",
        "QUYẾT ĐỊNH",
        "Về việc áp dụng biện pháp cách ly y tế để phòng, chống bệnh COVID-19",
        "CHỦ TỊCH UBND HUYỆN MỘT",
        "Căn cứ Văn bản thử nghiệm số 1.",
        "Điều 1. Áp dụng biện pháp cách ly y tế đối với 02 người",
        "- Cách ly tập trung: Khu cách ly Trường Thử: 01 người;",
        "- Cách ly tại nhà: 01 người.",
        "có hiệu lực kể từ thời điểm ký, 06 giờ 30 phút ngày 15/09/2021",
        "Nơi nhận:",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Lê Thị Thử Nghiệm",
        "Phan Thị Thử",
        "096190000001",
        "Số 1, ấp 2, Xã Gần, Huyện Một",
        "27/09/2021",
    ):
        assert words in text, words


def test_the_lifting_names_the_decision_it_ends_and_why(world):
    order = issue(world, make(world, proposed(world.person("Phan Thị Thử"))))
    text = text_of(lift(world, list(order.members.all()))[0].paper_uid, world)
    for words in (
        "Về việc gỡ bỏ biện pháp cách ly y tế",
        "Căn cứ Quyết định số 12/QĐ-UBND ngày 15 tháng 9 năm 2021 của Chủ tịch UBND huyện Một về việc áp dụng",
        "về việc áp dụng biện pháp cách ly y tế để phòng, chống bệnh COVID-19.",
        "ngày 15 tháng 9 năm 2021 của Chủ tịch UBND huyện Một)",
        "Lý do: Kết quả RT-PCR âm tính.",
        "Phan Thị Thử",
    ):
        assert words in text, words


def served(world, ends="15/9 00:00", stay=True):
    person = world.person("Phan Thị Thử")
    order = make(world, proposed(person, days=1))
    member = order.members.get()
    member.starts_at, member.ends_at = at("1/9 00:00"), at(ends)
    member.save()
    issue(world, order, signed_at=at("1/9 08:00"))
    if stay:
        arrive(world, person, "1/9 09:00", disease=D)
    return member


def certify(world, member, **more):
    return orders.completion_issue(
        **{
            "member": member, "position_id": world.position.pk, "signed_at": at("15/9 06:00"), "number": 1,
            "by": world.district_actor, "now": NOW,
        } | more
    )  # fmt: skip


def test_certificate_of_time_served(world):
    made = certify(world, served(world))
    text = text_of(made.paper_uid, world)
    assert "Số: 01/GXN-UBND" in text
    assert "Đã hoàn thành biện pháp cách ly tại nhà theo Quyết định số 12/QĐ-UBND" in text
    assert "từ ngày 01/09/2021 đến hết ngày 14/09/2021" in text


def test_no_certificate_before_the_end_twice_or_for_nobody(world):
    with pytest.raises(Refused, match="chưa hết"):
        certify(world, served(world, ends="20/9 00:00"))


def test_no_certificate_twice(world):
    member = served(world)
    certify(world, member)
    with pytest.raises(Refused, match="Đã cấp"):
        certify(world, member, number=2)


def test_no_certificate_without_a_confirmed_stay(world):
    with pytest.raises(Refused, match="xác nhận người này đã đến"):
        certify(world, served(world, stay=False))


def test_a_commune_under_a_district_drafts_and_the_district_signs(world):
    order = make(world, proposed(world.person()))
    with pytest.raises(Forbidden, match="cấp huyện ký"):
        issue(world, order, by=world.commune)
    assert issue(world, order).is_issued


def test_a_list_of_decisions_holds_exactly_those_that_open(world, signer):
    """The list asks from the reader's people, a page from the decision: both must mean the same."""
    made = [
        make(world, proposed(world.person(unit=unit)), by=world.tracer)
        for unit in (world.here, world.there, world.far)
    ]
    for actor in (world.commune, world.other_commune, world.district_actor, world.site_actor, world.tracer):
        opened = [order for order in made if _opens(actor, order)]
        assert sorted(one.pk for one in queries.orders(actor, NOW)) == [one.pk for one in opened]
    assert not _opens(world.other_commune, made[0])


def _opens(actor, order):
    try:
        return queries.order_by_uid(actor, NOW, order.uid) == order
    except OutOfSight:
        return False
