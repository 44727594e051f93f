"""Proposals: the tasks that the orders of a confirmed letter call for, and the indicator that measures them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lachan.directives import comrades
from lachan.directives.contract import moment_of
from lachan.directives.leads import Directory
from lachan.directives.models import Letter, LetterOrder, Task
from lachan.directives.periods import PAIRS_OF_WEEKDAYS, weekdays
from lachan.kernel import indicators
from lachan.kernel.text import fold
from lachan.organisations.queries import Organisation
from lachan.places.kinds import Level
from lachan.places.queries import Unit

_RECURRENCES = (
    (Task.Recurrence.DAILY, ("hang ngay", "moi ngay", "tung ngay")),
    (Task.Recurrence.WEEKLY, ("hang tuan", "moi tuan")),
    (Task.Recurrence.MONTHLY, ("hang thang", "moi thang")),
)
_HOUR = re.compile(
    r"(?:trước|chậm nhất|muộn nhất)\s+(?:là\s+)?(?:vào\s+)?(?:lúc\s+)?(?P<hour>\d{1,2})\s*(?:giờ|h|g|:)\s*(?P<minute>\d{2})?"
    r"(?:\s*phút)?(?P<late>\s*(?:chiều|tối))?"
)
_WEEKDAY = re.compile(
    r"(?<!\w)(?:(?P<part>sáng|chiều)\s+)?(?:thứ\s+(?P<day>hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)(?!\w)"
)
_WEEKDAYS = {"hai": 1, "ba": 2, "tư": 3, "năm": 4, "sáu": 5, "bảy": 6} | {str(n): n - 1 for n in range(2, 8)}
_MONTH_DAY = re.compile(r"(?<!\w)ngày\s+(?:mùng\s+)?(?P<day>\d{1,2})(?!\s*(?:[/.-]\s*\d|tháng \d|\d))")
_FURTHER_DAY = re.compile(r"(?:và|,)\s+(?:ngày\s+)?\d{1,2}(?!\s*(?:giờ|h|g|:|phút))")
_PART_ENDS = {"sáng": dt.time(12), "chiều": dt.time(17)}


@dataclass(slots=True)
class Lead:
    """Who is to act, as read; `people` are the comrades whom the letter names for this unit."""

    words: str
    organisations: Sequence[Organisation] = ()
    people: list[str] = field(default_factory=list)


def indicator_for(text: str) -> str:
    """The code of a declared indicator one of whose phrases the order holds; "" where none measures it."""
    indicators.load_room_indicators()
    key = f" {fold(text)} "
    for code, indicator in indicators.indicators().items():
        if any(f" {fold(words)} " in key for words in indicator.words):
            return code
    return ""


def home_of(letter: Letter) -> Unit | None:
    """The district or commune whose office hands the letter's work out; None for the province's."""
    seat = letter.organisation.seat
    return seat if seat is not None and seat.level > Level.PROVINCE else None


def draft_tasks(letter: Letter, day: dt.date) -> list[Task]:
    """Draft tasks for every order of the confirmed reading; nothing is released by this."""
    assert letter.confirmed is not None, "only a confirmed letter is drafted"
    directory = Directory(day, home_of(letter))
    made: list[Task] = []
    for order, read in zip(letter.orders.order_by("position"), letter.confirmed["orders"], strict=True):
        made += _of_order(order, read, letter.confirmed["addressees"], directory)
    return made


def _of_order(
    order: LetterOrder, read: Mapping[str, Any], addressees: Sequence[str], directory: Directory
) -> list[Task]:
    named = [s["name"] for s in read["subjects"] if s["role"] == "lead" and s["name"]]
    support = [s["name"] for s in read["subjects"] if s["role"] == "support" and s["name"]]
    due = deadline_of(read["deadlines"], order.text)
    helpers, unknown = helpers_of(support, directory, order.text)
    made = [
        Task(
            order=order,
            lead=organisation,
            lead_words=lead.words[:300],
            lead_words_key=fold(lead.words)[:300],
            person_named=", ".join(lead.people)[:200],
            co_worker_words=unknown,
            content=order.text,
            **due,
        )
        for lead in leads_of(named, addressees, directory, order.text)
        for organisation in (lead.organisations or (None,))
    ]
    Task.objects.bulk_create(made)
    _add_helpers(made, helpers)
    return made


def leads_of(
    named: Sequence[str], addressees: Sequence[str], directory: Directory, text: str = ""
) -> list[Lead]:
    """The leads in the letter's order, no organisation twice; nobody named means all addressees."""
    found = _parties(named, addressees, directory, text)
    if not found:
        found = [Lead(words, directory.resolve(words).organisations) for words in _each(addressees)]
    return _once(found) or [Lead("; ".join(named))]


