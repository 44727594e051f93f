"""Why a meeting gave nobody a level: the same questions as in `contacts`, asked for the answer "no"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from lachan.epi.contacts import Reach, met_inside, ring_depth
from lachan.epi.days import FOREVER, local_day
from lachan.epi.facts import Exposure, Own
from lachan.epi.rules import RulesFor
from lachan.epi.sentences import Names, show_day, with_instrument
from lachan.epi.spans import overlap
from lachan.epi.vocabulary import CLOSENESS
from lachan.epi.windows import since_words

# From the first question to the last: of several meetings the one that came farthest tells most.
_ORDER = (
    "no_case",
    "no_window",
    "untimed",
    "before",
    "after",
    "no_rings",
    "apart",
    "no_rule",
    "closeness",
    "excluded",
    "over",
)


class Unplaced(NamedTuple):
    """`on`: day of the meeting; `since`, `until`: the stretch in which it would have counted."""

    code: str
    on: date | None = None
    since: date | None = None
    until: date | None = None
    days_before: int = 0
    anchor: str = ""
    closeness: str = ""
    rule: str = ""


def why_unplaced(own: Own, source: int, reaches: Sequence[Reach], rules_for: RulesFor) -> Unplaced:
    """Why `own` has no level from having met `source`, whose infectious windows are `reaches`."""
    met = [exposure for exposure in own.exposures if exposure.with_whom(own.person) == source]
    found = list(_verdicts(own, met, reaches, rules_for))
    return max(found, key=_tells_most, default=Unplaced("no_case"))


def why_no_contact(own: Own, reaches: Mapping[int, Sequence[Reach]], rules_for: RulesFor) -> Unplaced | None:
    """Why none of all those whom `own` met gives a level; None where they met no case."""
    sources = {exposure.with_whom(own.person) for exposure in own.exposures}
    found = [
        why_unplaced(own, source, reaches[source], rules_for) for source in sources if reaches.get(source)
    ]
    return max(found, key=_tells_most, default=None)


def _tells_most(one: Unplaced) -> tuple[int, date]:
    return _ORDER.index(one.code), one.on or date.min


def _verdicts(
    own: Own, met: Iterable[Exposure], reaches: Sequence[Reach], rules_for: RulesFor
) -> Iterator[Unplaced]:
    for exposure in met:
        for reach in reaches:
            yield _verdict(own, exposure, reach, rules_for)


def _verdict(own: Own, exposure: Exposure, reach: Reach, rules_for: RulesFor) -> Unplaced:
    span = exposure.span
    if span is None:
        return Unplaced("untimed")
    said = Unplaced(
        "over",
        on=local_day(span[0]),
        since=local_day(reach.starts_at),
        until=_day(reach.ends_at),
        days_before=reach.days_before,
        anchor=reach.anchor,
        closeness=exposure.closeness,
        rule=reach.window_rule,
    )
    if overlap(span, (reach.starts_at, reach.ends_at)) is None:
        return said._replace(code="before" if span[0] < reach.starts_at else "after")
    if ring_depth(rules_for, exposure.unit, reach.day) < 1:
        return said._replace(code="no_rings")
    if not met_inside(span, own, reach):
        return said._replace(code="apart")
    return _judged(said, exposure, reach, rules_for)


def _judged(said: Unplaced, exposure: Exposure, reach: Reach, rules_for: RulesFor) -> Unplaced:
    """What the rule says of a meeting inside the window."""
    decision = rules_for(exposure.unit).decide(
        "contact_definition_1",
        reach.day,
        closeness=exposure.closeness,
        masked=exposure.masked,
        minutes=exposure.minutes,
    )
    if decision.then is None:
        return said._replace(code="no_rule", rule="")
    if not decision.then["contact"]:
        return said._replace(code="closeness", rule=decision.rule_id)
    return said._replace(code="excluded") if reach.void_at else said


def _day(moment: datetime) -> date | None:
    return local_day(moment) if moment < FOREVER else None


def unplaced_sentence(found: Unplaced, names: Names) -> str:
    """The answer in one sentence, with the instrument where one decided it."""
    text = _SENTENCES[found.code].format(
        on=show_day(found.on) if found.on else "",
        window=_window(found),
        until=show_day(found.until) if found.until else "",
        closeness=CLOSENESS[found.closeness].label.lower() if found.closeness else "",
    )
    return with_instrument(
        text, names.instrument(found.rule) if found.rule and found.code in _BY_RULE else None
    )


_BY_RULE = {"before", "closeness"}
_SENTENCES = {
    "no_case": "Người kia không phải ca bệnh hay ca nghi ngờ đang theo dõi",
    "untimed": "Chưa rõ ngày tiếp xúc",
    "before": "Tiếp xúc ngày {on}, trước thời kỳ có thể lây ({window})",
    "after": "Tiếp xúc ngày {on}, sau khi ca bệnh hết thời kỳ có thể lây",
    "no_window": "Chưa có quy định về thời kỳ có thể lây của ca bệnh",
    "no_rings": "Quy định không theo dõi người tiếp xúc của bệnh này",
    "apart": "Tiếp xúc ngày {on}, khi một trong hai người đã được tách khỏi cộng đồng",
    "no_rule": "Chưa có quy định cho kiểu tiếp xúc này ({closeness})",
    "closeness": "Kiểu tiếp xúc “{closeness}” không tính là tiếp xúc gần",
    "excluded": "Ca bệnh đã được loại trừ",
    "over": "Đã hết thời gian theo dõi của lần tiếp xúc ngày {on}",
}


def _window(found: Unplaced) -> str:
    if found.since is None:
        return ""
    return since_words(found.since, found.days_before, found.anchor)
