"""Words of this room that several screens, papers and the command line share."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from lachan.directives.contract import moment_of
from lachan.directives.models import Task
from lachan.directives.periods import Share, weekdays
from lachan.kernel.times import LOCAL, local_day, show_day, show_moment
from lachan.ui.formats import moment, vn_number

ROLES = {"lead": "chủ trì", "support": "phối hợp", "all": "tất cả nơi nhận"}
DEADLINES = {"by": "đến ngày", "vague": "không rõ ngày", "recurring": "thường xuyên, định kỳ"}
RELATIONS = {
    "implements": "thực hiện",
    "amends": "sửa đổi, bổ sung",
    "replaces": "thay thế",
    "cites": "viện dẫn",
}
ISSUER_KINDS = {"party": "Đảng", "state": "Chính quyền", "other": "Khác"}
UNMEASURED = "Chưa đo được bằng dữ liệu, cần minh chứng"


def path_label(path: Sequence[str]) -> str:
    """A path as a clerk reads it: "2", "1, gạch đầu dòng 2", "đoạn không đánh số 1"."""
    words = []
    for part in path:
        kind, number = part[:1], part[1:]
        if number.isdigit() and kind in "-+p":
            name = {"-": "gạch đầu dòng", "+": "dấu cộng", "p": "đoạn không đánh số"}[kind]
            words.append(f"{name} {number}")
        else:
            words.append(part)
    return ", ".join(words)


def path_title(path: Sequence[str]) -> str:
    """ "Mục 1, gạch đầu dòng 2"; a paragraph without a number is no "mục"."""
    label = path_label(path)
    return label[:1].upper() + label[1:] if label.startswith("đoạn") else f"Mục {label}"


def path_text(path: Sequence[str]) -> str:
    """A path as one field: "1 / -2"."""
    return " / ".join(path)


def path_of(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[/>]", text) if part.strip()]


def numbered(number: str, symbol: str, issuer_kind: str) -> str:
    """Number and symbol as the letter prints them: "05-CV/BCĐ" (the Party's way), "6345/UBND-KGVX" (the State's).

    A mark has one hyphen and one stroke; what the symbol holds did not stand before it.
    """
    if not (number and symbol):
        return number or symbol
    year_first = re.match(r"\d{4}/", symbol)  # "15/2021/NĐ-CP"
    stroke = year_first if "/" in symbol else "-" in symbol or issuer_kind != "party"
    return f"{number}{'/' if stroke else '-'}{symbol}"


def reference(doc_type: str, number: str, symbol: str, issuer_kind: str) -> str:
    """ "Công văn số 05-CV/BCĐ"."""
    name = (doc_type or "văn bản").capitalize()
    mark = numbered(number, symbol, issuer_kind) if number else "chưa có số"
    return f"{name} số {mark}" if number else f"{name} ({mark})"


WEEKDAYS = {
    1: "thứ Hai",
    2: "thứ Ba",
    3: "thứ Tư",
    4: "thứ Năm",
    5: "thứ Sáu",
    6: "thứ Bảy",
    7: "Chủ nhật",
}
NOT_IN_DIRECTORY = "chưa có trong danh bạ"


def lead_name(task: Task) -> str:
    """The lead's name of the directory; else the letter's own words, with the mark."""
    if task.lead is not None:
        return task.lead.name
    return f"{task.lead_words} ({NOT_IN_DIRECTORY})" if task.lead_words else "Chưa rõ đơn vị"


def listed(names: Sequence[str], most: int = 4) -> str:
    """ "A, B, C và 6 đơn vị khác"."""
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[: most - 1])} và {vn_number(len(names) - most + 1)} đơn vị khác"


def helpers(known: Sequence[str], unknown: Sequence[str]) -> str:
    """Every co-worker in one line, those without an entry in the directory marked."""
    return ", ".join([*known, *(f"{name} ({NOT_IN_DIRECTORY})" for name in unknown)])


def weekday_words(by_day: int) -> str:
    """ "thứ Sáu", "thứ Ba và thứ Sáu"."""
    return " và ".join(WEEKDAYS[day] for day in weekdays(by_day) if day in WEEKDAYS)


def recurrence_words(task: Task) -> str:
    """ "hằng ngày, trước 16:00", "hằng tuần, hết thứ Ba và thứ Sáu", "hằng tháng, hết ngày 25"."""
    day = {
        Task.Recurrence.WEEKLY: weekday_words(task.by_day or 0),
        Task.Recurrence.MONTHLY: f"ngày {task.by_day}",
    }
    named = day.get(Task.Recurrence(task.recurrence), "") if task.by_day else ""
    if not (task.by_hour or named):
        return task.get_recurrence_display()
    until = f"trước {task.by_hour:%H:%M} {named}" if task.by_hour else f"hết {named}"
    return f"{task.get_recurrence_display()}, {until.strip()}"


def missed_words(share: Share, now: dt.datetime) -> str:
    """Of which day the missing share is: "quá hạn hôm nay", "quá hạn kỳ hết ngày 14/09/2021"."""
    last = share.due.astimezone(LOCAL) - dt.timedelta(microseconds=1)
    if last.date() == local_day(now):
        return "quá hạn hôm nay"
    return f"quá hạn kỳ hết ngày {show_day(last.date())}"


def moment_words(moment: dt.datetime) -> str:
    """ "07 giờ 04 phút ngày 15/09/2021", as papers write an hour."""
    local = moment.astimezone(LOCAL)
    return f"{local:%H} giờ {local:%M} phút ngày {show_day(local.date())}"


def due_words(deadline: Mapping[str, Any]) -> str:
    """One deadline of a reading in words: its own text, and the moment understood."""
    due = deadline["due"]
    if not due:
        return f"{deadline['text']} ({DEADLINES[deadline['kind']]})"
    shown = show_moment(moment_of(due)) if len(due) > 10 else show_day(moment_of(due).date())  # type: ignore[union-attr]
    return f"{deadline['text']} → {shown}"


def figure_words(figure: Mapping[str, Any] | None) -> str:
    """A measured figure in one line, by what it is measured where the reader may not see it, or that nothing does."""
    if figure is None:
        return UNMEASURED
    if figure.get("withheld"):
        return f"Đo bằng chỉ số “{figure['title']}”"
    value = figure.get("value")
    shown = "chưa có số liệu" if value is None else f"{vn_number(value)} {figure.get('unit', '')}".strip()
    asof = f" (tính đến {moment(figure['as_of'])})" if figure.get("as_of") else ""
    missing = f"; {figure['unmeasured']} hồ sơ chưa đủ dữ liệu" if figure.get("unmeasured") else ""
    return f"{figure.get('title', '')}: {shown}{asof}{missing}".lstrip(": ")
