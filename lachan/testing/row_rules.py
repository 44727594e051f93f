"""The rules of one row: from parsed columns to a `LabRow`, or to sentences that say what to mend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lachan.kernel.secrets.crypto import blind_index
from lachan.kernel.text import fold
from lachan.kernel.times import LOCAL, local_day, show_moment
from lachan.people.identity import Identity, identity
from lachan.testing.models import Result
from lachan.testing.types import LabRow
from lachan.testing.vocabulary import PENDING

_NO_CODE = frozenset(("khong co", "khong co ma", "khong"))
GENES = {"ct_n": "N", "ct_e": "E", "ct_rdrp": "RdRp", "ct_orf": "ORF1ab", "ct_s": "S"}
Values = Mapping[str, Any]
FindUnit = Callable[[str, str, str, dt.date], int | None]


@dataclass(frozen=True, slots=True)
class Context:
    """What all rows of a file share."""

    now: dt.datetime
    disease: str  # of rows that name none themselves; may be empty
    methods: Mapping[str, Mapping[str, str]]  # disease → code → name
    find_unit: FindUnit
    pools: frozenset[str] = frozenset()  # codes that the file shares among the members of a pool

    def disease_of(self, values: Values) -> str:
        return values.get("disease") or self.disease


def row_faults(values: Values, now: dt.datetime) -> list[str]:
    """What contradicts itself in a row, by whatever of it could be read."""
    sampled, resulted = _moments(values)
    return [
        *_moment_faults(sampled, resulted, now),
        *_birth_faults(values, now),
        *_ct_faults(values),
        *_code_faults(values),
    ]


def lab_row(number: int, values: Values, context: Context) -> tuple[LabRow | None, list[str]]:
    """A row in which `row_faults` finds nothing as the service takes it, and what the whole file makes wrong with it."""
    sampled, resulted = _moments(values)
    reasons = _method_faults(values, context)
    if reasons or sampled is None or resulted is None:
        return None, reasons
    return _made(number, values, sampled, resulted, context), []


def _made(
    number: int, values: Values, sampled: dt.datetime, resulted: dt.datetime, context: Context
) -> LabRow:
    ct, detail = _ct(values)
    pooled, size = _pool(values, context.pools)
    who = _who(values, sampled, context)
    return LabRow(
        number=number,
        code=values.get("pool_code")
        or (_own_code(values, who, sampled) if _uncoded(values) else values["code"]),
        who=who,
        sampled_at=sampled,
        resulted_at=resulted,
        method=values["method"],
        outcome=values["outcome"],
        ct=ct,
        ct_detail=detail,
        pooled=pooled,
        pool_size=size,
        kind=values.get("kind") or "",
        reason=(values.get("reason") or "")[:60],
        collector=values.get("collector") or "",
        address=_address(values),
        disease=context.disease_of(values),
    )


def _moments(values: Values) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Sampling and result; a result of which only the day is known is not older than its sample of that day."""
    sampled = _with_hour(values.get("sampled_at"), values.get("sampled_hour"))
    resulted = _with_hour(values.get("resulted_at"), values.get("resulted_hour"))
    if sampled and resulted and _day_only(resulted) and local_day(sampled) == local_day(resulted):
        resulted = max(sampled, resulted)
    return sampled, resulted


def _with_hour(moment: dt.datetime | None, hour: dt.time | None) -> dt.datetime | None:
    if moment is None or hour is None or not _day_only(moment):
        return moment
    return dt.datetime.combine(local_day(moment), hour, LOCAL)


def _day_only(moment: dt.datetime) -> bool:
    return moment.astimezone(LOCAL).time() == dt.time()


def _moment_faults(sampled: dt.datetime | None, resulted: dt.datetime | None, now: dt.datetime) -> list[str]:
    faults = []
    if sampled and sampled > now:
        faults.append(f"Ngày giờ lấy mẫu {show_moment(sampled)} ở sau lúc này.")
    if resulted and resulted > now:
        faults.append(f"Ngày giờ trả kết quả {show_moment(resulted)} ở sau lúc này.")
    if sampled and resulted and resulted < sampled:
        faults.append(f"Trả kết quả ({show_moment(resulted)}) trước khi lấy mẫu ({show_moment(sampled)}).")
    return faults


