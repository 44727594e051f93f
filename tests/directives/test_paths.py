"""Orders stand as the letter prints them, also those that the clerk adds; numbers print as the letter's own."""

from __future__ import annotations

import pytest

from lachan.directives.paths import in_order
from lachan.directives.wording import numbered
from tests.directives.letters import Office, state_letter

READ = ["p1", "1", "2/-1", "2/-2", "10", "p2"]
ADDED = [
    # path added by hand, then where it stands
    ("3", ["p1", "1", "2/-1", "2/-2", "3", "10", "p2"]),
    ("2", ["p1", "1", "2", "2/-1", "2/-2", "10", "p2"]),
    ("2/-1/a", ["p1", "1", "2/-1", "2/-1/a", "2/-2", "10", "p2"]),
    ("1/a", ["p1", "1", "1/a", "2/-1", "2/-2", "10", "p2"]),
    ("11", ["p1", "1", "2/-1", "2/-2", "10", "11", "p2"]),
    ("2.1", ["p1", "1", "2/-1", "2/-2", "2.1", "10", "p2"]),
    ("p3", ["p1", "1", "2/-1", "2/-2", "10", "p2", "p3"]),
    ("0", ["p1", "0", "1", "2/-1", "2/-2", "10", "p2"]),
]


@pytest.mark.parametrize(("added", "expected"), ADDED)
def test_an_added_order_stands_in_its_place(added: str, expected: list[str]) -> None:
    orders = [{"path": path.split("/")} for path in [*READ, added]]
    found = in_order(orders, [path.split("/") for path in READ])
    assert ["/".join(order["path"]) for order in found] == expected


def test_letters_and_roman_numbers_are_counted_as_printed() -> None:
    orders = [{"path": [path]} for path in ("đ", "d", "b", "a", "IX", "V", "I")]
    found = [order["path"][0] for order in in_order(orders, [])]
    assert found == ["I", "V", "IX", "a", "b", "d", "đ"]


def test_the_confirmed_reading_keeps_that_order(office: Office) -> None:
    letter = office.register(state_letter("Sở Y tế báo cáo.", "Công an tỉnh tuần tra."))
    more = {**letter.reading["orders"][0], "path": ["1", "-1"], "text": "Lập danh sách."}
    office.confirm(letter, orders=[*letter.reading["orders"], more])
    paths = list(letter.orders.order_by("position").values_list("path", flat=True))
    assert paths[:3] == [["1"], ["1", "-1"], ["2"]]


MARKS = [
    (("412", "CV/TU", "party"), "412-CV/TU"),
    (("05", "CV/BCĐ", "state"), "05-CV/BCĐ"),
    (("412", "CV-BCĐ", "party"), "412/CV-BCĐ"),
    (("6345", "UBND-KGVX", "state"), "6345/UBND-KGVX"),
    (("15", "2021/NĐ-CP", "state"), "15/2021/NĐ-CP"),
    (("7", "NQ", "party"), "7-NQ"),
    (("7", "SYT", "state"), "7/SYT"),
    (("", "UBND-KGVX", "state"), "UBND-KGVX"),
]


@pytest.mark.parametrize(("given", "printed"), MARKS)
def test_a_number_as_the_letter_prints_it(given: tuple[str, str, str], printed: str) -> None:
    assert numbered(*given) == printed
