"""Where the houses of a ring name somebody who is to be forgotten."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from lachan.kernel.personal import Personal
from lachan.kernel.text import fold
from lachan.people import queries as people
from lachan.zones.models import HouseVisit, Ring, RingHouse


def personal_words(person_ids: Collection[int]) -> list[Personal]:
    """The address around which a ring was drawn, and the person's own house on it; counts and days stay.

    A house where others still live keeps its address, and its owner where that is one of them.
    """
    rings = Ring.objects.filter(links__case__person__in=person_ids)
    names = {fold(name) for name in people.names_of(person_ids).values()}
    homes = set(people.households_of(person_ids).values())
    near = RingHouse.objects.filter(Q(household__in=homes) | Q(household=None, ring__in=rings.values("pk")))
    owned = [house for house in near if fold(house.owner) in names]
    empty = people.households_left_empty(person_ids)
    alone = Q(household__in=empty) | Q(pk__in=[house.pk for house in owned if house.household_id is None])
    houses = RingHouse.objects.filter(alone)
    visits = HouseVisit.objects.filter(house__in=houses.values("pk"))
    return [
        Personal(
            "Địa chỉ, tọa độ tâm ổ dịch",
            Ring.objects.filter(case__person__in=person_ids).exclude(address="", lat=None),
            {"address": "", "lat": None, "lon": None},
        ),
        Personal("Ghi chú của lần thăm nhà", visits.exclude(note=""), {"note": ""}),
        Personal(
            "Chủ hộ, địa chỉ nhà trong ổ dịch",
            houses.exclude(owner="", address=""),
            {"owner": "", "address": ""},
        ),
        Personal(
            "Tên chủ hộ trong ổ dịch",
            RingHouse.objects.filter(pk__in=[house.pk for house in owned]),
            {"owner": ""},
        ),
    ]