def _birth_faults(values: Values, now: dt.datetime) -> list[str]:
    date, year = values.get("birth_date"), values.get("birth_year")
    if date and year and date.year != year.year:
        return [f"Ngày sinh và Năm sinh không khớp ({date.year} và {year.year})."]
    born = date or year
    if born and (born.year > local_day(now).year or (born.day and born.day > local_day(now))):
        return ["Ngày sinh ở sau hôm nay."]
    return []


def _method_faults(values: Values, context: Context) -> list[str]:
    methods = context.methods.get(context.disease_of(values))
    if methods is None:
        return ["Chưa chọn bệnh. Ghi “Bệnh” chung cho cả tệp ở bước chọn cột."]
    if values.get("method") in methods:
        return []
    return [f"Phương pháp này không dùng cho bệnh đã chọn; hãy ghi một trong: {', '.join(methods.values())}."]


def _uncoded(values: Values) -> bool:
    """Lists of rapid tests often have no codes; whoever sends one says so."""
    return fold(values.get("code") or "") in _NO_CODE


def _code_faults(values: Values) -> list[str]:
    if _uncoded(values) and not values.get("pool_code") and _said_pool(values):
        return ["Mẫu gộp phải có mã mẫu."]
    return []


def _own_code(values: Values, who: Identity, sampled: dt.datetime) -> str:
    """A code for a specimen without one: the same whenever the same row comes again."""
    told = (who, _address(values), sampled.isoformat(), values["method"])
    return f"T{blind_index('uncoded-specimen', repr(told))[:12].upper()}"


def _ct_faults(values: Values) -> list[str]:
    ct, _ = _ct(values)
    if ct is not None and values.get("outcome") == Result.Outcome.NEGATIVE:
        return [f"Kết quả âm tính nhưng có trị số Ct {ct:g}. Kiểm tra lại một trong hai cột."]
    return []


def row_waits(values: Values) -> bool:
    """The laboratory has the specimen and no result yet: the row comes again, with its result, in a later file."""
    return values.get("outcome") == PENDING


def _ct(values: Values) -> tuple[float | None, dict[str, float] | None]:
    """The lowest Ct, and each gene's own where the file has them."""
    detail = {gene: values[name] for name, gene in GENES.items() if values.get(name) is not None}
    stated = [value for value in (values.get("ct"), *detail.values()) if value is not None]
    return (min(stated) if stated else None), detail or None


def _pool(values: Values, pools: frozenset[str]) -> tuple[bool, int | None]:
    """What the file says of the tube decides; where it says nothing, a code shared as pools share it."""
    pooled = values.get("tube") != "single" and (_said_pool(values) or values["code"] in pools)
    return pooled, _pool_size(values) if pooled else None


def _said_pool(values: Values) -> bool:
    return values.get("tube") == "pool" or bool(values.get("pool_code")) or (_pool_size(values) or 0) > 1


def _pool_size(values: Values) -> int | None:
    return int(values["pool_size"]) if values.get("pool_size") else None


def _who(values: Values, sampled: dt.datetime, context: Context) -> Identity:
    date, year = values.get("birth_date"), values.get("birth_year")
    full = next((one.day for one in (date, year) if one and one.day), None)
    return identity(
        values["name"],
        birth_year=next((one.year for one in (date, year) if one), None),
        birth_date=full,
        sex=values.get("sex") or "",
        national_id=values.get("national_id") or "",
        phone=values.get("phone") or "",
        unit_id=context.find_unit(
            values.get("commune") or "",
            values.get("district") or "",
            values.get("address") or "",
            local_day(sampled),
        ),
    )


def _address(values: Values) -> str:
    parts = (values.get("address"), values.get("hamlet"))
    return ", ".join(part for part in parts if part)
