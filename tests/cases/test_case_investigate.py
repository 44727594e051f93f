"""Statements about a case: previewed, recorded, replaced, taken back; and who may."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.cases import services
from lachan.cases.forms import OutcomeForm
from lachan.cases.models import Case, Classification, OnsetStatement
from lachan.cases.statements import statements_of
from lachan.journeys import case_investigated
from lachan.kernel.errors import Forbidden, Refused
from lachan.standing import queries as standing
from lachan.standing.models import StandingInterval
from lachan.standing.reasons import Reasons
from tests.desk.conftest import MORNING, at

pytestmark = pytest.mark.django_db


def level(morning, name: str) -> str:
    return morning.story.level(morning.people[name])


def met_long_before(morning):
    """Tư also met Bình on the 6th: outside the window of a case without symptoms, inside that of an early onset."""
    morning.story.met(morning.people["tu"], morning.people["binh"], dt.date(2021, 9, 6))
    assert level(morning, "tu") == "F2"


def test_preview_tells_what_the_record_then_does(log_in, morning):
    met_long_before(morning)
    case = morning.case("binh")
    client, url = log_in("cdc"), f"/ca-benh/{case.uid}/khoi-phat/"
    sent = {"symptomatic": "yes", "onset_on": "07/09/2021", "symptoms": ["Sốt", "Ho"]}
    page = client.post(url, sent)
    assert [(group.label, group.count, list(group.items)) for group in page.context["effects"].groups] == [
        ("từ F2 thành F1", 1, ["Võ Văn Tư"]),
        ("cần quyết định mới: cách ly tập trung", 1, ["Võ Văn Tư"]),
    ]
    assert not OnsetStatement.objects.filter(case=case).exists()
    assert level(morning, "tu") == "F2", "a preview writes nothing"
    answer = client.post(url, sent | {"confirmed": "1"})
    assert answer["Location"] == f"/ca-benh/{case.uid}/"
    assert level(morning, "tu") == "F1"
    assert case.onsets.get().symptoms == "Sốt, Ho"
    assert client.get(url).context["form"].initial["symptoms"] == ["Sốt", "Ho"]


def test_preview_counts_people_out_of_sight_by_commune(log_in, morning):
    stranger = morning.story.person("Dương Văn Ngoài", "32128")
    morning.story.met(stranger, morning.people["binh"], dt.date(2021, 9, 6))
    url = f"/ca-benh/{morning.case('binh').uid}/khoi-phat/"
    page = log_in("xa").post(url, {"symptomatic": "yes", "onset_on": "07/09/2021"})
    decision, stranger = page.context["effects"].groups
    assert (decision.count, decision.items) == (1, [])
    assert (stranger.hidden, stranger.count, stranger.note) == (True, 1, "Thị trấn Cái Nước: 1")
    assert "Dương Văn Ngoài" not in page.content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"symptomatic": "yes"}, "phải ghi ngày khởi phát"),
        ({"symptomatic": "yes", "onset_on": "20/09/2021"}, "không thể ở sau hôm nay"),
        ({}, "Chưa chọn có triệu chứng"),
    ],
)
def test_what_is_refused_is_said_at_its_field(log_in, morning, sent, words):
    url = f"/ca-benh/{morning.case('binh').uid}/khoi-phat/"
    assert words in log_in("cdc").post(url, sent | {"confirmed": "1"}).content.decode()


def test_a_source_is_named_by_its_code(log_in, morning):
    case, source = morning.case("binh"), morning.case("far")
    client, url = log_in("cdc"), f"/ca-benh/{morning.case('binh').uid}/nguon-lay/"
    sent = {"known": "yes", "source_code": source.code, "first_contact_on": "10/09/2021", "confirmed": "1"}
    assert client.post(url, sent).status_code == 302
    statement = case.sources.get()
    assert (statement.source_case_id, statement.first_contact_on) == (source.pk, dt.date(2021, 9, 10))
    wrong = client.post(url, sent | {"source_code": "BN1"})
    assert "Không có đúng một ca bệnh" in wrong.content.decode()


def test_a_source_out_of_sight_cannot_be_named(log_in, morning):
    url = f"/ca-benh/{morning.case('binh').uid}/nguon-lay/"
    sent = {"known": "yes", "source_code": morning.case("far").code, "confirmed": "1"}
    assert "trong phạm vi của đồng chí" in log_in("xa").post(url, sent).content.decode()


def test_the_rule_on_leaving_treatment_is_shown_before_a_recovery_is_recorded(log_in, morning):
    """A reminder of the day's rule, for the symptoms on record; it stops nobody."""
    case, client = morning.case("binh"), log_in("cdc")
    url = f"/ca-benh/{case.uid}/ket-cuc/"
    reminder = client.get(url).context["reminder"]
    assert (reminder.instrument, reminder.verified) == ("QĐ 3416/QĐ-BYT ngày 14/7/2021", True)
    [line] = reminder.lines
    for words in ("điều trị ít nhất 10 ngày", "số mẫu âm tính hoặc Ct cao liên tiếp 2", "Ct từ 30"):
        assert words in line
    page = client.post(url, {"kind": "recovered", "occurred_at": "06:30 15/09/2021"})
    assert "QĐ 3416/QĐ-BYT ngày 14/7/2021" in page.content.decode()
    assert page.context["effects"]
    Case.objects.filter(pk=case.pk).update(symptomatic=True)
    assert "Chưa có quy định cho ca bệnh có triệu chứng" in client.get(url).content.decode()


