"""Audit kinds of cases."""

from lachan.kernel.audit.registry import EventKind, register

register(
    EventKind("cases.episodes_projected", "cập nhật ca bệnh: {opened} ca mở, {changed} ca đổi phân loại"),
    EventKind("cases.onset_stated", "ghi triệu chứng, ngày khởi phát {onset_on} của ca {code}"),
    EventKind("cases.source_stated", "ghi nguồn lây của ca {code}: {words}"),
    EventKind("cases.context_stated", "ghi nơi phát hiện ca {code}: {context}"),
    EventKind("cases.national_number_given", "ghi số bệnh nhân quốc gia cho ca {code}"),
    EventKind("cases.outcome_recorded", "ghi kết cục ca {code}: {outcome}"),
    EventKind("cases.statement_revoked", "thu hồi {what} của ca {code}: {reason}"),
    EventKind("cases.published", "công bố {count} ca ngày {day}"),
)
