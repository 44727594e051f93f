"""A dengue case and its ring of houses, from the first result to the end, through the screens."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lachan.zones import queries, services
from tests.zones.outbreak import HOME, at

COVID_WORDS = re.compile(
    r"covid|sars|\bncov\b|\bF[0-3]\b|rt-?pcr|test nhanh|giãn cách|phong tỏa|cách ly tập trung", re.I
)
ONSET = dt.date(2021, 9, 13)


def test_the_scan_sees_what_it_looks_for():
    for word in ("COVID-19", "SARS-CoV-2", "thành F0", "F1, F2", "RT-PCR", "khu phong tỏa"):
        assert COVID_WORDS.search(word), word
    assert not COVID_WORDS.search("Sốt xuất huyết Dengue, NS1, ca xác định")


class Browser:
    """A log-in of the cast, clicking at the story's hour; it keeps every page that it was shown."""

    def __init__(self, story, username, monkeypatch):
        self.story, self.client, self.pages = story, Client(), {}
        self.client.force_login(
            story.world.users[username], backend="django.contrib.auth.backends.ModelBackend"
        )
        monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: self.story.now)

    def get(self, name, *args, status=200, **query):
        answer = self.client.get(reverse(f"zones:{name}", args=args), query)
        assert answer.status_code == status, (name, answer.status_code)
        return self._words(name, answer)

    def post(self, name, *args, status=200, **data):
        answer = self.client.post(reverse(f"zones:{name}", args=args), data, follow=True)
        assert answer.status_code == status, (name, answer.status_code)
        return self._words(name, answer)

    def _words(self, name, answer):
        page = answer.content.decode()
        words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
        self.pages.setdefault(name, []).append(page)
        return words


@pytest.fixture
def station(story, monkeypatch):
    return Browser(story, "xa", monkeypatch)


@pytest.fixture
def district(story, monkeypatch):
    return Browser(story, "huyen", monkeypatch)


def inspected(uid, **counts):
    return {"uid": uid, "outcome": "inspected", "people_home": 4, "fevers": 0, "destroyed": 0} | counts


def uid_in(page):
    return re.search(r'name="uid" value="([^"]+)"', page).group(1)


