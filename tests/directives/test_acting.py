"""In whose name a log-in works on tasks: a district's or commune's own organs, never the Party's, police or army."""

from __future__ import annotations

import pytest

from lachan.directives import access, queries, services
from lachan.directives.models import Letter, Task
from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.organisations import services as organisations
from lachan.organisations.queries import Organisation, User, actor_of
from tests.directives.letters import Office, state_letter
from tests.directives.test_screens import Log, log_in  # noqa: F401

DISTRICT = (
    "Ủy ban nhân dân huyện U Minh, Ban Chỉ đạo phòng, chống dịch huyện U Minh, Trung tâm Y tế huyện U Minh, Huyện ủy U "
    "Minh, Công an huyện U Minh, Ủy ban Mặt trận Tổ quốc Việt Nam huyện U Minh, Ban Chỉ huy Quân sự huyện U Minh, "
    "Trạm Y tế xã Khánh An, Công an xã Khánh An rà soát."
)
COMMUNE = "Trạm Y tế xã Khánh An, Công an xã Khánh An báo cáo ngay."
OWN = {"ubnd", "bcd", "ttyt"}
# Home and role of a log-in of U Minh (966); whose tasks it works on, and whose it reads besides, of a letter that
# names the district's organs and the commune's.
TABLE = [
    ("ttyt", "district", OWN, {"station"}),
    ("ubnd", "district", OWN, {"station"}),
    ("bcd", "district", OWN, {"station"}),
    ("party", "district", {"party"}, set()),
    ("police", "district", {"police"}, set()),
    ("front", "district", {"front"}, set()),
    ("army", "district", {"army"}, set()),
    ("ttyt", "site", {"ttyt"}, set()),
    ("police", "commune", {"police"}, set()),
    ("station", "commune", {"station"}, set()),
    ("commune-police", "commune", {"commune-police"}, set()),
    ("station", "district", {"station"}, set()),
    ("other-ttyt", "district", set(), set()),
    ("other-ubnd", "district", set(), set()),
]


@pytest.fixture
def organs(office: Office) -> dict[str, Organisation]:
    found = office.world.organisations
    own = {kind: found[f"{kind}-966"] for kind in ("ubnd", "bcd", "ttyt", "party", "police", "front")}
    station = next(one for one in found.values() if one.name == "Trạm Y tế xã Khánh An")
    assert own["ubnd"].seat and station.seat
    seats = {"army": ("Ban Chỉ huy Quân sự huyện U Minh", "department", own["ubnd"].seat.pk)}
    seats["commune-police"] = ("Công an xã Khánh An", "police", station.seat.pk)
    made = {
        key: organisations.organisation_found(
            name=name,
            kind=kind,
            seat_id=seat,
            area_unit_ids=[seat],
            valid_from=own["ubnd"].valid_from,
            by=SYSTEM,
            now=office.now,
        )
        for key, (name, kind, seat) in seats.items()
    }
    other = {"other-ttyt": found["ttyt-964"], "other-ubnd": found["ubnd-967"]}
    return {**own, **made, **other, "station": station}


@pytest.fixture
def letter(office: Office, organs: dict[str, Organisation]) -> Letter:
    return office.released(state_letter(DISTRICT))


def log_in_of(organisation: Organisation, role: str, office: Office) -> Actor:
    user = User(pk=1, full_name="Người thử", organisation=organisation, roles=[role])
    return actor_of(user, office.now)


def named(organs: dict[str, Organisation], rows: object) -> set[str]:
    keys = {one.pk: key for key, one in organs.items()}
    return {keys[task.lead_id] for task in rows}  # type: ignore[attr-defined]


def test_who_acts_for_whom(office: Office, organs: dict[str, Organisation], letter: Letter) -> None:
    tasks = list(Task.objects.filter(order__letter=letter).select_related("order__letter", "parent"))
    assert len(tasks) == 9
    for home, role, works, reads in TABLE:
        actor = log_in_of(organs[home], role, office)
        assert named(organs, queries.own_tasks(actor)) == works, (home, role)
        assert named(organs, queries.visible_tasks(actor)) == works | reads, (home, role)
        hands = {task for task in tasks if access.hand_of(actor, task).works}
        assert named(organs, hands) == works, (home, role)
        assert queries.visible_letters(actor).exists() is bool(works), (home, role)


def test_a_letter_to_the_commune_alone_is_not_the_districts(
    office: Office, organs: dict[str, Organisation]
) -> None:
    office.released(state_letter(COMMUNE))
    assert not queries.visible_tasks(log_in_of(organs["ttyt"], "district", office)).exists()
    station = log_in_of(organs["station"], "commune", office)
    assert named(organs, queries.visible_tasks(station)) == {"station"}


def test_who_hands_a_part_down_judges_it_and_does_not_do_it(
    office: Office, organs: dict[str, Organisation], letter: Letter
) -> None:
    district = log_in_of(organs["ttyt"], "district", office)
    part = services.task_share(
        task=Task.objects.get(order__letter=letter, lead=organs["ubnd"]),
        lead_ids=[organs["station"].pk],
        content="Rà soát.",
        by=district,
        now=office.now,
    )[0]
    assert access.hand_of(district, part) == access.Hand(works=False, judges=True)
    commune = log_in_of(organs["station"], "commune", office)
    assert access.hand_of(commune, part) == access.Hand(works=True, judges=False)


def test_nobodys_organisation_is_nobodys_lead(office: Office, letter: Letter) -> None:
    for role in ("district", "commune", "site", "tracer"):
        actor = Actor("user", "x", user_id=1, organisation_id=None, roles=frozenset({role}))
        assert not queries.visible_tasks(actor).exists()
        assert not queries.own_tasks(actor).exists()
        assert not queries.visible_letters(actor).exists()


def test_the_party_committees_task_is_no_page_of_the_district(
    office: Office,
    organs: dict[str, Organisation],
    log_in: Log,  # noqa: F811
) -> None:
    letter = office.released(
        state_letter("Thành ủy Cà Mau, Trung tâm Y tế thành phố Cà Mau rà soát.", number=902)
    )
    party, centre = (office.task(letter, f"{kind}-964") for kind in ("party", "ttyt"))
    district = log_in("huyen")
    assert district.get(f"/van-ban/nhiem-vu/{centre.uid}/").status_code == 200
    for path in ("", "ghi/evidence/", "giao-lai/"):
        assert district.get(f"/van-ban/nhiem-vu/{party.uid}/{path}").status_code == 404
    answer = district.post(f"/van-ban/nhiem-vu/{party.uid}/ghi/report/", {"words": "Xong."})
    assert answer.status_code == 404
