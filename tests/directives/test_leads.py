"""From a letter's words to organisations: the table that a clerk can read."""

from __future__ import annotations

import pytest

from lachan.demo.cast import World
from lachan.directives import leads
from lachan.directives.comrades import is_person
from lachan.directives.drafting import helpers_of, leads_of
from tests.directives.conftest import LATER
from tests.directives.letters import MORNING

# words of letters → key of the cast's organisation
ONE = {
    "Sở Y tế": "department",
    "Giám đốc Sở Y tế": "department",
    "Giám đốc Sở Y tế tỉnh Cà Mau": "department",
    "SYT": "department",
    "Công an tỉnh": "police",
    "Giám đốc Công an tỉnh Cà Mau": "police",
    "Ủy ban nhân dân tỉnh": "ubnd",
    "Uỷ ban nhân dân tỉnh Cà Mau": "ubnd",
    "UBND tỉnh": "ubnd",
    "Chủ tịch Ủy ban nhân dân tỉnh": "ubnd",
    "Ban Chỉ đạo tỉnh": "bcd",
    "BCĐ tỉnh Cà Mau": "bcd",
    "Ban Chỉ đạo phòng, chống dịch bệnh COVID-19 tỉnh": "bcd",
    "Thường trực Ban Chỉ đạo tỉnh": "bcd",
    "Sở Lao động - Thương binh và Xã hội": "labour",
    "Sở Lao động": "labour",
    "Mặt trận Tổ quốc": "front",
    "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh": "front",
    "Trung tâm Kiểm soát bệnh tật": "cdc",
    "CDC tỉnh": "cdc",
    "Ủy ban nhân dân huyện U Minh": "ubnd-966",
    "Chủ tịch UBND huyện U Minh": "ubnd-966",
    "UBND thành phố Cà Mau": "ubnd-964",
    "Trưởng Ban Chỉ đạo phòng, chống dịch huyện Đầm Dơi": "bcd-970",
    "BCĐ phòng, chống dịch bệnh COVID-19 thành phố Cà Mau": "bcd-964",
    "Trung tâm Y tế huyện Cái Nước": "ttyt-969",
    "huyện U Minh": "ubnd-966",
    "Trạm Y tế Phường 4": "tyt-32002",
    "Bí thư Tỉnh ủy": "province-party",
    "Thường trực Tỉnh ủy Cà Mau": "province-party",
    "Chánh Văn phòng Tỉnh ủy": "party-office",
    "Chánh Văn phòng UBND tỉnh": "office",
    "Ban cán sự đảng UBND tỉnh": "state-party",
    "Huyện ủy U Minh": "party-966",
    "Bí thư Thành ủy Cà Mau": "party-964",
    "Ban Thường vụ Huyện ủy Đầm Dơi": "party-970",
    "Công an huyện U Minh": "police-966",
    "Ủy ban MTTQ": "front",
    "Ủy ban MTTQ Việt Nam tỉnh": "front",
    "Ủy ban Mặt trận Tổ quốc tỉnh Cà Mau": "front",
    "Ủy ban MTTQ Việt Nam huyện U Minh": "front-966",
    "Tỉnh đoàn Cà Mau": "youth",
    "Hội LHPN tỉnh": "women",
    "Liên đoàn Lao động tỉnh": "workers",
    "Chủ tịch Hội Nông dân tỉnh Cà Mau": "farmers",
    "Hội Chữ thập đỏ tỉnh": "red-cross",
    "Bộ Chỉ huy Quân sự tỉnh": "army",
    "đồng chí Giám đốc Sở Giao thông vận tải": "transport",
}
# words → (kind of the organisations, how many)
MANY = {
    "Trưởng Ban Chỉ đạo phòng, chống dịch bệnh COVID-19 các huyện, thành phố Cà Mau": ("bcd", 9),
    "Ban Chỉ đạo các huyện, thành phố": ("bcd", 9),
    "Chủ tịch Ủy ban nhân dân các huyện, thành phố Cà Mau": ("ubnd", 9),
    "UBND các huyện, thành phố": ("ubnd", 9),
    "các huyện và thành phố Cà Mau": ("ubnd", 9),
    "các địa phương: thành phố Cà Mau và các huyện": ("ubnd", 9),
    "Trung tâm Y tế các huyện, thành phố": ("health_centre", 9),
    "Ủy ban nhân dân các xã, phường, thị trấn": ("station", 101),
    "Trạm Y tế các xã, phường": ("station", 101),
    "Các huyện ủy, Thành ủy Cà Mau": ("party", 9),
    "Bí thư các huyện ủy": ("party", 8),
    "Bí thư các huyện ủy, Thành ủy Cà Mau": ("party", 9),
    "Công an các huyện, thành phố": ("police", 9),
    "Ủy ban MTTQ Việt Nam các huyện, thành phố": ("union", 9),
    "Mặt trận Tổ quốc và các đoàn thể chính trị, xã hội": ("union", 6),
    "các đoàn thể tỉnh": ("union", 5),
}
# Words that mean nobody whom the directory knows: somebody must choose.
NONE = (
    "Sở Ngoại vụ",
    "Ủy ban",
    "Trung tâm Y tế",
    "Ban Quản lý Khu kinh tế",
    "Hội Người cao tuổi tỉnh",
    "Phó Thủ tướng Chính phủ Trần Hồng Hà",
)
EVERYBODY = (
    "các cơ quan, đơn vị, địa phương",
    "các cơ quan, đơn vị có liên quan",
    "các đồng chí",
    "đơn vị liên quan",
)


