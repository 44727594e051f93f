"""Search: folded, any word order, by number, within the reader's sight."""

from __future__ import annotations

import pytest

from lachan.people import queries, search


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nguyễn Văn Đức", True),
        ("nguyen van duc", True),
        ("duc nguyen", True),
        ("DUC VAN NGUYEN", True),
        ("đức", True),
        ("duc anh", False),
        ("uc", False),
        ("nguyen van duc anh", False),
        ("096090000001", True),
        ("0960 9000 0001", True),
        ("096090000002", False),
        ("0912.345.678", True),
        ("+84912345678", True),
        ("0912345679", False),
        ("", False),
        ("%", False),
        ("_", False),
    ],
)
def test_how_people_ask(world, person, now, text, found):
    made = person("Nguyễn Văn Đức", national_id="096090000001", phone="0912345678")
    assert queries.search(text, world.cdc, now).people == ([made] if found else [])


def test_only_people_in_sight(world, person, now):
    mine, theirs = person("Nguyễn Văn An", unit=world.ward), person("Nguyễn Văn An", unit=world.village)
    assert queries.search("nguyen van an", world.station, now).people == [mine]
    assert queries.search("an nguyen", world.other_station, now).people == [theirs]
    assert len(queries.search("nguyen", world.cdc, now).people) == 2


def test_common_words_are_searched_from_the_readers_people(world, person, now, monkeypatch):
    monkeypatch.setattr(search, "_COMMON", 0)
    mine = person("Nguyễn Văn An", unit=world.ward)
    person("Nguyễn Văn An", unit=world.village)
    person("Nguyễn Thị An", unit=world.village)
    assert queries.search("an nguyen", world.station, now).people == [mine]


def test_the_answer_is_cut_and_says_so(world, person, now):
    for _ in range(4):
        person("Nguyễn Văn An")
    found = search.search("an nguyen", world.cdc, now, limit=3)
    assert (len(found.people), found.more) == (3, True)


def test_few_queries(world, person, now, django_assert_max_num_queries):
    person("Nguyễn Văn An")
    with django_assert_max_num_queries(4):
        queries.search("nguyen van an", world.cdc, now)
