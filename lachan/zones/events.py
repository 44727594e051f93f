"""Audit kinds of zones."""

from lachan.kernel.audit.registry import EventKind, register

register(
    EventKind("zones.ring_opened", "mở ổ dịch quanh ca {code}, bán kính {radius_m} m"),
    EventKind("zones.ring_revoked", "thu hồi ổ dịch quanh ca {code}: {reason}"),
    EventKind("zones.case_linked", "ghi ca {code} vào ổ dịch"),
    EventKind("zones.case_unlinked", "đưa ca {code} ra khỏi ổ dịch: {reason}"),
    EventKind("zones.houses_added", "thêm {count} nhà vào ổ dịch"),
    EventKind("zones.house_removed", "bỏ nhà số {number} khỏi ổ dịch: {reason}"),
    EventKind("zones.house_visit_recorded", "ghi lượt kiểm tra nhà số {number}: {outcome}"),
    EventKind("zones.house_visit_revoked", "thu hồi lượt kiểm tra nhà số {number}: {reason}"),
    EventKind("zones.spraying_recorded", "ghi phun hóa chất lần {round}, {houses} nhà"),
    EventKind("zones.spraying_revoked", "thu hồi lần phun {round}: {reason}"),
    EventKind("zones.ring_closed", "đóng ổ dịch quanh ca {code}; chưa xong: {gaps}"),
    EventKind("zones.closing_revoked", "thu hồi việc đóng ổ dịch quanh ca {code}: {reason}"),
    EventKind("zones.ring_reopened", "mở lại ổ dịch quanh ca {code}"),
)
