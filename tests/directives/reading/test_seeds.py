"""The two founding letters, field by field."""

from __future__ import annotations

import pytest

from .shared import by_path, dues, leads, paths, read_shared, supports

NOBODY = [{"name": None, "role": "all"}]


@pytest.fixture(scope="module")
def party() -> dict:
    return read_shared("seeds/05-CV-BCD.txt")


@pytest.fixture(scope="module")
def state() -> dict:
    return read_shared("seeds/6345-UBND-KGVX.txt")


def test_party_letter_header(party: dict) -> None:
    head = {k: party[k] for k in party if k not in {"orders", "doubts", "recipients", "addressees"}}
    assert head == {
        "file": "05-CV-BCD.txt",
        "issuer": "Ban Chỉ đạo phòng, chống dịch COVID-19 tỉnh Cà Mau",
        "issuer_kind": "party",
        "type": "công văn",
        "number": "05",
        "symbol": "CV/BCĐ",
        "place": "Cà Mau",
        "issued_on": "2021-09-15",
        "urgency": "hỏa tốc",
        "subject": "chỉ đạo thực hiện một số nhiệm vụ cấp bách phòng, chống dịch bệnh",
        "refers_to": [],
        "signer": {
            "authority": None,
            "position": "BÍ THƯ kiêm TRƯỞNG BAN CHỈ ĐẠO",
            "name": "Nguyễn Tiến Hải",
        },
    }


def test_party_letter_addressees_and_recipients(party: dict) -> None:
    assert party["addressees"] == [
        "Ủy ban nhân dân tỉnh",
        "Công an tỉnh",
        "Sở Y tế",
        "Trưởng Ban Chỉ đạo phòng, chống dịch bệnh COVID-19 các huyện, thành phố Cà Mau",
    ]
    assert party["recipients"] == [
        "Như trên",
        "Vụ Địa phương II (T.78) Văn phòng Trung ương Đảng",
        "Ban Chỉ đạo phòng, chống dịch COVID-19 tỉnh",
        "Các huyện ủy, thành ủy",
        "Các đồng chí thành viên tổ công tác phụ trách các huyện, thành phố",
        "Lưu Văn phòng Tỉnh uỷ",
    ]


def test_party_letter_orders(party: dict) -> None:
    assert paths(party) == ["1", "2", "3", "4", "p1"]
    assert by_path(party, "1")["subjects"] == NOBODY
    assert leads(by_path(party, "2")) == ["Sở Y tế"]
    assert leads(by_path(party, "3")) == ["Ủy ban nhân dân tỉnh", "Trần Hồng Quân"]
    assert leads(by_path(party, "4")) == ["Ủy ban nhân dân tỉnh"]
    assert leads(by_path(party, "p1")) == ["các cơ quan, đơn vị có liên quan", "các đồng chí"]
    assert by_path(party, "1")["text"].startswith("Khẩn trương điều tra, khoanh vùng")


def test_party_letter_deadlines(party: dict) -> None:
    assert by_path(party, "2")["deadlines"] == [
        {"text": "trong buổi sáng ngày 15/9/2021", "due": "2021-09-15T12:00:00", "kind": "by"}
    ]
    assert dues(by_path(party, "1")) == dues(by_path(party, "3")) == []
    assert by_path(party, "4")["deadlines"] == [{"text": "kịp thời", "due": None, "kind": "vague"}]


def test_party_letter_doubts(party: dict) -> None:
    doubts = " ".join(party["doubts"])
    for word in (
        "Cần đến trước",
        "nhóm nhiều đơn vị",
        "Mục 1 không nêu đơn vị",
        "chính ngày ban hành",
        "đích danh",
    ):
        assert word in doubts


def test_state_letter_header(state: dict) -> None:
    head = {k: state[k] for k in state if k not in {"orders", "doubts", "recipients"}}
    assert head == {
        "file": "6345-UBND-KGVX.txt",
        "issuer": "Ủy ban nhân dân tỉnh Cà Mau",
        "issuer_kind": "state",
        "type": "công văn",
        "number": "6345",
        "symbol": "UBND-KGVX",
        "place": "Cà Mau",
        "issued_on": "2021-10-08",
        "urgency": None,
        "subject": "triển khai thực hiện Thông báo số 114/TB-VPTU về ý kiến kết luận của Bí thư Tỉnh ủy "
        "về công tác phòng, chống dịch bệnh COVID-19",
        "addressees": [
            "Thủ trưởng các sở, ban, ngành, đoàn thể tỉnh",
            "Chủ tịch Ủy ban nhân dân các huyện, thành phố Cà Mau",
        ],
        "refers_to": [
            {
                "type": "thông báo",
                "number": "114",
                "symbol": "TB-VPTU",
                "date": "2021-10-08",
                "relation": "implements",
            }
        ],
        "signer": {"authority": "KT. CHỦ TỊCH", "position": "PHÓ CHỦ TỊCH", "name": "Trần Hồng Quân"},
    }


def test_state_letter_orders(state: dict) -> None:
    assert paths(state) == ["1/-1", "1/-2", "1/-3", "2", "2/-1", "2/-2", "2/-3", "2/-4", "3", "p1"]
    everybody = ["Thủ trưởng các sở, ngành tỉnh", "Chủ tịch Ủy ban nhân dân các huyện, thành phố Cà Mau"]
    for path in ("1/-1", "1/-2", "1/-3"):
        assert leads(by_path(state, path)) == ["Giám đốc Sở Y tế"]
    for path in ("2", "2/-1", "2/-2", "2/-3", "2/-4"):
        assert leads(by_path(state, path)) == everybody
    assert leads(by_path(state, "3")) == [
        "Ủy ban nhân dân các huyện, thành phố Cà Mau",
        "Sở Lao động - Thương binh và Xã hội",
    ]
    assert leads(by_path(state, "p1")) == [
        "Thủ trưởng các sở, ban, ngành tỉnh",
        "Chủ tịch Ủy ban nhân dân các huyện, thành phố",
    ]


def test_state_letter_supports(state: dict) -> None:
    assert supports(by_path(state, "1/-1")) == ["các cơ quan, đơn vị liên quan"]
    assert supports(by_path(state, "2/-4")) == ["Mặt trận Tổ quốc", "các đoàn thể chính trị, xã hội"]
    assert supports(by_path(state, "3")) == ["các đơn vị, địa phương", "các công ty, doanh nghiệp"]


def test_state_letter_deadlines(state: dict) -> None:
    words = {(d["text"].lower(), d["kind"]) for o in state["orders"] for d in o["deadlines"]}
    assert words == {
        ("kịp thời", "vague"),
        ("thường xuyên", "recurring"),
        ("trước mắt", "vague"),
        ("trong thời gian sớm nhất", "vague"),
    }
    assert all(d["due"] is None for o in state["orders"] for d in o["deadlines"])


def test_state_letter_end_and_doubts(state: dict) -> None:
    assert state["recipients"] == [
        "Như trên",
        "TT: Tỉnh ủy, HĐND, UBNDTQVN tỉnh",
        "CT UBND tỉnh (b/c)",
        "Các PCT UBND tỉnh (để biết)",
        "LĐVP UBND tỉnh (theo dõi)",
        "Phòng KGVX (Th)",
        "Lưu: VT.455. KL59/10",
    ]
    doubts = " ".join(state["doubts"])
    for word in ("khoảng trắng", "UBNDTQVN", "gửi kèm", "114/TB-VPTU", "không rõ ngày"):
        assert word in doubts
