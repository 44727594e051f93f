"""Two records of one human being: after merging, what was recorded with either is told on the one page."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.epi import facts
from lachan.journeys import following
from lachan.journeys.person_separated import stay_begin
from lachan.people.services import merge_revoke, persons_merge
from tests.desk.conftest import MORNING, at
from tests.journeys.stories import DISEASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(morning):
    """Bình's record, with the case that was found under another spelling of his name."""
    story = morning.story
    other = story.person("Trần V. Bình")
    story.tested(other, "rt_pcr", "positive", at(15, 6))
    stay_begin(
        person_id=other.pk, disease=DISEASE, measure="home", unit_id=other.residence_id,
        occurred_at=at(15, 6, 30), by=story.actor("cdc"), now=MORNING,
    )  # fmt: skip
    kept = morning.people["binh"]
    merge = persons_merge(
        kept=kept, absorbed=other, reason="cùng số CCCD", by=story.actor("cdc"), now=MORNING
    )
    return kept, other, merge


def test_both_histories_of_cases_are_on_the_kept_page(log_in, morning, merged):
    kept, other, _ = merged
    client = log_in("cdc")
    answer = client.get(f"/nguoi-dan/{other.uid}/")
    assert answer["Location"] == f"/nguoi-dan/{kept.uid}/"
    page = client.get(f"/nguoi-dan/{kept.uid}/").content.decode()
    for record in (kept, other):
        assert f'href="/ca-benh/{morning.story.case(record).uid}/"' in page


def test_the_steps_of_isolation_tell_of_both_records(log_in, merged):
    kept, other, _ = merged
    shown = log_in("cdc").get(f"/cach-ly/nguoi/{kept.uid}/")
    assert other.pk in {row.person_id for row in shown.context["stays"].rows}


def test_parting_them_parts_the_histories(log_in, morning, merged):
    kept, other, merge = merged
    later = MORNING + dt.timedelta(minutes=5)
    merge_revoke(merge=merge, reason="hai anh em", by=morning.story.actor("cdc"), now=later)
    page = log_in("cdc").get(f"/nguoi-dan/{kept.uid}/").content.decode()
    assert f'href="/ca-benh/{morning.story.case(other).uid}/"' not in page


def test_a_need_recorded_with_the_absorbed_record_stays_in_the_list(log_in, morning):
    """Nobody who has to be kept apart goes missing because a record was merged into another."""
    story = morning.story
    kept, other = story.person("Lý Văn Một"), story.person("Lý V. Một")
    positive = facts.Result(
        uid=f"0199f000-0000-7000-8000-000000000077:{other.pk}", person=other.pk, method="rt_pcr",
        outcome="positive", resulted_at=at(15, 6), sampled_at=at(15, 5), unit=other.residence_id,
    )  # fmt: skip
    following.take_in(disease=DISEASE, added=[positive], now=MORNING)
    persons_merge(kept=kept, absorbed=other, reason="cùng số CCCD", by=story.actor("cdc"), now=MORNING)
    for username in ("cdc", "huyen"):
        table = log_in(username).get("/cach-ly/can-cach-ly/?level=F0").context["table"]
        assert other.pk in {row.person_id for row in table.rows}, username
