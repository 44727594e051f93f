"""Lists: columns, sorting, paging and choice, all kept in the URL; two queries however long the list is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.formats import localize
from django.utils.html import format_html

from lachan.kernel.together import joined_late, read_page, read_together
from lachan.ui import formats

# A code is not broken at its hyphens; prose is whole sentences, which keep a width to be read in.
Kind = Literal["text", "code", "prose", "number", "decimal", "day", "moment"]
Rows = QuerySet[Any] | Sequence[Any]
COUNT_CAP = 10_000
_SHOW: dict[str, Callable[[Any], str]] = {
    "number": formats.vn_number,
    "decimal": formats.vn_number,
    "day": formats.day,
    "moment": formats.moment,
}


_NONE = format_html('<span class="muted">{}</span>', formats.NOTHING)


@dataclass(frozen=True)
class Column:
    """`value` is a dotted path of attributes or keys, or a callable(row) giving text or safe HTML."""

    label: str
    value: str | Callable[[Any], Any]
    sort: str | tuple[str, ...] | None = None
    align: Literal["", "left", "right", "center"] = ""
    kind: Kind = "text"
    main: bool = False
    optional: bool = False
    print: bool = True
    hide_on_phone: bool = False
    title: str = ""

    @property
    def sort_fields(self) -> tuple[str, ...]:
        return (self.sort,) if isinstance(self.sort, str) else tuple(self.sort or ())

    @property
    def css(self) -> str:
        align = self.align or ("right" if self.kind in ("number", "decimal") else "")
        flags = (
            (align == "right", "num"),
            (align == "center", "mid"),
            (self.kind in ("code", "day", "moment"), "nowrap"),
            (self.kind == "prose", "prose"),
            (self.main, "main"),
            (not self.print, "no-print"),
            (self.hide_on_phone, "no-phone"),
        )
        return " ".join(css for holds, css in flags if holds)

    def show(self, row: Any) -> Any:
        """What stands in the cell of this row."""
        value = self.value(row) if callable(self.value) else _follow(row, self.value)
        if value is None or value == "":
            return _NONE
        if isinstance(value, str):
            return value
        return _SHOW[self.kind](value) if self.kind in _SHOW else localize(value)


def _follow(row: Any, path: str) -> Any:
    for name in path.split("."):
        if row is None:
            return None
        row = row.get(name) if isinstance(row, Mapping) else getattr(row, name, None)
    return row


@dataclass(frozen=True)
class Cell:
    column: Column
    index: int
    value: Any

    @property
    def css(self) -> str:
        return f"{self.column.css} none".strip() if self.value is _NONE else self.column.css


@dataclass(frozen=True)
class Row:
    cells: list[Cell]
    url: str | None
    key: str | None
    tone: str
    name: Any


@dataclass(frozen=True)
class Head:
    column: Column
    index: int
    url: str | None
    direction: Literal["", "ascending", "descending"]


@dataclass(frozen=True)
class Page:
    """One page of rows; `total` is None beyond the cap, where counting on would cost more than it tells."""

    rows: list[Any]
    number: int = 1
    per_page: int = 50
    total: int | None = 0
    cap: int = COUNT_CAP
    has_next: bool = False

    @property
    def first(self) -> int:
        return (self.number - 1) * self.per_page + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * self.per_page + len(self.rows)

    @property
    def pages(self) -> int | None:
        return max(1, -(-self.total // self.per_page)) if self.total is not None else None

    @property
    def total_text(self) -> str:
        return (
            formats.vn_number(self.total) if self.total is not None else f"hơn {formats.vn_number(self.cap)}"
        )


@dataclass(frozen=True)
class Table:
    """What `{% table %}` draws. Built by `build_table`, or by hand for a short list that needs no paging."""

    columns: Sequence[Column]
    rows: Sequence[Any] = ()
    caption: str = ""
    row_url: Callable[[Any], str | None] | None = None
    select: Callable[[Any], object] | None = None
    row_tone: Callable[[Any], str] | None = None
    empty: str = "Không có dòng nào"
    empty_hint: str = ""
    compact: bool = False
    page: Page | None = None
    key: str = ""
    query: QueryDict = field(default_factory=QueryDict)
    sorted_by: str = ""

    @property
    def total(self) -> int | None:
        return self.page.total if self.page else len(self.rows)

    @property
    def can_pick(self) -> bool:
        return self.select is not None

    @property
    def has_optional(self) -> bool:
        return any(column.optional for column in self.columns)

    def heads(self) -> list[Head]:
        return [self._head(index, column) for index, column in enumerate(self.columns)]

    def body(self) -> list[Row]:
        return [self._row(row) for row in self.rows]

    def url_with(self, **changes: object) -> str:
        return with_query(self.query, **changes)

    def pager(self) -> dict[str, Any]:
        """Addresses of the neighbouring pages; None where there is none."""
        page = self.page or Page(list(self.rows))
        return {
            "page": page,
            "first": self.url_with(page=None) if page.number > 2 else None,
            "previous": self.url_with(page=page.number - 1 if page.number > 2 else None)
            if page.number > 1
            else None,
            "next": self.url_with(page=page.number + 1) if page.has_next else None,
        }

    def _head(self, index: int, column: Column) -> Head:
        fields = column.sort_fields
        if not fields or self.page is None:
            return Head(column, index, None, "")
        name = fields[0]
        direction = {name: "ascending", f"-{name}": "descending"}.get(self.sorted_by, "")
        wanted = f"-{name}" if direction == "ascending" else name
        return Head(column, index, self.url_with(sort=wanted, page=None), direction)  # type: ignore[arg-type]

    def _row(self, row: Any) -> Row:
        cells = [Cell(column, index, column.show(row)) for index, column in enumerate(self.columns)]
        main = next((cell for cell in cells if cell.column.main), cells[0])
        return Row(
            cells=cells,
            url=self.row_url(row) if self.row_url else None,
            key=str(self.select(row)) if self.select else None,
            tone=self.row_tone(row) if self.row_tone else "",
            name=main.value,
        )


def with_query(query: QueryDict, **changes: object) -> str:
    """The query string with some values changed; None removes one."""
    changed = query.copy()
    for name, value in changes.items():
        if value is None or value == "":
            changed.pop(name, None)
        else:
            changed[name] = str(value)
    return f"?{changed.urlencode()}" if changed else "?"


def build_table(
    request: HttpRequest,
    rows: Rows,
    columns: Sequence[Column],
    *,
    default_sort: str = "",
    per_page: int = 50,
    cap: int = COUNT_CAP,
    key: str = "",
    dear: bool = False,
    **looks: Any,
) -> Table:
    """A sorted page of a queryset or list as a table; `looks` are the other fields of `Table`;
    `dear` as in `page_of`."""
    sorted_by = _wanted_sort(request, columns, default_sort)
    page = page_of(request, _ordered(rows, columns, sorted_by), per_page=per_page, cap=cap, dear=dear)
    key = key or (request.resolver_match.view_name if request.resolver_match else request.path)
    return Table(columns, page.rows, page=page, key=key, query=request.GET, sorted_by=sorted_by, **looks)


def page_of(
    request: HttpRequest,
    rows: Rows,
    *,
    per_page: int = 50,
    cap: int = COUNT_CAP,
    total: int | None = None,
    dear: bool = False,
) -> Page:
    """The page that the URL asks for, never further than the cap: one slice and one capped count (or the caller's own).

    `dear`: each row costs much to find, so all are found once, in one query with the page.
    """
    number = min(_page_number(request), -(-cap // per_page))
    part, counted = _read(rows, number, per_page, cap, total, dear)
    total = counted if counted <= cap else None
    known = min(counted, cap)
    last = max(1, -(-known // per_page))
    if number > last:
        number = last
        part, _ = _read(rows, number, per_page, cap, counted, dear)
    found = list(part)
    more = len(found) > per_page and number * per_page < known
    return Page(found[:per_page], number, per_page, total, cap, more)


def _read(
    rows: Rows, number: int, per_page: int, cap: int, total: int | None, dear: bool
) -> tuple[Rows, int]:
    """The rows of one page with one more, and how many there are in all."""
    if dear and total is None and isinstance(rows, QuerySet):
        start = (number - 1) * per_page
        return read_page(rows, start, start + per_page + 1)
    part = _part(rows, number, per_page)
    return part, _count_beside(rows, part, cap) if total is None else total


def _part(rows: Rows, number: int, per_page: int) -> Rows:
    """The rows of one page and one more, which tells whether there is a next page."""
    start = (number - 1) * per_page
    if isinstance(rows, QuerySet) and _are_plain(rows):
        return joined_late(rows, start, start + per_page + 1)
    return rows[start : start + per_page + 1]


def _are_plain(rows: QuerySet[Any]) -> bool:
    """Whole rows of one table in the order of its columns, with nothing computed beside them."""
    query = rows.query
    computed = query.annotation_select or query.combinator or query.distinct
    by_columns = all(
        isinstance(name, str) and name.removeprefix("-") not in query.annotations for name in query.order_by
    )
    return rows._fields is None and by_columns and not computed  # type: ignore[attr-defined]


def _count_beside(rows: Rows, part: Rows, cap: int) -> int:
    """How many rows there are, counted no further than the cap; read in one trip with the page."""
    if not isinstance(rows, QuerySet) or not isinstance(part, QuerySet):
        return len(rows)
    return read_together(part, counted=[rows.order_by()[: cap + 1]])[0]


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _wanted_sort(request: HttpRequest, columns: Sequence[Column], default: str) -> str:
    wanted = request.GET.get("sort", "")
    allowed = {column.sort_fields[0] for column in columns if column.sort_fields}
    return wanted if wanted.removeprefix("-") in allowed else default


def _ordered(rows: Rows, columns: Sequence[Column], sorted_by: str) -> Rows:
    if not sorted_by:
        return rows
    down, name = sorted_by.startswith("-"), sorted_by.removeprefix("-")
    fields = next((column.sort_fields for column in columns if column.sort_fields[:1] == (name,)), (name,))
    if isinstance(rows, QuerySet):
        return rows.order_by(*(_turned(one, down) for one in fields))
    return sorted(
        rows,
        key=lambda row: [_sortable(_follow(row, one.replace("__", "."))) for one in fields],
        reverse=down,
    )


def _turned(name: str, down: bool) -> str:
    if not down:
        return name
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _sortable(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else 0)
