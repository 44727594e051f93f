"""What isolation can measure: how fast people leave the community, and how many in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from lachan.isolation.separation import Measured, measured, needs
from lachan.kernel.access.actors import Actor
from lachan.kernel.indicators import Figure, Indicator, Period, Row, declare

_LEVELS = {"confirmed": "F0", "ring1": "F1"}


def separation_rows(actor: Actor, now: dt.datetime, period: Period) -> list[Row]:
    """F0 since their first positive result and F1 since they became one, of all diseases."""
    return [_row(one, one.hours) for one in measured(needs(actor, now, period), now)]


def separation_f1_rows(actor: Actor, now: dt.datetime, period: Period) -> list[Row]:
    """F1 with 1 where they were kept apart within the target, 0 where later; None where it can't be told."""
    f1 = measured(needs(actor, now, period, with_cases=False), now)
    return [_row(one, None if one.within is None else float(one.within)) for one in f1]


def f1_among(rows: Sequence[Row]) -> list[Row]:
    """The rows of `separation_f1_rows` out of those of `separation_rows`."""
    return [
        replace(
            row,
            value=None if row.detail["within"] is None else float(row.detail["within"]),
            detail={**row.detail},
        )
        for row in rows
        if row.detail["level"] == _LEVELS["ring1"]
    ]


def median_figure(rows: Sequence[Row]) -> Figure:
    """The median of what was measured."""
    values = [row.value for row in rows if row.value is not None]
    return Figure(round(median(values), 1) if values else None, len(values), len(rows) - len(values))


def share_figure(rows: Sequence[Row]) -> Figure:
    """The percentage of ones among what was measured."""
    values = [row.value for row in rows if row.value is not None]
    share = round(100 * sum(values) / len(values), 1) if values else None
    return Figure(share, len(values), len(rows) - len(values))


def _row(one: Measured, value: float | None) -> Row:
    need = one.need
    return Row(
        person_id=need.person_id,
        unit_id=need.unit_id,
        value=value,
        detail={
            "disease": need.disease,
            "level": _LEVELS[need.status],
            "since": need.since.isoformat(),
            "separated_at": one.separated_at.isoformat() if one.separated_at else None,
            "hours": None if one.hours is None else round(one.hours, 2),
            "target_hours": one.target_hours,
            "target_verified": one.verified,
            "within": one.within,
            "waiting_hours": round(one.waiting, 2) if one.overdue else None,
            "state": "đo được" if one.hours is not None else "chưa đo được",
        },
    )


declare(
    Indicator(
        code="isolation.hours_result_to_separation",
        title="Số giờ từ khi có kết quả đến khi tách khỏi cộng đồng (trung vị)",
        unit="giờ",
        definition=(
            "Trung vị số giờ từ kết quả dương tính đầu tiên (F0) hoặc từ khi thành F1 đến lúc bắt đầu cách ly trên "
            "thực tế. Người chưa có ai ghi giờ cách ly là “chưa đo được”, đếm riêng, không tính là chậm; ai đã chờ quá "
            "giờ đích thì được nêu riêng để kiểm tra."
        ),
        better="low",
        rows=separation_rows,
        figure=median_figure,
        words=(
            "ra khoi cong dong",
            "khoi cong dong",
            "tach f0",
            "tach f1",
            "boc tach f0",
            "dua di cach ly",
            "dua f1 di cach ly",
        ),
    ),
    Indicator(
        code="isolation.share_f1_within_target",
        title="Tỷ lệ F1 được tách trong thời gian quy định",
        unit="%",
        definition=(
            "Trong số F1 đo được: phần được tách khỏi cộng đồng trong số giờ của quy tắc “đích thời gian đưa đi cách ly” "
            "có hiệu lực khi thành F1. Không có quy tắc hoặc chưa ghi giờ cách ly là “chưa đo được”."
        ),
        better="high",
        rows=separation_f1_rows,
        figure=share_figure,
        words=("cach ly f1", "f1 trong", "tach f1", "truy vet f1"),
        taken_from=("isolation.hours_result_to_separation", f1_among),
    ),
)
