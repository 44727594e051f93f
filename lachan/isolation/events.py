"""Audit kinds of isolation."""

from lachan.kernel.audit.registry import EventKind, register

register(
    EventKind("isolation.site_registered", "đăng ký nơi cách ly, điều trị {name}"),
    EventKind("isolation.capacity_recorded", "ghi sức chứa {places} chỗ của {name}"),
    EventKind("isolation.order_drafted", "dự thảo quyết định cách ly cho {people} người"),
    EventKind("isolation.order_issued", "ban hành quyết định số {number}/{symbol} cho {people} người"),
    EventKind("isolation.order_discarded", "bỏ dự thảo quyết định cách ly"),
    EventKind("isolation.order_lifted", "gỡ cách ly {people} người theo quyết định số {number}/{symbol}"),
    EventKind("isolation.completion_issued", "cấp giấy xác nhận hoàn thành cách ly số {number}/{symbol}"),
    EventKind(
        "isolation.lift_revoked", "thu hồi bản ghi gỡ cách ly số {number}/{symbol} của một người: {reason}"
    ),
    EventKind("isolation.completion_revoked", "thu hồi giấy xác nhận số {number}/{symbol}: {reason}"),
    EventKind("isolation.capacity_revoked", "thu hồi sức chứa {places} chỗ của {name}: {reason}"),
    EventKind("isolation.told_recorded", "đã báo cho người liên quan lúc {moment}"),
    EventKind("isolation.told_revoked", "thu hồi bản ghi đã báo: {reason}"),
    EventKind("isolation.stay_begun", "xác nhận đến nơi cách ly lúc {moment}"),
    EventKind("isolation.stay_ended", "rời nơi cách ly lúc {moment}: {reason}"),
    EventKind("isolation.stay_revoked", "thu hồi bản ghi nơi ở cách ly: {reason}"),
    EventKind("isolation.departure_revoked", "thu hồi bản ghi rời nơi cách ly: {reason}"),
)
