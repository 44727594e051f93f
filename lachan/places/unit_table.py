"""Reading another office's table of units: its own columns in, checked rows and refusals out. No database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lachan.kernel.errors import Refused
from lachan.kernel.text import fold
from lachan.places import naming
from lachan.places.models import Level, UnitKind

# Column names, folded, as seen in the tables of statistical offices and of provinces.
_COLUMNS: dict[str, str] = {
    "province_code": "province code|provincecode|ma tinh|ma tp|ma tinh tp|ma tinh thanh|ma tinh thanh pho",
    "province": "province|tinh|tinh thanh|tinh tp|tinh thanh pho|ten tinh|ten tinh thanh pho",
    "district_code": "district code|districtcode|ma huyen|ma qh|ma quan huyen|ma huyen quan",
    "district": "district|huyen|quan huyen|huyen quan|ten huyen|ten quan huyen",
    "code": "commune code|ward code|wardcode|ma xa|ma px|ma phuong xa|ma xa phuong|ma don vi|ma dvhc|code",
    "name": "commune|ward|xa|phuong xa|xa phuong|ten xa|ten phuong xa|ten xa phuong|ten don vi|ten|name",
    "kind": "commune type|ward type|wardtype|cap|loai|loai don vi|kind|type",
    "lat": "lat|latitude|wardlat|vi do",
    "lon": "lon|lng|longitude|wardlon|kinh do",
    "coordinate": "coordinate|toa do",
    "valid_from": "valid from|hieu luc tu|tu ngay",
    "valid_to": "valid to|het hieu luc|den ngay",
}
_BY_HEADING = {name: column for column, names in _COLUMNS.items() for name in names.split("|")}
_HEADER_WITHIN = 20
_LATITUDES, _LONGITUDES = (6.0, 24.0), (102.0, 118.0)  # Việt Nam with its islands

Cells = Sequence[object]


@dataclass(frozen=True)
class Refusal:
    """A row handed back: its line in the file, what it held, and why in Vietnamese."""

    line: int
    cells: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class UnitRow:
    """One commune with its parents, as the table says it."""

    line: int
    cells: tuple[str, ...]
    province_code: str
    province: str
    district_code: str
    district: str
    code: str
    name: str
    kind: UnitKind
    lat: float | None
    lon: float | None
    approximate: bool
    valid_from: dt.date | None
    valid_to: dt.date | None


@dataclass(frozen=True)
class UnitTable:
    header: tuple[str, ...] = ()
    rows: list[UnitRow] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def read_units(lines: Iterable[Cells]) -> UnitTable:
    """Checked rows of a table; raises Refused where no commune columns can be recognised."""
    numbered = [(number, tuple(_text(cell) for cell in cells)) for number, cells in enumerate(lines, start=1)]
    start, columns = _find_header(numbered)
    table = UnitTable(header=numbered[start][1])
    for line, cells in numbered[start + 1 :]:
        if any(cells):
            _take(table, line, cells, columns)
    return table


def _find_header(lines: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[int, dict[str, int]]:
    """The first line that names a commune's code and name; titles above it are skipped."""
    for position, (_, cells) in enumerate(lines[:_HEADER_WITHIN]):
        columns: dict[str, int] = {}
        for index, cell in enumerate(cells):
            column = _BY_HEADING.get(fold(cell))
            if column:
                columns.setdefault(column, index)
        if {"code", "name", "province_code"} <= columns.keys():
            return position, columns
    raise Refused("Không nhận ra bảng: cần ít nhất các cột mã tỉnh, mã xã và tên xã.")


def _take(table: UnitTable, line: int, cells: tuple[str, ...], columns: Mapping[str, int]) -> None:
    values = {name: cells[index] if index < len(cells) else "" for name, index in columns.items()}
    try:
        table.rows.append(_row(line, cells, values))
    except ValueError as error:
        table.refused.append(Refusal(line, cells, str(error)))


