"""Charts and the map: values in, geometry out. The templates only write the numbers down.

Horizontal places are percentages and vertical ones pixels, so that letters keep their size on any screen.
Every number of the geometry is text already: the templates must not write 12,5 for 12.5.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.utils.functional import cached_property

from lachan.ui import formats

Mark = Literal["", "missing", "suspect"]
Value = float | int | None
HEIGHT = 208
TOP = 22
MAP_WIDTH = 900.0


def px(value: float) -> str:
    """A number as SVG reads it."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def share(value: float) -> str:
    return f"{px(value)}%"


def nice_ticks(low: float, high: float, whole: bool, wanted: int = 4) -> list[float]:
    """Round values that span low to high."""
    high = high if high > low else low + 1
    raw = (high - low) / wanted
    power = 10 ** math.floor(math.log10(raw))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= raw * 0.999)
    step = max(1, math.ceil(step)) if whole else step
    first = math.floor(low / step) * step
    return [first + step * index for index in range(math.ceil((high - first) / step - 1e-9) + 1)]


@dataclass(frozen=True)
class Scale:
    """Values to pixels from the top of the drawing."""

    ticks: list[float]

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return TOP + HEIGHT * (1 - (value - low) / ((high - low) or 1))

    def lines(self) -> list[dict[str, str]]:
        return [
            {"y": px(self.y(tick)), "text_y": px(self.y(tick) + 4), "label": formats.vn_number(tick)}
            for tick in self.ticks
        ]


def _every(count: int, room: int = 8) -> int:
    return max(1, math.ceil(count / room))


