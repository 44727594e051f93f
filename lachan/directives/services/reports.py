"""The progress report of a letter as an official paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from lachan.directives import progress, queries, states
from lachan.directives.access import visible_letters
from lachan.directives.models import Letter
from lachan.directives.progress import OrderProgress
from lachan.directives.wording import (
    NOT_IN_DIRECTORY,
    figure_words,
    lead_name,
    moment_words,
    numbered,
    path_label,
    reference,
)
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.papers import services as papers
from lachan.kernel.papers.paper import Annex, Block, Grid, Heading, OfficialPaper, Paragraph
from lachan.kernel.papers.queries import Paper
from lachan.kernel.times import local_day, show_day, show_moment
from lachan.organisations.queries import Organisation, Position, positions
from lachan.places.naming import without_kind
from lachan.ui.formats import due, vn_number

KIND = "directives.progress_report"
BOOK = "BC"


@transaction.atomic
def report_print(
    *,
    letter: Letter,
    position: Position,
    by: Actor,
    now: dt.datetime,
    use_book: bool = False,
    number: int | None = None,
) -> Paper:
    """The report as it stands now, kept as issued; `position` signs. With `use_book` it takes a number: the typed
    one or the next of the released blocks; without, the number is left to be written by hand."""
    check(by, "directives.report_print")
    if not visible_letters(by).filter(pk=letter.pk).exists():
        raise OutOfSight
    organisation = letter.organisation
    if not positions(organisation.pk, local_day(now)).filter(pk=position.pk).exists():
        raise Refused("Người ký phải đang giữ chức vụ ở đơn vị báo cáo.", "position")
    rows = progress.of_letter(letter, by, now)
    if not any(row.tasks for row in rows):
        raise Refused("Văn bản chưa giao nhiệm vụ nào, chưa có gì để báo cáo.")
    if any(row.figure and row.figure.get("withheld") for row in rows):
        raise Refused("Báo cáo này có số đo từ hồ sơ người bệnh: lãnh đạo hoặc tổ tham mưu lập.")
    made = papers.paper_issue(
        kind=KIND,
        paper=_paper(letter, organisation, position, rows, now),
        organisation_id=organisation.pk,
        by=by,
        now=now,
        book=BOOK if use_book else "",
        number=number if use_book else None,
        object_uid=letter.uid,
        data={"letter": str(letter.uid), "as_of": now.isoformat()},
    )
    data = {"mark": numbered(letter.number, letter.symbol, letter.issuer_kind)}
    audit.record(kind="directives.report_printed", by=by, now=now, object_uid=made.uid, data=data)
    return made


def _paper(
    letter: Letter,
    organisation: Organisation,
    position: Position,
    rows: Sequence[OrderProgress],
    now: dt.datetime,
) -> OfficialPaper:
    name = reference(letter.doc_type, letter.number, letter.symbol, letter.issuer_kind)
    seat = organisation.seat.name if organisation.seat else ""
    return OfficialPaper(
        organ=organisation.name,
        symbol=f"{BOOK}-{organisation.symbol}" if organisation.symbol else BOOK,
        title="Báo cáo",
        subject=f"tiến độ thực hiện {name} ngày {show_day(letter.issued_on)} của {letter.issuer}",
        body=tuple(_body(letter, name, rows, now)),
        authority=tuple(line for line in (position.authority, position.title) if line),
        signer=position.holder_name,
        recipients=_recipients(letter),
        place=without_kind(seat),
        annexes=(Annex("Tình hình thực hiện của từng đơn vị", _units(rows, now), landscape=True),),
    )


def _body(letter: Letter, name: str, rows: Sequence[OrderProgress], now: dt.datetime) -> list[Block]:
    organ = letter.organisation.name
    return [
        Paragraph(
            f"Thực hiện {name} ngày {show_day(letter.issued_on)} của {letter.issuer} "
            f"(số đến {letter.arrival_number}, nhận lúc {moment_words(letter.received_at)}), {organ} báo cáo tình hình "
            f"tính đến {moment_words(now)} như sau:"
        ),
        Heading("I. TÌNH HÌNH CHUNG"),
        Paragraph(_in_short(rows)),
        Heading("II. KẾT QUẢ THEO TỪNG NỘI DUNG"),
        _orders(rows),
        Heading("III. KẾT QUẢ ĐO BẰNG DỮ LIỆU"),
        *_measured(rows),
        Paragraph(f"Trên đây là tình hình thực hiện {name}{_told_to(letter)}./."),
    ]


def _told_to(letter: Letter) -> str:
    """To whom the organ reports: who issued the letter, where that is not the organ itself."""
    organ = letter.organisation.name
    return "" if letter.issuer in ("", organ) else f", {organ} báo cáo {letter.issuer}"


def _recipients(letter: Letter) -> tuple[str, ...]:
    issuer = () if letter.issuer in ("", letter.organisation.name) else (letter.issuer,)
    return (*issuer, "Các đơn vị được giao nhiệm vụ", "Lưu: VT")


def _in_short(rows: Sequence[OrderProgress]) -> str:
    total, done, reported, doing, escalated, stopped, late = (
        sum(getattr(row, name) for row in rows)
        for name in ("total", "done", "reported", "doing", "escalated", "stopped", "late")
    )
    counts = (
        (done, "đã hoàn thành"),
        (reported, "đã báo cáo, chờ xác nhận"),
        (doing, "đang thực hiện"),
        (escalated, "đã trình, chờ ý kiến"),
        (stopped, "đã dừng"),
    )
    standing = ", ".join(f"{count} {words}" for count, words in counts if count or words == "đã hoàn thành")
    return (
        f"Văn bản có {len(rows)} nội dung, đã giao {total} nhiệm vụ: {standing}. "
        f"Quá hạn, kể cả báo cáo muộn: {late} nhiệm vụ. Minh chứng đã nộp: {sum(row.evidence for row in rows)}."
        f"{_without_lead(rows)}{_escalated(rows)}"
    )


def _escalated(rows: Sequence[OrderProgress]) -> str:
    """Which leads say that they cannot do it, and why, for whoever has to answer."""
    tasks = [task for row in rows for task in row.tasks]
    asked = queries.escalation_words(tasks)
    named = [f"{lead_name(task)}: {_short(asked[task.pk])}" for task in tasks if task.pk in asked]
    return f" Đơn vị trình, đề nghị cấp trên xử lý: {'; '.join(named)}." if named else ""


def _without_lead(rows: Sequence[OrderProgress]) -> str:
    waiting = [task for row in rows for task in row.tasks if task.lead is None and task.state in states.OPEN]
    if not waiting:
        return ""
    named = "; ".join(dict.fromkeys(task.lead_words for task in waiting))
    return f" Đơn vị chủ trì {NOT_IN_DIRECTORY}: {len(waiting)} nhiệm vụ ({named})."


def _orders(rows: Sequence[OrderProgress]) -> Grid:
    lines = [
        (
            path_label(row.order.path),
            _short(row.order.text),
            progress.lead_words(row.tasks) or "–",
            due(row.due) if row.due else (row.due_words or "không có hạn"),
            _standing(row),
            row.evidence,
        )
        for row in rows
    ]
    total = (
        "",
        "Cộng",
        "",
        "",
        f"{sum(row.total for row in rows)} nhiệm vụ",
        sum(row.evidence for row in rows),
    )
    return Grid(
        columns=("Mục", "Nội dung", "Chủ trì", "Hạn", "Tình hình", "Minh chứng"),
        rows=[*lines, total],
        widths=(11, 36, 22, 18, 20, 13),
        right=frozenset({5}),
    )


def _measured(rows: Sequence[OrderProgress]) -> list[Block]:
    """The figure of each indicator once, with its parts by place; orders that nothing measures are named."""
    blocks: list[Block] = []
    by_code: dict[str, list[OrderProgress]] = {}
    for row in rows:
        if row.figure:
            by_code.setdefault(row.order.indicator, []).append(row)
    for orders in by_code.values():
        figure = orders[0].figure or {}
        paths = "; ".join(path_label(row.order.path) for row in orders)
        note = f" Kỳ đo: {figure['note']}." if figure.get("note") else ""
        blocks.append(Paragraph(f"Mục {paths}. {figure_words(figure)}.{note}"))
        if figure.get("parts"):
            blocks.append(_by_place(figure))
    without = [path_label(row.order.path) for row in rows if not row.figure]
    if without:
        blocks.append(
            Paragraph(
                f"Chưa đo được bằng dữ liệu, đánh giá bằng minh chứng của đơn vị thực hiện: mục {'; '.join(without)}."
            )
        )
    return blocks


def _by_place(figure: Mapping[str, Any]) -> Grid:
    """A line for each place; the last one is the whole."""
    judged = figure.get("within") is not None
    columns = ["Địa bàn", figure.get("unit", "").capitalize() or "Giá trị", "Đo được", "Chưa đo được"]
    lines = [_place_line(part, judged=judged) for part in [*figure["parts"], {**figure, "place": "Cộng"}]]
    if judged:
        columns.insert(2, "Trong đích")
    numbers = frozenset(range(1, len(columns)))
    return Grid(columns, lines, widths=(3, *([1.4] * len(numbers))), right=numbers)


def _place_line(part: Mapping[str, Any], *, judged: bool) -> list[object]:
    value = "–" if part["value"] is None else vn_number(part["value"])
    within = [f"{part['within']}/{part['measured']}" if part.get("within") is not None else "–"]
    return [part["place"], value, *(within if judged else []), part["measured"], part["unmeasured"]]


def _standing(row: OrderProgress) -> str:
    counts = (
        (row.done, "hoàn thành"),
        (row.reported, "đã báo cáo"),
        (row.doing, "đang làm"),
        (row.escalated, "đã trình"),
        (row.stopped, "đã dừng"),
        (row.late, "quá hạn"),
    )
    return "; ".join(f"{count} {words}" for count, words in counts if count) or "chưa giao"


def _units(rows: Sequence[OrderProgress], now: dt.datetime) -> Grid:
    lines = [
        (
            path_label(row.order.path),
            lead_name(task),
            task.person_named or "–",
            due(task.due_at) if task.due_at else (task.due_words or "không có hạn"),
            f"{task.get_state_display()}{', quá hạn' if progress.is_late(task, now) else ''}",
            show_moment(task.reported_at) if task.reported_at else "–",
            row.evidence_of(task),
        )
        for row in rows
        for task in row.tasks
    ]
    total = ("", f"Cộng {len(lines)} nhiệm vụ", "", "", "", "", sum(row.evidence for row in rows))
    return Grid(
        columns=(
            "Mục",
            "Đơn vị chủ trì",
            "Người được nêu tên",
            "Hạn",
            "Tình hình",
            "Báo cáo lúc",
            "Minh chứng",
        ),
        rows=[*lines, total],
        widths=(12, 28, 18, 18, 18, 16, 11),
        right=frozenset({6}),
    )


def _short(text: str, most: int = 260) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"
