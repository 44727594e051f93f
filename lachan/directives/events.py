"""Audit kinds of directives."""

from lachan.kernel.audit.registry import EventKind, register

register(
    EventKind("directives.letter_registered", "vào sổ văn bản đến số {arrival}: {number}/{symbol}"),
    EventKind("directives.reading_confirmed", "xác nhận bản đọc văn bản {number}/{symbol}, {orders} nội dung"),
    EventKind("directives.tasks_drafted", "dự thảo {tasks} nhiệm vụ theo văn bản {number}/{symbol}"),
    EventKind("directives.task_changed", "sửa dự thảo nhiệm vụ: {fields}"),
    EventKind("directives.task_dropped", "bỏ một nhiệm vụ khỏi dự thảo"),
    EventKind("directives.tasks_released", "giao {tasks} nhiệm vụ theo văn bản {number}/{symbol}"),
    EventKind("directives.task_entry_recorded", "{entry} nhiệm vụ"),
    EventKind("directives.task_entry_revoked", "thu hồi {entry} của nhiệm vụ: {reason}"),
    EventKind("directives.report_printed", "in báo cáo tiến độ văn bản {number}/{symbol}"),
)
