"""The daily report of a closed day in the official layout, from the figures as they were published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from lachan.cases.queries import Context
from lachan.insight.models import DayClosing
from lachan.kernel.diseases import disease
from lachan.kernel.papers.layout import render
from lachan.kernel.papers.paper import Block, Grid, Heading, OfficialPaper, Paragraph
from lachan.kernel.times import local_day, show_day, show_moment
from lachan.organisations.queries import User, positions
from lachan.places import queries as places
from lachan.places.kinds import Level


def day_report(closing: DayClosing) -> bytes:
    """The .docx; printing it again gives the same figures, whatever was recorded since."""
    return render(_paper(closing))


def _paper(closing: DayClosing) -> OfficialPaper:
    signer = User.objects.select_related("organisation").filter(pk=closing.signed_by or 0).first()
    organ = signer.organisation if signer else None
    name_of_organ = organ.name if organ else "Ban Chỉ đạo phòng, chống dịch"
    province = places.unit_by_code(settings.PROVINCE_CODE, closing.day, Level.PROVINCE)
    name = province.name if province else ""
    return OfficialPaper(
        organ=name_of_organ,
        symbol=f"BC-{organ.symbol}" if organ and organ.symbol else "BC",
        title="BÁO CÁO",
        subject=f"Tình hình {disease(closing.disease).name} ngày {show_day(closing.day)}",
        body=tuple(_body(closing, name_of_organ)),
        authority=_authority(closing, signer),
        signer=closing.signer_name,
        recipients=("Ban Chỉ đạo phòng, chống dịch tỉnh", "Các sở, ngành, địa phương", "Lưu: VT"),
        place=name.removeprefix("Tỉnh ").removeprefix("tỉnh "),
        day=local_day(closing.signed_at),
    )


def _authority(closing: DayClosing, signer: User | None) -> tuple[str, ...]:
    """The lines above the name: those of the office that the signer held on that day, else the log-in's title."""
    if signer is None:
        return ()
    held = positions(signer.organisation_id, local_day(closing.signed_at))
    office = held.filter(holder_name=closing.signer_name).first()
    lines = (office.authority, office.title) if office else (signer.title.upper(),)
    return tuple(line for line in lines if line)


def _body(closing: DayClosing, organ: str) -> list[Block]:
    figures = closing.figures
    return [
        Paragraph(
            f"{organ} báo cáo tình hình {disease(closing.disease).name} ngày {show_day(closing.day)} như sau. Số liệu "
            f"chốt lúc {show_moment(closing.cut_at)}, ký lúc {show_moment(closing.signed_at)}; thông tin đến sau giờ "
            "chốt được tính vào kỳ sau."
        ),
        Heading("I. SỐ CA CÔNG BỐ"),
        Paragraph(
            f"Trong ngày công bố {figures['published']} ca, gồm {figures['new']} ca có kết quả sau giờ "
            f"chốt hôm trước và {figures['late']} ca bổ sung (có kết quả trước giờ đó, nay mới công bố); đính chính giảm {figures['corrected']} ca đã công bố trước đó. "
            f"Cộng dồn {figures['total']} ca (đến hết kỳ trước {figures['total_before']} ca)."
        ),
        Paragraph(f"Số ca chưa rõ nguồn lây trong số công bố: {figures['unknown_source']}."),
        Heading("II. PHÂN BỐ"),
        Grid(
            ("Nơi phát hiện", "Số ca"),
            _added_up(_by_context(figures)),
            (3, 1),
            frozenset({1}),
            "Theo nơi phát hiện",
        ),
        Grid(("Địa bàn", "Số ca"), _added_up(by_place(figures)), (3, 1), frozenset({1}), "Theo địa bàn"),
        Heading("III. ĐỐI CHIẾU BA CÁCH ĐẾM"),
        Paragraph(
            f"Cùng ngày {show_day(closing.day)}: theo công bố {figures['published']} ca; theo kết quả xét nghiệm "
            f"{figures['by_result']} ca; theo ngày khởi phát {figures['by_onset']} ca. Ba số này đếm theo ba cách khác "
            "nhau, không cộng hoặc trừ cho nhau./."
        ),
    ]


def _added_up(rows: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return [*rows, ("Cộng", sum(count for _, count in rows))] if rows else []


def _by_context(figures: dict[str, Any]) -> list[tuple[str, int]]:
    labels = dict(Context.choices)
    counted = sorted(figures["by_context"].items(), key=lambda item: -item[1])
    return [(str(labels.get(code, code)), count) for code, count in counted]


def by_place(figures: dict[str, Any]) -> list[tuple[str, int]]:
    """Published cases by district (by commune where there are no districts), most first."""
    return [(place.name, place.count) for place in places_of(figures)]


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the published count; `unit_id` 0 where nobody knows the place."""

    unit_id: int
    name: str
    count: int


def places_of(figures: dict[str, Any]) -> list[Place]:
    """The same with the unit of each part."""
    units = places.units_by_id({int(key) for key in figures["by_unit"] if int(key)})
    sums: dict[int, int] = {}
    names = {0: "Chưa rõ địa bàn"}
    for key, count in figures["by_unit"].items():
        unit = units.get(int(key))
        parent = unit.parent if unit else None
        part = parent if parent is not None and parent.level == Level.DISTRICT else unit
        found = part.pk if part else 0
        names[found] = part.name if part else names[0]
        sums[found] = sums.get(found, 0) + count
    made = [Place(unit_id, names[unit_id], count) for unit_id, count in sums.items()]
    return sorted(made, key=lambda place: (-place.count, place.name))