def helpers_of(
    support: Sequence[str], directory: Directory, text: str
) -> tuple[list[Organisation], list[str]]:
    """Co-workers known to the directory, and the names of those who are not; "các cơ quan liên quan" names nobody
    and stays in the order's text."""
    named = [words for words in _each(support) if not _names_nobody(words, directory)]
    found = _once(_parties(named, (), directory, text))
    known = [organisation for lead in found for organisation in lead.organisations]
    return known, [_called(lead) for lead in found if not lead.organisations]


def _parties(named: Sequence[str], addressees: Sequence[str], directory: Directory, text: str) -> list[Lead]:
    """Organs with the comrades named for them: before their office ("đồng chí X, Giám đốc Sở Y") or behind
    their unit ("Sở Y (đồng chí X)")."""
    parts = [words for words in _each(named) if not comrades.is_standing(words)]
    found: list[Lead] = []
    waiting = ""
    for words, following in zip(parts, [*parts, ""][1:], strict=True):
        if not comrades.is_person(words):
            leads = _leads(words, addressees, directory)
            if waiting:
                leads[0].people.append(waiting)
            found, waiting = found + leads, ""
        elif comrades.holds(words, following, text) and len(directory.resolve(following).organisations) <= 1:
            waiting = comrades.name_of(words)
        else:
            _give_person(found, words, directory)
    return found


def _leads(words: str, addressees: Sequence[str], directory: Directory) -> list[Lead]:
    resolved = directory.resolve(words)
    if resolved.everybody and addressees:
        found = [(other, directory.resolve(other).organisations) for other in _each(addressees)]
        return [Lead(words if known else other, known) for other, known in found]
    return [Lead(words, resolved.organisations)]


# A comma before one of these begins another organ; the one in "phòng, chống dịch" does not.
_NEXT_ORGAN = re.compile(
    r"[,;]\s+(?=(?:Sở|Công an|Bộ|Ủy ban|Uỷ ban|UBND|Ban|Mặt trận|Trung tâm|Chi cục|Cục|Thanh tra|Văn phòng|Hội|"
    r"Liên đoàn|Tỉnh đoàn|Đài|Báo|Huyện ủy|Thành ủy|Đảng ủy|Bệnh viện|Trường|Chủ tịch|Giám đốc|Trưởng|Thủ trưởng)\b)"
)


def _each(names: Sequence[str]) -> list[str]:
    """Organs written on one line stand each for itself, so that none is lost behind the first that is known."""
    parts = [part.strip() for name in names for part in _NEXT_ORGAN.split(name)]
    return [one.strip() for part in parts for one in comrades.apart(part) if one.strip()]


def _give_person(found: list[Lead], words: str, directory: Directory) -> None:
    """A comrade belongs to the unit named just before; alone, to the organ in which they hold office."""
    person = comrades.name_of(words)
    if found and len(found[-1].organisations) <= 1:
        found[-1].people.append(person)
        return
    organ = directory.holder(comrades.bare_name(words))
    found.append(Lead(words, (organ,) if organ else (), [person]))


def _once(found: Iterable[Lead]) -> list[Lead]:
    """Each organisation once; a lead all of whose organisations came before leaves nothing behind."""
    taken: dict[int, Lead] = {}
    kept: list[Lead] = []
    for lead in found:
        fresh = [one for one in lead.organisations if one.pk not in taken]
        for one in lead.organisations:
            taken.setdefault(one.pk, lead).people.extend(
                p for p in lead.people if p not in taken[one.pk].people
            )
        if fresh or not lead.organisations:
            kept.append(Lead(lead.words, fresh, lead.people))
    return kept