def test_one_organisation(world: World) -> None:
    directory = leads.Directory(MORNING.date())
    found = {words: directory.resolve(words).organisations for words in ONE}
    assert found == {words: (world.organisations[key],) for words, key in ONE.items()}


def test_fan_out(world: World) -> None:
    directory = leads.Directory(MORNING.date())
    found = {}
    for words in MANY:
        resolved = directory.resolve(words)
        assert resolved.fans_out
        found[words] = ({row.kind for row in resolved.organisations}.pop(), len(resolved.organisations))
    assert found == MANY


def test_nobody_and_everybody(world: World) -> None:
    directory = leads.Directory(MORNING.date())
    assert {words: directory.resolve(words).organisations for words in NONE} == dict.fromkeys(NONE, ())
    assert all(directory.resolve(words).everybody for words in EVERYBODY)
    assert not any(directory.resolve(words).everybody for words in NONE)


def test_departments_without_their_parts(world: World) -> None:
    directory = leads.Directory(MORNING.date())
    keys = {row.pk: key for key, row in world.organisations.items()}

    def found(words: str) -> set[str]:
        return {keys[row.pk] for row in directory.resolve(words).organisations}

    departments = found("Thủ trưởng các sở, ngành tỉnh")
    assert {"department", "labour", "police", "army", "office"} <= departments
    assert not departments & {"inspectorate", "front", "province-party", "cdc"}
    with_mass = found("Các sở, ban, ngành, đoàn thể tỉnh")
    assert with_mass - departments == {"front", "youth", "women", "farmers", "veterans", "workers"}


def test_two_groups_in_one_breath_are_both_meant(world: World) -> None:
    directory = leads.Directory(MORNING.date())
    both = directory.resolve("Thủ trưởng các sở, ngành tỉnh và Chủ tịch UBND các huyện, thành phố")
    kinds = {row.kind for row in both.organisations}
    assert {"department", "ubnd"} <= kinds


@pytest.mark.parametrize(
    "words",
    [
        "Trưởng Ban Chỉ đạo phòng, chống dịch các huyện, thành phố Cà Mau",
        "Chủ tịch Ủy ban nhân dân các huyện, thành phố Cà Mau",
        "Chủ tịch Ủy ban nhân dân các xã, phường",
    ],
)
def test_without_districts_the_communes_answer(flat_world: World, words: str) -> None:
    resolved = leads.Directory(LATER.date()).resolve(words)
    assert resolved.fans_out
    assert len(resolved.organisations) == 64
    assert len({row.seat_id for row in resolved.organisations}) == 64


def test_bodies_of_ended_units_are_gone(world: World) -> None:
    """The districts of 2021 are still in the directory in 2025, but their units are not."""
    assert not leads.Directory(LATER.date()).resolve("Ủy ban nhân dân huyện U Minh").organisations


NAMES = {
    "Trần Hồng Quân": True,
    "Lê Quốc Bảo": True,
    "Nguyễn Thị Ngọc Ánh": True,
    "Sở Y tế": False,
    "Công An Tỉnh": False,
    "Ủy ban nhân dân tỉnh": False,
    "các đồng chí": False,
    "Phó Thủ tướng Chính phủ Trần Hồng Hà": False,
    "Bộ Tài Chính": False,
    "đồng chí Trần Hồng Quân": True,
    "Đ/c Trần Hồng Quân": True,
    "ông Đoàn Văn Mẫu": True,
    "bà Văn Thị Thử": True,
    "BS. Lê Hoàng Ân": True,
    "đồng chí PGS.TS. Nguyễn Văn Mẫu": True,
    "BS.CKII Nguyễn Văn Mẫu": True,
    "Đại tá Nguyễn Văn Mẫu": True,
    "đồng chí Giám đốc Sở Y tế": False,
    "Các đồng chí Bí thư Huyện ủy": False,
    "Đoàn Thanh niên": False,
}


def test_persons() -> None:
    assert {name: is_person(name) for name in NAMES} == NAMES


