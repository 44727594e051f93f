"""Another office's table of units: its own columns in, checked rows and refusals out. No database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from lachan.kernel.errors import Refused
from lachan.kernel.intake.cells import Cell, text_of
from lachan.kernel.intake.reading.tables import Document, read_document
from lachan.kernel.text import fold
from lachan.places import naming
from lachan.places.kinds import Level, UnitKind

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
_LATITUDES, _LONGITUDES = (6.0, 24.0), (102.0, 118.0)  # Việt Nam with its islands


@dataclass(frozen=True)
class Refusal:
    """A row handed back: its line in the file, what it held, and why in Vietnamese."""

    line: int
    cells: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class UnitRow:
    """One commune with its parents, as the table says it; no `code` for a district without communes (Côn Đảo)."""

    line: int
    cells: tuple[str, ...]
    province_code: str
    province: str
    district_code: str
    district: str
    code: str
    name: str
    kind: UnitKind | None
    lat: float | None
    lon: float | None
    approximate: bool
    valid_from: dt.date | None
    valid_to: dt.date | None


@dataclass(frozen=True)
class UnitTable:
    """`notes` say which lines of the file were left out as titles and footers."""

    header: tuple[str, ...]
    notes: list[str]
    rows: list[UnitRow] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def read_units(name: str, content: bytes) -> UnitTable:
    """The checked rows of a .csv, .xlsx or .xls file; raises Refused where it holds no table of communes."""
    document = read_document(name, content, frozenset(_BY_HEADING))
    columns = _known_columns(document)
    if not {"code", "name", "province_code"} <= columns.keys():
        raise Refused("Không nhận ra bảng: cần ít nhất các cột mã tỉnh, mã xã và tên xã.")
    table = UnitTable(document.columns, list(document.notes))
    for line in document.lines:
        _take(table, line.line, tuple(_text(cell) for cell in line.cells), columns)
    return table


def _known_columns(document: Document) -> dict[str, int]:
    """Our name of a column → its place; the first of two that mean the same."""
    columns: dict[str, int] = {}
    for index, heading in enumerate(document.columns):
        column = _BY_HEADING.get(fold(heading))
        if column:
            columns.setdefault(column, index)
    return columns


def _take(table: UnitTable, line: int, cells: tuple[str, ...], columns: Mapping[str, int]) -> None:
    values = {name: cells[index] for name, index in columns.items()}
    try:
        table.rows.append(_row(line, cells, values))
    except ValueError as error:
        table.refused.append(Refusal(line, cells, str(error)))


def _row(line: int, cells: tuple[str, ...], values: Mapping[str, str]) -> UnitRow:
    kind, name, code = _commune(values)
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
        code=code,
        name=name,
        kind=kind,
        lat=lat,
        lon=lon,
        approximate=fold(values.get("coordinate", "")) in {"approximate", "gan dung", "uoc luong"},
        valid_from=_date(values.get("valid_from", "")),
        valid_to=_date(values.get("valid_to", "")),
    )


def _text(cell: Cell) -> str:
    return " ".join(text_of(cell).split()).lstrip("'")


def _code(text: str, width: int, what: str) -> str:
    text = text.removesuffix(".0")
    if not text:
        raise ValueError(f"Thiếu {what}.")
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"«{text}» không phải là {what}: chỉ gồm chữ số.")
    if len(text) > width:
        raise ValueError(f"«{text}» không phải là {what}: dài quá {width} chữ số.")
    return text.zfill(width)


def _commune(values: Mapping[str, str]) -> tuple[UnitKind | None, str, str]:
    """Kind, name and code; all empty in the row of a district that has no communes."""
    if values.get("district_code") and not values["code"] and not values["name"]:
        return None, "", ""
    code = _code(values["code"], 5, "mã xã")
    return *_kind_and_name(values["name"], values.get("kind", "")), code


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