def test_national_number_in_its_own_field(log_in, morning):
    client, url = log_in("cdc"), f"/ca-benh/{morning.case('binh').uid}/so-benh-nhan/"
    assert client.post(url, {"number": "bn 636123"}).status_code == 302
    assert Case.objects.get(pk=morning.case("binh").pk).national_number == "BN636123"
    other = f"/ca-benh/{morning.case('far').uid}/so-benh-nhan/"
    for same in ("BN636123", "636123"):
        assert "đã ghi cho một ca khác" in client.post(other, {"number": same}).content.decode()
    assert "viết dạng BN và các chữ số" in client.post(other, {"number": "BN63A"}).content.decode()


def test_where_it_was_found_lets_that_commune_see_it(log_in, morning):
    case = morning.case("old")
    ward = morning.people["binh"].residence_id
    assert log_in("xa").get(f"/ca-benh/{case.uid}/").status_code == 404
    sent = {"context": "checkpoint", "unit": "Phường 4", "unit_pick": str(ward)}
    assert log_in("cdc").post(f"/ca-benh/{case.uid}/noi-phat-hien/", sent).status_code == 302
    assert log_in("xa").get(f"/ca-benh/{case.uid}/").status_code == 200


def test_a_disease_without_a_rule_of_discharge_asks_for_no_ct(morning):
    assert "ct_at_discharge" in OutcomeForm(disease="covid19").fields
    assert "ct_at_discharge" not in OutcomeForm(disease="measles").fields


def test_the_lifting_after_a_recovery_says_so(log_in, morning):
    case, story = morning.case("old"), morning.story
    sent = {"kind": "recovered", "occurred_at": "06:00", "occurred_at_day": "15/09/2021", "confirmed": "1"}
    log_in("cdc").post(f"/ca-benh/{case.uid}/ket-cuc/", sent)
    proposal = StandingInterval(
        disease=case.disease, kind="lifting_needed", value="treatment", person_id=case.person_id,
        reason={"number": "12/QĐ-UBND"}, starts_at=at(15, 6), ends_at=at(16, 6),
    )  # fmt: skip
    assert (
        Reasons([proposal], case.disease, story.actor(), at(15, 7))
        .why(proposal)
        .endswith("Ca bệnh đã khỏi lúc 06:00 ngày 15/09/2021")
    )


