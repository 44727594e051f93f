"""Locking a day's figures; what was published is never changed, later facts enter the next day."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from lachan.cases import services as cases
from lachan.insight import closing as closings
from lachan.insight import queries
from lachan.insight.models import DayClosing, DayItem, IndicatorValue
from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.times import show_day, show_moment


def day_close(*, disease: str, day: dt.date, signer_name: str, by: Actor, now: dt.datetime) -> DayClosing:
    """Lock and sign the figures of `day` at the province's hour.

    Refused before the hour, without a rule that sets it, for a day already locked, and for a day before one
    that is locked.
    """
    check(by, "insight.day_close")
    if not signer_name.strip():
        raise Refused("Phải ghi người ký số liệu.", "signer_name")
    rule = closings.closing_rule(disease, day)
    if rule is None:
        raise Refused("Chưa có quy định giờ chốt số cho bệnh này, nên chưa chốt được.")
    try:
        return _close(disease, day, rule.hour, signer_name.strip(), by, now)
    except IntegrityError as error:
        raise Refused(f"Ngày {show_day(day)} vừa được người khác chốt số.") from error


@transaction.atomic
def _close(
    disease: str, day: dt.date, hour: dt.time, signer_name: str, by: Actor, now: dt.datetime
) -> DayClosing:
    made = closings.draft(disease, day, hour)
    _check_time(disease, made, now)
    published = closings.figures(made)
    locked = DayClosing(
        disease=disease,
        day=day,
        cut_at=made.cut_at,
        known_until=now,
        figures=published,
        signed_at=now,
        signed_by=by.user_id,
        signer_name=signer_name,
    )
    rows = closings.items(made, locked)
    locked.digest = closings.digest(published, rows)
    locked.save()
    DayItem.objects.bulk_create(rows, batch_size=500)
    cases.cases_publish(cases=made.new + made.late, day=day, by=by, now=now)
    for case in made.taken_back:
        cases.publication_revoke(case_uid=case.uid, by=by, now=now, reason=closings.CORRECTION_REASON)
    _tell(locked, made, by, now)
    return locked


def _tell(locked: DayClosing, made: closings.Draft, by: Actor, now: dt.datetime) -> None:
    audit.record(
        kind="insight.day_closed",
        by=by,
        now=now,
        object_uid=locked.uid,
        data={
            "day": show_day(made.day),
            "published": made.published,
            "late": len(made.late),
            "corrected": len(made.taken_back),
            "digest": locked.digest,
        },
    )


@transaction.atomic
def values_store(*, day: dt.date, by: Actor, now: dt.datetime) -> int:
    """Keep every indicator's values of one day, for the province and its units; no person is stored.

    Storing a day again replaces what was stored of it. Returns how many values were kept.
    """
    rows = [row for code in queries.indicator_codes() for row in queries.values_of_day(code, day, now)]
    IndicatorValue.objects.filter(day=day).delete()
    IndicatorValue.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _check_time(disease: str, made: closings.Draft, now: dt.datetime) -> None:
    if now < made.cut_at:
        raise Refused(f"Chưa đến giờ chốt số ({show_moment(made.cut_at)}).")
    later = DayClosing.objects.filter(disease=disease, day__gte=made.day).order_by("day").first()
    if later is not None and later.day == made.day:
        raise Refused(f"Ngày {show_day(made.day)} đã chốt số; số liệu đến sau vào kỳ chốt kế tiếp.")
    if later is not None:
        raise Refused(f"Đã chốt đến ngày {show_day(later.day)}; không chốt lùi ngày trước đó.")
