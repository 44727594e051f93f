"""Places that take people: where there is room, and how many places each has."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema, Status

from lachan.isolation import access, queries, services
from lachan.kernel.access.roles import check
from lachan.kernel.audit import reads
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.times import local_day, told_moment
from lachan.organisations import queries as organisations
from lachan.people import queries as people
from lachan.places import queries as places

router = Router()

Measure = Annotated[str, Field(max_length=20)]
Places = Annotated[int, Field(ge=0, le=100_000)]


class SiteOut(Schema):
    """`capacity` and `free` are null where nobody recorded a capacity."""

    uid: uuid.UUID
    name: str
    unit_id: int
    measures: list[str]
    capacity: int | None
    staying: int
    expected: int
    free: int | None


class NearSiteOut(SiteOut):
    """`km` as the crow flies between communes, null where unknown."""

    km: float | None
    same_district: bool


class SiteIn(Schema):
    """`organisation`: who runs the place, as the directory knows it."""

    organisation: uuid.UUID
    unit_id: int = Field(ge=1, le=2**62)
    measures: list[Measure] = Field(min_length=1, max_length=10)
    address: str = Field("", max_length=200)
    places: Places


class CapacityIn(Schema):
    places: Places
    at: dt.datetime | None = None


@router.get("/sites", response=list[SiteOut], url_name="isolation_sites")
def site_list(request: Any) -> list[SiteOut]:
    """All sites with their places now."""
    check(request.actor, "isolation.view")
    return [SiteOut(**_site(one)) for one in queries.site_loads(list(queries.sites()), request.now)]


@router.post("/sites", response={201: SiteOut}, url_name="isolation_site_register")
def site_register(request: Any, body: SiteIn) -> Status[Any]:
    """A new place that takes people."""
    check(request.actor, "isolation.site_manage")
    organisation = organisations.alive_on(local_day(request.now)).filter(uid=body.organisation).first()
    if organisation is None:
        raise Refused("Đơn vị này không có trong danh bạ hôm nay.", "organisation")
    if places.unit_by_id(body.unit_id) is None:
        raise Refused("Không có xã này.", "unit_id")
    site = services.site_register(
        organisation_id=organisation.pk,
        unit_id=body.unit_id,
        measures=body.measures,
        address=body.address,
        places=body.places,
        by=request.actor,
        now=request.now,
    )
    return Status(201, _one(site, request.now))


@router.post("/sites/{uuid:uid}/capacity", response={201: SiteOut}, url_name="isolation_capacity_record")
def capacity_record(request: Any, uid: uuid.UUID, body: CapacityIn) -> Status[Any]:
    """How many places the site has from a moment on (from now, unless given)."""
    check(request.actor, "isolation.site_manage")
    site = queries.site_by_uid(uid)
    if not access.can_site_manage(request.actor, site):
        raise OutOfSight
    services.capacity_record(
        site=site,
        places=body.places,
        occurred_at=told_moment(body.at) if body.at else None,
        by=request.actor,
        now=request.now,
    )
    return Status(201, _one(site, request.now))


@router.get("/people/{uuid:uid}/sites", response=list[NearSiteOut], url_name="isolation_person_sites")
def person_sites(
    request: Any,
    uid: uuid.UUID,
    measure: Annotated[str, Query(max_length=20)],
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> list[NearSiteOut]:
    """Sites that take people for the measure, the best for this person first: of the own district, with room, near."""
    check(request.actor, "isolation.view")
    person = people.person_get(uid=uid, actor=request.actor, now=request.now)
    reads.note(request, [person.pk])
    found = queries.sites_with_places(person.residence, measure, request.now)
    return [NearSiteOut(**_site(one), km=one.km, same_district=one.same_district) for one in found[:limit]]


def _one(site: Any, now: dt.datetime) -> SiteOut:
    return SiteOut(**_site(queries.site_loads([site], now)[0]))


def _site(one: queries.SiteLoad) -> dict[str, Any]:
    return {
        "uid": one.site.uid,
        "name": one.name,
        "unit_id": one.site.unit_id,
        "measures": one.site.measures,
        "capacity": one.load.capacity,
        "staying": one.load.staying,
        "expected": one.load.expected,
        "free": one.load.free,
    }
