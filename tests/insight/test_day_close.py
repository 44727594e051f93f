""" "Chốt số": locked at the province's hour, kept as published; what comes later enters the next day."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from docx import Document

from lachan.demo.cast import TAN_XUYEN
from lachan.insight import closing, queries, services
from lachan.insight.models import DayClosing, DayItem
from lachan.insight.reports import day_report
from lachan.journeys import case_investigated, result_corrected
from lachan.kernel.errors import Forbidden, Refused
from lachan.kernel.times import LOCAL
from tests.desk.conftest import MORNING, at

pytestmark = pytest.mark.django_db
DISEASE = "covid19"


@pytest.fixture
def close(morning):
    """close(14): the leader locks that day at the given hour (17:05 unless told)."""

    def act(day: int, now: dt.datetime | None = None, username: str = "lanhdao"):
        now = now or at(day, 17, 5)
        return services.day_close(
            disease=DISEASE,
            day=dt.date(2021, 9, day),
            signer_name="Lê Quốc Bảo",
            by=morning.world.actor(username, now),
            now=now,
        )

    return act


def test_the_hour_is_the_provinces_own_rule(morning):
    rule = queries.closing_rule(DISEASE, dt.date(2021, 9, 15))
    assert (rule.hour, rule.verified) == (dt.time(17), False)
    assert queries.closing_rule("dengue", dt.date(2021, 9, 15)) is None
    assert queries.closing_rule(DISEASE, dt.date(2026, 1, 1)) is None, "the province of 2025 inherits nothing"


def test_a_day_counts_what_its_window_brought_and_names_the_rest_late(close):
    """The first day that is closed: Xa was confirmed in its window, Cũ four days before it."""
    closed = close(14)
    assert closed.figures | {} == closed.figures
    assert {name: closed.figures[name] for name in ("new", "late", "corrected", "published", "total")} == {
        "new": 1,
        "late": 1,
        "corrected": 0,
        "published": 2,
        "total": 2,
    }
    assert sorted(closed.items.values_list("kind", flat=True)) == ["late", "new"]


def test_nothing_is_counted_twice(close):
    close(14)
    closed = close(15)
    assert (closed.figures["new"], closed.figures["late"], closed.figures["total"]) == (1, 0, 3)


def test_what_was_recorded_after_the_cut_enters_the_next_day_as_late(close, morning):
    close(14)
    story = morning.story
    forgotten = story.person("Phan Thị Muộn", TAN_XUYEN)
    story.tested(forgotten, "rt_pcr", "positive", at(14, 9))
    closed = close(15)
    assert (closed.figures["new"], closed.figures["late"]) == (1, 1)
    late = closed.items.get(kind="late")
    assert late.person_id == forgotten.pk
    assert late.reason == closing.LATE_REASON


def test_a_published_case_that_was_wrong_is_corrected_the_next_day(close, morning):
    story = morning.story
    wrong = story.person("Tạ Văn Nhầm", TAN_XUYEN)
    result = story.tested(wrong, "rt_pcr", "positive", at(14, 9)).results.get()
    first = close(14)
    result_corrected.result_revoke(result=result, reason="Nhầm ống mẫu", by=story.actor(), now=MORNING)
    second = close(15)
    first.refresh_from_db()
    assert first.figures["published"] == 3, "what was published stays as it was"
    assert queries.holds(first)
    assert (second.figures["corrected"], second.figures["total"]) == (1, 3 - 1 + 1)
    assert second.items.get(counts=-1).person_id == wrong.pk


def test_the_published_total_is_the_sum_of_its_items(close):
    close(14)
    closed = close(15)
    items = DayItem.objects.filter(closing__disease=DISEASE)
    assert sum(items.values_list("counts", flat=True)) == closed.figures["total"]
    assert len([one for one in closed.items.all() if one.counts == 1]) == closed.figures["published"]
    for name in ("by_context", "by_unit"):
        assert sum(closed.figures[name].values()) == closed.figures["published"]


@pytest.mark.parametrize(
    ("day", "now", "words"),
    [
        (15, MORNING, "Chưa đến giờ chốt"),
        (14, at(15, 18), "đã chốt số"),
        (13, at(15, 18), "không chốt lùi"),
    ],
)
def test_what_is_refused(close, day, now, words):
    close(14)
    with pytest.raises(Refused, match=words):
        close(day, now)


def test_without_a_rule_no_day_is_closed(morning):
    with pytest.raises(Refused, match="Chưa có quy định"):
        services.day_close(
            disease="dengue",
            day=dt.date(2021, 9, 14),
            signer_name="A",
            by=morning.actor("lanhdao"),
            now=MORNING,
        )


def test_only_leaders_and_the_advisory_team_close(close):
    with pytest.raises(Forbidden):
        close(14, username="cdc")


def test_a_changed_figure_no_longer_holds(close):
    closed = close(14)
    assert queries.holds(closed)
    DayClosing.objects.filter(pk=closed.pk).update(figures=closed.figures | {"published": 1})
    closed.refresh_from_db()
    assert not queries.holds(closed)


def test_the_three_counts_stand_side_by_side(close):
    figures = close(14).figures
    assert (figures["published"], figures["by_result"], figures["by_onset"]) == (2, 1, 0)


def test_the_day_that_waits(close, morning):
    assert queries.day_to_close(DISEASE, MORNING) == dt.date(2021, 9, 14)
    close(14)
    assert queries.day_to_close(DISEASE, MORNING) is None
    assert queries.day_to_close(DISEASE, at(15, 17)) == dt.date(2021, 9, 15)
    assert queries.day_to_close("dengue", MORNING) is None


# --- the screens ----------------------------------------------------------------------------------------


def test_draft_then_sign_then_page_then_paper(log_in, morning):
    client = log_in("lanhdao")
    draft = client.get("/phan-tich/chot-so/moi/?disease=covid19&day=2021-09-14")
    assert draft.context["figures"]["published"] == 2
    assert "chưa kiểm chứng" in draft.content.decode()
    sent = {"disease": "covid19", "day": "2021-09-14", "signer_name": "Lê Quốc Bảo"}
    answer = client.post("/phan-tich/chot-so/moi/", sent)
    assert answer["Location"] == "/phan-tich/chot-so/covid19/2021-09-14/"
    page = client.get(answer["Location"])
    assert page.context["shown"] == page.context["counted"] == 2
    paper = client.get(f"{answer['Location']}bao-cao.docx")
    assert paper["Content-Type"].endswith("wordprocessingml.document")
    assert paper.content[:2] == b"PK"


def test_too_early_shows_the_draft_and_no_button(log_in):
    page = log_in("thammuu").get("/phan-tich/chot-so/moi/?disease=covid19&day=15/09/2021").content.decode()
    assert "Chưa đến giờ chốt" in page
    assert "Chốt số và ký" not in page


def test_a_commune_reads_the_figures_and_only_its_own_cases(close, log_in):
    close(14)
    page = log_in("xa").get("/phan-tich/chot-so/covid19/2021-09-14/")
    assert page.context["figures"]["published"] == 2
    assert (page.context["shown"], page.context["counted"]) == (0, 2)


@pytest.mark.parametrize("day", ["2021-09-14", "hom-qua", "2021-13-45"])
def test_a_day_that_was_not_closed_is_404(log_in, day):
    assert log_in("cdc").get(f"/phan-tich/chot-so/covid19/{day}/").status_code == 404


def test_the_published_curve_follows_the_closed_days(close, log_in):
    close(14)
    curve = log_in("cdc").get("/bang-chi-huy/?disease=covid19&curve=publication&span=14").context["curve"]
    bars = {bar.label: bar for bar in curve.bars}
    assert (bars["14/09"].total, bars["14/09"].mark) == (2, "")
    assert bars["13/09"].mark == "missing"


def test_a_day_made_of_late_cases_is_suspect(close, morning, log_in):
    story = morning.story
    for number in range(3):
        story.tested(story.person(f"Người Muộn {number}", TAN_XUYEN), "rt_pcr", "positive", at(8, 9 + number))
    close(14)
    curve = log_in("cdc").get("/bang-chi-huy/?disease=covid19&curve=publication&span=14").context["curve"]
    assert {bar.label: bar.mark for bar in curve.bars}["14/09"] == "suspect"


def test_local_hour_of_the_cut(close):
    assert close(14).cut_at == dt.datetime(2021, 9, 14, 17, tzinfo=LOCAL)


def doors(page) -> list[tuple[str, int]]:
    """(address, number) of every published figure of a closed day."""
    figures = page.context["figures"]
    found = [
        ("?counted=1", figures["published"]),
        ("?kind=new", figures["new"]),
        ("?kind=late", figures["late"]),
        ("?kind=corrected", figures["corrected"]),
        ("?source=unknown", figures["unknown_source"]),
    ]
    found += [(f"?context={code}", count) for code, _, count in page.context["by_context"]]
    return found + [(f"?part={place.unit_id}", place.count) for place in page.context["by_place"]]


def test_every_published_figure_opens_to_as_many_cases_whatever_is_learned_later(close, log_in, morning):
    story = morning.story
    wrong = story.tested(story.person("Tạ Văn Nhầm", TAN_XUYEN), "rt_pcr", "positive", at(14, 9))
    close(14)
    result_corrected.result_revoke(
        result=wrong.results.get(), reason="Nhầm ống mẫu", by=story.actor(), now=MORNING
    )
    close(15)
    case_investigated.context_state(
        case=morning.case("far"), context="checkpoint", unit_id=None, by=story.actor(), now=MORNING
    )
    case_investigated.source_state(
        case=morning.case("far"), known=True, note="Chợ đầu mối", by=story.actor(), now=MORNING
    )
    client = log_in("thammuu")
    for day in (14, 15):
        url = f"/phan-tich/chot-so/covid19/2021-09-{day}/"
        for query, count in doors(client.get(url)):
            page = client.get(f"{url}{query}")
            assert (page.context["shown"], page.context["counted"]) == (count, count), (day, query)
            assert f'href="{query}#ca"'.replace("&", "&amp;") in page.content.decode()


def test_counts_by_result_and_by_onset_open_their_own_lists(close, log_in):
    close(14)
    client = log_in("thammuu")
    page = client.get("/phan-tich/chot-so/covid19/2021-09-14/")
    for name, url in page.context["doors"].items():
        assert client.get(url).context["table"].total == page.context["today"][name]
    assert log_in("xa").get("/phan-tich/chot-so/covid19/2021-09-14/").context["doors"] == {}


def test_the_draft_leads_to_what_it_counts(log_in):
    client = log_in("thammuu")
    draft = client.get("/phan-tich/chot-so/moi/?disease=covid19&day=2021-09-14")
    for name, url in draft.context["doors"].items():
        assert client.get(url).context["table"].total == draft.context["figures"][name]


def test_the_paper_of_the_day_is_a_whole_report(close):
    closed = close(14)
    document = Document(io.BytesIO(day_report(closed)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    table = "\n".join(cell.text for grid in document.tables for row in grid.rows for cell in row.cells)
    assert f"Trong ngày công bố {closed.figures['published']} ca" in text
    assert "./." in text
    assert "Như trên" not in table
    for words in ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Quốc Bảo"):
        assert words in table
