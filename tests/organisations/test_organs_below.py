"""A văn thư releases numbers for the committees below, each in its own book."""

from __future__ import annotations

from django.urls import reverse

from lachan.kernel.papers.models import NumberBlock
from lachan.organisations.models import User
from lachan.organisations.queries import organs_below


def test_the_provinces_clerk_releases_numbers_for_a_district(world, morning, client):
    names = dict(organs_below(world.actor("vanthu", morning), morning))
    district = world.organisations["ubnd-964"]
    assert district.pk in names
    assert world.organisations["ubnd"].pk not in names
    assert world.organisations["cdc"].pk not in names
    client.force_login(User.objects.get(username="vanthu"))
    form = {
        "organisation": district.pk,
        "book": "QĐ",
        "symbol": "QĐ-UBND",
        "year": 2021,
        "first": 1,
        "last": 9,
    }
    page = client.post(reverse("kernel:block_release"), form, follow=True).content.decode()
    assert "Đã cấp dải số 1–9" in page
    assert district.name in page
    assert NumberBlock.objects.get(first=1).organisation_id == district.pk


def test_nobody_releases_for_an_organ_outside_their_area(world, morning, client):
    client.force_login(User.objects.get(username="vanthu"))
    outside = world.organisations["cdc"].pk
    form = {"organisation": outside, "book": "QĐ", "symbol": "QĐ", "year": 2021, "first": 1, "last": 9}
    assert client.post(reverse("kernel:block_release"), form).status_code == 200
    assert not NumberBlock.objects.filter(organisation_id=outside).exists()
