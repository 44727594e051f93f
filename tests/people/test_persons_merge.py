"""Merging is a fact that can be revoked; un-merging restores both records."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lachan.kernel.access import queries as access
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.access.services import sight_end, sight_grant
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.kernel.ids import new_uid
from lachan.people import queries
from lachan.people.models import Merge, Person
from lachan.people.services import merge_revoke, persons_merge, profile_change


def merge(kept, absorbed, by=SYSTEM, now=None):
    return persons_merge(kept=kept, absorbed=absorbed, reason="cùng CCCD trên giấy", by=by, now=now)


def test_both_communes_see_the_one_person(world, person, now):
    kept, absorbed = person(unit=world.ward), person(unit=world.village)
    merge(kept, absorbed, now=now)
    for actor in (world.station, world.other_station):
        for uid in (kept.uid, absorbed.uid):
            assert queries.person_get(uid=uid, actor=actor, now=now) == kept
    assert list(queries.visible_to(world.cdc, now)) == [kept]
    assert queries.same_person_ids(absorbed.pk) == [kept.pk, absorbed.pk]


def test_unmerging_restores_records_and_sight(world, person, now):
    kept, absorbed = person(unit=world.ward), person(unit=world.village)
    made = merge(kept, absorbed, now=now)
    later = now + dt.timedelta(minutes=5)
    merge_revoke(merge=made, reason="hai người khác nhau", by=world.cdc, now=later)
    assert queries.person_get(uid=absorbed.uid, actor=world.other_station, now=later) == absorbed
    with pytest.raises(OutOfSight):
        queries.person_get(uid=absorbed.uid, actor=world.station, now=later)
    assert Merge.objects.get().revoke_reason == "hai người khác nhau"


def see(world, who, now):
    """Which of the two stations sees the one person, by either record."""
    actors = {"ward": world.station, "village": world.other_station}
    return {name for name, actor in actors.items() if all(access.sees(actor, one.pk, now) for one in who)}


def test_sight_granted_after_the_merge_reaches_every_record_and_ends_with_its_ground(world, person, now):
    kept, absorbed = person(unit=world.ward), person(unit=world.ward)
    merge(kept, absorbed, now=now)
    assert see(world, (kept, absorbed), now) == {"ward"}
    stay = {"subject_id": absorbed.pk, "ground": "stay", "by": SYSTEM, "basis_uid": new_uid()}
    sight_grant(unit_id=world.village.pk, now=now, **stay)
    assert see(world, (kept, absorbed), now) == {"ward", "village"}
    later = now + dt.timedelta(hours=1)
    sight_end(now=later, **stay)
    assert see(world, (kept, absorbed), later) == {"ward"}


def test_what_was_granted_to_one_record_stays_with_it_when_they_are_parted(world, person, now):
    kept, absorbed = person(unit=world.ward), person(unit=world.ward)
    made = merge(kept, absorbed, now=now)
    sight_grant(
        subject_id=absorbed.pk,
        ground="stay",
        unit_id=world.village.pk,
        by=SYSTEM,
        now=now,
        basis_uid=new_uid(),
    )
    later = now + dt.timedelta(hours=1)
    merge_revoke(merge=made, reason="hai người khác nhau", by=world.cdc, now=later)
    assert see(world, (absorbed,), later) == {"ward", "village"}
    assert see(world, (kept,), later) == {"ward"}


def test_of_three_records_two_still_share_when_one_is_parted(world, person, now):
    one, two, three = person(unit=world.ward), person(unit=world.village), person(unit=world.ward)
    merge(one, two, now=now)
    made = merge(one, three, now=now)
    assert see(world, (one, two, three), now) == {"ward", "village"}
    later = now + dt.timedelta(hours=1)
    merge_revoke(merge=made, reason="hai người khác nhau", by=world.cdc, now=later)
    assert see(world, (one, two), later) == {"ward", "village"}
    assert see(world, (three,), later) == {"ward"}


def test_search_by_either_name_gives_the_kept_one_once(world, person, now):
    kept, absorbed = person("Nguyễn Văn An"), person("Nguyễn Văn Ân")
    merge(kept, absorbed, now=now)
    assert queries.search("nguyen van an", world.cdc, now).people == [kept]


def test_a_record_is_absorbed_once(world, person, now):
    one, two, three = person("A B"), person("A C"), person("A D")
    merge(one, two, now=now)
    with pytest.raises(Refused):
        merge(three, two, now=now)
    with pytest.raises(Refused):
        merge(two, three, now=now)
    with pytest.raises(Refused):
        merge(one, one, now=now)


def test_communes_may_not_merge(world, person, now):
    with pytest.raises(Forbidden):
        merge(person("A B"), person("A C"), by=world.station, now=now)


def test_unmerging_is_refused_while_both_carry_one_card(world, person, now):
    kept, absorbed = person("Nguyễn Văn An"), person("Nguyễn Văn An", national_id="096090000001")
    made = merge(kept, absorbed, now=now)
    profile_change(
        person=kept, seen={"national_id": ""}, values={"national_id": "096090000001"}, by=world.cdc, now=now
    )
    with pytest.raises(Refused) as refused:
        merge_revoke(merge=made, reason="khác người", by=world.cdc, now=now)
    assert "CCCD" in refused.value.message


def expected(count: int, standing: list[tuple[int, int]]) -> list[int]:
    """Who each record is shown as, by the plainest reading of the merges that stand."""
    shown = list(range(count))
    keeps = {absorbed: kept for kept, absorbed in standing}
    for place in range(count):
        while shown[place] in keeps:
            shown[place] = keeps[shown[place]]
    return shown


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.booleans(), st.integers(0, 4), st.integers(0, 4)), max_size=14))
def test_canonical_is_a_function_of_the_standing_merges(world, person, now, steps):
    people = [person(f"Nguyễn Văn {letter}") for letter in "ABCDE"]
    standing: dict[tuple[int, int], Merge] = {}
    for undo, one, two in steps:
        if undo and standing:
            key = sorted(standing)[one % len(standing)]
            merge_revoke(merge=standing.pop(key), reason="thử", by=SYSTEM, now=now)
        elif not undo:
            try:
                standing[(one, two)] = merge(people[one], people[two], now=now)
            except Refused:
                continue
        rows = Person.objects.in_bulk([row.pk for row in people])
        shown = [rows[row.pk].canonical_id or row.pk for row in people]
        assert shown == [people[place].pk for place in expected(5, list(standing))]
    for made in standing.values():
        merge_revoke(merge=made, reason="thử", by=SYSTEM, now=now)
    assert not Person.objects.filter(canonical__isnull=False).exists()
