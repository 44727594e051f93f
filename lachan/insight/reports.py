"""The daily report of a closed day in the official layout, from the figures as they were published."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from lachan.cases.queries import Context
from lachan.insight.models import DayClosing
from lachan.kernel.diseases import disease
from lachan.kernel.papers.layout import render
from lachan.kernel.papers.paper import Block, Grid, Heading, OfficialPaper, Paragraph
from lachan.kernel.times import local_day, show_day, show_moment
from lachan.organisations.queries import User
from lachan.places import queries as places
from lachan.places.kinds import Level


def day_report(closing: DayClosing) -> bytes:
    """The .docx; printing it again gives the same figures, whatever was recorded since."""
    return render(_paper(closing))


def _paper(closing: DayClosing) -> OfficialPaper:
    signer = User.objects.select_related("organisation").filter(pk=closing.signed_by or 0).first()
    organ = signer.organisation if signer else None
    province = places.unit_by_code(settings.PROVINCE_CODE, closing.day, Level.PROVINCE)
    name = province.name if province else ""
    return OfficialPaper(
        organ=organ.name if organ else "Ban Chỉ đạo phòng, chống dịch",
        symbol=f"BC-{organ.symbol}" if organ and organ.symbol else "BC",
        title="BÁO CÁO",
        subject=f"Tình hình {disease(closing.disease).name} ngày {show_day(closing.day)}",
        body=tuple(_body(closing)),
        authority=((signer.title.upper(),) if signer and signer.title else ()),
        signer=closing.signer_name,
        recipients=("Như trên;", "Lưu: VT."),
        place=name.removeprefix("Tỉnh ").removeprefix("tỉnh "),
        day=local_day(closing.signed_at),
    )


def _body(closing: DayClosing) -> list[Block]:
    figures = closing.figures
    return [
        Paragraph(
            f"Số liệu chốt lúc {show_moment(closing.cut_at)}, ký lúc {show_moment(closing.signed_at)}. "
            "Thông tin đến sau giờ chốt được tính vào kỳ sau."
        ),
        Heading("I. SỐ CA CÔNG BỐ"),
        Paragraph(
            f"Trong ngày công bố {figures['published']} ca, gồm {figures['new']} ca trong ngày và "
            f"{figures['late']} ca bổ sung; đính chính giảm {figures['corrected']} ca đã công bố trước đó. "
            f"Cộng dồn {figures['total']} ca (đến hết kỳ trước {figures['total_before']} ca)."
        ),
        Paragraph(f"Số ca chưa rõ nguồn lây trong số công bố: {figures['unknown_source']}."),
        Heading("II. PHÂN BỐ"),
        Grid(("Nơi phát hiện", "Số ca"), _by_context(figures), (3, 1), frozenset({1}), "Theo nơi phát hiện"),
        Grid(("Địa bàn", "Số ca"), by_place(figures), (3, 1), frozenset({1}), "Theo địa bàn"),
        Heading("III. ĐỐI CHIẾU BA CÁCH ĐẾM"),
        Paragraph(
            f"Cùng ngày {show_day(closing.day)}: theo công bố {figures['published']} ca; theo kết quả xét nghiệm "
            f"{figures['by_result']} ca; theo ngày khởi phát {figures['by_onset']} ca. Ba số này đếm theo ba cách khác "
            "nhau, không cộng hoặc trừ cho nhau."
        ),
    ]


def _by_context(figures: dict[str, Any]) -> list[tuple[str, int]]:
    labels = dict(Context.choices)
    counted = sorted(figures["by_context"].items(), key=lambda item: -item[1])
    return [(str(labels.get(code, code)), count) for code, count in counted]


def by_place(figures: dict[str, Any]) -> list[tuple[str, int]]:
    """Published cases by district (by commune where there are no districts), most first."""
    ids = {int(key) for key in figures["by_unit"] if int(key)}
    units = places.units_by_id(ids)
    sums: dict[str, int] = {}
    for key, count in figures["by_unit"].items():
        unit = units.get(int(key))
        parent = unit.parent if unit else None
        part = parent if parent is not None and parent.level == Level.DISTRICT else unit
        name = part.name if part else "Chưa rõ địa bàn"
        sums[name] = sums.get(name, 0) + count
    return sorted(sums.items(), key=lambda item: (-item[1], item[0]))
