"""Rings from a case's first result to their end: who may, what is refused, what follows."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from lachan.demo.cast import WARD_5
from lachan.journeys import ring_closed, ring_opened
from lachan.kernel.access.queries import sees
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.people.queries import people_of
from lachan.zones import nearby, queries, services
from tests.zones.outbreak import HOME, at

ONSET = dt.date(2021, 9, 13)


@pytest.fixture
def ring(story):
    return story.opened(story.ill("Trần Văn Bình", ONSET))


def test_the_ring_takes_its_numbers_from_the_rule_of_its_day(story, ring):
    terms = story.state(ring).terms
    assert (ring.radius_m, terms.radius_m, terms.sprayings, terms.close_after_days) == (200, 200, 2, 14)
    assert ring.rule_id == "dengue/VN/house_ring/2011-01-01/1"
    assert terms.unverified


def test_a_suspected_case_is_enough_and_an_excluded_one_is_not(story):
    person = story.person("Lê Thị Lan")
    story.tested(person, "clinical", "positive", at(15, 5))
    case = story.case(person)
    assert case.classification == "suspected"
    ring = story.opened(case)
    story.tested(person, "rt_pcr", "negative", at(15, 6))
    state = story.state(ring)
    assert state.counted == []
    assert "không còn ca bệnh nào" in state.ending.gaps[0]
    other = story.person("Võ Văn Tư")
    story.tested(other, "clinical", "positive", at(15, 5))
    story.tested(other, "rt_pcr", "negative", at(15, 6))
    with pytest.raises(Refused, match="nghi ngờ hoặc ca xác định"):
        story.opened(story.case(other))


def test_a_disease_without_the_rule_has_no_ring(story):
    case = story.ill("Trần Văn Bình", ONSET)
    case.disease = "covid19"
    with pytest.raises(Refused, match="Chưa có quy định xử lý quanh nhà"):
        story.opened(case)


def test_one_ring_for_a_case(story, ring):
    with pytest.raises(Refused, match="đã thuộc một ổ dịch"):
        story.opened(ring.case)


def test_out_of_ground_is_out_of_sight(story, ring):
    other = story.world.commune(WARD_5, story.now.date())
    far = story.ill("Võ Văn Tư", ONSET, commune=WARD_5)
    with pytest.raises(OutOfSight):
        story.opened(far, unit_id=other.pk)
    with pytest.raises(OutOfSight):
        story.opened(far)
    foreign = story.opened(far, unit_id=other.pk, by=story.actor("cdc"))
    assert not queries.visible_to(story.actor(), story.now).filter(pk=foreign.pk).exists()
    assert queries.visible_to(story.actor("huyen"), story.now).filter(pk=foreign.pk).exists()
    with pytest.raises(OutOfSight):
        story.sprayed(foreign, 1)


def test_roles(story, ring):
    with pytest.raises(Forbidden):
        services.ring_close(ring=ring, by=story.actor("xa"), now=story.now)
    with pytest.raises(Forbidden):
        services.house_add(ring=ring, owner="Bà Sáu", by=story.actor("lanhdao"), now=story.now)


def test_the_commune_of_the_ring_sees_the_case_as_long_as_it_is_open(story):
    case = story.ill("Võ Văn Tư", ONSET, commune=WARD_5)
    ring = story.opened(case, by=story.actor("cdc"))
    assert sees(story.actor(), case.person_id, story.now)
    story.now = at(27)
    closing = story.closed(ring, "Không còn nguy cơ")
    assert not sees(story.actor(), case.person_id, story.now)
    ring_closed.closing_revoke(ring=ring, reason="Bấm nhầm", by=story.actor("huyen"), now=story.now)
    assert sees(story.actor(), case.person_id, story.now)
    closing.refresh_from_db()
    assert closing.revoked_at == story.now


def test_a_ring_opened_by_mistake_leaves_nothing(story, ring):
    case = ring.case
    ring_opened.ring_revoke(ring=ring, reason="Nhầm ca", by=story.actor("huyen"), now=story.now)
    with pytest.raises(OutOfSight):
        story.state(ring)
    assert queries.ring_of_case(case.pk) is None
    assert story.opened(case).pk != ring.pk


def test_a_ring_with_work_is_not_revoked(story, ring):
    story.visited(story.house(ring, "Ông Ba"), 4, 0, 5, 1, 1)
    with pytest.raises(Refused, match="đã có lượt kiểm tra"):
        ring_opened.ring_revoke(ring=ring, reason="Nhầm", by=story.actor("huyen"), now=story.now)


# --- houses and visits ----------------------------------------------------------------------------


def test_houses_are_numbered_and_a_number_is_never_used_again(story, ring):
    first, second = story.house(ring, "Ông Ba"), story.house(ring, "Bà Sáu")
    services.house_remove(house=second, reason="Ngoài bán kính", by=story.actor(), now=story.now)
    third = story.house(ring, "Cô Bảy")
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert [line.house.number for line in queries.house_lines(ring)] == [1, 3]
    assert (story.state(ring).houses, story.state(ring).visited) == (2, 0)


def test_a_visited_house_stays(story, ring):
    house = story.house(ring, "Ông Ba")
    story.visited(house, outcome="closed")
    with pytest.raises(Refused, match="đã có lượt kiểm tra"):
        services.house_remove(house=house, reason="x", by=story.actor(), now=story.now)


def test_a_closed_house_is_not_visited_and_comes_next(story, ring):
    one, two = story.house(ring, "Ông Ba"), story.house(ring, "Bà Sáu")
    story.visited(one, outcome="closed")
    story.visited(two, 3, 0, 4, 0, 0)
    assert story.state(ring).not_visited == 1
    assert queries.next_house(two) == one
    story.visited(one, 3, 1, 4, 2, 2, now=at(16))
    assert queries.next_house(two) is None


@pytest.mark.parametrize(
    ("counts", "field"),
    [
        ((4, 0, None, None, None), "containers"),
        ((4, 0, 3, 4, 0), "positive"),
        ((4, 0, 3, 1, 4), "destroyed"),
        ((2, 3, 3, 1, 1), "fevers"),
        ((2, 0, -1, 0, 0), "containers"),
    ],
)
def test_counts_that_cannot_be(story, ring, counts, field):
    with pytest.raises(Refused) as refusal:
        story.visited(story.house(ring, "Ông Ba"), *counts)
    assert refusal.value.field == field


def test_the_same_visit_sent_twice_is_one(story, ring):
    house = story.house(ring, "Ông Ba")
    first = story.visited(house, 3, 0, 4, 1, 1)
    assert story.visited(house, 3, 0, 4, 1, 1, uid=first.uid, now=at(16)) == first
    with pytest.raises(Refused, match="đúng giờ đó"):
        story.visited(house, 3, 0, 4, 1, 1)
    assert len(queries.line_of(house).visits) == 1


def test_a_revoked_visit_counts_nowhere(story, ring):
    house = story.house(ring, "Ông Ba")
    before = queries.larval_stages(queries.house_lines(ring), [])
    visit = story.visited(house, 3, 0, 4, 1, 1)
    services.house_visit_revoke(visit=visit, reason="Nhầm nhà", by=story.actor(), now=story.now)
    assert queries.larval_stages(queries.house_lines(ring), []) == before
    assert story.state(ring).visited == 0


def test_nothing_is_recorded_before_the_ring_or_in_the_future(story, ring):
    house = story.house(ring, "Ông Ba")
    for wrong in (at(14), at(16)):
        with pytest.raises(Refused) as refusal:
            story.visited(house, 3, 0, 4, 1, 1, occurred_at=wrong)
        assert refusal.value.field == "occurred_at"


def test_households_of_the_hamlet_and_within_the_radius_are_offered(story):
    hamlet, far = story.hamlet("Khóm 3"), story.hamlet("Khóm 9")
    near, away = story.person("Lâm Thị Hoa", far), story.person("Cao Văn Sáu", hamlet)
    story.household(near, HOME[0] + 0.001, HOME[1])
    story.household(away, HOME[0] + 0.01, HOME[1])
    plain = story.household(story.person("Hồ Thị Năm", hamlet))
    story.household(story.person("Tô Văn Tám", far))
    ring = story.opened(
        story.ill("Trần Văn Bình", ONSET, hamlet), hamlet_id=hamlet.pk, lat=HOME[0], lon=HOME[1]
    )
    lines = nearby.households(ring, story.actor(), story.now)
    assert [(line.owner, line.reason) for line in lines] == [
        ("Lâm Thị Hoa", "cách 111 m"),
        ("Hồ Thị Năm", "cùng Khóm 3"),
    ]
    made = services.households_take(
        ring=ring, household_ids=[plain.pk, 999_999], by=story.actor(), now=story.now
    )
    assert [(one.owner, one.household_id) for one in made] == [("Hồ Thị Năm", plain.pk)]
    assert [line.owner for line in nearby.households(ring, story.actor(), story.now)] == ["Lâm Thị Hoa"]


# --- sprayings ------------------------------------------------------------------------------------


def test_the_second_spraying_is_due_after_the_interval(story, ring):
    assert story.state(ring).next_step.due_on == at(15).date()
    story.sprayed(ring, 1, occurred_at=at(15, 7))
    step = story.state(ring).next_step
    assert (step.round, step.due_on) == (2, at(22).date())
    story.now = at(19)
    story.sprayed(ring, 2)
    state = story.state(ring)
    assert (state.steps[1].early_days, state.next_step) == (3, None)


def test_rounds_come_in_order_and_once(story, ring):
    with pytest.raises(Refused, match="kế tiếp là lần 1"):
        story.sprayed(ring, 2)
    first = story.sprayed(ring, 1)
    with pytest.raises(Refused, match="đã được ghi"):
        story.sprayed(ring, 1)
    story.now = at(22)
    story.sprayed(ring, 2)
    with pytest.raises(Refused, match="lần phun sau"):
        services.spraying_revoke(spraying=first, reason="x", by=story.actor(), now=story.now)


# --- cases and the end ----------------------------------------------------------------------------


def test_a_later_case_of_the_hamlet_is_proposed_and_moves_the_end(story):
    hamlet = story.hamlet()
    ring = story.opened(story.ill("Trần Văn Bình", ONSET, hamlet), hamlet_id=hamlet.pk)
    assert story.state(ring).ending.closable_on == at(27).date()
    story.now = at(20)
    case = story.ill("Lê Thị Lan", dt.date(2021, 9, 18), hamlet)
    story.ill("Võ Văn Tư", dt.date(2021, 9, 18), story.hamlet("Khóm 9"))
    unknown = story.ill("Cao Thị Bé", dt.date(2021, 9, 19))
    found = nearby.proposals(story.state(ring), story.actor(), story.now)
    assert [(one.case, one.reason) for one in found] == [
        (case, "cùng Khóm 3"),
        (unknown, "cùng xã, phường; chưa rõ khóm, ấp"),
    ]
    ring_opened.case_link(ring=ring, case=case, by=story.actor(), now=story.now)
    assert story.state(ring).ending.closable_on == at(2, month=10).date()
    link = story.state(ring).links[-1]
    ring_opened.case_unlink(link=link, reason="Lây ở nơi khác", by=story.actor(), now=story.now)
    assert story.state(ring).ending.closable_on == at(27).date()


def test_the_index_case_is_not_unlinked(story, ring):
    link = story.state(ring).links[0]
    with pytest.raises(Refused, match="Ca chỉ điểm"):
        ring_opened.case_unlink(link=link, reason="x", by=story.actor(), now=story.now)


def test_closing_waits_for_the_days_and_wants_a_reason_for_what_is_undone(story, ring):
    story.now = at(26)
    with pytest.raises(Refused, match="còn 1 ngày nữa"):
        story.closed(ring, "Đã xong việc")
    story.now = at(27)
    with pytest.raises(Refused, match="chưa phun lần 1"):
        story.closed(ring)
    closing = story.closed(ring, "Nhà cách xa, không cần phun")
    assert "chưa phun lần 1; chưa phun lần 2; chưa lập danh sách nhà" in closing.gaps
    assert not story.state(ring).is_open


def test_a_ring_that_did_everything_closes_without_a_reason(story, ring):
    story.visited(story.house(ring, "Ông Ba"), 4, 0, 5, 1, 1)
    story.sprayed(ring, 1)
    story.now = at(22)
    story.sprayed(ring, 2)
    story.now = at(27)
    assert story.closed(ring).gaps == ""
    with pytest.raises(Refused, match="đã đóng"):
        story.closed(ring)
    late = story.visited(queries.house_lines(ring)[0].house, 4, 0, 5, 0, 0, occurred_at=at(23))
    assert late.recorded_at > late.occurred_at
    with pytest.raises(Refused, match="Ổ dịch đã đóng"):
        story.house(ring, "Bà Sáu")


def test_a_new_case_reopens_the_ring(story):
    hamlet = story.hamlet()
    ring = story.opened(story.ill("Trần Văn Bình", ONSET, hamlet), hamlet_id=hamlet.pk)
    story.now = at(27)
    story.closed(ring, "Không cần phun")
    story.now = at(28)
    case = story.ill("Lê Thị Lan", dt.date(2021, 9, 26), hamlet)
    far = story.ill("Võ Văn Tư", dt.date(2021, 9, 26), story.hamlet("Khóm 9"))
    late = story.ill("Hồ Thị Năm", dt.date(2021, 9, 28), hamlet)
    found = nearby.proposals(story.state(ring), story.actor(), story.now)
    assert [one.case for one in found] == [case], "what begins after the ring's end is another outbreak"
    with pytest.raises(Refused, match="ngoài ổ dịch"):
        ring_closed.ring_reopen(ring=ring, case=far, by=story.actor(), now=story.now)
    with pytest.raises(Refused, match="lý do mở lại"):
        ring_closed.ring_reopen(ring=ring, by=story.actor(), now=story.now)
    ring_closed.ring_reopen(ring=ring, case=case, by=story.actor(), now=story.now)
    state = story.state(ring)
    assert (state.is_open, state.ending.closable_on) == (True, at(10, month=10).date())
    assert [one.case for one in nearby.proposals(state, story.actor(), story.now)] == [late]
    assert people_of([case.person_id])


def test_what_the_rule_says_is_data(story):
    """Another province's row, and a later version, change the numbers without touching code."""
    from lachan.kernel.policies.services import policy_adopt

    rows = [
        {
            "then": {"radius_m": 100, "sprayings": 3, "spraying_interval_days": 5}
            | {"larval_survey": False, "close_after_days": 10}
        }
    ]
    policy_adopt(
        key="house_ring",
        disease="dengue",
        place="VN",
        effective_from=dt.date(2021, 9, 1),
        rows=rows,
        instrument="Văn bản thử",
        confidence="S",
        reason="thử",
        backdated_reason="thử",
        by=story.actor("quantri"),
        now=story.now,
    )
    ring = story.opened(story.ill("Trần Văn Bình", ONSET))
    state = story.state(ring)
    assert (ring.radius_m, len(state.steps), state.ending.closable_on) == (100, 3, at(23).date())
    assert not state.terms.unverified


