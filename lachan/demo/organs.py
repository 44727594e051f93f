"""Organs that letters of a province address. Their names are those in use; telephone numbers are invented."""

from __future__ import annotations

from dataclasses import dataclass

from lachan.organisations.models import OrganisationKind as Kind


@dataclass(frozen=True, slots=True)
class Organ:
    """`key` names it in `World.organisations`; `reaches` says whether it answers for the whole province."""

    key: str
    name: str
    short_name: str
    symbol: str
    kind: str
    line: str = "state"
    reaches: bool = True


def _department(key: str, name: str, symbol: str) -> Organ:
    return Organ(key, name, symbol, symbol, Kind.DEPARTMENT)


def _mass(key: str, name: str, short_name: str, symbol: str) -> Organ:
    return Organ(key, name, short_name, symbol, Kind.UNION, "other")


def _party(key: str, name: str, short_name: str, symbol: str) -> Organ:
    return Organ(key, name, short_name, symbol, Kind.PARTY, "party")


PROVINCIAL = (
    Organ("ubnd", "Ủy ban nhân dân tỉnh Cà Mau", "UBND tỉnh", "UBND", Kind.PEOPLES_COMMITTEE),
    Organ("bcd", "Ban Chỉ đạo phòng, chống dịch tỉnh Cà Mau", "BCĐ tỉnh", "BCĐ", Kind.STEERING, "party"),
    _department("department", "Sở Y tế", "SYT"),
    Organ("police", "Công an tỉnh", "CAT", "CAT", Kind.POLICE),
    _department("labour", "Sở Lao động - Thương binh và Xã hội", "SLĐTBXH"),
    _mass("front", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "MTTQ tỉnh", "MTTQ"),
    Organ("inspectorate", "Thanh tra Sở Y tế", "TTr SYT", "TTr", Kind.DEPARTMENT),
    Organ("cdc", "Trung tâm Kiểm soát bệnh tật tỉnh", "CDC", "KSBT", Kind.CDC),
    Organ("advisory", "Tổ tham mưu tổng hợp", "TTM", "TTM", Kind.ADVISORY),
    Organ(
        "lab", "Khoa Xét nghiệm, Trung tâm Kiểm soát bệnh tật tỉnh", "XN CDC", "XN", Kind.LAB, reaches=False
    ),
    Organ("lab-2", "Khoa Vi sinh, Bệnh viện minh họa Năm Căn", "XN NC", "XN", Kind.LAB, reaches=False),
    _party("province-party", "Tỉnh ủy Cà Mau", "Tỉnh ủy", "TU"),
    _party("party-office", "Văn phòng Tỉnh ủy", "VPTU", "VPTU"),
    Organ("office", "Văn phòng Ủy ban nhân dân tỉnh", "VP UBND tỉnh", "VP", Kind.DEPARTMENT),
    Organ("army", "Bộ Chỉ huy Quân sự tỉnh", "BCHQS tỉnh", "BCH", Kind.DEPARTMENT),
    _department("interior", "Sở Nội vụ", "SNV"),
    _department("justice", "Sở Tư pháp", "STP"),
    _department("finance", "Sở Tài chính", "STC"),
    _department("trade", "Sở Công Thương", "SCT"),
    _department("building", "Sở Xây dựng", "SXD"),
    _department("science", "Sở Khoa học và Công nghệ", "SKHCN"),
    _department("education", "Sở Giáo dục và Đào tạo", "SGDĐT"),
    _department("culture", "Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL"),
    _mass("youth", "Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh", "Tỉnh đoàn", "TĐTN"),
    _mass("women", "Hội Liên hiệp Phụ nữ tỉnh", "Hội Phụ nữ tỉnh", "BTV"),
    _mass("farmers", "Hội Nông dân tỉnh", "HND tỉnh", "HND"),
    _mass("veterans", "Hội Cựu chiến binh tỉnh", "HCCB tỉnh", "CCB"),
    _mass("workers", "Liên đoàn Lao động tỉnh", "LĐLĐ tỉnh", "LĐLĐ"),
    Organ("red-cross", "Hội Chữ thập đỏ tỉnh", "HCTĐ tỉnh", "CTĐ", Kind.OTHER, "other"),
)

# Departments of the time of districts, since merged into others.
BEFORE_2025 = (
    _department("planning", "Sở Kế hoạch và Đầu tư", "SKHĐT"),
    _department("farming", "Sở Nông nghiệp và Phát triển nông thôn", "SNNPTNT"),
    _department("transport", "Sở Giao thông vận tải", "SGTVT"),
    _department("environment", "Sở Tài nguyên và Môi trường", "STNMT"),
    _department("information", "Sở Thông tin và Truyền thông", "STTTT"),
    _department("border", "Bộ Chỉ huy Bộ đội Biên phòng tỉnh", "BĐBP"),
    _party("state-party", "Ban cán sự đảng Ủy ban nhân dân tỉnh", "BCSĐ UBND tỉnh", "BCSĐ"),
)


def of_district(code: str, name: str) -> tuple[Organ, ...]:
    """The district's own organs; `name` as in "Ủy ban nhân dân huyện U Minh"."""
    town = name.startswith("thành phố ")
    place = name.split(" ", 2 if town else 1)[-1]
    party = f"{'Thành ủy' if town else 'Huyện ủy'} {place}"
    return (
        Organ(f"ubnd-{code}", f"Ủy ban nhân dân {name}", "", "UBND", Kind.PEOPLES_COMMITTEE),
        Organ(f"bcd-{code}", f"Ban Chỉ đạo phòng, chống dịch {name}", "", "BCĐ", Kind.STEERING, "party"),
        Organ(f"ttyt-{code}", f"Trung tâm Y tế {name}", "", "TTYT", Kind.HEALTH_CENTRE),
        Organ(f"party-{code}", party, "", "TU" if town else "HU", Kind.PARTY, "party"),
        Organ(f"police-{code}", f"Công an {name}", "", "CA", Kind.POLICE),
        Organ(f"front-{code}", f"Ủy ban Mặt trận Tổ quốc Việt Nam {name}", "", "MTTQ", Kind.UNION, "other"),
    )