def test_recovery_closes_the_case(log_in, morning):
    case = morning.case("old")
    sent = {"kind": "recovered", "occurred_at": "06:00", "occurred_at_day": "15/09/2021", "confirmed": "1"}
    assert log_in("cdc").post(f"/ca-benh/{case.uid}/ket-cuc/", sent).status_code == 302
    case.refresh_from_db()
    assert (case.closed_at, case.outcome) == (at(15, 6), "recovered")


def test_the_end_of_a_case_is_told_once_and_as_numbers_are_written(log_in, morning):
    case = morning.case("old")
    sent = {"kind": "recovered", "occurred_at": "06:00", "occurred_at_day": "15/09/2021", "confirmed": "1"}
    log_in("cdc").post(f"/ca-benh/{case.uid}/ket-cuc/", sent | {"ct_at_discharge": "34,2"})
    page = log_in("cdc").get(f"/ca-benh/{case.uid}/").content.decode()
    assert "<dt>Kết cục</dt><dd>Khỏi bệnh lúc 06:00 15/09/2021, Ct lúc ra viện 34,2</dd>" in page


def test_a_second_episode_is_told_on_the_page_of_the_person(log_in, morning):
    """A positive after a recorded recovery is another episode; the person's page leads to both."""
    case = morning.case("old")
    sent = {"kind": "recovered", "occurred_at": "06:00", "occurred_at_day": "14/09/2021", "confirmed": "1"}
    client = log_in("cdc")
    client.post(f"/ca-benh/{case.uid}/ket-cuc/", sent)
    morning.story.tested(morning.people["old"], "rt_pcr", "positive", at(15, 6))
    page = client.get(f"/nguoi-dan/{morning.people['old'].uid}/").content.decode()
    again = morning.case("old")
    assert again.pk != case.pk
    assert f'href="/ca-benh/{again.uid}/">COVID-19: xác định, đợt 2</a>' in page
    assert f'href="/ca-benh/{case.uid}/">COVID-19: xác định</a>' in page
    assert "Đợt bệnh thứ 2 của người này" in client.get(f"/ca-benh/{again.uid}/").content.decode()
    assert log_in("xa").get(f"/ca-benh/{case.uid}/ket-cuc/").status_code == 403


def test_taking_a_statement_back_equals_never_having_made_it(log_in, morning):
    case = morning.case("binh")
    client = log_in("cdc")
    met_long_before(morning)
    before = intervals(morning)
    client.post(
        f"/ca-benh/{case.uid}/khoi-phat/", {"symptomatic": "yes", "onset_on": "07/09/2021", "confirmed": "1"}
    )
    assert intervals(morning) != before
    statement = case.onsets.get()
    url = f"/ca-benh/{case.uid}/thu-hoi/khoi-phat/{statement.uid}/"
    assert client.post(url, {"reason": ""}).status_code == 200
    assert client.post(url, {"reason": "Nhầm người"}).status_code == 302
    assert intervals(morning) == before
    case.refresh_from_db()
    assert (case.symptomatic, case.onset_on) == (None, None)
    assert [one.stands for one in statements_of(case) if one.kind == "khoi-phat"] == [False]
    assert client.get(url).status_code == 404


def intervals(morning) -> list[tuple]:
    rows = []
    for person in morning.people.values():
        found = standing.of_person(disease="covid19", person_id=person.pk)
        rows += [
            (person.pk, row.kind, row.value, row.starts_at, row.ends_at, row.provisional) for row in found
        ]
    return sorted(rows)


def test_a_later_statement_replaces_the_earlier_and_both_remain(morning):
    case, by = morning.case("binh"), morning.actor("cdc")
    first = services.onset_state(case=case, symptomatic=False, onset_on=None, by=by, now=MORNING)
    second = services.onset_state(
        case=case, symptomatic=True, onset_on=dt.date(2021, 9, 14), by=by, now=MORNING
    )
    first.refresh_from_db()
    assert (first.revoked_at, first.replaced_by) == (MORNING, second.uid)
    assert case.onsets.count() == 2