LEADS = [
    # named by the order, then who gets a task: (key, person)
    (["Ủy ban nhân dân tỉnh", "Trần Hồng Quân"], [("ubnd", "Trần Hồng Quân")]),
    (["Sở Y tế", "Ủy ban nhân dân tỉnh", "Lê Quốc Bảo"], [("department", ""), ("ubnd", "Lê Quốc Bảo")]),
    (["Lê Quốc Bảo"], [("ubnd", "Lê Quốc Bảo")]),
    (["Phan Văn Không"], [(None, "Phan Văn Không")]),
    (["Sở Y tế", "Giám đốc Sở Y tế"], [("department", "")]),
    ([], [("department", ""), ("police", "")]),
    (["các cơ quan, đơn vị", "các đồng chí"], [("department", ""), ("police", "")]),
    (["Sở Ngoại vụ"], [(None, "")]),
    (["đồng chí Trương Thị Thu Hà", "Giám đốc Sở Y tế"], [("department", "Trương Thị Thu Hà")]),
    (["đ/c PGS.TS. Lý Mẫu", "Phó Giám đốc Sở Ngoại vụ"], [(None, "PGS.TS. Lý Mẫu")]),
    (["ông Lý Mẫu - Phó Giám đốc Sở Tài chính"], [("finance", "Lý Mẫu")]),
    (["ông Lý Mẫu (Phó Giám đốc Sở Tài chính)"], [("finance", "Lý Mẫu")]),
    (
        ["đồng chí Lê Quốc Bảo", "Tỉnh ủy viên", "Phó Chủ tịch Ủy ban nhân dân tỉnh"],
        [("ubnd", "Lê Quốc Bảo")],
    ),
    (
        ["Đồng chí Lý Mẫu", "Giám đốc Sở Y tế", "đồng chí Võ Thử", "Giám đốc Công an tỉnh"],
        [("department", "Lý Mẫu"), ("police", "Võ Thử")],
    ),
    (["Sở Tài chính", "đồng chí Lý Mẫu"], [("finance", "Lý Mẫu")]),
]


@pytest.mark.parametrize(("named", "expected"), LEADS)
def test_who_gets_a_task(world: World, named: list[str], expected: list[tuple[str | None, str]]) -> None:
    directory = leads.Directory(MORNING.date())
    keys = {row.pk: key for key, row in world.organisations.items()}
    found = leads_of(named, ["Sở Y tế", "Công an tỉnh"], directory)
    pairs = [
        (keys[one.pk] if one else None, ", ".join(lead.people))
        for lead in found
        for one in (lead.organisations or (None,))
    ]
    assert pairs == expected


def test_and_joins_two_parties(world: World) -> None:
    """ "X và Giám đốc Sở Y" are two, "X, Giám đốc Sở Y" is one."""
    directory, named = leads.Directory(MORNING.date()), ["đồng chí Lê Quốc Bảo", "Giám đốc Sở Y tế"]
    one = leads_of(named, [], directory, "Giao đồng chí Lê Quốc Bảo, Giám đốc Sở Y tế rà soát.")
    two = leads_of(named, [], directory, "Giao đồng chí Lê Quốc Bảo và Giám đốc Sở Y tế rà soát.")
    assert [lead.people for lead in one] == [["Lê Quốc Bảo"]]
    assert [lead.people for lead in two] == [["Lê Quốc Bảo"], []]
    assert [lead.organisations[0] for lead in two] == [
        world.organisations["ubnd"],
        world.organisations["department"],
    ]


def test_co_workers_unknown_to_the_directory_keep_their_names(world: World) -> None:
    known, unknown = helpers_of(
        [
            "Công an tỉnh",
            "Hội Người cao tuổi tỉnh",
            "Ủy ban nhân dân các huyện, thành phố",
            "đ/c Lý Mẫu",
            "Giám đốc Sở Ngoại vụ",
            "các đơn vị liên quan",
            "các sở, ngành liên quan",
        ],
        leads.Directory(MORNING.date()),
        "",
    )
    assert known[0] == world.organisations["police"]
    assert len(known) == 10
    assert unknown == ["Hội Người cao tuổi tỉnh", "Giám đốc Sở Ngoại vụ (đồng chí Lý Mẫu)"]


def test_suggestions_offer_the_meant_one_first(world: World) -> None:
    found = leads.suggestions("ubnd u minh", MORNING.date())
    assert found[0] == world.organisations["ubnd-966"]
    assert len(leads.suggestions("trạm y tế", MORNING.date())) == 12
    assert leads.suggestions("không có đơn vị nào", MORNING.date()) == []


OWN = {
    "Trung tâm Y tế huyện": "ttyt-966",
    "Giám đốc Trung tâm Y tế huyện": "ttyt-966",
    "Trung tâm Y tế": "ttyt-966",
    "Công an huyện": "police-966",
    "Huyện ủy": "party-966",
    "UBND huyện": "ubnd-966",
    "Ủy ban MTTQ Việt Nam huyện": "front-966",
    "Trạm Y tế xã Khánh An": "tyt-32059",
    "Sở Y tế": "department",
}


def test_a_districts_letter_means_its_own_organs_and_communes(world: World) -> None:
    """The province's letter of the same words fans out to all; a district has nobody elsewhere to order."""
    seat = world.organisations["ubnd-966"].seat
    directory = leads.Directory(MORNING.date(), seat)
    found = {words: directory.resolve(words).organisations for words in OWN}
    assert found == {words: (world.organisations[key],) for words, key in OWN.items()}
    communes = directory.resolve("Chủ tịch Ủy ban nhân dân các xã, thị trấn").organisations
    assert len(communes) == 8
    assert all(row.seat.path.startswith(seat.path) for row in communes)
    assert directory.resolve("Ủy ban nhân dân các huyện, thành phố").organisations == (
        world.organisations["ubnd-966"],
    )
