"""Who acts in one sentence that names several: tasks behind a comma, conditions, brackets, and who only helps."""

from __future__ import annotations

import pytest

from lachan.directives.reading.paragraphs import Paragraph
from lachan.directives.reading.subjects import named_in

SENTENCES = [
    ("Giao Sở Y tế hướng dẫn các huyện xét nghiệm, Sở Tài chính bố trí kinh phí, Công an tỉnh giữ gìn an ninh.",
     ("Sở Y tế", "Sở Tài chính", "Công an tỉnh"), ()),
    ("Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính, Công an tỉnh kiểm tra các chốt.",
     ("Sở Y tế",), ("Sở Tài chính", "Công an tỉnh")),
    ("Sở Y tế chỉ đạo Trung tâm Y tế huyện xét nghiệm, Trạm Y tế xã Tân Mẫu lập danh sách.", ("Sở Y tế",), ()),
    ("Giao Sở Y tế chủ trì, Công an tỉnh và Sở Xây dựng phối hợp thực hiện.",
     ("Sở Y tế",), ("Công an tỉnh", "Sở Xây dựng")),
    ("Phân công Sở Y tế làm đầu mối, các sở, ngành liên quan cử cán bộ tham gia.",
     ("Sở Y tế", "các sở, ngành liên quan"), ()),
    ("Các đơn vị khi phát hiện ca bệnh, báo cáo ngay về Sở Y tế.", ("Các đơn vị",), ()),
    ("Nơi nào không hoàn thành thì Chủ tịch UBND huyện phải giải trình.", ("Chủ tịch UBND huyện",), ()),
    ("Đối với các khu cách ly: Bộ Chỉ huy Quân sự tỉnh chủ trì quản lý.", ("Bộ Chỉ huy Quân sự tỉnh",), ()),
    ("Tiếp nhận nguồn tài trợ (Sở Tài chính chủ trì, phối hợp với Ủy ban MTTQ tỉnh).",
     ("Sở Tài chính",), ("Ủy ban MTTQ tỉnh",)),
    ("Lập danh sách hộ nuôi chó; yêu cầu các hộ cam kết không thả rông chó.", (), ()),
    ("UBND tỉnh ghi nhận nỗ lực của ngành y tế.", (), ()),
    ("Các cá nhân, tổ chức vi phạm bị xử lý theo quy định.", (), ()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "leads", "supports"), SENTENCES, ids=lambda value: str(value)[:40])
def test_who_acts_in_one_sentence(text: str, leads: tuple[str, ...], supports: tuple[str, ...]) -> None:
    named = named_in(Paragraph(text, tuple(range(len(text)))))
    assert (named.leads, named.supports) == (leads, supports)
