"""The letter contract as it is stored: what a confirmed reading must hold, and small reads of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from lachan.kernel.errors import Refused
from lachan.kernel.times import LOCAL

ISSUER_KINDS = ("party", "state", "other")
URGENCIES = ("khẩn", "thượng khẩn", "hỏa tốc")
ROLES = ("lead", "support", "all")
KINDS = ("by", "vague", "recurring")
RELATIONS = ("implements", "amends", "replaces", "cites")
_END_OF_DAY = dt.time(23, 59)
_HEADER = ("file", "issuer", "type", "number", "symbol", "place", "issued_on", "urgency", "subject")


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """The same reading with exactly the contract's keys; Refused (field named) where something can't stand."""
    made: dict[str, Any] = {name: _words(given.get(name)) for name in _HEADER}
    made["issuer_kind"] = _one_of(given.get("issuer_kind") or "other", ISSUER_KINDS, "issuer_kind")
    if made["urgency"]:
        _one_of(made["urgency"], URGENCIES, "urgency")
    if made["issued_on"]:
        _day(made["issued_on"], "issued_on")
    made["addressees"] = _lines(given.get("addressees"))
    made["orders"] = [_order(order, number) for number, order in enumerate(_rows(given, "orders"), start=1)]
    made["refers_to"] = [_reference(one) for one in _rows(given, "refers_to")]
    made["recipients"] = _lines(given.get("recipients"))
    signer = given.get("signer") or {}
    made["signer"] = {name: _words(signer.get(name)) for name in ("authority", "position", "name")}
    made["doubts"] = _lines(given.get("doubts"))
    _check_paths(made["orders"])
    return made


def moment_of(due: str | None) -> dt.datetime | None:
    """A contract's due ("2021-09-15" or with an hour) as a moment; a bare day ends at its last minute."""
    if not due:
        return None
    if len(due) == 10:
        return dt.datetime.combine(dt.date.fromisoformat(due), _END_OF_DAY, LOCAL)
    return dt.datetime.fromisoformat(due).replace(tzinfo=LOCAL)


def due_of(moment: dt.datetime | None) -> str | None:
    """The other way round; a last minute of the day is written as the bare day."""
    if moment is None:
        return None
    local = moment.astimezone(LOCAL)
    if local.time().replace(second=0) == _END_OF_DAY:
        return local.date().isoformat()
    return local.strftime("%Y-%m-%dT%H:%M:%S")


def _order(given: Mapping[str, Any], number: int) -> dict[str, Any]:
    text = _words(given.get("text"))
    if not text:
        raise Refused(f"Nội dung thứ {number} chưa có chữ nào.", "orders")
    path = _lines(given.get("path"))
    if not path:
        raise Refused(f"Nội dung thứ {number} chưa ghi mục (ví dụ 1, 2.a, p1).", "orders")
    subjects = [_subject(one) for one in _rows(given, "subjects")] or [{"name": None, "role": "all"}]
    return {
        "path": path,
        "text": text,
        "subjects": subjects,
        "deadlines": [_deadline(one, path) for one in _rows(given, "deadlines")],
    }


def _subject(given: Mapping[str, Any]) -> dict[str, Any]:
    name, role = _words(given.get("name")), _one_of(given.get("role"), ROLES, "subjects")
    if (name is None) != (role == "all"):
        raise Refused("Nơi thực hiện phải có tên; “tất cả nơi nhận” thì để trống tên.", "subjects")
    return {"name": name, "role": role}


def _deadline(given: Mapping[str, Any], path: Sequence[str]) -> dict[str, Any]:
    kind, due, text = (
        _one_of(given.get("kind"), KINDS, "deadlines"),
        given.get("due"),
        _words(given.get("text")),
    )
    where = ", ".join(path)
    if kind == "by" and not due:
        raise Refused(f"Mục {where}: thời hạn “đến ngày” phải có ngày.", "deadlines")
    try:
        moment_of(due)
    except (TypeError, ValueError):
        raise Refused(f"Mục {where}: “{due}” không phải ngày giờ hợp lệ.", "deadlines") from None
    return {"text": text or "", "due": due or None, "kind": kind}


def _reference(given: Mapping[str, Any]) -> dict[str, Any]:
    number, symbol = _words(given.get("number")), _words(given.get("symbol"))
    if not number or not symbol:
        raise Refused("Văn bản viện dẫn phải có số và ký hiệu.", "refers_to")
    if given.get("date"):
        _day(given["date"], "refers_to")
    return {
        "type": _words(given.get("type")),
        "number": number,
        "symbol": symbol,
        "date": given.get("date") or None,
        "relation": _one_of(given.get("relation"), RELATIONS, "refers_to"),
    }


def _check_paths(orders: Sequence[Mapping[str, Any]]) -> None:
    paths = [tuple(order["path"]) for order in orders]
    twice = next((path for path in paths if paths.count(path) > 1), None)
    if twice:
        raise Refused(f"Mục {', '.join(twice)} ghi hai lần; mỗi nội dung phải có mục riêng.", "orders")


def _rows(given: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = given.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Refused(f"“{name}” phải là một danh sách.", name)
    return rows


def _words(value: Any) -> str | None:
    """Blanks tidied; nothing is null."""
    return " ".join(str(value).split()) or None if value is not None else None


def _lines(values: Any) -> list[str]:
    return [words for value in values or [] if (words := _words(value))]


def _one_of(value: Any, allowed: Sequence[str], field: str) -> str:
    if value not in allowed:
        raise Refused(f"“{value}” không có trong danh mục của ô này.", field)
    return str(value)


def _day(value: Any, field: str) -> None:
    try:
        dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Refused(f"“{value}” không phải ngày hợp lệ.", field) from None
