"""From a policy document (already parsed YAML) to rules, and every fault in it, said in Vietnamese."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lachan.epi.declarations import (
    KEYS,
    MEASURE_CODES,
    PHASE_FIELDS,
    ROW_REMARKS,
    Attribute,
    Key,
    Output,
)
from lachan.epi.rules import EVERY_DISEASE, Row, Rule, natural_id

CONFIDENCE = {"S": "S", "S2": "S2", "K": "unverified"}
VERSION_FIELDS = {
    "key",
    "effective_from",
    "revision",
    "instrument",
    "confidence",
    "note",
    "rows",
    "place",
    "disease",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Where in a document something is wrong, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


Document = Mapping[str, object]


def versions(document: Document) -> Iterator[dict[str, object]]:
    """The versions of one document, each with the document's disease and place."""
    listed = document.get("rules")
    for item in listed if isinstance(listed, Sequence) else ():
        if isinstance(item, Mapping):
            yield {
                "disease": document.get("disease"),
                "place": document.get("place", "VN"),
                "revision": 1,
                "rows": [],
                **item,
            }


def rules_of(document: Document) -> list[Rule]:
    """The rules of a document without faults."""
    return [_rule(version) for version in versions(document)]


def _rule(version: Mapping[str, object]) -> Rule:
    day, revision = version["effective_from"], version["revision"]
    assert isinstance(day, date) and isinstance(revision, int)
    disease, place, key = (str(version[name]) for name in ("disease", "place", "key"))
    return Rule(
        id=natural_id(disease, place, key, day, revision),
        key=key,
        disease=disease,
        place=place,
        effective_from=day,
        revision=revision,
        rows=tuple(_rows(version)),
        instrument=str(version["instrument"]),
        confidence=CONFIDENCE[str(version["confidence"])],
    )


def _rows(version: Mapping[str, object]) -> Iterator[Row]:
    rows = version["rows"]
    assert isinstance(rows, Sequence)
    for row in rows:
        yield Row(row.get("when") or {}, row.get("then") or {})


def faults_of(document: Document, methods: Mapping[str, Iterable[str]]) -> list[Fault]:
    """All faults of one document. `methods` lists the test methods of every known disease."""
    found: list[Fault] = []
    if not isinstance(document.get("rules"), Sequence):
        return [Fault("tệp", "thiếu danh sách rules")]
    seen: set[tuple[object, ...]] = set()
    for version in versions(document):
        where = _place_in_file(version)
        found += [Fault(where, what) for what in _version_faults(version, methods)]
        identity = tuple(
            str(version.get(name)) for name in ("disease", "place", "key", "effective_from", "revision")
        )
        if identity in seen:
            found.append(Fault(where, "trùng với một bản khác (cùng ngày, cùng số sửa đổi)"))
        seen.add(identity)
    return found


def _place_in_file(version: Mapping[str, object]) -> str:
    return f"{version.get('key')} từ {version.get('effective_from')}"


def _version_faults(version: Mapping[str, object], methods: Mapping[str, Iterable[str]]) -> Iterator[str]:
    yield from (f"trường lạ “{name}”" for name in sorted(version.keys() - VERSION_FIELDS))
    disease = str(version.get("disease"))
    if disease != EVERY_DISEASE and disease not in methods:
        yield f"bệnh “{disease}” không có trong diseases.yaml"
    if type(version.get("effective_from")) is not date:
        yield "effective_from phải là một ngày (năm-tháng-ngày)"
    revision = version.get("revision")
    if not isinstance(revision, int) or isinstance(revision, bool) or revision < 1:
        yield "revision phải là số nguyên từ 1"
    if not str(version.get("instrument") or "").strip():
        yield "thiếu văn bản (instrument)"
    if version.get("confidence") not in CONFIDENCE:
        yield f"confidence phải là một trong {', '.join(CONFIDENCE)}"
    key = KEYS.get(str(version.get("key")))
    if key is None:
        yield f"khóa “{version.get('key')}” chưa được khai báo"
        return
    yield from _rows_faults(version.get("rows"), key, tuple(methods.get(disease, ())))


def _rows_faults(rows: object, key: Key, methods: Sequence[str]) -> Iterator[str]:
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        yield "rows phải là một danh sách"
        return
    closed = 0
    for position, row in enumerate(rows, 1):
        if not isinstance(row, Mapping) or not isinstance(row.get("then"), Mapping):
            yield f"dòng {position}: phải có when và then"
            continue
        if closed:
            yield f"dòng {position}: không bao giờ tới, vì dòng {closed} nhận mọi trường hợp"
        when = row.get("when") or {}
        if not when:
            closed = closed or position
        for what in (*_when_faults(when, key, methods), *_then_faults(when, row["then"], key)):
            yield f"dòng {position}: {what}"
        yield from (
            f"dòng {position}: trường lạ “{name}”" for name in sorted(row.keys() - {"when", "then", "note"})
        )


