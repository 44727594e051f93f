"""Which version holds, and which row answers."""

from __future__ import annotations

from datetime import date

import pytest

from lachan.epi.rules import Row, Rule, RuleBook, admits

ANY = (Row({}, {"x": 1}),)


def rule(place="VN", day=date(2021, 1, 1), revision=1, rows=ANY, disease="covid19"):
    return Rule(f"{place}/{day}/{revision}", "k", disease, place, day, revision, rows, "QĐ 1", "S")


IN_FORCE = [
    # rules, chain, day → id
    ([rule()], ("VN",), date(2020, 12, 31), None),
    ([rule()], ("VN",), date(2021, 1, 1), "VN/2021-01-01/1"),
    ([rule(), rule(day=date(2021, 7, 1))], ("VN",), date(2021, 6, 30), "VN/2021-01-01/1"),
    ([rule(), rule(day=date(2021, 7, 1))], ("VN",), date(2021, 7, 1), "VN/2021-07-01/1"),
    ([rule(revision=2), rule(revision=1)], ("VN",), date(2021, 7, 1), "VN/2021-01-01/2"),
    # a nearer place wins even where it is older, and only where it is in the chain
    ([rule(day=date(2021, 7, 1)), rule("96")], ("96", "VN"), date(2021, 8, 1), "96/2021-01-01/1"),
    ([rule(day=date(2021, 7, 1)), rule("96")], ("VN",), date(2021, 8, 1), "VN/2021-07-01/1"),
    ([rule("96", date(2021, 9, 1)), rule()], ("96", "VN"), date(2021, 8, 1), "VN/2021-01-01/1"),
    ([rule("964"), rule("96"), rule()], ("964", "96", "VN"), date(2021, 8, 1), "964/2021-01-01/1"),
    # a version without rows hands the question back to the farther place
    (
        [rule("96"), rule("96", date(2021, 7, 1), rows=()), rule()],
        ("96", "VN"),
        date(2021, 8, 1),
        "VN/2021-01-01/1",
    ),
    # a rule of the disease comes before one for every disease
    ([rule(disease="*", day=date(2021, 7, 1)), rule()], ("VN",), date(2021, 8, 1), "VN/2021-01-01/1"),
    ([rule(disease="*")], ("VN",), date(2021, 8, 1), "VN/2021-01-01/1"),
]


@pytest.mark.parametrize(("rules", "chain", "day", "wanted"), IN_FORCE)
def test_in_force(rules, chain, day, wanted):
    found = RuleBook(rules, chain).in_force("k", day)
    assert (found.id if found else None) == wanted


ADMITS = [
    ("rt_pcr", "rt_pcr", True),
    (["a", "b"], "b", True),
    (["a", "b"], "c", False),
    ([True, None], None, True),
    (True, 1, False),
    (1, True, False),
    (False, None, False),
    (None, None, True),
    ({"min": 15}, 15, True),
    ({"min": 15}, 14.99, False),
    ({"max": 8}, 8, True),
    ({"max": 8}, 8.01, False),
    ({"min": 1, "max": 3}, 2, True),
    ({"min": 1}, None, False),
    ({"max": 1}, True, False),
]


@pytest.mark.parametrize(("wanted", "actual", "expected"), ADMITS)
def test_admits(wanted, actual, expected):
    assert admits(wanted, actual) is expected


def test_the_first_row_that_matches_answers_and_none_is_no_rule():
    rows = (Row({"n": {"min": 2}}, {"x": "two"}), Row({"n": {"min": 1}}, {"x": "one"}))
    book = RuleBook([rule(rows=rows)])
    assert book.decide("k", date(2021, 2, 1), n=5).then == {"x": "two"}
    assert book.decide("k", date(2021, 2, 1), n=1).then == {"x": "one"}
    nothing = book.decide("k", date(2021, 2, 1), n=0)
    assert (nothing.then, nothing.verified) == (None, False)
    assert book.decide("k", date(2020, 2, 1), n=5).rule is None


def test_a_row_may_be_less_sure_than_its_version():
    book = RuleBook([rule(rows=(Row({"n": 1}, {"confidence": "K"}), Row({}, {})))])
    assert not book.decide("k", date(2021, 2, 1), n=1).verified
    assert book.decide("k", date(2021, 2, 1), n=2).verified