def _row(line: int, cells: tuple[str, ...], values: Mapping[str, str]) -> UnitRow:
    kind, name = _kind_and_name(values.get("name", ""), values.get("kind", ""))
    lat, lon = _coordinate(values.get("lat", ""), values.get("lon", ""))
    district_code = values.get("district_code", "")
    district = values.get("district", "")
    return UnitRow(
        line=line,
        cells=cells,
        province_code=_code(values["province_code"], 2, "mã tỉnh"),
        province=_parent_name(values.get("province", ""), Level.PROVINCE),
        district_code=_code(district_code, 3, "mã huyện") if district_code else "",
        district=_parent_name(district, Level.DISTRICT) if district_code else "",
        code=_code(values["code"], 5, "mã xã"),
        name=name,
        kind=kind,
        lat=lat,
        lon=lon,
        approximate=fold(values.get("coordinate", "")) in {"approximate", "gan dung", "uoc luong"},
        valid_from=_date(values.get("valid_from", "")),
        valid_to=_date(values.get("valid_to", "")),
    )


def _text(cell: object) -> str:
    """Spreadsheets turn codes into numbers: 32002.0 is the code 32002."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    return "" if cell is None else " ".join(str(cell).split()).lstrip("'")


def _code(text: str, width: int, what: str) -> str:
    text = text.removesuffix(".0")
    if not text:
        raise ValueError(f"Thiếu {what}.")
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"«{text}» không phải là {what}: chỉ gồm chữ số.")
    if len(text) > width:
        raise ValueError(f"«{text}» không phải là {what}: dài quá {width} chữ số.")
    return text.zfill(width)


def _kind_and_name(name: str, kind_cell: str) -> tuple[UnitKind, str]:
    if not name:
        raise ValueError("Thiếu tên xã.")
    stated = naming.kind_named(kind_cell)
    kind = naming.kind_of(name, Level.COMMUNE)
    if kind is None and stated and Level.COMMUNE in naming.LEVELS[stated]:
        kind, name = stated, f"{stated.label} {name}"
    if kind is None:
        raise ValueError(f"Không rõ «{name}» là xã, phường, thị trấn hay đặc khu.")
    if stated and stated != kind:
        raise ValueError(f"Tên «{name}» không hợp với cấp «{kind_cell}».")
    return kind, naming.tidy_name(name, kind)


def _parent_name(name: str, level: Level) -> str:
    """The tidy name of a province or district, or empty where the table gives the code alone."""
    if not name:
        return ""
    kind = naming.kind_of(name, level)
    if kind is None:
        raise ValueError(f"Tên «{name}» phải ghi rõ loại, ví dụ «{_EXAMPLES[level]}».")
    return naming.tidy_name(name, kind)


_EXAMPLES = {Level.PROVINCE: "Tỉnh Cà Mau", Level.DISTRICT: "Huyện U Minh"}


def _coordinate(lat_text: str, lon_text: str) -> tuple[float | None, float | None]:
    if not lat_text and not lon_text:
        return None, None
    try:
        lat, lon = float(lat_text.replace(",", ".")), float(lon_text.replace(",", "."))
    except ValueError:
        raise ValueError(f"Tọa độ «{lat_text}; {lon_text}» không đọc được.") from None
    if _within(lon, _LATITUDES) and _within(lat, _LONGITUDES):
        raise ValueError("Vĩ độ và kinh độ bị đổi chỗ cho nhau.")
    if not (_within(lat, _LATITUDES) and _within(lon, _LONGITUDES)):
        raise ValueError(f"Tọa độ «{lat_text}; {lon_text}» nằm ngoài Việt Nam.")
    return lat, lon


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _date(text: str) -> dt.date | None:
    if not text:
        return None
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, shape).date()
        except ValueError:
            continue
    raise ValueError(f"Ngày «{text}» không đọc được: viết dd/mm/yyyy.")
