"""Audit kinds of tracing."""

from lachan.kernel.audit.registry import EventKind, register

register(
    EventKind("tracing.timeline_entry_recorded", "ghi mốc dịch tễ lúc {moment}"),
    EventKind("tracing.timeline_entry_revoked", "thu hồi mốc dịch tễ: {reason}"),
    EventKind("tracing.exposure_recorded", "ghi tiếp xúc ngày {day}"),
    EventKind("tracing.exposures_recorded", "ghi {added} lượt tiếp xúc, {repeated} lượt đã có từ trước"),
    EventKind("tracing.contacts_taken", "nạp {lines} dòng người tiếp xúc, {waiting} dòng chờ nhận diện"),
    EventKind("tracing.contact_decided", "nhận diện một người tiếp xúc: {decision}"),
    EventKind("tracing.contact_refused", "bỏ một dòng người tiếp xúc: {reason}"),
    EventKind("tracing.exposure_revoked", "thu hồi bản ghi tiếp xúc: {reason}"),
)
