"""How the rows of each shape look as a list: columns, where a row leads, whom it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.html import format_html

from lachan.desk import queries
from lachan.desk.lens import Lens, address
from lachan.desk.shape import Shape
from lachan.desk.sources import likely_sources
from lachan.desk.stay_tables import LINGERING, STAY, lingering_brief
from lachan.desk.words import until_words
from lachan.directives.periods import PERIODIC
from lachan.directives.wording import lead_name, numbered, recurrence_words
from lachan.epi.sentences import until
from lachan.epi.vocabulary import LEVELS, MEASURES
from lachan.kernel import counting
from lachan.kernel.access.roles import may
from lachan.kernel.audit.reads import note
from lachan.kernel.diseases import diseases
from lachan.kernel.together import read_together
from lachan.people import queries as people
from lachan.places import queries as places
from lachan.standing.badges import interval_badge, level_badge
from lachan.standing.reasons import Reasons
from lachan.ui.formats import due, moment
from lachan.ui.marks import badge_level, state, urgency
from lachan.ui.tables import Column, Table, build_table

_CASE_TONES = {"confirmed": "plain", "suspected": "todo", "excluded": "off"}


def table_of(request: HttpRequest, lens: Lens, key: str, **looks: Any) -> Table:
    """The list behind a figure, its reading noted for the auditor."""
    figure = queries.figure(key, lens)
    shape = SHAPES[figure.shape]
    table = build_table(
        request,
        _with_joins(figure.shape, figure.rows(lens)),
        shape.columns,
        row_url=shape.url,
        default_sort=shape.sort,
        empty=figure.empty,
        dear=not lens.actor.everywhere or figure.shape in _DEAR,
        **looks,
    )
    _show(request, shape, list(table.rows), lens)
    return table


# Rows that are dear to find for everybody; for others than the province's each row is asked who sees it.
_DEAR = ("ordered", "lingering")


# Where the rows of a figure are worked on: (words of the button, screen).
_WORK = {
    "chua-tach": ("Đưa đi cách ly", "isolation:need_list"),
    "f1-chua-tach": ("Đưa đi cách ly", "isolation:need_list"),
    "f2-chua-tach": ("Đưa đi cách ly", "isolation:need_list"),
    "can-quyet-dinh": ("Soạn quyết định", "isolation:need_list"),
    "de-nghi-go": ("Gỡ quyết định", "isolation:lift_list"),
    "sap-den": ("Xác nhận đến", "isolation:arrival_list"),
    "nha-chua-xac-nhan": ("Xác nhận tại nhà", "isolation:home_list"),
    "dang-o-nha": ("Mở danh sách tại nhà", "isolation:home_list"),
    "quyet-dinh-cho-ky": ("Mở các quyết định", "isolation:order_list"),
    "duong-tinh-chua-nhan-dien": ("Nhận diện", "testing:waiting"),
    "mau-cho-nhan-dien": ("Nhận diện", "testing:waiting"),
    "lay-lai-mau": ("Lấy lại mẫu", "testing:resample"),
    "cho-dinh-chinh": ("Xem đính chính", "testing:corrections"),
    "tiep-xuc-cho-nhan-dien": ("Nhận diện", "tracing:waiting_list"),
    "ca-chua-co-moc": ("Mở danh sách truy vết", "tracing:list"),
    "van-ban-cho-kiem": ("Mở sổ văn bản đến", "directives:letter_list"),
    "nhiem-vu-cua-toi": ("Mở việc của đơn vị", "directives:task_list"),
}


def work_of(figure: queries.Figure, lens: Lens) -> tuple[str, str] | None:
    """(words, address) of the screen on which these rows are worked on, for whom it is open."""
    if figure.key not in _WORK:
        return None
    words, name = _WORK[figure.key]
    url = address(name)
    return (words, url) if url and _enters(name, lens) else None


def _enters(name: str, lens: Lens) -> bool:
    view = resolve(reverse(name)).func
    return may(lens.actor, getattr(view, "permission", _room_permission(name)))


def _room_permission(name: str) -> str:
    """The permission that opens a room as a whole."""
    return f"{name.partition(':')[0]}.view"


Brief = tuple[Any, Any, str | None]


def short_lists(
    request: HttpRequest, lens: Lens, keys: Sequence[str], limit: int = 5
) -> dict[str, tuple[int, list[Brief]]]:
    """How many rows each figure has, and (name, words, address) of its first few, for a home page.

    However many lists there are: one or two statements find the rows, one reads them with what is shown.
    """
    figures = [queries.figure(key, lens) for key in keys]
    found, counts = _found(figures, lens, limit)
    rows: dict[tuple[str, int], Any] = {}
    lists = {
        shape: _listed(
            shape,
            lens,
            {pk for figure, pks in zip(figures, found, strict=True) if figure.shape == shape for pk in pks},
        )
        for shape in dict.fromkeys(figure.shape for figure in figures)
    }
    read_together(*lists.values())
    for shape, listed in lists.items():
        if shown := list(listed):
            _show(request, SHAPES[shape], shown, lens, brief=True)
            rows |= {(shape, row.pk): row for row in shown}
    briefs = [
        [_brief(figure.shape, rows[figure.shape, pk]) for pk in pks if (figure.shape, pk) in rows]
        for figure, pks in zip(figures, found, strict=True)
    ]
    return dict(zip(keys, zip(counts, briefs, strict=True), strict=True))


def _found(figures: Sequence[queries.Figure], lens: Lens, limit: int) -> tuple[list[list[int]], list[int]]:
    """Who sees everybody finds the first rows at the head of an index; for others each row of the province is
    looked at, so once for both."""
    if not lens.actor.everywhere:
        return counting.firsts_and_counts([_sorted(figure, lens) for figure in figures], limit)
    counts = counting.counts([figure.rows(lens) for figure in figures])
    filled = [figure for figure, count in zip(figures, counts, strict=True) if count]
    firsts = iter(counting.firsts([_sorted(figure, lens) for figure in filled], limit))
    return [next(firsts) if count else [] for count in counts], counts


def _sorted(figure: queries.Figure, lens: Lens) -> Any:
    shape = SHAPES[figure.shape]
    sort = next(
        column.sort_fields for column in shape.columns if column.sort_fields[:1] == (shape.sort.lstrip("-"),)
    )
    down = "-" if shape.sort.startswith("-") else ""
    return figure.rows(lens).order_by(*(f"{down}{name}" for name in sort))


def _listed(shape: str, lens: Lens, ids: set[int]) -> Any:
    """Rows of one shape by id, still to be read: who may see them was decided where the ids were found."""
    model = next(figure.rows(lens).model for figure in queries.FIGURES.values() if figure.shape == shape)
    return _with_joins(shape, model._default_manager.filter(pk__in=ids))


def _brief(shape: str, row: Any) -> Brief:
    return (*BRIEFS[shape](row), SHAPES[shape].url(row))


def _show(
    request: HttpRequest, shape: Shape, rows: Sequence[Any], lens: Lens, *, brief: bool = False
) -> None:
    (shape.prepare_brief if brief and shape.prepare_brief else shape.prepare)(rows, lens)
    note(request, (person for row in rows for person in shape.persons(row)))


def _with_joins(shape: str, rows: Any) -> Any:
    joins = {
        "case": ("person", "unit__parent"),
        "task": ("lead", "order__letter"),
        "order": ("organisation",),
        "ordered": ("person", "order", "site__organisation"),
        "stay": ("person",),
        "lingering": ("person", "site__organisation"),
        "member": ("specimen__laboratory", "unit__parent"),
        "pooled": ("specimen__laboratory", "unit__parent"),
        "correction": ("result__specimen",),
        "line": ("case",),
    }
    return rows.select_related(*joins[shape]) if shape in joins else rows


# --- cells --------------------------------------------------------------------------------------------


def place_name(unit: Any) -> str:
    """ "Phường 4, Thành phố Cà Mau"; the province itself is not repeated."""
    if unit is None:
        return ""
    parent = unit.parent
    return f"{unit.name}, {parent.name}" if parent is not None and parent.level > 1 else unit.name


def _case_state(case: Any) -> Any:
    if case.classification == "confirmed" and diseases()[case.disease].has_levels:
        return badge_level("F0", ended=case.closed_at is not None)
    return state(case.get_classification_display(), _CASE_TONES[case.classification])


def _source(case: Any) -> Any:
    """A likely source is told as one; the case still counts as unexplained."""
    if case.source_known:
        return "đã rõ"
    likely = getattr(case, "likely", [])
    if not likely:
        return state("chưa rõ", "late")
    more = f" và {len(likely) - 1} ca khác" if len(likely) > 1 else ""
    return format_html("{} có thể từ {}{}", state("chưa rõ", "late"), likely[0].words, more)


def _likely(rows: Sequence[Any], lens: Lens) -> None:
    found = likely_sources(rows, lens.actor, lens.now)
    for row in rows:
        row.likely = found.get(row.pk, [])


def _interval_value(row: Any) -> Any:
    if row.value in LEVELS.values():
        return interval_badge(row)
    if row.value in MEASURES:
        return MEASURES[row.value].label
    if row.kind == "doubt":
        return state("chưa xếp được", "todo")
    return "Ca nghi ngờ" if row.value == "suspected" else row.value


def _interval_brief(row: Any) -> tuple[Any, Any]:
    """A mark stands before the name; words (a measure) would read as if the name belonged to them."""
    name, value = row.who.full_name if row.who else "…", _interval_value(row)
    since = f"{row.place or 'chưa rõ địa bàn'} · từ {moment(row.starts_at)}"
    if row.value in MEASURES:
        return name, f"{value} · {since}"
    return format_html("{} {}", value, name), since


def _people(rows: Sequence[Any], lens: Lens) -> None:
    _people_briefly(rows, lens)
    reasons = Reasons(rows, lens.disease, lens.actor, lens.now)
    for row in rows:
        row.why = reasons.why(row)


def _people_briefly(rows: Sequence[Any], lens: Lens) -> None:
    found = people.people_of(row.person_id for row in rows)
    units = places.units_by_id(row.unit_id for row in rows)
    for row in rows:
        row.who = found.get(row.person_id)
        row.place = place_name(units.get(row.unit_id))


def _interval_url(row: Any) -> str | None:
    return address("people:person", row.who.uid) if row.who else None


def _why(row: Any) -> Any:
    return format_html(
        '<details class="why"><summary>Vì sao?</summary><div class="why-body"><p>{}</p></div></details>',
        row.why,
    )


def _member_name(row: Any) -> str:
    year = row.birth_year or (row.birth_date.year if row.birth_date else None)
    return f"{row.full_name}{f', sinh {year}' if year else ''}"


def _told_name(line: Any) -> str:
    return ((line.told or {}).get("identity") or {}).get("full_name") or "chưa rõ tên"


_NO_DUE = "không ghi hạn"


def _due(task: Any) -> str:
    """The deadline, how the task recurs, or the letter's words where neither says when."""
    if task.recurrence in PERIODIC and not task.due_at:
        return recurrence_words(task)
    return due(task.due_at) if task.due_at else task.due_words or _NO_DUE


