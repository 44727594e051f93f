"""Papers as decisions name them, from what is known of each and nothing more."""

import datetime as dt
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.template.loader import render_to_string

from lachan.kernel.policies.instruments import FILE, citation, citations_of, grounds, in_full, remark
from lachan.kernel.policies.models import PolicyVersion

DAY = dt.date(2021, 9, 15)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        (
            "QĐ 3638/QĐ-BYT ngày 30/7/2021, mục II.1.4",
            (
                "Quyết định số 3638/QĐ-BYT ngày 30 tháng 7 năm 2021 của Bộ trưởng Bộ Y tế về việc ban hành "
                "“Hướng dẫn tạm thời giám sát và phòng, chống COVID-19”"
            ),
        ),
        ("CV 5599/BYT-MT ngày 14/7/2021", "Công văn số 5599/BYT-MT ngày 14 tháng 7 năm 2021 của Bộ Y tế"),
        ("QĐ 2195/QĐ-UBND ngày 15/10/2021", "Quyết định số 2195/QĐ-UBND ngày 15 tháng 10 năm 2021"),
        ("Cách tính mẫu lấy sớm trong hệ thống này", ""),
        ("Công văn của Bộ Y tế tháng 2/2022 (số chưa rõ)", ""),
    ],
)
def test_a_paper_is_named_by_what_is_known_of_it(short, full):
    assert citation(short) == full


def test_a_decree_is_named_with_its_whole_title():
    full = citation("NĐ 101/2010/NĐ-CP")
    assert full.startswith(
        "Nghị định số 101/2010/NĐ-CP ngày 30 tháng 9 năm 2010 của Chính phủ quy định chi tiết"
    )


def test_grounds_begin_with_the_laws_of_the_day_and_leave_out_what_is_no_paper():
    rules = [
        PolicyVersion(instrument="Đích của tỉnh (cài đặt của tỉnh)"),
        PolicyVersion(instrument="CV 5599/BYT-MT ngày 14/7/2021"),
        PolicyVersion(instrument="CV 5599/BYT-MT ngày 14/7/2021"),
    ]
    lines = grounds(DAY, rules)
    assert lines[0] == "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015"
    assert "Căn cứ Luật Phòng, chống bệnh truyền nhiễm ngày 21 tháng 11 năm 2007" in lines
    assert lines[-1] == "Căn cứ Công văn số 5599/BYT-MT ngày 14 tháng 7 năm 2021 của Bộ Y tế"
    assert len(lines) == 4
    assert "Căn cứ Luật Phòng bệnh ngày 10 tháng 12 năm 2025" in grounds(dt.date(2026, 7, 1), [])


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (
            "Căn cứ QĐ 3416/QĐ-BYT và các hướng dẫn điều trị trước đó",
            (
                "Căn cứ Quyết định số 3416/QĐ-BYT ngày 14 tháng 7 năm 2021 của Bộ trưởng Bộ Y tế về việc ban hành "
                "Hướng dẫn chẩn đoán và điều trị COVID-19 do chủng vi rút Corona mới (SARS-CoV-2)"
            ),
        ),
        (
            "QĐ 15/QĐ-BCĐ ngày 02/9/2021 của Ban Chỉ đạo tỉnh về việc thử;",
            "Căn cứ Quyết định số 15/QĐ-BCĐ ngày 02 tháng 9 năm 2021 của Ban Chỉ đạo tỉnh về việc thử",
        ),
        ("Căn cứ Luật Phòng, chống bệnh truyền nhiễm", "Căn cứ Luật Phòng, chống bệnh truyền nhiễm"),
        (
            "Căn cứ Nghị định số 101/2010/NĐ-CP của Chính phủ",
            "Căn cứ Nghị định số 101/2010/NĐ-CP của Chính phủ",
        ),
    ],
)
def test_a_typed_ground_is_printed_in_full_and_without_remarks(typed, printed):
    assert in_full(typed) == printed


def test_what_was_typed_with_a_new_version_is_what_is_printed():
    version = PolicyVersion(
        instrument="QĐ 12/QĐ-BYT", citation="Quyết định số 12/QĐ-BYT của Bộ trưởng Bộ Y tế về việc thử"
    )
    assert citations_of(version) == ["Quyết định số 12/QĐ-BYT của Bộ trưởng Bộ Y tế về việc thử"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "Căn cứ Luật Phòng, chống bệnh truyền nhiễm ngày 21 tháng 11 năm 2007",
            "chưa kiểm chứng: tên văn bản",
        ),
        ("Căn cứ Luật Phòng bệnh ngày 10 tháng 12 năm 2025", "nguồn gián tiếp"),
        (f"Căn cứ {citation('NĐ 101/2010/NĐ-CP')}", "chưa kiểm chứng: ngày, tên văn bản"),
        (f"Căn cứ {citation('NĐ 165/2026/NĐ-CP')}", "nguồn gián tiếp"),
        (f"Căn cứ {citation('QĐ 3638/QĐ-BYT')}", "chưa kiểm chứng: tên văn bản"),
        ("Căn cứ Quyết định số 3638/QĐ-BYT ngày 30 tháng 7 năm 2021 của Bộ trưởng Bộ Y tế", ""),
        ("Căn cứ Nghị định số 101/2010/NĐ-CP của Chính phủ", ""),
        ("Căn cứ Quyết định số 13638/QĐ-BYT ngày 30 tháng 7 năm 2021", ""),
        ("Căn cứ Công văn số 5599/BYT-MT ngày 14 tháng 7 năm 2021 của Bộ Y tế", ""),
    ],
)
def test_what_of_a_ground_is_not_certain(line, said):
    assert remark(line) == said


def test_every_part_says_how_sure_it_is():
    sources = yaml.safe_load((Path(settings.POLICY_DIR) / FILE).read_text(encoding="utf-8"))
    sure = set(PolicyVersion.Confidence.values)
    for one in sources["instruments"]:
        assert one["confidence"].keys() == one.keys() & {"date", "title"}, one["number"]
        assert set(one["confidence"].values()) <= sure
    assert {one["confidence"] for one in sources["laws"]} <= sure


def test_every_paper_is_one_that_a_rule_names():
    folder = Path(settings.POLICY_DIR)
    sources = yaml.safe_load((folder / FILE).read_text(encoding="utf-8"))
    rules = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.yaml") if path.name != FILE)
    assert [one["number"] for one in sources["instruments"] if one["number"] not in rules] == []


def test_the_forms_of_decisions_say_which_grounds_to_check():
    text = "Căn cứ Công văn số 1/BYT-MT\nCăn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015"
    shown = render_to_string("policies/_uncertain_grounds.html", {"text": text})
    assert "chưa kiểm chứng: tên văn bản" in shown
    assert "1/BYT-MT" not in shown
    assert render_to_string("policies/_uncertain_grounds.html", {"text": ""}).strip() == ""
