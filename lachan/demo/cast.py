"""The organisations and log-ins of the demonstration and of the tests. All people and numbers are invented:
telephone numbers begin with 01000 (a range withdrawn in 2018), and no document number is a real one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from lachan.demo import organs
from lachan.isolation.services.sites import site_register
from lachan.kernel.access import roles
from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.organisations import queries, services
from lachan.organisations.models import Organisation, OrganisationKind, User
from lachan.places import queries as places
from lachan.places.kinds import Level
from lachan.places.models import Unit

FOUNDED = dt.date(2020, 1, 1)
PASSWORD = "la-chan-dien-tap"  # noqa: S105
CITY, U_MINH, CAI_NUOC, DAM_DOI = "964", "966", "969", "970"
WARD_4, WARD_5, TAN_XUYEN = "32002", "32008", "32022"


@dataclass(frozen=True, slots=True)
class Login:
    """`home` names the organisation by its key in `World.organisations`."""

    username: str
    full_name: str
    title: str
    role: str
    home: str


LOGINS = (
    Login("vanthu", "Trần Thị Mai Hương", "Văn thư", roles.CLERK, "ubnd"),
    Login("lanhdao", "Lê Quốc Bảo", "Phó Chủ tịch", roles.LEADER, "ubnd"),
    Login("thammuu", "Phạm Minh Khôi", "Tổ phó Tổ tham mưu", roles.ADVISORY, "advisory"),
    Login("cdc", "Nguyễn Thị Ngọc Ánh", "Bác sĩ, đội truy vết", roles.TRACER, "cdc"),
    Login("phongxn", "Võ Thanh Tùng", "Kỹ thuật viên trưởng", roles.LAB, "lab"),
    Login("huyen", "Huỳnh Văn Dũng", "Phó Giám đốc", roles.DISTRICT, f"ttyt-{CITY}"),
    Login("xa", "Đặng Thị Kim Loan", "Trưởng trạm", roles.COMMUNE, f"tyt-{WARD_4}"),
    Login("khucachly", "Bùi Hữu Nghĩa", "Trưởng khu", roles.SITE, "site-city"),
    Login("kiemtra", "Đỗ Thị Hồng Nhung", "Thanh tra viên", roles.AUDITOR, "inspectorate"),
    Login("quantri", "Ngô Đức Anh", "Quản trị hệ thống", roles.ADMIN, "department"),
)


@dataclass(slots=True)
class World:
    """What the cast consists of: organisations by key, users by log-in name."""

    province: Unit
    organisations: dict[str, Organisation] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    def actor(self, username: str, now: dt.datetime) -> Actor:
        return queries.actor_of(self.users[username], now)

    def commune(self, code: str, on: dt.date) -> Unit:
        unit = places.unit_by_code(code, on, Level.COMMUNE)
        assert unit is not None, code
        return unit


def found_world(*, on: dt.date, now: dt.datetime, districts: bool = True) -> World:
    """Organs of the province on a day: with districts (2021), or communes right below it (2025)."""
    province = places.unit_by_code("96", on, Level.PROVINCE)
    assert province is not None
    world = World(province)
    valid_from = max(FOUNDED, province.valid_from)
    _provincial(world, valid_from, now, districts=districts)
    communes = list(places.units_on(on, Level.COMMUNE, province))
    _sites(world, communes, valid_from, now)
    if districts:
        for district in places.units_on(on, Level.DISTRICT, province):
            _district(world, district, valid_from, now)
    for commune in communes:
        _station(world, commune, valid_from, now)
    return world


def add_logins(world: World, *, now: dt.datetime, logins: tuple[Login, ...] = LOGINS) -> None:
    """The first log-in's password is hashed as everybody's is; the others, whose password is the same public
    word, share the hash: ten of them would cost seconds."""
    shared = ""
    for login in logins:
        user = services.user_add(
            username=login.username,
            full_name=login.full_name,
            title=login.title,
            organisation=world.organisations[login.home],
            roles=[login.role],
            password=PASSWORD,
            hashed=shared,
            by=SYSTEM,
            now=now,
        )
        world.users[login.username] = user
        shared = user.password


def _provincial(world: World, valid_from: dt.date, now: dt.datetime, *, districts: bool) -> None:
    rows = organs.PROVINCIAL + (organs.BEFORE_2025 if districts else ())
    for number, organ in enumerate(rows, start=1):
        phone = f"01000{number:05d}"
        _found(world, organ, world.province, phone, valid_from, now)
    _positions(world, valid_from, now)


def _found(
    world: World, organ: organs.Organ, unit: Unit, phone: str, valid_from: dt.date, now: dt.datetime
) -> None:
    world.organisations[organ.key] = services.organisation_found(
        name=organ.name,
        kind=organ.kind,
        line=organ.line,
        short_name=organ.short_name,
        symbol=organ.symbol,
        phone=phone,
        area_unit_ids=[unit.pk] if organ.reaches else [],
        seat_id=unit.pk,
        valid_from=valid_from,
        by=SYSTEM,
        now=now,
    )


def _positions(world: World, valid_from: dt.date, now: dt.datetime) -> None:
    rows = [
        ("ubnd", "PHÓ CHỦ TỊCH", "Lê Quốc Bảo", "KT. CHỦ TỊCH"),
        ("department", "GIÁM ĐỐC", "Trương Thị Thu Hà", ""),
        ("cdc", "GIÁM ĐỐC", "Nguyễn Hoàng Phúc", ""),
    ]
    for key, title, holder, authority in rows:
        services.position_set(
            organisation=world.organisations[key],
            title=title,
            holder_name=holder,
            authority=authority,
            valid_from=valid_from,
            by=SYSTEM,
            now=now,
        )


def _district(world: World, district: Unit, valid_from: dt.date, now: dt.datetime) -> None:
    name = district.name[0].lower() + district.name[1:]
    serial = int(district.code)
    for digit, organ in enumerate(organs.of_district(district.code, name), start=1):
        _found(world, organ, district, f"01000{digit}{serial:04d}", valid_from, now)
    services.position_set(
        organisation=world.organisations[f"ubnd-{district.code}"],
        title="CHỦ TỊCH",
        holder_name=_CHAIRMEN[serial % len(_CHAIRMEN)],
        valid_from=valid_from,
        by=SYSTEM,
        now=now,
    )


_CHAIRMEN = (
    "Lâm Văn Thuận",
    "Trịnh Hoài Nam",
    "Cao Thị Bích Liên",
    "Dương Công Thành",
    "Mai Xuân Trường",
    "Hồ Thị Diễm My",
    "Châu Văn Lợi",
    "Phan Thanh Bình",
    "Tô Hữu Phước",
)


# key, name, kind, measures, commune code of 2021, places; all invented
_SITES = (
    (
        "site-city",
        "Khu cách ly tập trung số 1 (minh họa)",
        OrganisationKind.SITE,
        ["concentrated"],
        "31999",
        120,
    ),
    (
        "site-school",
        "Khu cách ly Trường mẫu (minh họa)",
        OrganisationKind.SITE,
        ["concentrated"],
        "32022",
        60,
    ),
    ("site-u-minh", "Khu cách ly U Minh (minh họa)", OrganisationKind.SITE, ["concentrated"], "32044", 80),
    (
        "site-cai-nuoc",
        "Khu cách ly Cái Nước (minh họa)",
        OrganisationKind.SITE,
        ["concentrated"],
        "32128",
        80,
    ),
    (
        "hospital",
        "Bệnh viện dã chiến số 1 (minh họa)",
        OrganisationKind.HOSPITAL,
        ["treatment"],
        "32020",
        300,
    ),
)


def _sites(world: World, communes: list[Unit], valid_from: dt.date, now: dt.datetime) -> None:
    """Sites stand in their commune of 2021; on later trees in some commune of the province."""
    by_code = {unit.code: unit for unit in communes}
    for number, (key, name, kind, measures, code, room) in enumerate(_SITES, start=1):
        seat = by_code.get(code, communes[number])
        organisation = services.organisation_found(
            name=name,
            kind=kind,
            symbol="KCL",
            phone=f"01000{80_000 + number}",
            seat_id=seat.pk,
            valid_from=max(valid_from, seat.valid_from),
            by=SYSTEM,
            now=now,
        )
        world.organisations[key] = organisation
        site_register(
            organisation_id=organisation.pk,
            unit_id=seat.pk,
            measures=measures,
            places=room,
            by=SYSTEM,
            now=now,
        )


def _station(world: World, commune: Unit, valid_from: dt.date, now: dt.datetime) -> None:
    name = commune.name[0].lower() + commune.name[1:]
    world.organisations[f"tyt-{commune.code}"] = services.organisation_found(
        name=f"Trạm Y tế {name}",
        kind=OrganisationKind.STATION,
        symbol="TYT",
        phone=f"01000{commune.code}",
        seat_id=commune.pk,
        area_unit_ids=[commune.pk],
        valid_from=max(valid_from, commune.valid_from),
        by=SYSTEM,
        now=now,
    )
