"""docs/rules.md is the shipped rules, and nothing else. To write it anew: python -m tests.epi.test_rules_page"""

from __future__ import annotations

import yaml

from lachan.epi.pages import page
from tests.epi.words import POLICIES, shipped_rules

PAGE = POLICIES.parent / "docs" / "rules.md"


def fresh() -> str:
    listed = yaml.safe_load((POLICIES / "diseases.yaml").read_text(encoding="utf-8"))["diseases"]
    return page(shipped_rules(), {disease["code"]: disease["name"] for disease in listed})


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == fresh(), "python -m tests.epi.test_rules_page"


def test_the_page_shows_every_version_with_its_instrument():
    text = fresh()
    for rule in shipped_rules():
        assert f"**Từ {rule.effective_from:%d/%m/%Y}**" in text
        assert rule.instrument in text


def test_a_doctor_reads_words_and_no_codes():
    text = fresh()
    for code in ("same_room", "rt_pcr |", "first_negative_of_source", "last_exposure", "unrecorded"):
        assert code not in text


if __name__ == "__main__":
    PAGE.write_text(fresh(), encoding="utf-8")
