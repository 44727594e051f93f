"""Audit kinds of the kernel."""

from lachan.kernel.audit.registry import EventKind, register

register(
    EventKind("kernel.subject_forgotten", "hủy khóa dữ liệu của người số {subject_id}"),
    EventKind("kernel.policy_adopted", "ban hành quy tắc {key} từ {effective_from} theo {instrument}"),
    EventKind("kernel.clock_moved", "chuyển đồng hồ diễn tập đến {moment}"),
    EventKind("kernel.upload_staged", "nhận tệp {name}, {rows} dòng"),
    EventKind("kernel.upload_applied", "nạp xong tệp {name}: {applied} dòng vào, {bad} dòng trả lại"),
    EventKind("kernel.upload_cancelled", "hủy tệp {name}"),
    EventKind("kernel.block_released", "cấp dải số {first}–{last} sổ {book} năm {year}"),
    EventKind("kernel.paper_issued", "phát hành văn bản số {number}/{symbol}"),
)
