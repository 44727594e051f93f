"""The screens of people: who may open them, and what they do."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from lachan.people.models import DuplicateAsk, Merge, Person
from lachan.people.services import persons_merge

CARD = "096090000001"


def page(client, name, *args, **query):
    return client.get(reverse(f"people:{name}", args=args), query)


def test_search_and_profile(world, person, browse):
    made = person("Nguyễn Văn An", national_id=CARD, phone="0912345678")
    client = browse(world.station)
    found = page(client, "list", q="an nguyen").content.decode()
    assert "Nguyễn Văn An" in found
    assert reverse("people:person", args=[made.uid]) in found
    shown = page(client, "person", made.uid).content.decode()
    assert CARD in shown
    assert "Sửa hồ sơ" in shown


@pytest.mark.parametrize("name", ["person", "profile_change", "residence_change", "household_join"])
def test_out_of_sight_is_not_found(world, person, browse, name):
    made = person(unit=world.ward)
    assert page(browse(world.other_station), name, made.uid).status_code == 404
    assert page(browse(world.station), name, made.uid).status_code == 200


@pytest.mark.parametrize("name", ["list", "person_register", "duplicate_ask"])
def test_a_laboratory_has_no_business_here(world, browse, name):
    assert page(browse(world.lab), name).status_code == 403


def test_registering_shows_who_looks_alike_first(world, person, browse):
    person("Nguyễn Văn An", birth_year=1990)
    form = {"full_name": "Nguyễn Văn An", "birth_year": "1990", "sex": "male", "commune": "Phường 4"}
    client = browse(world.station)
    asked = client.post(reverse("people:person_register"), form)
    assert "Có thể đã có hồ sơ" in asked.content.decode()
    assert Person.objects.count() == 1
    done = client.post(reverse("people:person_register"), form | {"sure": "1"})
    made = Person.objects.order_by("pk").last()
    assert done.headers["Location"] == reverse("people:person", args=[made.uid])
    assert made.residence == world.ward


def test_two_editors_and_one_field(world, person, browse):
    made = person("Nguyễn Văn An", phone="0912345678")
    address = reverse("people:profile_change", args=[made.uid])
    first, second = browse(world.station), browse(world.cdc)
    forms = [client.get(address).context for client in (first, second)]
    base = {"full_name": "Nguyễn Văn An", "sex": "unknown"}
    first.post(address, base | {"phone": "0900000001", "seen": forms[0]["seen"]})
    told = second.post(
        address,
        base | {"phone": "0900000002", "occupation": "Nuôi tôm", "seen": forms[1]["seen"]},
        follow=True,
    ).content.decode()
    assert "Cán bộ 11 vừa đổi thành “0900000001”" in told
    made.refresh_from_db()
    assert (made.phone, made.occupation) == ("0900000001", "Nuôi tôm")


def test_asking_by_number(world, person, browse, settings):
    person("Nguyễn Văn An", unit=world.village, national_id=CARD)
    settings.DUPLICATE_ASKS_AN_HOUR = 2
    client = browse(world.station)
    address = reverse("people:duplicate_ask")
    answer = client.post(address, {"national_id": CARD}).content.decode()
    assert "Xã Tân Phú, Thành phố Cà Mau" in answer
    assert "0290 000 000" in answer
    assert "Nguyễn Văn An" not in answer
    assert "Chưa có ai" in client.post(address, {"phone": "0912345678"}).content.decode()
    assert "tối đa 2 lần" in client.post(address, {"national_id": CARD}).content.decode()
    assert DuplicateAsk.objects.count() == 2


def test_merging_and_undoing_it(world, person, browse):
    kept, other = person("Nguyễn Văn An"), person("Nguyễn Văn Ân")
    client = browse(world.cdc)
    assert "Nguyễn Văn Ân" in page(client, "merge", kept.uid).content.decode()
    assert "Gộp thành một người" in page(client, "merge", kept.uid, other=other.uid).content.decode()
    client.post(
        reverse("people:merge", args=[kept.uid]), {"other": other.uid, "reason": "cùng giấy khai sinh"}
    )
    merge = Merge.objects.get()
    assert merge.revoked_at is None
    undo = reverse("people:merge_revoke", args=[merge.uid])
    assert client.post(undo).status_code == 200, "an undo button only opens the page that asks for the reason"
    client.post(undo, {"reason": "hai anh em"})
    merge.refresh_from_db()
    assert merge.revoked_at is not None


def test_what_only_the_absorbed_record_has_is_told_and_the_other_may_be_kept(world, person, browse):
    """A record made in haste, without marks and numbers, is no reason to lose sight of the fuller one's."""
    hasty = person("Nguyen Van An", birth_year=1990)
    full = person("Nguyễn Văn An", birth_year=1990, birth_date=dt.date(1990, 5, 5), national_id=CARD)
    client = browse(world.cdc)
    shown = page(client, "merge", hasty.uid, other=full.uid).content.decode()
    assert "không hiện ở hồ sơ được giữ: CCCD/CMND, Ngày sinh" in shown
    swapped = f"{reverse('people:merge', args=[full.uid])}?other={hasty.uid}"
    assert f'href="{swapped}"' in shown
    assert "không hiện ở hồ sơ được giữ" not in client.get(swapped).content.decode()


def test_a_merged_record_opens_the_one_it_is_shown_as(world, person, browse, now):
    kept, other = person("Nguyễn Văn An"), person("Trần Bé")
    persons_merge(kept=kept, absorbed=other, reason="một người", by=world.cdc, now=now)
    assert page(browse(world.cdc), "person", other.uid)["Location"] == f"/nguoi-dan/{kept.uid}/"


def test_guessed_addresses(world, browse):
    client = browse(world.cdc)
    unknown = "0190a0a0-0000-7000-8000-000000000001"
    assert page(client, "person", unknown).status_code == 404
    assert page(client, "merge_revoke", unknown).status_code == 404


def test_few_queries_a_page(world, person, browse, django_assert_max_num_queries):
    made = person("Nguyễn Văn An")
    client = browse(world.station)
    page(client, "list")  # the office's area is remembered for half a minute
    for name, args, query in (("list", (), {"q": "nguyen an"}), ("person", (made.uid,), {})):
        with django_assert_max_num_queries(12):
            page(client, name, *args, **query)
