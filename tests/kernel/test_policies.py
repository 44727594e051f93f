"""Rules as dated law: loaded once, adopted by adding, inherited by the right units only."""

import datetime as dt

import pytest
from django.conf import settings

from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.audit.models import Event
from lachan.kernel.diseases import disease, disease_choices, diseases, methods_by_disease
from lachan.kernel.errors import Forbidden, Refused
from lachan.kernel.policies import adoption, documents, loader
from lachan.kernel.policies.models import PolicyVersion
from lachan.kernel.policies.queries import PlaceRef, history, rule_version, rulebook
from lachan.kernel.policies.services import policy_adopt
from tests.kernel.conftest import LAB, NOW

ADMIN = Actor(kind="user", label="Quản trị", user_id=1, organisation_id=1, roles=frozenset({"admin"}))
OLD = PlaceRef("96", dt.date(1997, 1, 1))
NEW = PlaceRef("96", dt.date(2025, 7, 1))
DAY = dt.date(2021, 9, 15)
DISEASE = "covid19"


@pytest.fixture
def loaded(db):
    return loader.policies_load(by=SYSTEM, now=NOW)


def adopt(**changes):
    values = {
        "key": "separation_target",
        "disease": DISEASE,
        "place": "96",
        "effective_from": DAY,
        "rows": [{"when": {"status": ["confirmed", "suspected"]}, "then": {"hours": 3}}],
        "instrument": "CV 01/UBND-KGVX",
        "confidence": "S",
        "reason": "Rút ngắn thời gian",
        "by": ADMIN,
        "now": NOW,
    }
    return policy_adopt(**(values | changes))


def test_shipped_rules_are_sound_and_load_once(loaded):
    assert loader.faults_of_files(settings.POLICY_DIR) == []
    assert loaded == PolicyVersion.objects.count() > 20
    assert loader.policies_load(by=SYSTEM, now=NOW) == 0


def test_shipped_law_is_never_rewritten(loaded):
    version = PolicyVersion.objects.filter(key="publication").get()
    PolicyVersion.objects.filter(pk=version.pk).update(rows=[{"then": {"hour": 18}}])
    with pytest.raises(Refused, match="revision cao hơn"):
        loader.policies_load(by=SYSTEM, now=NOW)


def test_rule_of_the_day_and_of_the_place(loaded):
    book = rulebook(DISEASE, (OLD,))
    early = book.decide("exposure_window", DAY, symptoms="present", source="unknown")
    late = book.decide("exposure_window", dt.date(2022, 1, 1), symptoms="present", source="unknown")
    assert (early.then["days_before"], late.then["days_before"]) == (3, 2)
    assert book.decide("publication", DAY).then == {"hour": 17}
    assert rulebook(DISEASE).decide("publication", DAY).then is None


def test_a_unit_inherits_nothing_from_before_its_time(loaded):
    assert rulebook(DISEASE, (NEW,)).decide("publication", DAY).then is None
    adopt(effective_from=dt.date(2025, 8, 1))
    later = dt.date(2025, 9, 1)
    assert rulebook(DISEASE, (NEW,)).decide("separation_target", later, status="confirmed").then == {
        "hours": 3
    }


def test_nearest_place_comes_first(loaded):
    adopt(place="32002", rows=[{"then": {"hours": 1}}])
    chain = (PlaceRef("32002", dt.date(2004, 1, 1)), PlaceRef("964", dt.date(2004, 1, 1)), OLD)
    assert rulebook(DISEASE, chain).decide("separation_target", DAY, status="ring1").then == {"hours": 1}
    assert rulebook(DISEASE, chain[1:]).decide("separation_target", DAY, status="ring1").then == {"hours": 12}


