"""Geometry of charts: from zero, to scale, with gaps where days are missing."""

from __future__ import annotations

import pytest
from django.template import Context, Template

from lachan.ui.charts import (  # fmt: skip
    HEIGHT,
    TOP,
    Bar,
    BarChart,
    CellMap,
    Line,
    LineChart,
    MapCell,
    MapKey,
    Point,
    nice_ticks,
    sparkline_path,
)

BOTTOM = TOP + HEIGHT


def chart(*bars, **options):
    return BarChart(title="Ca mắc", bars=bars, **options)


def render(tag, value):
    return Template("{% load ui %}{% " + tag + " it %}").render(Context({"it": value}))


@pytest.mark.parametrize(
    ("low", "high", "whole", "ticks"),
    [
        (0, 23, True, [0, 10, 20, 30]), (0, 4, True, [0, 1, 2, 3, 4]), (0, 100, True, [0, 25, 50, 75, 100]),
        (0, 1.5, False, [0, 0.5, 1, 1.5]), (0, 1, True, [0, 1]), (3, 3, True, [3, 4]),
    ],
)  # fmt: skip
def test_ticks_are_round(low, high, whole, ticks):
    assert nice_ticks(low, high, whole) == pytest.approx(ticks)


def test_bars_begin_at_zero_and_stack():
    column = chart(Bar("1", (10, 20)), Bar("2", (0, 40)), series=("a", "b")).columns[0]
    low, high = column["parts"]
    assert float(low["y"]) + float(low["height"]) == pytest.approx(BOTTOM)
    assert float(high["y"]) + float(high["height"]) == pytest.approx(float(low["y"]))
    assert float(high["height"]) == pytest.approx(2 * float(low["height"]), abs=0.02)
    assert column["words"] == "1: 30 (a 10, b 20)"


def test_a_missing_day_is_no_zero():
    missing, zero = chart(Bar("1", (None,), note="Chưa báo cáo"), Bar("2", (0,))).columns
    assert missing["words"] == "1: không có số liệu"
    assert missing["figure"] == ""
    assert zero["figure"] == "0"
    html = render("chart_bars", chart(Bar("1", (None,)), Bar("2", (0,))))
    assert "Thiếu số liệu" in html
    assert ">?</text>" in html


def test_a_suspect_day_is_marked_in_drawing_key_and_table():
    html = render("chart_bars", chart(Bar("1", (5,), mark="suspect", note="Số dồn"), Bar("2", (3,))))
    assert html.count("url(#lc-hatch)") == 2  # the key and the bar
    assert "Nghi ngờ. Số dồn" in html


def test_bars_open_their_rows_in_the_drawing_and_in_the_table():
    html = render("chart_bars", chart(Bar("15/09", (5,), url="/f0?ngay=15&muc=F0")))
    assert html.count('href="/f0?ngay=15&amp;muc=F0"') == 2
    assert html.count('tabindex="-1"') == 1  # the drawing stays out of the keyboard's way


def test_coordinates_are_never_written_the_vietnamese_way():
    html = render("chart_bars", chart(*[Bar(str(n), (1234.5 * n,)) for n in range(7)]))
    attributes = [
        part.split('"')[0] for name in ("x", "y", "width", "height") for part in html.split(f' {name}="')[1:]
    ]
    assert len(attributes) > 40
    assert not [value for value in attributes if "," in value]


def test_few_labels_under_many_bars():
    labels = chart(*[Bar(str(n), (n,)) for n in range(90)]).labels
    assert len(labels) <= 9
    assert labels[-1]["text"] == "89"
    assert labels[-1]["css"] == ""


def test_no_bars_no_drawing():
    assert "Chưa có số liệu" in render("chart_bars", chart())


def lines(*values, **options):
    return LineChart(
        title="Rt", lines=(Line("Rt", [Point(str(n), v) for n, v in enumerate(values)]),), **options
    )


def test_a_line_breaks_where_a_value_is_missing():
    drawn = lines(1, 2, None, 3).drawn[0]
    assert drawn["path"].count("M") == 2
    assert len(drawn["dots"]) == 3


def test_a_line_may_leave_zero_only_when_told():
    assert lines(10, 11).scale.ticks[0] == 0
    assert lines(10, 11, from_zero=False).scale.ticks[0] > 5


def test_the_band_needs_both_ends():
    points = [Point("1", 1, 0.5, 1.5), Point("2", 1, 0.6, 1.4), Point("3", 1)]
    drawn = LineChart(title="Rt", lines=(Line("Rt", points),)).drawn[0]
    assert drawn["band"].count("L") == 3
    assert drawn["band"].endswith("Z")


def test_the_reference_is_named_in_the_key():
    assert "Rt = 1" in render("chart_line", lines(0.5, 2, reference=1.0, reference_label="Rt = 1"))


def test_sparkline_spans_its_box():
    assert sparkline_path([0, 10]) == "M0 22L96 2"
    assert sparkline_path([0, None, 10]).count("M") == 2
    assert sparkline_path([]) == ""


SQUARE = [(0, 0), (2, 0), (2, 2), (0, 2)]


def test_the_map_scales_cells_and_names_them():
    cells = [
        MapCell("1", "Xã <A>", SQUARE, band=2, value="5 ca", url="/a", label="A", group="Huyện 1"),
        MapCell("2", "Xã B", [(x + 2, y) for x, y in SQUARE], band=None),
    ]
    html = render("map_cells", CellMap(title="Ca", cells=cells, key=[MapKey(2, "5–9")]))
    assert 'points="0,0 450,0 450,450 0,450"' in html
    assert "Xã &lt;A&gt;: 5 ca" in html
    assert "Xã B: không tính được" in html
    assert "url(#lc-band-2)" in html
    assert "Huyện 1" in html


def test_districts_have_borders_and_names():
    cells = [MapCell("1", "Xã A", SQUARE, group="Huyện 1"), MapCell("2", "Xã B", SQUARE, group="Huyện 1")]
    drawn = CellMap(title="x", cells=cells, borders=[((2, 0), (2, 2))])
    assert drawn.lines == [{"x1": "900", "y1": "0", "x2": "900", "y2": "900"}]
    assert drawn.group_labels == [{"text": "Huyện 1", "x": "450", "y": "450"}]
    named = CellMap(title="x", cells=[MapCell("1", "Xã A", SQUARE, group="Huyện 1", label="A")])
    assert named.group_labels == []


def test_risk_colours_come_by_scheme_only():
    risk = CellMap(title="x", cells=[MapCell("1", "A", SQUARE, band="đỏ")], scheme="risk")
    measure = CellMap(title="x", cells=[MapCell("1", "A", SQUARE, band=5)])
    assert "cell risk-do" in render("map_cells", risk)
    assert "risk-" not in render("map_cells", measure)