def _labels(texts: Sequence[str]) -> list[dict[str, str]]:
    """The words under the axis: few enough to be read, every second one dropped where it is narrow."""
    count, every = len(texts), _every(len(texts))
    chosen = range((count - 1) % every, count, every)  # the last one is always named
    last = (count - 1) // every
    return [
        {
            "x": share(100 * (at + 0.5) / count),
            "text": texts[at],
            "css": "minor" if (last - at // every) % 2 else "",
        }
        for at in chosen
    ]


@dataclass(frozen=True)
class Bar:
    label: str
    values: Sequence[Value]
    url: str | None = None
    mark: Mark = ""
    note: str = ""

    @property
    def missing(self) -> bool:
        return self.mark == "missing" or all(value is None for value in self.values)

    @property
    def total(self) -> float:
        return sum(value or 0 for value in self.values)


@dataclass(frozen=True)
class _Drawn:
    question: str = ""
    summary: str = ""
    unit: str = ""
    asof: datetime | None = None

    plot_top = TOP
    plot_bottom = TOP + HEIGHT
    height = TOP + HEIGHT + 24
    label_y = TOP + HEIGHT + 17


@dataclass(frozen=True, kw_only=True)
class BarChart(_Drawn):
    """Stacked bars from zero. `series` are the names of the values of each bar, first one at the bottom."""

    title: str
    bars: Sequence[Bar]
    series: Sequence[str] = ("Số lượng",)
    first_column: str = "Ngày"

    @cached_property
    def scale(self) -> Scale:
        top = max((bar.total for bar in self.bars), default=0)
        whole = all(isinstance(value, int) for bar in self.bars for value in bar.values if value is not None)
        return Scale(nice_ticks(0, max(top, 4 if whole else 1), whole))

    @property
    def stacked(self) -> bool:
        return len(self.series) > 1

    @property
    def marks(self) -> set[str]:
        return {"missing" if bar.missing else bar.mark for bar in self.bars if bar.missing or bar.mark}

    @property
    def labels(self) -> list[dict[str, str]]:
        return _labels([bar.label for bar in self.bars])

    @cached_property
    def columns(self) -> list[dict[str, object]]:
        return [self._column(index, bar) for index, bar in enumerate(self.bars)]

    def _column(self, index: int, bar: Bar) -> dict[str, object]:
        slot = 100 / len(self.bars)
        width = slot * (0.78 if len(self.bars) > 8 else 0.5)
        top = self.scale.y(bar.total)
        return {
            "bar": bar,
            "x": share(index * slot + (slot - width) / 2),
            "middle": share((index + 0.5) * slot),
            "width": share(width),
            "slot_x": share(index * slot),
            "slot_width": share(slot),
            "top": px(top),
            "height": px(self.plot_bottom - top),
            "above": px(top - 6),
            "figure": formats.vn_number(bar.total) if len(self.bars) <= 16 and not bar.missing else "",
            "words": self._words(bar),
            "parts": [] if bar.missing else self._parts(bar),
        }

    def _parts(self, bar: Bar) -> list[dict[str, str]]:
        parts, base = [], 0.0
        for index, value in enumerate(bar.values):
            if value:
                y, bottom = self.scale.y(base + value), self.scale.y(base)
                parts.append({"series": str(index + 1), "y": px(y), "height": px(bottom - y)})
                base += value
        return parts

    def _words(self, bar: Bar) -> str:
        if bar.missing:
            return f"{bar.label}: không có số liệu"
        words = f"{bar.label}: {formats.vn_number(bar.total)} {self.unit}".strip()
        if self.stacked:
            named = zip(self.series, bar.values, strict=False)
            parts = [f"{name} {formats.vn_number(value)}" for name, value in named if value]
            words += f" ({', '.join(parts)})" if parts else ""
        return f"{words}. {bar.note}" if bar.note else words


@dataclass(frozen=True)
class Point:
    label: str
    value: Value
    low: Value = None
    high: Value = None
    url: str | None = None
    mark: Mark = ""


@dataclass(frozen=True)
class Line:
    name: str
    points: Sequence[Point]


@dataclass(frozen=True, kw_only=True)
class LineChart(_Drawn):
    """Up to four lines over the same labels; a missing value breaks the line."""

    title: str
    lines: Sequence[Line]
    first_column: str = "Ngày"
    reference: float | None = None
    reference_label: str = ""
    from_zero: bool = True
    whole: bool = False

    @cached_property
    def scale(self) -> Scale:
        points = [point for line in self.lines for point in line.points]
        values = [one for point in points for one in (point.value, point.low, point.high) if one is not None]
        values += [self.reference] if self.reference is not None else []
        low = 0 if self.from_zero else min(values, default=0)
        return Scale(nice_ticks(low, max([*values, low + (4 if self.whole else 0.1)]), self.whole))

    @property
    def names(self) -> list[str]:
        return [line.name for line in self.lines]

    @property
    def labels(self) -> list[dict[str, str]]:
        return _labels([point.label for point in self.lines[0].points] if self.lines else [])

    @property
    def reference_y(self) -> str | None:
        return px(self.scale.y(self.reference)) if self.reference is not None else None

    @property
    def has_band(self) -> bool:
        return any(point.low is not None for line in self.lines for point in line.points)

    @cached_property
    def drawn(self) -> list[dict[str, object]]:
        return [self._line(index, line) for index, line in enumerate(self.lines)]

    @property
    def table(self) -> list[dict[str, object]]:
        """One row a label, with the point of every line."""
        rows = zip(*(line.points for line in self.lines), strict=True)
        return [{"label": points[0].label, "points": points} for points in rows]

    def _line(self, index: int, line: Line) -> dict[str, object]:
        count = len(line.points)
        placed = [(1000 * (at + 0.5) / count, point) for at, point in enumerate(line.points)]
        runs = _runs(placed)
        return {
            "series": str(index + 1),
            "path": " ".join(self._path(run) for run in runs),
            "band": " ".join(filter(None, (self._band(run) for run in runs))),
            "dots": [self._dot(x, point) for x, point in placed if point.value is not None],
        }

    def _path(self, run: list[tuple[float, Point]]) -> str:
        return "M" + "L".join(f"{px(x)} {px(self.scale.y(point.value or 0))}" for x, point in run)

    def _band(self, run: list[tuple[float, Point]]) -> str:
        known = [(x, point) for x, point in run if point.low is not None and point.high is not None]
        if len(known) < 2:
            return ""
        upper = [f"{px(x)} {px(self.scale.y(point.high or 0))}" for x, point in known]
        lower = [f"{px(x)} {px(self.scale.y(point.low or 0))}" for x, point in reversed(known)]
        return f"M{'L'.join(upper + lower)}Z"

    def _dot(self, x: float, point: Point) -> dict[str, object]:
        words = f"{point.label}: {formats.vn_number(point.value)} {self.unit}".strip()
        return {"x": share(x / 10), "y": px(self.scale.y(point.value or 0)), "point": point, "words": words}


def _runs(placed: list[tuple[float, Point]]) -> list[list[tuple[float, Point]]]:
    """The stretches without a missing value."""
    runs: list[list[tuple[float, Point]]] = [[]]
    for x, point in placed:
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append((x, point))
    return [run for run in runs if run]


def sparkline_path(values: Sequence[Value], width: int = 96, height: int = 24) -> str:
    """The path of a small line without axes, from zero."""
    top = max((value for value in values if value is not None), default=0) or 1
    step = width / max(1, len(values) - 1)
    placed = [(index * step, Point("", value)) for index, value in enumerate(values)]
    runs = _runs(placed)
    return " ".join(
        "M" + "L".join(f"{px(x)} {px(2 + (height - 4) * (1 - (point.value or 0) / top))}" for x, point in run)
        for run in runs
    )


@dataclass(frozen=True)
class MapCell:
    """`band`: 0–5 of a measure, or a risk level; None where it could not be computed."""

    code: str
    name: str
    points: Sequence[tuple[float, float]]
    band: int | str | None = None
    value: str = ""
    url: str | None = None
    label: str = ""
    group: str = ""


@dataclass(frozen=True)
class MapKey:
    band: int | str | None
    label: str


_RISK_CSS = {"xanh": "xanh", "vàng": "vang", "vang": "vang", "cam": "cam", "đỏ": "do", "do": "do"}


@dataclass(frozen=True, kw_only=True)
class CellMap(_Drawn):
    """One measure, one cell a place. Bands differ by tone and pattern; every cell is named in the table."""

    title: str
    cells: Sequence[MapCell]
    key: Sequence[MapKey] = ()
    scheme: Literal["measure", "risk"] = "measure"
    borders: Sequence[tuple[tuple[float, float], tuple[float, float]]] = ()
    value_column: str = "Giá trị"
    name_column: str = "Xã, phường"
    group_column: str = "Huyện"
    note: str = field(default="Bản đồ sơ đồ: vị trí tương đối, không phải ranh giới chính thức.")

    @cached_property
    def _frame(self) -> tuple[float, float, float, float]:
        xs = [x for cell in self.cells for x, _ in cell.points] or [0.0, 1.0]
        ys = [y for cell in self.cells for _, y in cell.points] or [0.0, 1.0]
        scale = MAP_WIDTH / ((max(xs) - min(xs)) or 1)
        return min(xs), min(ys), scale, (max(ys) - min(ys)) * scale

    @property
    def view_box(self) -> str:
        return f"-4 -4 {px(MAP_WIDTH + 8)} {px(self._frame[3] + 8)}"

    @property
    def has_groups(self) -> bool:
        return any(cell.group for cell in self.cells)

    @property
    def shapes(self) -> list[dict[str, object]]:
        return [self._shape(cell) for cell in self.cells]

    @property
    def lines(self) -> list[dict[str, str]]:
        """The borders between groups."""
        placed = [self._placed(ends) for ends in self.borders]
        return [{"x1": px(a), "y1": px(b), "x2": px(c), "y2": px(d)} for (a, b), (c, d) in placed]

    @property
    def group_labels(self) -> list[dict[str, str]]:
        """The names of the groups in their middle, where the cells carry no names of their own."""
        if any(cell.label for cell in self.cells):
            return []
        middles: dict[str, list[tuple[float, float]]] = {}
        for cell in self.cells:
            if cell.group:
                middles.setdefault(cell.group, []).append(_middle(self._placed(cell.points)))
        return [
            {
                "text": name,
                "x": px(sum(x for x, _ in found) / len(found)),
                "y": px(sum(y for _, y in found) / len(found)),
            }
            for name, found in middles.items()
        ]

    def _placed(self, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        left, top, scale, _ = self._frame
        return [((x - left) * scale, (y - top) * scale) for x, y in points]

    @property
    def keys(self) -> list[dict[str, str]]:
        return [
            {"css": self.band_css(one.band), "fill": self.fill(one.band), "label": one.label}
            for one in self.key
        ]

    def band_css(self, band: int | str | None) -> str:
        if band is None:
            return "band-none"
        if self.scheme == "risk":
            return f"risk-{_RISK_CSS.get(str(band), 'none')}"
        return f"band-{max(0, min(5, int(band)))}"

    def fill(self, band: int | str | None) -> str:
        """The pattern laid over the tone."""
        return f"url(#lc-{self.band_css(band)})"

    def _shape(self, cell: MapCell) -> dict[str, object]:
        placed = self._placed(cell.points)
        middle = _middle(placed)
        return {
            "cell": cell,
            "css": self.band_css(cell.band),
            "fill": self.fill(cell.band),
            "points": " ".join(f"{px(x)},{px(y)}" for x, y in placed),
            "x": px(middle[0]),
            "y": px(middle[1] + 4),
            "words": f"{cell.name}: {cell.value or 'không tính được'}",
        }


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The centre of gravity of a polygon (of its corners where it has no area)."""
    pairs = list(zip(points, [*points[1:], *points[:1]], strict=True))
    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)
    if abs(area) < 1e-9:
        return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (3 * area)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs) / (3 * area)
    return x, y