def _when_faults(when: object, key: Key, methods: Sequence[str]) -> Iterator[str]:
    if not isinstance(when, Mapping):
        yield "when phải là các cặp thuộc tính: giá trị"
        return
    for name, wanted in when.items():
        attribute = key.attributes.get(str(name))
        if attribute is None:
            yield f"thuộc tính “{name}” chưa được khai báo cho khóa này"
            continue
        for value in wanted if isinstance(wanted, list) else [wanted]:
            yield from _value_faults(str(name), value, attribute, methods)


def _value_faults(name: str, value: object, attribute: Attribute, methods: Sequence[str]) -> Iterator[str]:
    if value is None:
        if not attribute.nullable:
            yield f"“{name}” không bao giờ trống"
    elif attribute.yes_no:
        if not isinstance(value, bool):
            yield f"“{name}” phải là true hoặc false"
    elif attribute.of_disease or attribute.values:
        allowed = methods if attribute.of_disease else attribute.values
        if value not in allowed:
            yield f"“{name}” không nhận giá trị “{value}”"
    elif isinstance(value, Mapping):
        yield from _range_faults(name, value)
    elif not _is_number(value):
        yield f"“{name}” phải là số, hoặc khoảng {{min, max}}"


def _range_faults(name: str, bounds: Mapping[object, object]) -> Iterator[str]:
    if not bounds or not bounds.keys() <= {"min", "max"}:
        yield f"khoảng của “{name}” chỉ nhận min và max"
    elif not all(_is_number(bound) for bound in bounds.values()):
        yield f"khoảng của “{name}” phải là số"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _opens_by_outcome(when: object) -> bool:
    wanted = when.get("outcome") if isinstance(when, Mapping) else None
    outcomes = wanted if isinstance(wanted, list) else [wanted]
    return set(outcomes) <= {"positive", "inconclusive"}


def _then_faults(when: object, then: Mapping[object, object], key: Key) -> Iterator[str]:
    outputs = key.outputs | ROW_REMARKS
    for name, output in outputs.items():
        if name in then:
            yield from (f"“{name}” {what}" for what in _output_faults(then[name], output))
        elif output.required:
            yield f"thiếu “{name}”"
    yield from (f"trả lời lạ “{name}”" for name in sorted(map(str, then.keys())) if name not in outputs)
    if "phases" in key.outputs and key.outputs["phases"].low and not then.get("phases"):
        yield "người tiếp xúc phải có ít nhất một biện pháp, nếu không thì mức không bao giờ hết"
    if then.get("state") in ("suspected", "confirmed") and not _opens_by_outcome(when):
        yield "dòng mở ca phải ghi outcome, và không phải negative"
    if then.get("until") == "first_negative_of_source" and not then.get("negative_methods"):
        yield "first_negative_of_source cần negative_methods"


def _output_faults(value: object, output: Output) -> Iterator[str]:
    if output.kind == "choice" and value not in output.values:
        yield f"không nhận giá trị “{value}”"
    elif output.kind == "yes_no" and not isinstance(value, bool):
        yield "phải là true hoặc false"
    elif output.kind in ("whole", "number") and not _fits(value, output):
        yield f"phải là số{' nguyên' if output.kind == 'whole' else ''} từ {output.low:g}"
    elif output.kind == "wholes" and not _all(value, int):
        yield "phải là danh sách số nguyên"
    elif output.kind == "words" and not _all(value, str):
        yield "phải là danh sách chữ"
    elif output.kind == "phases":
        yield from _phases_faults(value)


def _fits(value: object, output: Output) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return value >= output.low and (output.kind == "number" or isinstance(value, int))


def _all(value: object, kind: type) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, kind) and not isinstance(item, bool) for item in value
    )


def _phases_faults(value: object) -> Iterator[str]:
    if not isinstance(value, list):
        yield "phải là danh sách"
        return
    for phase in value:
        if not isinstance(phase, Mapping) or phase.get("measure") not in MEASURE_CODES:
            yield f"có biện pháp lạ: {phase}"
        elif not phase.keys() <= PHASE_FIELDS:
            yield f"có trường lạ trong biện pháp: {sorted(map(str, phase.keys() - PHASE_FIELDS))}"
        elif "days" in phase and not _fits(phase["days"], Output("", "whole")):
            yield "có số ngày không phải số nguyên"
