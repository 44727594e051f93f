"""The checker of policy files: the shipped ones pass, and every kind of mistake is named."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from lachan.epi.declarations import KEYS
from lachan.epi.documents import faults_of, rules_of
from tests.epi.words import POLICIES

DISEASES = yaml.safe_load((POLICIES / "diseases.yaml").read_text(encoding="utf-8"))["diseases"]
METHODS = {disease["code"]: [m["code"] for m in disease["methods"]] for disease in DISEASES}
FILES = sorted(
    path for path in POLICIES.glob("*.yaml") if path.name not in {"diseases.yaml", "instruments.yaml"}
)


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_shipped_files_have_no_fault(path):
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [str(fault) for fault in faults_of(document, METHODS)] == []
    assert all(rule.instrument for rule in rules_of(document))


def document(**changes):
    version = {
        "key": "exposure_window",
        "effective_from": date(2021, 7, 30),
        "instrument": "QĐ 3638/QĐ-BYT",
        "confidence": "S",
        "rows": [{"when": {"symptoms": "present"}, "then": {"anchor": "onset", "days_before": 3}}],
    }
    return {"disease": "covid19", "place": "VN", "rules": [version | changes]}


def row(when, then=None):
    return {"rows": [{"when": when, "then": then or {"anchor": "onset", "days_before": 3}}]}


MISTAKES = [
    ({"key": "exposure_windows"}, "khóa “exposure_windows” chưa được khai báo"),
    ({"effective_from": "30/7/2021"}, "effective_from phải là một ngày"),
    ({"revision": 0}, "revision phải là số nguyên từ 1"),
    ({"instrument": " "}, "thiếu văn bản"),
    ({"confidence": "sure"}, "confidence phải là một trong"),
    ({"disease": "cholera"}, "bệnh “cholera” không có trong diseases.yaml"),
    ({"until": "2022"}, "trường lạ “until”"),
    ({"rows": "all"}, "rows phải là một danh sách"),
    ({"rows": [{"when": {}}]}, "dòng 1: phải có when và then"),
    (row({"fever": True}), "thuộc tính “fever” chưa được khai báo"),
    (row({"symptoms": "yes"}), "“symptoms” không nhận giá trị “yes”"),
    (row({"symptoms": ["present", "maybe"]}), "“symptoms” không nhận giá trị “maybe”"),
    (row({"symptoms": None}), "“symptoms” không bao giờ trống"),
    (row({}, {"anchor": "onset"}), "thiếu “days_before”"),
    (row({}, {"anchor": "birth", "days_before": 3}), "“anchor” không nhận giá trị “birth”"),
    (row({}, {"anchor": "onset", "days_before": -1}), "“days_before” phải là số nguyên từ 0"),
    (row({}, {"anchor": "onset", "days_before": 2.5}), "“days_before” phải là số nguyên từ 0"),
    (row({}, {"anchor": "onset", "days_before": True}), "“days_before” phải là số nguyên từ 0"),
    (row({}, {"anchor": "onset", "days_before": 3, "color": 1}), "trả lời lạ “color”"),
    (
        {"key": "case_definition", **row({"method": "ns1"}, {"state": "confirmed"})},
        "“method” không nhận giá trị “ns1”",
    ),
    (
        {"key": "case_definition", **row({"supervised": "yes"}, {"state": "confirmed"})},
        "“supervised” phải là true hoặc false",
    ),
    (
        {"key": "case_definition", **row({"ct": {"from": 30}}, {"state": "confirmed"})},
        "khoảng của “ct” chỉ nhận min và max",
    ),
    (
        {"key": "case_definition", **row({"ct": {"min": "30"}}, {"state": "confirmed"})},
        "khoảng của “ct” phải là số",
    ),
    ({"key": "case_definition", **row({"ct": "low"}, {"state": "confirmed"})}, "“ct” phải là số"),
    (
        {"key": "case_definition", **row({"method": "rapid"}, {"state": "suspected"})},
        "dòng mở ca phải ghi outcome",
    ),
    (
        {"key": "case_definition", **row({"outcome": ["positive", "negative"]}, {"state": "suspected"})},
        "dòng mở ca phải ghi outcome",
    ),
    (
        {"key": "measures_ring1", **row({}, {"phases": [{"measure": "jail"}], "anchor": "known"})},
        "có biện pháp lạ",
    ),
    (
        {"key": "measures_ring1", **row({}, {"phases": [], "anchor": "known"})},
        "người tiếp xúc phải có ít nhất một biện pháp",
    ),
    (
        {
            "key": "measures_ring2",
            **row(
                {},
                {"phases": [{"measure": "home"}], "anchor": "known", "until": "first_negative_of_source"},
            ),
        },
        "cần negative_methods",
    ),
    (
        {"rows": [*row({})["rows"], *row({"symptoms": "absent"})["rows"]]},
        "dòng 2: không bao giờ tới",
    ),
]


@pytest.mark.parametrize(("changes", "expected"), MISTAKES, ids=[text for _, text in MISTAKES])
def test_a_mistake_is_named(changes, expected):
    said = " | ".join(str(fault) for fault in faults_of(document(**changes), METHODS))
    assert expected in said


def test_a_correct_document_has_no_fault():
    assert faults_of(document(), METHODS) == []


def test_the_same_version_twice_is_refused():
    twice = document()
    twice["rules"] *= 2
    assert "trùng với một bản khác" in str(faults_of(twice, METHODS)[0])


def test_every_declared_key_of_the_computation_has_a_shipped_rule_for_covid19():
    shipped = {
        rule.key
        for path in FILES
        for rule in rules_of(yaml.safe_load(path.read_text(encoding="utf-8")))
        if rule.disease in ("covid19", "*")
    }
    elsewhere = {"house_ring", "ring_vaccination", "class_closure", "contact_definition_3", "measures_ring3"}
    assert KEYS.keys() - shipped == elsewhere
