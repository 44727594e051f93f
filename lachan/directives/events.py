"""Audit kinds of directives."""

from lachan.kernel.audit.registry import EventKind, register

register(
    EventKind("directives.letter_registered", "vào sổ văn bản đến số {arrival}: {mark}"),
    EventKind("directives.letter_voided", "hủy vào sổ văn bản đến số {arrival}: {reason}"),
    EventKind("directives.letter_filed", "lưu văn bản {mark}, không có nhiệm vụ: {reason}"),
    EventKind("directives.reading_confirmed", "xác nhận bản đọc văn bản {mark}, {orders} nội dung"),
    EventKind("directives.tasks_drafted", "dự thảo {tasks} nhiệm vụ theo văn bản {mark}"),
    EventKind("directives.task_added", "thêm một nhiệm vụ vào dự thảo, giao {lead}"),
    EventKind("directives.task_changed", "sửa dự thảo {tasks} nhiệm vụ: {fields}"),
    EventKind("directives.task_dropped", "bỏ {tasks} nhiệm vụ khỏi dự thảo"),
    EventKind("directives.draft_discarded", "bỏ cả dự thảo phân công văn bản {mark}"),
    EventKind("directives.order_measured", "chọn chỉ số {indicator} đo nội dung {path}"),
    EventKind("directives.tasks_released", "giao {tasks} nhiệm vụ theo văn bản {mark}"),
    EventKind("directives.task_reassigned", "giao nhiệm vụ của {before} cho {lead}"),
    EventKind("directives.task_assigned", "giao {lead} chủ trì nhiệm vụ mà văn bản ghi “{words}”"),
    EventKind("directives.task_shared", "giao lại nhiệm vụ cho {parts} đơn vị"),
    EventKind("directives.task_entry_recorded", "{entry} nhiệm vụ"),
    EventKind("directives.task_entry_revoked", "thu hồi {entry} của nhiệm vụ: {reason}"),
    EventKind("directives.report_printed", "in báo cáo tiến độ văn bản {mark}"),
)
