"""A decision table in words: the question above each column, the answer in each row, for readers of the law."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lachan.epi.declarations import KEYS, ROW_REMARKS, VALUE_LABELS, Key, Output
from lachan.epi.vocabulary import CLOSENESS, MEASURES, OUTCOMES, STATUSES
from lachan.kernel.diseases import diseases

ANY = "bất kỳ"


@dataclass(frozen=True, slots=True)
class WordedTable:
    """`asks` and `answers` name the columns; each row holds as many texts as both together."""

    asks: list[str]
    answers: list[str]
    rows: list[list[str]]


_LEVEL = re.compile(r" \(F\d\)")


def key_label(key: str, disease: str) -> str:
    return _fitting(KEYS[key].label if key in KEYS else key, disease)


def _fitting(text: str, disease: str) -> str:
    """The words of levels only where the disease counts its contacts in levels."""
    known = diseases().get(disease)
    return text if known is None or known.has_levels else _LEVEL.sub("", text)


def judged_on(key: str) -> str:
    """Which day chooses the version of this rule."""
    return KEYS[key].judged_on if key in KEYS else ""


def worded(key: str, disease: str, rows: Sequence[Mapping[str, Any]]) -> WordedTable:
    """The table of a version, with the attributes that its rows really ask about."""
    made = KEYS.get(key) or Key(key, "")
    asked = _names(made.attributes, rows, "when")
    outputs = {**made.outputs, **ROW_REMARKS}
    answered = _names(outputs, rows, "then")
    words = choice_labels(disease)
    lines = [
        [
            *(_condition(row, name, words) for name in asked),
            *(_answer(row, name, outputs.get(name), words) for name in answered),
        ]
        for row in rows
    ]
    asks = [_label(made.attributes, name) for name in asked]
    return WordedTable(asks, [_label(outputs, name) for name in answered], lines)


def _names(declared: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], part: str) -> list[str]:
    used = {name for row in rows for name in (row.get(part) or {})}
    return [*(name for name in declared if name in used), *sorted(used - declared.keys())]


def _label(declared: Mapping[str, Any], name: str) -> str:
    text: str = declared[name].label if name in declared else name
    return text[:1].upper() + text[1:]


def _condition(row: Mapping[str, Any], name: str, words: Mapping[str, str]) -> str:
    when = row.get("when") or {}
    return (
        _value(when[name], words)
        if name in when and when[name] is not None
        else (ANY if name not in when else "chưa rõ")
    )


def _answer(row: Mapping[str, Any], name: str, output: Output | None, words: Mapping[str, str]) -> str:
    return _value((row.get("then") or {}).get(name), {**words, **output.words} if output else words)


def choice_labels(disease: str) -> dict[str, str]:
    """Code → Vietnamese words, of every value that a table of this disease may hold."""
    return {code: _fitting(text, disease) for code, text in _words(disease).items()}


def _words(disease: str) -> dict[str, str]:
    known = diseases().get(disease)
    return {
        **{item.code: item.label for item in CLOSENESS.values()},
        **{item.code: item.label for item in MEASURES.values()},
        **OUTCOMES,
        **STATUSES,
        **VALUE_LABELS,
        **({method.code: method.name for method in known.methods} if known else {}),
        "K": "chưa kiểm chứng",
        "S": "đã đối chiếu văn bản",
        "S2": "qua nguồn dẫn lại",
    }


def _value(value: Any, words: Mapping[str, str]) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Mapping):
        return _range(value) if value.keys() <= {"min", "max"} else _phase(value, words)
    if isinstance(value, list | tuple):
        return "; ".join("chưa rõ" if item is None else _value(item, words) for item in value) or "không"
    if isinstance(value, float | int):
        return f"{value:g}".replace(".", ",")
    return words.get(value, value)


def _range(bounds: Mapping[str, Any]) -> str:
    low, high = bounds.get("min"), bounds.get("max")
    if low is not None and high is not None:
        return f"{low:g}–{high:g}"
    return f"từ {low:g}" if low is not None else f"đến {high:g}"


def _phase(phase: Mapping[str, Any], words: Mapping[str, str]) -> str:
    name = words.get(phase["measure"], phase["measure"])
    return f"{name} {phase['days']} ngày" if "days" in phase else name
