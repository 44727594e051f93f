"""Audit kinds of organisations."""

from lachan.kernel.audit.registry import EventKind, register

register(
    EventKind("organisations.organisation_founded", "lập tổ chức {name}"),
    EventKind("organisations.position_set", "cập nhật chức vụ {title} của {organisation}"),
    EventKind("organisations.user_added", "cấp tài khoản {username} ({roles})"),
    EventKind("organisations.user_suspended", "khóa tài khoản {username}"),
    EventKind("organisations.login_failed", "đăng nhập không thành công: {whom}"),
    EventKind("organisations.login_locked", "tạm khóa đăng nhập vì sai nhiều lần: {whom}"),
    EventKind(
        "organisations.logins_failed_often",
        "hơn {count} lần đăng nhập sai trong {minutes} phút, các lần sau không ghi riêng",
    ),
    EventKind("organisations.logged_in", "đăng nhập"),
    EventKind("organisations.logged_out", "đăng xuất"),
)
