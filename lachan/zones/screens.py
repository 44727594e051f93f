"""What screens say about rings: columns, figures, effects, timelines; no reading of requests, no writing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from lachan.cases.queries import Classification
from lachan.kernel.diseases import disease
from lachan.kernel.facts import Fact
from lachan.kernel.times import show_day
from lachan.ui import formats, marks
from lachan.ui.components import Effect, Effects, TimelineItem
from lachan.ui.tables import Column, Table
from lachan.zones.forms import CLOSED_DOOR, DONE, FEVER, LARVAE, WAITING
from lachan.zones.larvae import Stage
from lachan.zones.progress import Step, Terms
from lachan.zones.queries import (
    HouseLine,
    HouseVisit,
    RingCase,
    RingClosing,
    RingReopening,
    RingState,
    Spraying,
    VisitOutcome,
)
from lachan.zones.states import case_day

UNVERIFIED = "chưa kiểm chứng"
_TONES = {VisitOutcome.INSPECTED: "done", VisitOutcome.CLOSED: "todo", VisitOutcome.REFUSED: "late"}


def place_of(ring: Any) -> str:
    """ "Khóm 3, Phường 4, Thành phố Cà Mau": as far as it is known."""
    parts = [ring.hamlet, ring.unit, ring.unit.parent if ring.unit.parent else None]
    return ", ".join(part.name for part in parts if part)


def state_mark(state: RingState) -> str:
    return marks.state("Đang mở", "doing") if state.is_open else marks.state("Đã đóng", "done")


def next_duty(state: RingState) -> str:
    """The one thing that comes next, for the list."""
    if state.closing:
        return f"Đóng ngày {formats.day(state.closing.occurred_at)}"
    step = state.next_step
    if step and step.due_on:
        return step_words(step, state)
    if state.not_visited or not state.houses:
        return f"Còn {state.not_visited} nhà chưa kiểm tra" if state.houses else "Chưa lập danh sách nhà"
    if state.ending.closable_on and state.ending.waits:
        return f"Đóng được từ {show_day(state.ending.closable_on)}"
    return marks.state("Đóng được", "todo")


def step_words(step: Step, state: RingState) -> str:
    """ "Phun lần 2: 22/09/2021", with a mark where it is late."""
    late = step.days_late(state.today)
    words = f"Phun lần {step.round}: {show_day(step.due_on)}"
    return (
        format_html("<span>{} {}</span>", words, marks.state(f"quá {late} ngày", "late")) if late else words
    )


def ring_columns(state_of: Callable[[Any], RingState]) -> tuple[Column, ...]:
    """Columns of the list; `state_of` gives the state of a row."""
    return (
        Column("Ổ dịch quanh ca", "case.code", sort="case__code", main=True),
        Column("Trạng thái", lambda ring: state_mark(state_of(ring))),
        Column("Bệnh", lambda ring: disease(ring.disease).name, sort="disease", optional=True, kind="code"),
        Column("Nơi", place_of),
        Column("Mở", "occurred_at", kind="day", sort="occurred_at"),
        Column("Số ca", lambda ring: len(state_of(ring).counted), kind="number"),
        Column("Nhà đã kiểm tra", lambda ring: _share(state_of(ring)), align="right"),
        Column("Việc kế tiếp", lambda ring: next_duty(state_of(ring))),
    )


def _share(state: RingState) -> str:
    return f"{formats.vn_number(state.visited)}/{formats.vn_number(state.houses)}"


def waiting_columns() -> tuple[Column, ...]:
    return (
        Column("Mã ca", "code", sort="code", main=True, kind="code"),
        Column("Bệnh", lambda case: disease(case.disease).name, sort="disease", kind="code"),
        Column("Phân loại", lambda case: Classification(case.classification).label, sort="classification"),
        Column("Nơi ở", _home),
        Column("Khởi phát", "onset_on", kind="day", sort="onset_on"),
        Column("Biết ca bệnh", "opened_at", kind="moment", sort="opened_at"),
    )


def _home(case: Any) -> str:
    """The commune where the work would be: without names, a case is not a person's file."""
    parts = [case.person.residence_hamlet, case.person.residence or case.unit]
    return ", ".join(part.name for part in parts if part)


def house_columns(can_work: bool) -> tuple[Column, ...]:
    return (
        Column("Số", lambda line: line.house.number, align="right"),
        Column("Chủ hộ", lambda line: house_name(line.house), main=True),
        Column("Địa chỉ, vị trí", lambda line: line.house.address),
        Column("Kết quả", outcome_mark),
        Column("Dụng cụ có bọ gậy", _larvae, align="right"),
        Column("Người sốt", lambda line: line.inspected.fevers if line.inspected else None, kind="number"),
        Column("Lần cuối", lambda line: line.last.occurred_at if line.last else None, kind="moment"),
        *([Column("Làm", _visit_link, print=False)] if can_work else []),
    )


def house_name(house: Any) -> str:
    return house.owner or f"Nhà số {house.number}"


def outcome_mark(line: HouseLine) -> str:
    """Inspected once counts as inspected, even if a later visit found the door closed."""
    shown = line.inspected or line.last
    if shown is None:
        return marks.state("Chưa đến", "plain")
    return marks.state(shown.get_outcome_display(), _TONES[VisitOutcome(shown.outcome)])


def _larvae(line: HouseLine) -> str | None:
    found = line.inspected
    return f"{found.positive}/{found.containers}" if found else None


def _visit_link(line: HouseLine) -> str:
    return marks.link("Ghi lượt kiểm tra", reverse("zones:house_visit_record", args=[line.house.uid]))


