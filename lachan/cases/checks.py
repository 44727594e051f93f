"""What cannot be true of a case: asked before it is written, and before a preview tells what would follow."""

from __future__ import annotations

import datetime as dt

from lachan.cases.models import Case, Classification
from lachan.kernel.errors import Refused
from lachan.kernel.times import local_day, show_day


def onset_check(*, symptomatic: bool, onset_on: dt.date | None, now: dt.datetime) -> None:
    """Refused where an onset is missing or still to come."""
    if symptomatic and onset_on is None:
        raise Refused("Ca có triệu chứng phải ghi ngày khởi phát.", "onset_on")
    if onset_on and onset_on > local_day(now):
        raise Refused("Ngày khởi phát không thể ở sau hôm nay.", "onset_on")


def source_check(*, case: Case, source_case: Case | None, first_contact_on: dt.date | None) -> None:
    """Refused where that person or that day can't have infected this one."""
    if source_case is not None and source_case.person_id == case.person_id:
        raise Refused("Một người không thể là nguồn lây của chính mình.", "source_case")
    if source_case is not None and source_case.classification == Classification.EXCLUDED:
        raise Refused(f"Ca {source_case.code} đã được loại trừ, không thể là nguồn lây.", "source_case")
    positive_on = local_day(case.sampled_at or case.opened_at)
    if first_contact_on and first_contact_on > positive_on:
        raise Refused(
            f"Tiếp xúc với nguồn lây phải trước khi có mẫu dương tính ({show_day(positive_on)}).",
            "first_contact_on",
        )


def outcome_check(*, case: Case, occurred_at: dt.datetime, now: dt.datetime) -> None:
    """Refused where an end lies before the beginning or is still to come."""
    if occurred_at > now:
        raise Refused("Giờ ghi kết cục không thể ở sau hiện tại.", "occurred_at")
    if occurred_at < case.opened_at:
        raise Refused("Kết cục không thể trước khi phát hiện ca bệnh.", "occurred_at")
