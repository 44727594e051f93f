"""The command board: what a leader reads in half a minute, each number with the address of its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lachan.cases.queries import Context
from lachan.desk import queries, territory
from lachan.desk.home import Panel, number_blocks, steps
from lachan.desk.lens import Lens, disease_of
from lachan.kernel import counting
from lachan.kernel.access.roles import may


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as it is drawn; `change` None where the past hour can't be told."""

    key: str
    label: str
    count: int
    url: str
    change: int | None = None
    warn: bool = False


@dataclass(slots=True)
class Board:
    numbers: list[Number] = field(default_factory=list)
    contexts: list[Number] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    districts: list[territory.DistrictRow] = field(default_factory=list)
    totals: list[tuple[str, int, str]] = field(default_factory=list)
    map: Any = None
    sees_people: bool = True
    panels: list[Panel] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)


_OF_LEVELS = ("f1-chua-tach", "f2-chua-tach", "xet-nghiem-den-han")
_WITHOUT_LEVELS = ("ca-nghi-ngo",)
_TASKS = ("nhiem-vu-qua-han",)
_OFFICE = (
    "van-ban-cho-kiem",
    "van-ban-cho-du-thao",
    "van-ban-cho-giao",
    "nhiem-vu-cho-xac-nhan",
    "nhiem-vu-qua-han",
)


def board(lens: Lens, measure: str) -> Board:
    """All numbers of one disease at one moment under the reader's scope; for who sees no people, the office's own
    work: letters on their way, tasks, blocks of numbers."""
    made = Board(sees_people=may(lens.actor, "cases.view"))
    if made.sees_people:
        keys = territory.columns_for(lens)
        counted = dict(zip(keys, territory.by_units([(key, lens) for key in keys]), strict=True))
        totals = {key: sum(counts.values()) for key, counts in counted.items()}
        made.numbers = _numbers(lens, totals)
        made.contexts = _contexts(lens)
        made.columns = list(counted)
        made.districts = territory.by_district(lens, counted)
        made.totals = [(key, totals[key], lens.url(key)) for key in counted]
        made.map = _map(lens, measure, counted)
    if may(lens.actor, "directives.view"):
        made.numbers += _of_letters(lens, _TASKS if made.sees_people else _OFFICE)
    if not made.sees_people:
        made.panels, made.steps = number_blocks(lens), steps(lens)
    return made


def _of_letters(lens: Lens, keys: tuple[str, ...]) -> list[Number]:
    counted = queries.counts([(key, lens) for key in keys])
    return [
        Number(key, queries.worded(key, lens).title, count, lens.url(key), warn=count > 0)
        for key, count in zip(keys, counted, strict=True)
    ]


def _numbers(lens: Lens, totals: dict[str, int]) -> list[Number]:
    keys = ["f0-trong-ngay", "f0-chua-ro-nguon"]
    keys += _OF_LEVELS if disease_of(lens).has_levels else _WITHOUT_LEVELS
    shown = [key for key in keys if key in totals]
    before = queries.counts([(key, lens.earlier(days=1)) for key in shown])
    return [
        Number(
            key,
            queries.worded(key, lens).title,
            totals[key],
            lens.url(key),
            change=totals[key] - earlier,
            warn=queries.FIGURES[key].urgent and totals[key] > 0,
        )
        for key, earlier in zip(shown, before, strict=True)
    ]


def _contexts(lens: Lens) -> list[Number]:
    """F0 of the day by where they were found, against the same hours of the day before."""
    key = "f0-trong-ngay"
    days = [queries.rows(key, lens), queries.rows(key, lens.earlier(days=1))]
    now, before = counting.counts_by(days, "context")
    return [
        Number(
            key,
            str(label),
            now.get(code, 0),
            lens.narrowed(context=code).url(key),
            now.get(code, 0) - before.get(code, 0),
        )
        for code, label in Context.choices
        if now.get(code) or before.get(code)
    ]


def _map(lens: Lens, measure: str, counted: dict[str, dict[int | None, int]]) -> Any:
    figure = territory.MEASURES[measure].figure
    counts = counted.get(figure)
    return territory.commune_map(lens, measure, territory.by_unit(figure, lens) if counts is None else counts)
