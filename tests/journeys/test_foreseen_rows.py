"""Each count of a rule's preview opens to its rows: names in the reader's sight, numbers by place out of it."""

from __future__ import annotations

import datetime as dt
import html
import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from lachan.desk import foreseen
from lachan.kernel.policies import queries as policies
from lachan.organisations.queries import User
from tests.journeys.stories import DISEASE, Story

KEY = "exposure_window"
NAMES = ("Lê Thị Lan", "Ngô Văn Minh", "Võ Thị Nga")


@pytest.fixture
def story(world, morning):
    return Story(world, morning)


@pytest.fixture
def met_early(story):
    """Three people met six days before the sample: contacts only under a wider window."""
    binh = story.person("Trần Văn Bình")
    people = [story.person(name) for name in NAMES]
    for one in people:
        story.met(one, binh, dt.date(2021, 9, 9))
    story.tested(binh, "rt_pcr", "positive")
    return people


@pytest.fixture
def desk(story, monkeypatch):
    """The administrator's screen of the rule, with what is typed; `roles` besides the administrator's."""
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: story.now)
    version = next(
        one
        for one in policies.versions().filter(key=KEY, disease=DISEASE).order_by("-effective_from")
        if one.effective_from <= story.now.date()
    )

    def post(*roles, **more):
        user = User.objects.get(username="quantri")
        User.objects.filter(pk=user.pk).update(
            roles=["admin", *roles], organisation=story.world.organisations["cdc" if roles else "ubnd"]
        )
        client = Client()
        client.force_login(User.objects.get(pk=user.pk), "django.contrib.auth.backends.ModelBackend")
        rows = "\n".join(_row(row) for row in version.rows)
        form = {
            "effective_from": version.effective_from.strftime("%d/%m/%Y"),
            "backdated_reason": "Văn bản đến chậm",
            "instrument": "Quyết định minh họa 01",
            "confidence": "K",
            "reason": "Thử cửa sổ rộng hơn",
            "way": "text",
            "rows": rows,
        }
        url = reverse("kernel:policy_adopt", args=[DISEASE, version.place, KEY])
        return client.post(url, form | more)

    return post


def _row(row):
    wide = row | {"then": row["then"] | {"days_before": 9}}
    return f"- {json.dumps(wide)}"


def counts(page):
    """name of the count → the number on its button."""
    found = re.findall(r'name="open" value="1\|([^"]+)"[^>]*>([\d.]+)<', page.content.decode())
    return {html.unescape(key): int(number.replace(".", "")) for key, number in found}


def listed(page):
    counted, opened = page.context["draft"].opened
    assert counted.count == opened.seen + sum(count for _, count in opened.elsewhere)
    return [row.name for row in opened.rows], opened


def test_every_count_opens_and_the_list_has_as_many(met_early, desk):
    shown = counts(desk("tracer"))
    assert shown[">F1"] == shown["ends"] == 3
    assert shown["computed"] >= 4
    for key, number in shown.items():
        names, opened = listed(desk("tracer", open=f"1|{key}"))
        assert len(names) == opened.seen == number, key
    names, _ = listed(desk("tracer", open="1|>F1"))
    assert tuple(names) == NAMES


def test_the_administrator_sees_places_and_no_names(met_early, desk):
    page = desk(open="1|>F1")
    names, opened = listed(page)
    assert names == []
    assert sum(count for _, count in opened.elsewhere) == 3
    assert not any(name in page.content.decode() for name in NAMES)


def test_a_page_at_a_time_and_who_was_shown_is_noted(met_early, desk, monkeypatch):
    monkeypatch.setattr(foreseen, "_PER_PAGE", 2)
    noted = []
    monkeypatch.setattr(foreseen, "note", lambda request, ids: noted.extend(ids))
    first, opened = listed(desk("tracer", open="1|>F1"))
    second, _ = listed(desk("tracer", open="2|>F1"))
    assert (first, second, opened.pages) == ([*NAMES[:2]], [NAMES[2]], 2)
    assert sorted(noted) == sorted(one.pk for one in met_early)
    assert listed(desk("tracer", open="9|>F1"))[0] == second, "beyond the last page is the last page"


@pytest.mark.parametrize("wrong", ["", "1", "x|>F1", "1|no-such", "-1|ends"])
def test_an_unknown_door_opens_nothing(met_early, desk, wrong):
    page = desk("tracer", open=wrong)
    assert page.status_code == 200
    assert page.context["draft"].opened is None