def _due_phrase(task: Any) -> str:
    words = _due(task)
    return words if words == _NO_DUE else f"hạn {words}"


def _letter_mark(letter: Any) -> str:
    number = numbered(letter.number, letter.symbol, letter.issuer_kind)
    name = f"{letter.doc_type} {number}".strip()
    return f"{name[:1].upper()}{name[1:]}" or letter.file_name


SHAPES: dict[str, Shape] = {
    "case": Shape(
        columns=(
            Column("Mã ca", lambda row: row.national_number or row.code, sort="code", main=True),
            Column("Họ tên", "person.full_name", sort="person__name_sort"),
            Column("Năm sinh", lambda row: str(row.person.birth_year or ""), hide_on_phone=True),
            Column("Phân loại", _case_state, sort=("classification", "opened_at")),
            Column("Nơi phát hiện", lambda row: row.get_context_display(), sort=("context", "code")),
            Column("Xã, phường", lambda row: place_name(row.unit), sort=("unit__parent__code", "unit__code")),
            Column("Khởi phát", "onset_on", kind="day", sort="onset_on", optional=True),
            Column("Có kết quả", "confirmed_at", kind="moment", sort=("confirmed_at", "id")),
            Column("Nguồn lây", _source),
        ),
        sort="-confirmed_at",
        url=lambda row: address("desk:case_file", row.uid),
        persons=lambda row: [row.person_id],
        prepare=_likely,
        prepare_brief=lambda rows, lens: None,
    ),
    "interval": Shape(
        columns=(
            Column("Họ tên", lambda row: row.who.full_name if row.who else None, main=True),
            Column(
                "Năm sinh", lambda row: str(row.who.birth_year or "") if row.who else "", hide_on_phone=True
            ),
            Column("Mức, việc", _interval_value, sort=("value", "starts_at")),
            Column("Xã, phường", "place", sort="unit_id"),
            Column("Từ", "starts_at", kind="moment", sort=("starts_at", "id")),
            Column("Đến khi", until, sort=("ends_at", "id")),
            Column("Vì sao", _why, print=False),
        ),
        sort="starts_at",
        url=_interval_url,
        persons=lambda row: [row.person_id],
        prepare=_people,
        prepare_brief=_people_briefly,
    ),
    "member": Shape(
        columns=(
            Column("Người ghi trên mẫu", _member_name, sort="name_key", main=True),
            Column("Mã mẫu", "specimen.code", sort="specimen__code"),
            Column("Bệnh", lambda row: diseases()[row.specimen.disease].name),
            Column("Phòng xét nghiệm", "specimen.laboratory.name"),
            Column("Xã, phường ghi trên mẫu", lambda row: place_name(row.unit)),
            Column("Lấy mẫu", "specimen.occurred_at", kind="moment", sort=("specimen__occurred_at", "id")),
        ),
        sort="specimen__occurred_at",
        url=lambda row: address("testing:member", row.uid),
        persons=lambda row: [],
    ),
    "pooled": Shape(
        columns=(
            Column("Người ghi trên mẫu", _member_name, sort="name_key", main=True),
            Column("Mẫu gộp", "specimen.code", sort="specimen__code", kind="code"),
            Column("Xã, phường", lambda row: place_name(row.unit)),
            Column("Lấy mẫu", "specimen.occurred_at", kind="moment", sort=("specimen__occurred_at", "id")),
            Column("Hồ sơ", lambda row: "đã nhận diện" if row.person_id else "chưa nhận diện"),
        ),
        sort="specimen__occurred_at",
        url=lambda row: (
            address("testing:specimen_collect", row.person.uid)
            if row.person
            else address("testing:member", row.uid)
        ),
        persons=lambda row: [row.person_id] if row.person_id else [],
    ),
    "correction": Shape(
        columns=(
            Column("Mã mẫu", "result.specimen.code", main=True),
            Column("Kết quả cũ", "result.get_outcome_display"),
            Column("Đề nghị sửa thành", lambda row: row.get_outcome_display()),
            Column("Phòng xét nghiệm", "result.specimen.laboratory.name"),
            Column("Gửi lúc", "asked_at", kind="moment", sort=("asked_at", "id")),
        ),
        sort="asked_at",
        url=lambda row: address("testing:correction_decide", row.uid),
        persons=lambda row: [],
    ),
    "line": Shape(
        columns=(
            Column("Người tiếp xúc", _told_name, main=True),
            Column("Của ca", "case.code", sort=("case__code", "id")),
            Column("Xã, phường", lambda row: place_name(row.unit)),
            Column("Ghi lúc", "recorded_at", kind="moment", sort=("recorded_at", "id")),
        ),
        sort="recorded_at",
        url=lambda row: address("tracing:contact_decide", row.uid),
        persons=lambda row: [row.other_id],
    ),
    "ordered": Shape(
        columns=(
            Column("Họ tên", "person.full_name", sort="person__name_sort", main=True),
            Column("Mức", lambda row: level_badge(row.level, row.order.disease)),
            Column("Biện pháp", lambda row: row.get_measure_display(), sort=("measure", "id")),
            Column("Nơi cách ly", lambda row: row.site.organisation.name if row.site else "tại nhà"),
            Column("Quyết định", lambda row: f"{row.order.number}/{row.order.symbol}"),
            Column("Từ", "starts_at", kind="moment", sort=("starts_at", "id")),
            Column("Thời hạn", lambda row: until_words(row.ends_at), sort=("ends_at", "id")),
        ),
        sort="starts_at",
        url=lambda row: address("people:person", row.person.uid),
        persons=lambda row: [row.person_id],
    ),
    "stay": STAY,
    "lingering": LINGERING,
    "order": Shape(
        columns=(
            Column(
                "Cơ quan ra quyết định", "organisation.name", sort=("organisation__name_key", "id"), main=True
            ),
            Column("Bệnh", lambda row: diseases()[row.disease].name),
            Column("Soạn lúc", "recorded_at", kind="moment", sort=("recorded_at", "id")),
        ),
        sort="-recorded_at",
        url=lambda row: address("isolation:order_page", row.uid),
        persons=lambda row: [],
    ),
    "letter": Shape(
        columns=(
            Column(
                "Số đến",
                lambda row: str(row.arrival_number),
                align="right",
                sort=("arrival_year", "arrival_number"),
            ),
            Column("Văn bản", _letter_mark, main=True),
            Column("Khẩn", lambda row: urgency(row.urgency)),
            Column("Cơ quan ban hành", "issuer", sort="issuer"),
            Column("Trích yếu", "subject"),
            Column("Nhận lúc", "received_at", kind="moment", sort=("received_at", "id")),
        ),
        sort="received_at",
        url=lambda row: address("directives:letter_page", row.uid),
        persons=lambda row: [],
    ),
    "task": Shape(
        columns=(
            Column("Nhiệm vụ", lambda row: row.content[:160], main=True),
            Column(
                "Chủ trì",
                lead_name,
                sort=("lead__name_key", "id"),
            ),
            Column("Theo văn bản", lambda row: _letter_mark(row.order.letter)),
            Column("Hạn", _due, sort=("due_at", "id")),
            Column("Trạng thái", lambda row: state(row.get_state_display(), "doing")),
        ),
        sort="due_at",
        url=lambda row: address("directives:task_page", row.uid),
        persons=lambda row: [],
    ),
}