def _names_nobody(words: str, directory: Directory) -> bool:
    """ "các đơn vị liên quan", "các sở, ngành có liên quan"."""
    resolved = directory.resolve(words)
    return resolved.everybody or (resolved.fans_out and fold(words).endswith("lien quan"))


def _called(lead: Lead) -> str:
    """A party that the directory does not know, by its words and its people."""
    people = [person for person in lead.people if person not in lead.words]
    return f"{lead.words} (đồng chí {', '.join(people)})" if people else lead.words


def _add_helpers(made: Sequence[Task], helpers: Sequence[Organisation]) -> None:
    through = Task.co_workers.through
    through.objects.bulk_create(
        through(task_id=task.pk, organisation_id=pk)
        for task in made
        for pk in dict.fromkeys(helper.pk for helper in helpers if helper.pk != task.lead_id)
    )


def deadline_of(deadlines: Sequence[Mapping[str, Any]], text: str = "") -> dict[str, Any]:
    """The earliest dated deadline; a recurring one beside it stays as recurrence; else the vague words. `text` is
    the order's: its weekday may stand behind "hằng tuần"."""
    dated = sorted((d for d in deadlines if d["due"]), key=lambda d: str(moment_of(d["due"])))
    recurring = [d for d in deadlines if d["kind"] == "recurring"]
    chosen = next(iter([*dated, *recurring, *deadlines]), None)
    if chosen is None:
        return {
            "due_at": None, "due_words": "", "due_kind": "", "recurrence": "", "by_day": None, "by_hour": None
        }  # fmt: skip
    recurrence = _recurrence(recurring)
    by_day, by_hour = _owed_at(recurrence, _recurring_words(recurring, text))
    return {
        "due_at": moment_of(chosen["due"]),
        "due_words": "; ".join(d["text"] for d in deadlines)[:300],
        "due_kind": chosen["kind"],
        "recurrence": recurrence,
        "by_day": by_day,
        "by_hour": by_hour,
    }


def _recurring_words(recurring: Sequence[Mapping[str, Any]], text: str) -> str:
    """The recurring deadlines with what follows each in its sentence: "hằng tuần" … "vào thứ Sáu"."""
    low = text.lower()
    read = [one["text"].lower() for one in recurring]
    behind = [re.split(r"[.;:]", low.partition(words)[2])[0][:40] for words in read]
    return " ".join(f"{words} {more}".strip() for words, more in zip(read, behind, strict=True))


def _owed_at(recurrence: str, words: str) -> tuple[int | None, dt.time | None]:
    """The day of the week (or both of two) or month and its hour; more days in one period name none."""
    if recurrence == Task.Recurrence.DAILY:
        return None, _hour(words)
    if recurrence == Task.Recurrence.WEEKLY:
        days = {_WEEKDAYS.get(match["day"] or "", 7): match["part"] for match in _WEEKDAY.finditer(words)}
    elif recurrence == Task.Recurrence.MONTHLY and not _FURTHER_DAY.search(words):
        days = {
            int(match["day"]): None for match in _MONTH_DAY.finditer(words) if 1 <= int(match["day"]) <= 31
        }
    else:
        return None, None
    by_day = _as_one(sorted(days)) if recurrence == Task.Recurrence.WEEKLY or len(days) == 1 else None
    if by_day is None:
        return None, None
    parts = set(days.values())
    return by_day, _hour(words) or (_PART_ENDS.get(parts.pop() or "") if len(parts) == 1 else None)


def _as_one(days: Sequence[int]) -> int | None:
    """How a task holds its day or its two weekdays; None for more or none."""
    if len(days) == 1:
        return days[0]
    return next((pair for pair in PAIRS_OF_WEEKDAYS if weekdays(pair) == tuple(days)), None)


def _hour(words: str) -> dt.time | None:
    """The hour of "hằng ngày, trước 16 giờ 30", "trước 3 giờ chiều thứ Sáu"."""
    match = _HOUR.search(words)
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    hour += 12 if match["late"] and hour < 12 else 0
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def _recurrence(recurring: Sequence[Mapping[str, Any]]) -> str:
    if not recurring:
        return ""
    words = fold(" ".join(d["text"] for d in recurring))
    for period, phrases in _RECURRENCES:
        if any(phrase in words for phrase in phrases):
            return period.value
    return Task.Recurrence.REGULAR.value
