"""Sight: who sees whom, on which ground, from when to when; closed unless a row opens it."""

import datetime as dt

import pytest

from lachan.kernel.access import queries, roles, services
from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.access.models import Sight
from lachan.kernel.audit.models import SubjectKey
from lachan.kernel.errors import Forbidden
from lachan.kernel.ids import new_uid
from tests.kernel.conftest import NOW

HOUR = dt.timedelta(hours=1)
COMMUNE = Actor(
    kind="user",
    label="xã",
    user_id=1,
    organisation_id=5,
    roles=frozenset({"commune"}),
    unit_ids=frozenset({10}),
)
SITE = Actor(kind="user", label="khu", user_id=2, organisation_id=6, roles=frozenset({"site"}))
NOBODY = Actor(kind="link", label="đường dẫn")
EVERYWHERE = Actor(
    kind="user", label="CDC", user_id=3, organisation_id=7, roles=frozenset({"tracer"}), everywhere=True
)


def grant(subject_id=1, **more):
    values = {"by": SYSTEM, "now": NOW, "subject_id": subject_id, "ground": Sight.Ground.RESIDENCE}
    services.sight_grant(**(values | more))


@pytest.mark.django_db
class TestSight:
    def test_commune_sees_its_own_and_nobody_else(self):
        grant(1, unit_id=10)
        grant(2, unit_id=11)
        assert queries.sees(COMMUNE, 1, NOW)
        assert not queries.sees(COMMUNE, 2, NOW)
        assert not queries.sees(NOBODY, 1, NOW)
        assert queries.sees(EVERYWHERE, 2, NOW)
        assert queries.sees(SYSTEM, 2, NOW)

    def test_organisation_sees_by_its_own_rows(self):
        grant(1, organisation_id=6, ground=Sight.Ground.STAY)
        assert queries.sees(SITE, 1, NOW)
        assert not queries.sees(COMMUNE, 1, NOW)

    def test_sight_begins_and_ends(self):
        grant(1, unit_id=10, ends_at=NOW + HOUR)
        assert not queries.sees(COMMUNE, 1, NOW - HOUR)
        assert queries.sees(COMMUNE, 1, NOW)
        assert not queries.sees(COMMUNE, 1, NOW + HOUR)

    def test_ending_one_ground_leaves_the_others(self):
        basis = new_uid()
        grant(1, unit_id=10)
        grant(1, unit_id=10, ground=Sight.Ground.STAY, basis_uid=basis)
        ended = services.sight_end(
            by=SYSTEM, now=NOW + HOUR, subject_id=1, ground=Sight.Ground.STAY, basis_uid=basis
        )
        assert ended == 1
        assert [row.ground for row in queries.grounds([1], NOW + 2 * HOUR)] == ["residence"]
        assert queries.sees(COMMUNE, 1, NOW + 2 * HOUR)

    def test_granting_twice_adds_nothing(self):
        grant(1, unit_id=10)
        grant(1, unit_id=10, now=NOW + HOUR)
        assert Sight.objects.count() == 1

    def test_restrict_is_the_same_as_sees(self):
        people = SubjectKey.objects
        for subject_id in range(1, 7):
            people.create(subject_id=subject_id, key=b"x")
        grant(1, unit_id=10)
        grant(2, unit_id=11)
        grant(3, organisation_id=5, ground=Sight.Ground.TREATMENT)
        grant(4, unit_id=10, ends_at=NOW + HOUR)
        grant(5, unit_id=10, now=NOW + HOUR)
        for actor in (COMMUNE, SITE, NOBODY, EVERYWHERE):
            for moment in (NOW, NOW + 2 * HOUR):
                rows = queries.restrict(people.all(), actor, moment, field="subject_id")
                seen = set(rows.values_list("subject_id", flat=True))
                assert seen == {subject for subject in range(1, 7) if queries.sees(actor, subject, moment)}

    def test_restrict_shows_each_record_once_however_many_grounds(self):
        SubjectKey.objects.create(subject_id=1, key=b"x")
        grant(1, unit_id=10)
        grant(1, unit_id=10, ground=Sight.Ground.STAY, basis_uid=new_uid())
        grant(1, organisation_id=5, ground=Sight.Ground.TRACING)
        assert queries.restrict(SubjectKey.objects.all(), COMMUNE, NOW, field="subject_id").count() == 1


def test_roles_hold_permissions_and_unknown_ones_are_an_error():
    lab = Actor(kind="user", label="", roles=frozenset({roles.LAB}))
    assert roles.may(lab, "testing.result_import")
    assert not roles.may(lab, "directives.task_release")
    with pytest.raises(KeyError):
        roles.may(lab, "testing.nothing")
    with pytest.raises(Forbidden, match="không được giao"):
        roles.check(lab, "policies.adopt")
    roles.check(SYSTEM, "policies.adopt")


def test_every_permission_is_held_by_known_roles_only():
    for permission, holders in roles.PERMISSIONS.items():
        assert holders, permission
        assert holders <= roles.EVERYBODY, permission
    assert set(roles.ROLE_NAMES) == {role for holders in roles.PERMISSIONS.values() for role in holders}


def test_laboratory_holds_nothing_that_shows_people():
    lab = Actor(kind="user", label="", roles=frozenset({roles.LAB}))
    shown = {permission for permission in roles.PERMISSIONS if roles.may(lab, permission)}
    assert not {
        name for name in shown if name.split(".")[0] in {"people", "cases", "tracing", "isolation", "zones"}
    }
    assert "testing.match_decide" not in shown
