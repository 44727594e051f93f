"""The progress report of a letter as an official paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from lachan.directives import progress
from lachan.directives.access import visible_letters
from lachan.directives.models import Letter, Task
from lachan.directives.progress import OrderProgress
from lachan.directives.wording import figure_words, numbered, reference
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.papers import services as papers
from lachan.kernel.papers.paper import Annex, Block, Grid, Heading, OfficialPaper, Paragraph
from lachan.kernel.papers.queries import Paper
from lachan.kernel.times import local_day, show_day, show_moment
from lachan.organisations.queries import Organisation, Position, positions

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
        recipients=(letter.issuer or "Cơ quan ban hành", "Các đơn vị được giao nhiệm vụ", "Lưu: VT"),
        place=seat.removeprefix("Tỉnh ").removeprefix("Thành phố "),
        annexes=(Annex("Tình hình thực hiện của từng đơn vị", _units(rows, now), landscape=True),),
    )


def _body(letter: Letter, name: str, rows: Sequence[OrderProgress], now: dt.datetime) -> list[Block]:
    tasks = [task for row in rows for task in row.tasks]
    done = sum(task.state == Task.State.DONE for task in tasks)
    reported = sum(task.state == Task.State.REPORTED for task in tasks)
    late = sum(row.late for row in rows)
    return [
        Paragraph(
            f"Thực hiện {name} ngày {show_day(letter.issued_on)} của {letter.issuer} "
            f"(số đến {letter.arrival_number}, nhận {show_moment(letter.received_at)}), tình hình tính đến "
            f"{show_moment(now)} như sau:"
        ),
        Heading("I. Tình hình chung"),
        Paragraph(
            f"Văn bản có {len(rows)} nội dung, đã giao {len(tasks)} nhiệm vụ: {done} đã hoàn thành, "
            f"{reported} đã báo cáo chờ xác nhận, {len(tasks) - done - reported} chưa xong hoặc đã dừng; "
            f"{late} nhiệm vụ quá hạn."
        ),
        Heading("II. Kết quả theo từng nội dung"),
        _orders(rows),
        Paragraph(
            "Số đo lấy từ hồ sơ ca bệnh, xét nghiệm và cách ly; nội dung nào chưa đo được bằng dữ liệu thì đánh giá "
            "bằng minh chứng của đơn vị thực hiện."
        ),
    ]


def _orders(rows: Sequence[OrderProgress]) -> Grid:
    columns = ("Mục", "Nội dung", "Chủ trì", "Hạn", "Tình hình", "Minh chứng", "Số đo")
    return Grid(
        columns=columns,
        rows=[
            (
                row.label,
                _short(row.order.text),
                progress.lead_words(row.tasks) or "–",
                show_moment(row.due) if row.due else (row.due_words or "không có hạn"),
                _standing(row),
                row.evidence,
                figure_words(row.figure),
            )
            for row in rows
        ],
        widths=(7, 34, 18, 14, 20, 9, 24),
        right=frozenset({5}),
    )


def _standing(row: OrderProgress) -> str:
    counts = (
        (row.done, "hoàn thành"),
        (row.reported, "đã báo cáo"),
        (row.doing, "đang làm"),
        (row.stopped, "đã dừng"),
        (row.late, "quá hạn"),
    )
    return "; ".join(f"{count} {words}" for count, words in counts if count) or "chưa giao"


def _units(rows: Sequence[OrderProgress], now: dt.datetime) -> Grid:
    tasks = [(row, task) for row in rows for task in row.tasks]
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
        rows=[
            (
                row.label,
                task.lead.name if task.lead else task.lead_words,
                task.person_named or "–",
                show_moment(task.due_at) if task.due_at else (task.due_words or "không có hạn"),
                f"{task.get_state_display()}{', quá hạn' if progress.is_late(task, now) else ''}",
                show_moment(task.reported_at) if task.reported_at else "–",
                getattr(task, "evidence", 0),
            )
            for row, task in tasks
        ],
        widths=(8, 28, 18, 16, 20, 16, 10),
        right=frozenset({6}),
    )


def _short(text: str, most: int = 260) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"
