"""Roles are code: which role holds which permission. A permission is `<room>.<service or screen>`."""

from __future__ import annotations

from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import Forbidden

CLERK = "clerk"
LEADER = "leader"
ADVISORY = "advisory"
TRACER = "tracer"
LAB = "lab"
DISTRICT = "district"
COMMUNE = "commune"
SITE = "site"
AUDITOR = "auditor"
ADMIN = "admin"

ROLE_NAMES = {
    CLERK: "Văn thư",
    LEADER: "Lãnh đạo",
    ADVISORY: "Tổ tham mưu",
    TRACER: "Truy vết CDC",
    LAB: "Phòng xét nghiệm",
    DISTRICT: "Tuyến huyện",
    COMMUNE: "Tuyến xã",
    SITE: "Khu cách ly",
    AUDITOR: "Kiểm tra, giám sát",
    ADMIN: "Quản trị",
}
EVERYBODY = frozenset(ROLE_NAMES)
_PROVINCE = frozenset({LEADER, ADVISORY, TRACER})
_FIELD = frozenset({TRACER, DISTRICT, COMMUNE})
_READERS = _PROVINCE | {DISTRICT, COMMUNE}

PERMISSIONS: dict[str, frozenset[str]] = {
    # desk
    "desk.home": EVERYBODY,
    "desk.board": _PROVINCE | {DISTRICT, COMMUNE, CLERK},
    "desk.case_file": _READERS,
    "desk.search": _READERS,
    "desk.commune": frozenset({COMMUNE, DISTRICT}),
    # kernel
    "audit.view": frozenset({AUDITOR}),
    "policies.view": EVERYBODY,
    "policies.adopt": frozenset({ADMIN}),
    "clock.move": frozenset({ADMIN}),
    "jobs.view": frozenset({ADMIN}),
    "ui.gallery": frozenset({ADMIN}),
    "papers.block_release": frozenset({CLERK}),
    "papers.paper_read": frozenset({CLERK, LEADER, ADVISORY, TRACER, DISTRICT, COMMUNE, SITE}),
    # places and organisations
    "places.view": EVERYBODY,
    "places.units_import": frozenset({ADMIN}),
    "places.venue_register": _FIELD | {ADMIN},
    "organisations.view": EVERYBODY,
    "organisations.manage": frozenset({ADMIN}),
    # people
    "people.view": _READERS | {SITE},
    "people.person_register": _FIELD,
    "people.profile_change": _FIELD,
    "people.duplicate_ask": _FIELD | {SITE},
    "people.merge": frozenset({TRACER}),
    "people.person_forget": frozenset({ADMIN}),
    # cases
    "cases.view": _READERS,
    "cases.case_investigate": _FIELD,
    "cases.case_close": frozenset({TRACER, DISTRICT}),
    # tracing
    "tracing.view": _READERS,
    "tracing.exposure_record": _FIELD,
    "tracing.exposure_revoke": _FIELD,
    "tracing.people_import": frozenset({TRACER, DISTRICT}),
    # testing
    "testing.view": _READERS | {LAB},
    "testing.result_import": frozenset({LAB, TRACER}),
    "testing.result_record": frozenset({LAB, TRACER, DISTRICT, COMMUNE}),
    # A specimen with results is taken back by who may take these back: testing.services looks at them.
    "testing.specimen_revoke": frozenset({LAB, TRACER, DISTRICT, COMMUNE}),
    "testing.result_revoke": frozenset({LAB, TRACER}),
    "testing.match_decide": _FIELD,
    # isolation
    "isolation.view": _READERS | {SITE, CLERK},
    "isolation.order_propose": frozenset({TRACER, DISTRICT, COMMUNE}),
    # A commune decides where no district stands over it: isolation.access looks at the units in force.
    "isolation.order_sign": frozenset({LEADER, DISTRICT, COMMUNE}),
    "isolation.order_lift": frozenset({LEADER, DISTRICT, COMMUNE}),
    "isolation.told_record": _FIELD,
    "isolation.stay_record": _FIELD | {SITE},
    "isolation.site_manage": frozenset({DISTRICT, SITE}),
    # zones
    "zones.view": _READERS,
    "zones.ring_open": _FIELD,
    "zones.ring_work": _FIELD,
    "zones.ring_close": frozenset({TRACER, DISTRICT}),
    # directives
    "directives.view": EVERYBODY - {LAB, ADMIN, AUDITOR},
    "directives.letter_register": frozenset({CLERK}),
    "directives.reading_confirm": frozenset({CLERK}),
    "directives.task_draft": frozenset({ADVISORY}),
    "directives.task_release": frozenset({LEADER}),
    "directives.task_assign": frozenset({LEADER, ADVISORY}),
    "directives.task_work": frozenset({ADVISORY, TRACER, DISTRICT, COMMUNE, SITE, CLERK, LEADER}),
    "directives.task_judge": frozenset({LEADER, ADVISORY}),
    "directives.report_print": frozenset({LEADER, ADVISORY, CLERK}),
    # insight
    "insight.indicator_view": _PROVINCE | {DISTRICT, COMMUNE},
    "insight.day_close": frozenset({LEADER, ADVISORY}),
    "insight.day_view": _PROVINCE | {DISTRICT, COMMUNE, CLERK},
}


def may(actor: Actor, permission: str) -> bool:
    """True where one of the actor's roles holds the permission; an unknown permission raises KeyError."""
    holders = PERMISSIONS[permission]
    return actor.is_system or not holders.isdisjoint(actor.roles)


def check(actor: Actor, permission: str) -> None:
    """Raise Forbidden where the actor may not."""
    if not may(actor, permission):
        raise Forbidden("Vai trò của đồng chí không được giao việc này.")
