"""Audit kinds of places; none of them holds personal data."""

from lachan.kernel.audit.registry import EventKind, register

register(
    EventKind(
        "places.units_imported",
        "nạp đơn vị hành chính tỉnh {province} từ {source}: thêm {created}, sửa {updated}, trả lại {refused} dòng",
    ),
    EventKind("places.units_ended", "kết thúc {ended} xã, phường của tỉnh {province} từ {on}"),
    EventKind("places.successions_imported", "nạp {created} dòng sáp nhập, chia tách từ {source}"),
    EventKind("places.hamlets_imported", "nạp {created} khóm, ấp từ {source}"),
    EventKind("places.hamlet_registered", "đăng ký {name} thuộc {unit}"),
    EventKind("places.population_imported", "nạp dân số {units} đơn vị tính đến {as_of}, nguồn: {source}"),
    EventKind("places.venue_registered", "đăng ký địa điểm tại {unit}"),
)
