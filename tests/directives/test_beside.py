"""Doubts land beside what they concern; the text is cut without losing a letter."""

from __future__ import annotations

from typing import Any

import pytest

from lachan.demo.letter import FILE_NAME, letter_docx
from lachan.directives.beside import beside, doubts_of
from lachan.directives.reading import letter_of
from lachan.directives.reading.doubts import label
from lachan.directives.wording import path_label, path_of, path_text
from tests.directives.letters import state_letter

PATHS = [["1"], ["2"], ["1", "-2"], ["p1"], ["12"]]
PLACES = [
    # doubt, header field or None, numbers of the orders
    ("Văn bản chưa có số (hoặc số bị bỏ trống).", "number", []),
    ("Không tìm thấy ký hiệu văn bản sau số.", "symbol", []),
    ("Số, ký hiệu có khoảng trắng thừa: “63 /UBND”.", "symbol", []),
    ("Không đọc được ngày ban hành.", "issued_on", []),
    ("Không tìm thấy tên cơ quan ban hành.", "issuer", []),
    ("Không tìm thấy trích yếu nội dung.", "subject", []),
    ("Ô “Cần đến trước … giờ, ngày …” chưa điền hoặc cần kiểm tra.", "urgency", []),
    ("Không tìm thấy phần “Kính gửi”: cần xác định nơi phải thực hiện.", "addressees", []),
    ("Nơi nhận là nhóm nhiều đơn vị, cần tách khi giao việc: “Các sở”.", "addressees", []),
    ("Nơi nhận “UBNDTQVN tỉnh”: “UBNDTQVN” có thể viết nhầm “UBMTTQVN”.", "recipients", []),
    ("Không tìm thấy tên người ký.", "name", []),
    ("Văn bản thực hiện thông báo 114/TB-VPTU: cần có bản kèm theo.", "refers_to", []),
    ("Mục 1 không nêu đơn vị thực hiện: đang hiểu là tất cả nơi được gửi.", None, [0]),
    ("Mục 2: thời hạn “sáng 15/9” rơi vào chính ngày ban hành.", None, [1]),
    ("Mục 1, gạch đầu dòng 2 còn chỗ để trống chưa điền.", None, [2]),
    ("Mục đoạn không đánh số 1 nêu đích danh người thực hiện.", None, [3]),
    ("Mục 12: thời hạn “x” trước ngày ban hành.", None, [4]),
    ("Chỉ có thời hạn không rõ ngày, cần ấn định: mục 2 (“kịp thời”); mục 12 (“sớm”).", None, [1, 4]),
    ("Chỉ có thời hạn không rõ ngày, cần ấn định: 1, gạch đầu dòng 2 (“kịp thời”).", None, [2]),
    ("Tệp không có lớp chữ (bản quét).", None, []),
]


@pytest.mark.parametrize(("doubt", "field", "orders"), PLACES)
def test_where_a_doubt_stands(doubt: str, field: str | None, orders: list[int]) -> None:
    reading: dict[str, Any] = {"orders": [{"path": path} for path in PATHS], "doubts": [doubt]}
    made = doubts_of(reading)
    assert list(made.orders) == orders
    assert list(made.fields) == ([field] if field else [])
    assert made.general == ([] if field or orders else [doubt])


LETTERS = [
    (FILE_NAME, letter_docx()),
    ("a.txt", state_letter("Sở Y tế báo cáo trước ngày 20/9/2021.", "Công an tỉnh:\n\n- Kiểm tra;\n\n- Báo cáo hằng ngày.")),
    ("rong.txt", "Không phải văn bản.".encode()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data"), LETTERS)
def test_the_text_is_cut_without_loss(name: str, data: bytes) -> None:
    letter = letter_of(name, data)
    cut = beside(name, letter.text)
    assert "".join(one.text for one in cut.segments) == letter.text
    assert [one.order for one in cut.segments if one.opens] == list(range(1, len(letter.orders) + 1))
    assert cut.places == {order.path: number for number, order in enumerate(letter.orders, 1)}
    dues = sum(len(order.deadlines) for order in letter.orders)
    assert sum(one.is_deadline for one in cut.segments) == dues


def test_the_real_letters_doubts_find_their_place(shared: Any) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        letter = letter_of(path.name, path.read_bytes())
        made = doubts_of(letter.to_contract())
        placed = sum(map(len, made.fields.values())) + sum(map(len, made.orders.values()))
        assert not made.general, path.name
        assert placed >= len(letter.doubts), path.name


def test_labels_are_the_readers_own() -> None:
    for path in PATHS:
        order = type("Order", (), {"path": tuple(path)})
        assert path_label(path) == label(order)  # type: ignore[arg-type]
        assert path_of(path_text(path)) == path
