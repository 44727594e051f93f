"""The rules as tables that a doctor can read: the text of docs/rules.md."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lachan.epi.declarations import KEYS, VALUE_LABELS, Key
from lachan.epi.rules import EVERY_DISEASE, Row, Rule
from lachan.epi.vocabulary import CLOSENESS, CONFIDENCE, MEASURES, OUTCOMES, STATUSES

_LABELS = {
    **VALUE_LABELS,
    **OUTCOMES,
    **STATUSES,
    **{code: closeness.label for code, closeness in CLOSENESS.items()},
    **{code: measure.label for code, measure in MEASURES.items()},
}
_ROW_CONFIDENCE = {"S": CONFIDENCE["S"], "S2": CONFIDENCE["S2"], "K": CONFIDENCE["unverified"]}
_REMARKS = ("confidence", "instrument")


def page(rules: Iterable[Rule], diseases: Mapping[str, str]) -> str:
    """Markdown of all rules, by disease, key, place and day. `diseases` gives each code its name."""
    order = list(KEYS)
    listed = sorted(
        rules, key=lambda r: (order.index(r.key), r.place != "VN", r.place, r.effective_from, r.revision)
    )
    parts = [_HEAD]
    for code, name in {**diseases, EVERY_DISEASE: "Mọi bệnh (khi bệnh không có quy định riêng)"}.items():
        own = [rule for rule in listed if rule.disease == code]
        if own:
            parts += [f"## {name}", *_disease(own)]
    return "\n\n".join(parts) + "\n"


_HEAD = """# Các quy định đang nạp trong hệ thống

Trang này được tạo từ `policies/*.yaml`; không sửa tay. Trong mỗi bảng, dòng đầu tiên khớp là dòng trả lời;
không dòng nào khớp nghĩa là "chưa có quy định". Ô trống nghĩa là "bất kể". Mỗi bản có hiệu lực từ ngày ghi ở
đầu cho đến bản kế tiếp cùng tên, cùng nơi; quy định của nơi gần hơn (tỉnh) thay cho nơi xa hơn (cả nước).
"Chưa kiểm chứng" nghĩa là chưa ai thấy văn bản."""


def _disease(rules: Sequence[Rule]) -> Iterator[str]:
    title = ""
    for rule in rules:
        key = KEYS[rule.key]
        if title != rule.key:
            title = rule.key
            yield f"### {key.label}\n\n`{rule.key}`; bản áp dụng chọn theo {key.judged_on}."
        yield _version(rule, key)


def _version(rule: Rule, key: Key) -> str:
    place = "Cả nước" if rule.place == "VN" else f"Nơi có mã {rule.place}"
    head = (
        f"**Từ {rule.effective_from:%d/%m/%Y}** ({place}): {rule.instrument}. *{CONFIDENCE[rule.confidence]}*"
    )
    if not rule.rows:
        return f"{head}\n\nBãi bỏ quy định riêng, trở lại quy định của nơi xa hơn."
    return f"{head}\n\n{_table(rule.rows, key)}"


def _table(rows: Sequence[Row], key: Key) -> str:
    asked = [name for name in key.attributes if any(name in row.when for row in rows)]
    answered = [name for name in key.outputs if any(name in row.then for row in rows)]
    remarked = any(name in row.then for row in rows for name in _REMARKS)
    titles = [key.attributes[name].label for name in asked] + [
        f"→ {key.outputs[name].label}" for name in answered
    ]
    lines = [titles + (["ghi chú"] if remarked else [])]
    for row in rows:
        cells = [_condition(row.when[name]) if name in row.when else "" for name in asked]
        cells += [
            _answer(row.then[name], key.outputs[name].words) if name in row.then else "" for name in answered
        ]
        lines.append(cells + ([_remark(row)] if remarked else []))
    ruled = [lines[0], ["---"] * len(lines[0]), *lines[1:]]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in ruled)


def _remark(row: Row) -> str:
    parts = [str(row.then["instrument"])] if "instrument" in row.then else []
    if "confidence" in row.then:
        parts.append(_ROW_CONFIDENCE[str(row.then["confidence"])])
    return "; ".join(parts)


def _condition(wanted: object) -> str:
    if isinstance(wanted, Mapping):
        return _range(wanted)
    if isinstance(wanted, list):
        return " / ".join(_condition(item) for item in wanted)
    return _word(wanted)


def _range(bounds: Mapping[str, object]) -> str:
    low, high = bounds.get("min"), bounds.get("max")
    if low is not None and high is not None:
        return f"{_number(low)} đến {_number(high)}"
    return f"từ {_number(low)}" if low is not None else f"không quá {_number(high)}"


def _number(value: object) -> str:
    return f"{value}".replace(".", ",")


def _word(value: object) -> str:
    if value is None:
        return "chưa rõ"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int | float):
        return _number(value)
    return _LABELS.get(str(value), str(value))


def _answer(value: object, words: Mapping[str, str]) -> str:
    if not isinstance(value, list):
        return words.get(str(value)) or _word(value)
    if not value:
        return "không"
    return ", ".join(_phase(item) if isinstance(item, Mapping) else _word(item) for item in value)


def _phase(phase: Mapping[str, object]) -> str:
    measure = MEASURES[str(phase["measure"])].label.lower()
    days = f" {phase['days']} ngày" if "days" in phase else ""
    return measure + days