def test_adopting_takes_force_at_once_and_keeps_what_was(loaded):
    before = rulebook(DISEASE, (OLD,))
    version = adopt()
    after = rulebook(DISEASE, (OLD,))
    assert before.decide("separation_target", DAY, status="confirmed").then == {"hours": 6}
    assert after.decide("separation_target", DAY, status="confirmed").then == {"hours": 3}
    yesterday = dt.date(2021, 9, 14)
    assert after.decide("separation_target", yesterday, status="confirmed").then == {"hours": 6}
    assert [row.effective_from for row in history("separation_target", DISEASE, "96")] == [
        DAY,
        dt.date(2021, 7, 14),
    ]
    assert rule_version(after.in_force("separation_target", DAY).id) == version
    assert Event.objects.get(kind="kernel.policy_adopted").actor_label == "Quản trị"


def test_a_second_revision_of_the_same_day_wins(loaded):
    first = adopt()
    second = adopt(rows=[{"then": {"hours": 2}}])
    assert (first.revision, second.revision) == (1, 2)
    decided = rulebook(DISEASE, (OLD,)).decide("separation_target", DAY, status="ring1")
    assert (decided.then, decided.rule_id) == ({"hours": 2}, f"{DISEASE}/96/separation_target/2021-09-15/2")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"rows": [{"when": {"colour": "red"}, "then": {"hours": 1}}]}, "chưa được khai báo"),
        ({"rows": [{"then": {"hours": "mau"}}]}, "phải là số"),
        ({"key": "nothing"}, "chưa được khai báo"),
        ({"disease": "plague"}, "không có trong diseases.yaml"),
        ({"instrument": " "}, "thiếu văn bản"),
        ({"reason": ""}, "lý do"),
        ({"confidence": "sure"}, "confidence"),
    ],
)
def test_what_is_no_rule_is_refused_in_words(loaded, changes, says):
    before = PolicyVersion.objects.count()
    with pytest.raises(Refused, match=says):
        adopt(**changes)
    assert PolicyVersion.objects.count() == before


def test_what_follows_is_registered_from_above(loaded, monkeypatch):
    called = []

    def journey(**version):
        called.append(version["key"])
        return policy_adopt(**version)

    for name in ("_adopter", "_foreseer", "_opener"):  # `register` puts all three in place
        monkeypatch.setattr(adoption, name, list(getattr(adoption, name)))
    adoption.register(journey)
    version = {"key": "publication", "disease": DISEASE, "place": "96", "effective_from": DAY}
    words = {"instrument": "CV 2", "confidence": "S", "reason": "Đổi giờ", "rows": [{"then": {"hour": 16}}]}
    assert adoption.adopt(by=ADMIN, now=NOW, **version, **words).rows == [{"then": {"hour": 16}}]
    assert called == ["publication"]


def test_only_the_administrator_adopts(loaded):
    with pytest.raises(Forbidden):
        adopt(by=LAB)


def test_table_survives_its_trip_through_the_editor(loaded):
    for version in PolicyVersion.objects.all():
        assert documents.rows_from(documents.rows_text(version.rows)) == version.rows


@pytest.mark.parametrize("text", ["- when: {a: [", "a: 1", "- 1", "!!python/object/apply:os.getcwd []"])
def test_broken_tables_are_refused(text):
    with pytest.raises(Refused):
        documents.rows_from(text)


def test_faulty_files_name_file_and_place(tmp_path):
    (tmp_path / "diseases.yaml").write_text((settings.POLICY_DIR / "diseases.yaml").read_text())
    (tmp_path / "x.yaml").write_text(
        "disease: covid19\nrules:\n  - {key: publication, effective_from: 2021-01-01, instrument: a, confidence: S, rows: [{then: {hour: -1}}]}\n"
    )
    [fault] = loader.faults_of_files(tmp_path)
    assert fault.startswith("x.yaml: publication từ 2021-01-01: dòng 1")
    (tmp_path / "y.yaml").write_text("rules: [")
    assert "y.yaml: viết sai cú pháp" in loader.faults_of_files(tmp_path)[0]


def test_diseases_are_data():
    assert set(methods_by_disease()) == set(diseases()) == {code for code, _ in disease_choices()}
    assert disease(DISEASE).method_name("rt_pcr") == "RT-PCR"
    assert [made.code for made in diseases().values() if made.has_levels] == [DISEASE]
    with pytest.raises(Refused):
        disease("plague")
