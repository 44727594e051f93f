"""The epidemic curve: three counts that are never mixed, each bar opening the cases it counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lachan.cases import figures as cases
from lachan.cases.queries import Context
from lachan.desk.lens import Lens
from lachan.insight import queries as insight
from lachan.kernel import counting
from lachan.kernel.times import day_bounds
from lachan.testing import queries as testing
from lachan.ui.charts import Bar, BarChart

SPANS = (14, 30, 60)
RESULT, PUBLICATION, ONSET = "result", "publication", "onset"


@dataclass(frozen=True, slots=True)
class Count:
    """One of the three ways to date a case."""

    code: str
    label: str
    figure: str
    title: str


COUNTS = {
    count.code: count
    for count in (
        Count(RESULT, "Theo ngày có kết quả", "f0-theo-ket-qua", "Ca xác định theo ngày có kết quả"),
        Count(
            PUBLICATION, "Theo ngày công bố", "f0-theo-cong-bo", "Ca xác định theo ngày công bố (đã chốt số)"
        ),
        Count(
            ONSET,
            "Theo ngày khởi phát",
            "f0-theo-khoi-phat",
            "Ca xác định có triệu chứng theo ngày khởi phát",
        ),
    )
}

# Stacked from below; contexts without a name of their own here are drawn together. A place that nobody knows
# yet is not the community: it has a series of its own, as in the table beside the curve.
_SERIES = (
    ("Cộng đồng", (Context.COMMUNITY,)),
    ("Khu cách ly tập trung", (Context.QUARANTINE,)),
    ("Cách ly tại nhà", (Context.HOME_ISOLATION,)),
    ("Khu phong tỏa", (Context.LOCKDOWN,)),
    ("Sàng lọc bệnh viện", (Context.HOSPITAL,)),
)
_UNKNOWN = ("Chưa rõ", (Context.UNKNOWN,))
_NAMED = frozenset(context for _, contexts in (*_SERIES, _UNKNOWN) for context in contexts)
_OTHERS = tuple(context for context in Context.values if context not in _NAMED)
SERIES = (*_SERIES, ("Nơi khác", _OTHERS), _UNKNOWN)


def epidemic_curve(lens: Lens, count: str, span: int) -> BarChart:
    """Bars of the last `span` days; today is marked, since it is not over yet."""
    chosen = COUNTS[count]
    first = lens.today - dt.timedelta(days=span - 1)
    found = epidemic_days(lens, count, span)
    days = [first + dt.timedelta(days=offset) for offset in range(span)]
    marks = _marks(lens, count, days, found)
    return BarChart(
        title=chosen.title,
        series=tuple(name for name, _ in SERIES),
        bars=[_bar(lens, chosen, day, found, marks.get(day, ("", ""))) for day in days],
        unit="ca",
        asof=lens.at,
        summary=_summary(days, found),
    )


def epidemic_days(lens: Lens, count: str, span: int) -> cases.Days:
    """(day, context) → cases of the last `span` days, by one of the three counts."""
    return _counted(lens, count, lens.today - dt.timedelta(days=span - 1), lens.today)


def _counted(lens: Lens, count: str, first: dt.date, last: dt.date) -> cases.Days:
    rows = cases.within(cases.of_disease(lens.actor, lens.now, lens.disease), lens.unit_ids())
    if count == PUBLICATION:
        return cases.days_of_publication(rows, first, last)
    if count == ONSET:
        return cases.days_of_onset(rows, first, last)
    return cases.days_of_result(rows, first, last)


def _bar(lens: Lens, chosen: Count, day: dt.date, found: cases.Days, mark: tuple[str, str]) -> Bar:
    missing = mark[0] == "missing"
    values = [
        None if missing else sum(found.get((day, context), 0) for context in contexts)
        for _, contexts in SERIES
    ]
    url = None if missing else lens.narrowed(day=day).url(chosen.figure)
    return Bar(f"{day:%d/%m}", values, url=url, mark=mark[0], note=mark[1])  # type: ignore[arg-type]


def _marks(lens: Lens, count: str, days: list[dt.date], found: cases.Days) -> dict[dt.date, tuple[str, str]]:
    """day → (missing or suspect, why)."""
    if count == PUBLICATION:
        return _publication_marks(lens, days)
    marks = {lens.today: ("suspect", "Ngày chưa hết, số còn tăng.")}
    if count == ONSET:
        late = days[-4:-1]
        return marks | dict.fromkeys(late, ("suspect", "Ca khởi phát ngày này còn đang được phát hiện."))
    busy = {day for day, _ in found}
    silent = [day for day in days[:-1] if day not in busy]
    missing = [day for day, tested in zip(silent, _tested(lens, silent), strict=True) if not tested]
    return marks | dict.fromkeys(missing, ("missing", "Không có kết quả xét nghiệm nào được ghi trong ngày."))


def _tested(lens: Lens, days: list[dt.date]) -> list[bool]:
    """For each day whether any result of the disease was read."""
    results = testing.visible_results(lens.actor, lens.now).filter(specimen__disease=lens.disease)
    bounds = [day_bounds(day) for day in days]
    return counting.exist(
        [results.filter(occurred_at__gte=start, occurred_at__lt=end) for start, end in bounds]
    )


def _publication_marks(lens: Lens, days: list[dt.date]) -> dict[dt.date, tuple[str, str]]:
    closed = {row.day: row.figures for row in insight.closings(lens.disease).filter(day__in=days)}
    marks: dict[dt.date, tuple[str, str]] = {}
    for day in days:
        if day not in closed:
            marks[day] = ("missing", "Ngày này chưa chốt số.")
        elif closed[day]["late"] > closed[day]["new"]:
            marks[day] = ("suspect", f"Gồm {closed[day]['late']} ca bổ sung của các ngày trước.")
    return marks


def _summary(days: list[dt.date], found: cases.Days) -> str:
    week = sum(n for (day, _), n in found.items() if day in days[-7:])
    return f"7 ngày gần nhất, kể cả hôm nay: {week} ca."
