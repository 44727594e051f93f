"""Sites and how many places they have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from lachan.epi.vocabulary import MEASURES
from lachan.isolation.access import check_can_site_manage
from lachan.isolation.models import Capacity, Site
from lachan.kernel.access.actors import Actor
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused


def site_register(
    *,
    organisation_id: int,
    unit_id: int,
    measures: Sequence[str],
    by: Actor,
    now: dt.datetime,
    address: str = "",
    places: int | None = None,
) -> Site:
    """A place that takes people; with `places`, its capacity from now on."""
    check_can_site_manage(by, organisation_id, unit_id)
    _check_measures(measures)
    if Site.objects.filter(organisation_id=organisation_id).exists():
        raise Refused("Đơn vị này đã được đăng ký là nơi cách ly, điều trị.", "organisation")
    with transaction.atomic():
        site = Site.objects.create(
            organisation_id=organisation_id, unit_id=unit_id, measures=list(measures), address=address.strip()
        )
        audit.record(
            kind="isolation.site_registered",
            by=by,
            now=now,
            object_uid=site.uid,
            data={"name": site.organisation.name},
        )
        if places is not None:
            capacity_record(site=site, places=places, by=by, now=now)
    return site


def capacity_record(
    *, site: Site, places: int, by: Actor, now: dt.datetime, occurred_at: dt.datetime | None = None
) -> Capacity:
    """How many places the site has from a moment on. Fewer than the people there is a fact too."""
    check_can_site_manage(by, site.organisation_id, site.unit_id)
    if places < 0:
        raise Refused("Số chỗ không thể âm.", "places")
    with transaction.atomic():
        made = Capacity.objects.create(
            site=site,
            places=places,
            occurred_at=occurred_at or now,
            recorded_at=now,
            recorded_by=by.user_id,
        )
        audit.record(
            kind="isolation.capacity_recorded",
            by=by,
            now=now,
            object_uid=site.uid,
            data={"name": site.organisation.name, "places": places},
        )
    return made


def _check_measures(measures: Sequence[str]) -> None:
    known = {code for code, measure in MEASURES.items() if measure.separates}
    if not measures or not set(measures) <= known:
        raise Refused("Chọn ít nhất một biện pháp mà nơi này nhận.", "measures")