def test_a_dengue_ring_opens_and_closes_without_any_word_of_another_disease(story, station, district):
    hamlet = story.hamlet()
    ill = story.person("Trần Văn Bình", hamlet, address="12 Lê Lợi")
    for name in ("Lâm Thị Hoa", "Hồ Thị Năm"):
        story.household(story.person(name, hamlet, address="Hẻm 5"))

    # a clinical diagnosis is a suspected case, its NS1 confirms it
    story.tested(ill, "clinical", "positive", at(15, 5))
    assert story.case(ill).classification == "suspected"
    story.tested(ill, "ns1", "positive", at(15, 6))
    case = story.case(ill)
    assert case.classification == "confirmed"

    assert "Ca chưa khoanh ổ dịch (1)" in station.get("ring_list")
    assert case.code in station.get("waiting_list")
    page = station.get("ring_open", case.uid)
    assert "bán kính 200 m" in page
    assert "chưa kiểm chứng" in page
    page = station.post(
        "ring_open", case.uid, unit=story.unit().pk, hamlet=hamlet.pk, address="12 Lê Lợi",
        lat=str(HOME[0]), lon=f"{HOME[1]:.4f}".replace(".", ","),
    )  # fmt: skip
    assert "Đã mở ổ dịch" in page
    assert "Phun lần 1 hạn 15/09/2021" in page
    ring = queries.ring_of_case(case.pk)
    assert (ring.lat, ring.lon, ring.hamlet_id) == (*HOME, hamlet.pk)
    assert station.post("ring_open", case.uid, status=200).count("Ổ dịch quanh ca") > 0

    # houses: from the register, and one by hand
    assert "Lâm Thị Hoa" in station.get("households_take", ring.uid)
    chosen = [line.id for line in queries_households(ring, story)]
    assert "Đã thêm 2 nhà" in station.post("households_take", ring.uid, selected=chosen)
    assert "Đã thêm nhà số 3" in station.post("house_add", ring.uid, owner="Ông Ba Rạch", again="1")
    assert "Phải ghi tên chủ hộ hoặc địa chỉ" in station.post("house_add", ring.uid, owner=" ")

    # visits: two inspected, one door closed, a mistake taken back
    lines = queries.house_lines(ring)
    for line, containers, positive in zip(lines[:2], (6, 4), (3, 0), strict=True):
        station.get("house_visit_record", line.house.uid)
        form = inspected(uid_in(station.pages["house_visit_record"][-1]), containers=containers)
        station.post("house_visit_record", line.house.uid, positive=positive, **form)
    refused = inspected(queries.line_of(lines[2].house).house.uid, containers=1, positive=2)
    assert "không thể nhiều hơn số dụng cụ đã xem" in station.post(
        "house_visit_record", lines[2].house.uid, **refused
    )
    closed_door = {"uid": lines[2].house.uid, "outcome": "closed"}
    station.post("house_visit_record", lines[2].house.uid, **closed_door)
    page = station.get("ring_page", ring.uid)
    assert "Còn 1 nhà chưa kiểm tra được" in page
    assert "Trước khi phun 2 50 30 150" in page
    assert "Ông Ba Rạch" in station.get("house_list", ring.uid, show="can-quay-lai")
    assert "khóa cửa, vắng nhà" in station.get("house_page", lines[2].house.uid)

    # the first spraying now, the second after the interval; the indices fall
    assert "Hạn phun lần 1" in station.get("spraying_record", ring.uid)
    spraying = {"houses": 12, "chemical": "Permethrin 50EC"}
    station.post("spraying_record", ring.uid, round=1, **spraying)
    assert "Phun lần 2 hạn 22/09/2021" in station.get("ring_page", ring.uid)
    assert "Phun lần 2: 22/09/2021" in station.get("ring_list")
    story.now = at(24)
    assert "Quá hạn 2 ngày" in station.get("ring_page", ring.uid)
    assert "quá 2 ngày" in station.get("ring_list")
    for line, containers in zip(lines, (6, 4, 5), strict=True):
        story.visited(line.house, 4, 0, containers, 0, 0)
    story.now = at(24, 9)
    station.post("spraying_record", ring.uid, round=2, **spraying)
    page = station.get("ring_page", ring.uid)
    assert "Sau phun lần 1 3 0 0 0" in page

    # a later case of the hamlet is proposed and counted
    other = story.ill("Lê Thị Lan", dt.date(2021, 9, 20), hamlet)
    assert f"{other.code}, xác định, 20/09/2021: cùng Khóm 3" in station.get("ring_page", ring.uid)
    assert "Đã ghi ca" in station.post("case_link", ring.uid, other.uid)
    assert "từ 04/10/2021" in station.get("ring_page", ring.uid)

    # the sheet, the wait, the end, its undo, the end again
    assert "Phiếu điều tra, xử lý ổ dịch" in station.get("ring_sheet", ring.uid)
    assert "Còn 10 ngày nữa" in district.get("ring_close", ring.uid)
    assert station.get("ring_close", ring.uid, status=403)
    story.now = at(4, month=10)
    assert "Xem trước: chưa có gì được ghi" in district.get("ring_close", ring.uid)
    assert "Đã đóng ổ dịch" in district.post("ring_close", ring.uid)
    assert "đang mở như trước" in district.post("closing_revoke", ring.uid)
    assert "Đã đóng ổ dịch" in district.post("ring_close", ring.uid)
    assert case.code in station.get("ring_list", state="da-dong")
    assert case.code not in station.get("ring_list", state="dang-mo")

    # a new case within its days opens it again
    story.now = at(5, month=10)
    late = story.ill("Cao Thị Bé", dt.date(2021, 10, 3), hamlet)
    assert late.code in station.get("ring_reopen", ring.uid)
    assert "Đã mở lại ổ dịch" in station.post("ring_reopen", ring.uid, case=str(late.uid))
    assert story.state(ring).is_open

    link = story.state(ring).links[-1]
    assert "Thu hồi ca" in station.get("fact_revoke", "ca", link.uid)
    assert "Đã thu hồi ca" in station.post("fact_revoke", "ca", link.uid, reason="Lây ở nơi khác")
    assert "Lây ở nơi khác" in station.get("ring_page", ring.uid)
    assert "đã có lượt kiểm tra" in district.post("ring_revoke", ring.uid, reason="x")

    pages = [page for browser in (station, district) for shown in browser.pages.values() for page in shown]
    assert len(pages) > 40
    assert not {found.group() for page in pages for found in COVID_WORDS.finditer(page)}


