"""What people stated about a case, in words, whether it stands or was replaced or taken back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from lachan.cases.models import (
    Case,
    ContextStatement,
    NationalNumber,
    OnsetStatement,
    Outcome,
    SourceStatement,
)
from lachan.kernel.errors import OutOfSight
from lachan.kernel.times import show_day, show_moment
from lachan.kernel.together import read_together
from lachan.ui.formats import vn_number


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; `kind` is its word in addresses."""

    kind: str
    title: str
    words: str
    fact: Any

    @property
    def stands(self) -> bool:
        return self.fact.revoked_at is None


_KINDS: dict[str, tuple[Any, str]] = {
    "khoi-phat": (OnsetStatement, "Triệu chứng, ngày khởi phát"),
    "nguon-lay": (SourceStatement, "Nguồn lây"),
    "noi-phat-hien": (ContextStatement, "Nơi phát hiện"),
    "so-benh-nhan": (NationalNumber, "Số bệnh nhân"),
    "ket-cuc": (Outcome, "Kết cục"),
}


def statements_of(case: Case) -> list[Statement]:
    """All of them in the order of recording, the latest first (the caller has checked that the case is in sight)."""
    lists = {
        kind: _joined(kind, table._default_manager.filter(case=case)) for kind, (table, _) in _KINDS.items()
    }
    read_together(*lists.values())
    found = [_statement(kind, _KINDS[kind][1], fact) for kind, rows in lists.items() for fact in rows]
    return sorted(found, key=lambda one: (one.fact.recorded_at, one.fact.pk), reverse=True)


def statement_get(case: Case, kind: str, uid: uuid.UUID) -> Statement:
    """One standing statement of the case; OutOfSight where there is none."""
    if kind not in _KINDS:
        raise OutOfSight
    table, title = _KINDS[kind]
    fact = _joined(kind, table._default_manager.filter(case=case, uid=uid, revoked_at=None)).first()
    if fact is None:
        raise OutOfSight
    fact.case = case
    return _statement(kind, title, fact)


def _joined(kind: str, rows: Any) -> Any:
    joins = {"nguon-lay": "source_case", "noi-phat-hien": "unit"}
    return rows.select_related(joins[kind]) if kind in joins else rows


def _statement(kind: str, title: str, fact: Any) -> Statement:
    return Statement(kind, title, _WORDS[kind](fact), fact)


def _onset_words(fact: Any) -> str:
    if not fact.symptomatic:
        return "không có triệu chứng"
    return f"khởi phát {show_day(fact.onset_on)}{f': {fact.symptoms}' if fact.symptoms else ''}"


def _source_words(fact: Any) -> str:
    if not fact.known:
        return f"chưa rõ nguồn lây{f': {fact.note}' if fact.note else ''}"
    parts = [
        f"lây từ ca {fact.source_case.national_number or fact.source_case.code}"
        if fact.source_case
        else "đã rõ"
    ]
    parts += [f"tiếp xúc lần đầu {show_day(fact.first_contact_on)}"] if fact.first_contact_on else []
    return ", ".join([*parts, *([fact.note] if fact.note else [])])


def _context_words(fact: Any) -> str:
    return f"{fact.get_context_display()}{f', {fact.unit.name}' if fact.unit else ''}"


def _outcome_words(fact: Any) -> str:
    ct = f", Ct lúc ra viện {vn_number(fact.ct_at_discharge)}" if fact.ct_at_discharge is not None else ""
    return f"{fact.get_kind_display()} lúc {show_moment(fact.occurred_at)}{ct}{f'. {fact.note}' if fact.note else ''}"


_WORDS = {
    "khoi-phat": _onset_words,
    "nguon-lay": _source_words,
    "noi-phat-hien": _context_words,
    "so-benh-nhan": lambda fact: str(fact.number),
    "ket-cuc": _outcome_words,
}