@pytest.mark.parametrize("order", list(itertools.permutations(("visit", "spraying", "link"))))
def test_revoked_facts_equal_never_recorded_in_any_order(story, order):
    hamlet = story.hamlet()
    ring = story.opened(story.ill("Trần Văn Bình", ONSET, hamlet), hamlet_id=hamlet.pk)
    house, late = story.house(ring, "Ông Ba"), story.ill("Lê Thị Lan", dt.date(2021, 9, 14), hamlet)
    before = derived(story, ring)
    made = {
        "visit": story.visited(house, 4, 1, 5, 2, 2),
        "spraying": story.sprayed(ring, 1),
        "link": ring_opened.case_link(ring=ring, case=late, by=story.actor(), now=story.now),
    }
    assert derived(story, ring) != before
    revoke = {
        "visit": services.house_visit_revoke,
        "spraying": services.spraying_revoke,
        "link": ring_opened.case_unlink,
    }
    for kind in order:
        revoke[kind](**{kind: made[kind]}, reason="Ghi nhầm", by=story.actor(), now=story.now)
    assert derived(story, ring) == before


def derived(story, ring):
    state = story.state(ring)
    stages = queries.larval_stages(queries.house_lines(ring), list(state.sprayings.values()))
    return state.houses, state.visited, state.steps, state.ending, [case.pk for case in state.counted], stages