BRIEFS: dict[str, Callable[[Any], tuple[Any, Any]]] = {
    "case": lambda row: (
        f"{row.national_number or row.code} · {row.person.full_name}",
        f"{place_name(row.unit) or 'chưa rõ địa bàn'} · {moment(row.confirmed_at or row.opened_at)}",
    ),
    "interval": _interval_brief,
    "member": lambda row: (
        _member_name(row),
        f"Mẫu {'gộp ' if row.specimen.pooled else ''}{row.specimen.code} · lấy {moment(row.specimen.occurred_at)}",
    ),
    "pooled": lambda row: (
        _member_name(row), f"Mẫu gộp {row.specimen.code} · lấy {moment(row.specimen.occurred_at)}"
    ),
    "correction": lambda row: (
        f"Mẫu {row.result.specimen.code}",
        f"{row.result.get_outcome_display()} → {row.get_outcome_display()}",
    ),
    "line": lambda row: (_told_name(row), f"Tiếp xúc của {row.case.code}"),
    "ordered": lambda row: (
        row.person.full_name,
        f"{row.site.organisation.name if row.site else 'tại nhà'} · {until_words(row.ends_at)}",
    ),
    "stay": lambda row: (row.person.full_name, f"từ {moment(row.occurred_at)}"),
    "lingering": lingering_brief,
    "order": lambda row: (row.organisation.name, f"soạn {moment(row.recorded_at)}"),
    "letter": lambda row: (_letter_mark(row), row.subject or row.issuer),
    "task": lambda row: (row.content[:110], f"{lead_name(row)} · {_due_phrase(row)}"),
}  # fmt: skip