def queries_households(ring, story):
    from lachan.zones import nearby

    return nearby.households(ring, story.actor(), story.now)


def test_out_of_ground_every_address_answers_404(story, station):
    from lachan.demo.cast import WARD_5

    far = story.unit(WARD_5)
    case = story.ill("Võ Văn Tư", ONSET, commune=WARD_5)
    ring = story.opened(case, unit_id=far.pk, by=story.actor("cdc"))
    house = services.house_add(ring=ring, owner="Bà Tám", by=story.actor("cdc"), now=story.now)
    visit = story.visited(house, 4, 0, 5, 1, 1, by=story.actor("cdc"))
    assert case.code not in station.get("ring_list")
    for name in (
        "ring_page",
        "ring_sheet",
        "house_list",
        "house_add",
        "households_take",
        "spraying_record",
        "ring_reopen",
    ):
        station.get(name, ring.uid, status=404)
    for name in ("house_page", "house_visit_record"):
        station.get(name, house.uid, status=404)
    station.get("ring_open", case.uid, status=404)
    station.get("fact_revoke", "luot-kiem-tra", visit.uid, status=404)
    station.get("fact_revoke", "khong-co", visit.uid, status=404)


def test_the_leader_reads_and_does_not_write(story, monkeypatch):
    ring = story.opened(story.ill("Trần Văn Bình", ONSET))
    leader = Browser(story, "lanhdao", monkeypatch)
    page = leader.get("ring_page", ring.uid)
    assert "Ghi lần phun" not in page
    assert "Đóng ổ dịch Đóng" not in page
    leader.get("spraying_record", ring.uid, status=403)
    leader.get("ring_close", ring.uid, status=403)


def test_a_page_costs_few_queries_however_many_rings_and_houses(story, station):
    hamlet = story.hamlet()
    for number in range(6):
        ring = story.opened(story.ill(f"Trần Văn {number}", ONSET, hamlet), hamlet_id=hamlet.pk)
        for owner in range(5):
            story.visited(story.house(ring, f"Nhà {owner}"), 4, 0, 5, 1, 1)
    for name, args in (("ring_list", []), ("ring_page", [ring.uid]), ("house_list", [ring.uid])):
        station.get(name, *args)
        with CaptureQueriesContext(connection) as spent:
            station.get(name, *args)
        assert len(spent) <= 15, (name, len(spent))


def test_a_second_spraying_before_its_day_is_asked_about_and_can_be_taken_back(station, story):
    ring = story.opened(story.ill("Phạm Văn Muỗi", ONSET, story.hamlet()))
    spraying = {"houses": 12, "chemical": "Permethrin 50EC"}
    assert "phun sớm hơn quy định" not in station.get("spraying_record", ring.uid)
    station.post("spraying_record", ring.uid, round=1, **spraying)
    story.now = at(15, 9)
    asked = station.post("spraying_record", ring.uid, round=2, **spraying)
    assert "lần phun 2 từ ngày 22/09/2021; ghi lúc này là sớm 7 ngày" in asked
    assert list(story.state(ring).sprayings) == [1]
    assert "Đã ghi phun lần 2" in station.post("spraying_record", ring.uid, round=2, despite="on", **spraying)
    second = story.state(ring).sprayings[2]
    station.post("fact_revoke", "lan-phun", second.uid, reason="Ghi nhầm, mới phun tiếp lần 1")
    story.now = at(22, 9)
    assert "Đã ghi phun lần 2" in station.post("spraying_record", ring.uid, round=2, **spraying)