def chosen_lines(lines: Sequence[HouseLine], show: str) -> list[HouseLine]:
    """The houses that a filter of the list means."""
    tests = {
        DONE: lambda line: line.inspected is not None,
        WAITING: lambda line: line.inspected is None,
        CLOSED_DOOR: lambda line: line.inspected is None and line.last is not None,
        LARVAE: lambda line: bool(line.inspected and line.inspected.positive),
        FEVER: lambda line: bool(line.inspected and line.inspected.fevers),
    }
    return [line for line in lines if tests[show](line)] if show in tests else list(lines)


def fevers(lines: Sequence[HouseLine]) -> int:
    """People found with fever, by the latest inspection of each house."""
    return sum(line.inspected.fevers or 0 for line in lines if line.inspected)


def stage_table(found: Sequence[Stage]) -> Table:
    """Larval indices before the first spraying and after each."""
    columns = (
        Column("Thời điểm", lambda stage: stage_name(stage.after_round), main=True),
        Column("Số nhà xem", lambda stage: stage.indices.houses, kind="number"),
        Column("Nhà có bọ gậy (HI, %)", lambda stage: _index(stage.indices.house_index), align="right"),
        Column(
            "Dụng cụ có bọ gậy (CI, %)", lambda stage: _index(stage.indices.container_index), align="right"
        ),
        Column("Breteau (BI)", lambda stage: _index(stage.indices.breteau_index), align="right"),
    )
    return Table(columns, list(found))


def stage_name(after_round: int) -> str:
    return f"Sau phun lần {after_round}" if after_round else "Trước khi phun"


def _index(value: float | None) -> str:
    return "không tính được" if value is None else formats.vn_number(round(value, 1))


def rule_facts(terms: Terms | None) -> str:
    """The rule as one sentence."""
    if terms is None:
        return ""
    survey = ", khảo sát bọ gậy" if terms.larval_survey else ""
    return (
        f"Xử lý trong bán kính {terms.radius_m} m quanh nhà ca bệnh{survey}; phun {terms.sprayings} lần cách nhau "
        f"{terms.interval_days} ngày; đóng khi đủ {terms.close_after_days} ngày không có ca mới, tính từ ngày khởi "
        "phát (chưa rõ thì ngày lấy mẫu, ngày biết ca bệnh) của ca cuối cùng."
    )


def closing_effects(state: RingState, houses_url: str) -> Effects:
    """What closing means now, before it is done."""
    last = show_day(state.last_case_on) if state.last_case_on else "không còn ca nào được tính"
    groups = [
        Effect("ca bệnh trong ổ dịch, ca cuối cùng", len(state.counted), note=last),
        Effect("nhà chưa kiểm tra được", state.not_visited, url=houses_url if state.not_visited else None),
        *(Effect(f"lần phun chưa làm (lần {step.round})", 1) for step in state.steps if not step.done_on),
        Effect("người bệnh mà xã, phường thôi thấy vì ổ dịch này", len(state.links)),
    ]
    return Effects(
        title=f"Đóng ổ dịch quanh ca {state.ring.case.code}",
        groups=groups,
        reversible="Đóng nhầm thì hoàn tác được; có ca mới thì mở lại được.",
    )


# --- the timeline ---------------------------------------------------------------------------------


def timeline(facts: Sequence[Fact], state: RingState) -> list[TimelineItem]:
    """Everything that happened to the ring, the latest first; revoked facts stay readable."""
    opened = TimelineItem(state.ring.occurred_at, "Mở ổ dịch", f"Ca chỉ điểm {state.ring.case.code}")
    items = [_item(fact, state) for fact in facts if not _is_index(fact, state)]
    ordered = sorted(items, key=lambda item: item.when, reverse=True)  # type: ignore[arg-type,return-value]
    return [*ordered, opened]


def _is_index(fact: Fact, state: RingState) -> bool:
    return isinstance(fact, RingCase) and fact.case_id == state.ring.case_id


def _item(fact: Fact, state: RingState) -> TimelineItem:
    title, text = _words(fact, state)
    return TimelineItem(fact.occurred_at, title, text, revoked=fact.revoke_reason)


def _words(fact: Fact, state: RingState) -> tuple[str, str]:
    if isinstance(fact, Spraying):
        early = state.steps[fact.round - 1].early_days if fact.round <= len(state.steps) else 0
        note = f"; sớm hơn quy định {early} ngày" if early and fact.revoked_at is None else ""
        return f"Phun hóa chất lần {fact.round}", f"{fact.houses} nhà, {fact.chemical}{note}"
    if isinstance(fact, RingCase):
        return f"Thêm ca {fact.case.code}", f"Khởi phát {show_day(case_day(fact.case))}"
    if isinstance(fact, RingClosing):
        left = f"Chưa xong: {fact.gaps}. " if fact.gaps else ""
        return "Đóng ổ dịch", f"{left}{fact.reason}"
    assert isinstance(fact, RingReopening)
    return "Mở lại ổ dịch", f"Vì ca {fact.case.code}. {fact.reason}" if fact.case else fact.reason


def fact_words(fact: Fact) -> str:
    """What a fact is, for the page that asks why it is revoked."""
    if isinstance(fact, HouseVisit):
        at = formats.moment(fact.occurred_at)
        return f"lượt kiểm tra nhà số {fact.house.number} lúc {at}"
    if isinstance(fact, Spraying):
        return f"lần phun {fact.round} lúc {formats.moment(fact.occurred_at)}"
    if isinstance(fact, RingCase):
        return f"ca {fact.case.code} trong ổ dịch"
    return f"nhà số {fact.number} trong ổ dịch"  # type: ignore[attr-defined]