def test_a_person_is_not_their_own_source(morning):
    case = morning.case("binh")
    with pytest.raises(Refused, match="chính mình"):
        services.source_state(case=case, known=True, source_case=case, by=morning.actor("cdc"), now=MORNING)


def test_an_excluded_case_is_nobodys_source(morning):
    source = morning.case("suspect")
    source.classification = Classification.EXCLUDED
    source.save()
    stated = {"case": morning.case("binh"), "known": True, "source_case": source, "first_contact_on": None}
    with pytest.raises(Refused, match="đã được loại trừ"):
        case_investigated.source_preview(**stated, now=MORNING)
    with pytest.raises(Refused, match="đã được loại trừ"):
        case_investigated.source_state(**stated, by=morning.actor("cdc"), now=MORNING)


@pytest.mark.parametrize("day", [dt.date(2021, 9, 16), dt.date(2021, 9, 30)])
def test_a_source_met_after_the_positive_sample_infected_nobody(morning, day):
    """Taken at its word, it would free everybody whom a case without symptoms met before."""
    stated = {"case": morning.case("binh"), "known": True, "source_case": None, "first_contact_on": day}
    with pytest.raises(Refused, match="trước khi có mẫu dương tính"):
        case_investigated.source_preview(**stated, now=MORNING)
    with pytest.raises(Refused, match="trước khi có mẫu dương tính"):
        case_investigated.source_state(**stated, note="Chợ", by=morning.actor("cdc"), now=MORNING)


@pytest.mark.parametrize(
    ("form", "typed", "words"),
    [
        ("khoi-phat", {"symptomatic": "yes", "onset_on": "20/09/2021"}, "không thể ở sau hôm nay"),
        ("ket-cuc", {"kind": "recovered", "occurred_at": "08:00 01/08/2021"}, "trước khi phát hiện ca bệnh"),
    ],
)
def test_what_cannot_be_true_is_refused_before_its_effects_are_shown(log_in, morning, form, typed, words):
    page = log_in("cdc").post(f"/ca-benh/{morning.case('binh').uid}/{form}/", typed)
    assert words in page.content.decode()
    assert page.context["effects"] is None


@pytest.mark.parametrize("username", ["lanhdao", "vanthu", "phongxn", "khucachly"])
def test_who_only_reads_states_nothing(morning, username):
    with pytest.raises(Forbidden):
        services.national_number_give(
            case=morning.case("binh"), number="BN1", by=morning.actor(username), now=MORNING
        )


@pytest.mark.parametrize("form", ["khoi-phat", "nguon-lay", "noi-phat-hien", "so-benh-nhan"])
def test_forms_open_for_the_field_and_are_404_out_of_sight(log_in, morning, form):
    assert log_in("xa").get(f"/ca-benh/{morning.case('binh').uid}/{form}/").status_code == 200
    assert log_in("xa").get(f"/ca-benh/{morning.case('far').uid}/{form}/").status_code == 404
    assert log_in("lanhdao").get(f"/ca-benh/{morning.case('binh').uid}/{form}/").status_code == 403


def test_who_may_not_close_a_case_may_not_open_it_again(log_in, morning):
    """The commune investigates; the outcome is recorded and taken back by the district or the tracer."""
    case = morning.case("binh")
    services.outcome_record(
        case=case, kind="recovered", occurred_at=MORNING, by=morning.actor("huyen"), now=MORNING
    )
    outcome = case.outcomes.get()
    with pytest.raises(Forbidden):
        services.statement_revoke(statement=outcome, reason="Ghi nhầm", by=morning.actor("xa"), now=MORNING)
    address = f"/thu-hoi/ket-cuc/{outcome.uid}/"
    assert address not in log_in("xa").get(f"/ca-benh/{case.uid}/").content.decode()
    assert address in log_in("huyen").get(f"/ca-benh/{case.uid}/").content.decode()
    services.statement_revoke(statement=outcome, reason="Ghi nhầm", by=morning.actor("huyen"), now=MORNING)
    assert case.outcomes.get().revoked_at == MORNING
