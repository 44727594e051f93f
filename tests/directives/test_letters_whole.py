"""Whole letters through the office: the demonstration's own, and the two real ones where they are at hand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from lachan.demo.letter import FILE_NAME, letter_docx
from lachan.demo.organs import BEFORE_2025, PROVINCIAL
from lachan.directives.models import Letter, Task
from lachan.kernel.times import LOCAL
from tests.directives.letters import Office


def leads_by_path(office: Office, letter: Letter) -> dict[str, Counter[str]]:
    """path → how many tasks for each kind of lead ("bcd-*", "ubnd-*", or the organisation's key)."""
    keys = {row.pk: key for key, row in office.world.organisations.items()}
    found: dict[str, Counter[str]] = {}
    for task in Task.objects.filter(order__letter=letter).select_related("order"):
        key = keys.get(task.lead_id, "?") if task.lead_id else "?"
        group = f"{key.split('-')[0]}-*" if "-" in key else key
        found.setdefault("/".join(task.order.path), Counter())[group] += 1
    return found


def test_the_demonstrations_letter(office: Office) -> None:
    office.now = dt.datetime(2021, 9, 15, 14, 0, tzinfo=LOCAL)
    letter = office.released(letter_docx(), FILE_NAME)
    everybody = {"ubnd": 1, "police": 1, "department": 1, "bcd-*": 9}
    assert leads_by_path(office, letter) == {
        "1": {"bcd-*": 9}, "2": {"department": 1}, "3": {"ubnd": 1}, "4": {"ubnd": 1}, "p1": everybody,
    }  # fmt: skip
    report = office.task(letter, "department", ["2"])
    assert report.overdue_on_receipt
    assert report.due_at == dt.datetime(2021, 9, 15, 6, 0, tzinfo=LOCAL)
    assert list(report.co_workers.all()) == [office.world.organisations["police"]]
    city = office.task(letter, "bcd-964", ["1"])
    assert (city.due_at, city.recurrence) == (dt.datetime(2021, 9, 16, 17, 0, tzinfo=LOCAL), "daily")
    assert office.task(letter, "ubnd", ["3"]).person_named == "Lê Quốc Bảo"
    assert office.task(letter, "ubnd", ["4"]).due_kind == "vague"


@pytest.fixture
def seeds(shared: Path) -> Path:
    return shared / "seeds"


def test_the_real_letter_of_15_september(office: Office, seeds: Path) -> None:
    office.now = dt.datetime(2021, 9, 15, 15, 0, tzinfo=LOCAL)
    letter = office.released((seeds / "05-CV-BCD.txt").read_bytes(), "05-CV-BCD.txt")
    everybody = {"ubnd": 1, "police": 1, "department": 1, "bcd-*": 9}
    assert leads_by_path(office, letter) == {
        "1": everybody, "2": {"department": 1}, "3": {"ubnd": 1}, "4": {"ubnd": 1}, "p1": everybody,
    }  # fmt: skip
    assert office.task(letter, "department", ["2"]).overdue_on_receipt
    named = office.task(letter, "ubnd", ["3"]).person_named
    assert named.split()[-1] == "Quân"
    assert (letter.urgency, letter.issuer_kind, letter.number) == ("hỏa tốc", "party", "05")


def test_the_real_letter_of_8_october(office: Office, seeds: Path) -> None:
    office.now = dt.datetime(2021, 10, 8, 15, 0, tzinfo=LOCAL)
    letter = office.released((seeds / "6345-UBND-KGVX.txt").read_bytes(), "6345-UBND-KGVX.txt")
    found = leads_by_path(office, letter)
    organs = (*PROVINCIAL, *BEFORE_2025)
    departments = {organ.key for organ in organs if organ.kind in ("department", "police")} - {"inspectorate"}
    both = dict.fromkeys(departments, 1) | {"ubnd-*": 9}
    assert [found[f"1/-{number}"] for number in (1, 2, 3)] == [{"department": 1}] * 3
    assert [found[path] for path in ("2", "2/-1", "2/-2", "2/-3", "2/-4")] == [both] * 5
    assert found["3"] == {"ubnd-*": 9, "labour": 1}
    helped = office.task(letter, "ubnd-966", ["2", "-4"])
    assert office.world.organisations["front"] in helped.co_workers.all()
    assert not Task.objects.filter(order__letter=letter, overdue_on_receipt=True).exists()
