"""Every list, search and record page asks the database at most twelve times, whoever reads it.

The scene is small; that the number does not grow with the rows is each room's own test.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lachan.bench.pages import LIMIT_QUERIES, changes
from lachan.kernel.access.actors import SYSTEM
from lachan.people.identity import identity
from lachan.people.services import NewPerson, person_register
from lachan.places import queries as places
from lachan.places.kinds import Level
from lachan.testing.models import Member
from tests.functional.test_access import PAGES, ROLE_OF, _addresses, clients, scene  # noqa: F401

pytestmark = [pytest.mark.slow, pytest.mark.budget]

# Savepoints are marks of the test's own transaction.
_MARKS = ("SAVEPOINT", "RELEASE", "ROLLBACK")
# Inside a transaction these keep nothing of what they read, since it may be rolled back; a page is read outside one.
_KEEPERS = ("lachan.places.queries", "lachan.kernel.policies.queries", "lachan.insight.queries")


class _OutsideTransaction:
    in_atomic_block = False

    def __getattr__(self, name: str) -> Any:
        return getattr(connection, name)


@pytest.fixture
def kept(monkeypatch):
    """What every process keeps (units, versions of rules) is kept here too."""
    for module in _KEEPERS:
        monkeypatch.setattr(f"{module}.connection", _OutsideTransaction())


def test_no_page_asks_more_than_its_budget(scene, clients, kept):  # noqa: F811
    over = []
    for name in sorted(PAGES):
        if PAGES[name] is None or changes(name):  # forms and previews of changes are not in the claim
            continue
        address, _ = _addresses(name, scene)
        for username, client in clients.items():
            if ROLE_OF[username] not in PAGES[name]:
                continue
            if (asked := _asked(client, address)) > LIMIT_QUERIES:
                over.append(f"{name} · {username}: {asked}, allowed {LIMIT_QUERIES}")
    assert not over, "\n".join(over)


def test_a_member_whom_many_people_could_be_asks_no_more(scene, clients, kept):  # noqa: F811
    """The likeliest people of several communes, in sight and out of it, each with whom to call."""
    name = "testing:member"
    address, _ = _addresses(name, scene)
    member = Member.objects.get(specimen__code="W-here")
    people_of_other_communes = places.units_on(scene.now.date(), Level.COMMUNE)[:6]
    over = []
    with transaction.atomic():
        for unit in (member.unit, *people_of_other_communes):
            who = identity(member.full_name, birth_year=member.birth_year, unit_id=unit.pk)
            person_register(person=NewPerson(who), by=SYSTEM, now=scene.now)
        for username, client in clients.items():
            if (asked := _asked(client, address)) > LIMIT_QUERIES:
                over.append(f"{username}: {asked}")
        transaction.set_rollback(True)
    assert not over, "\n".join(over)


def _asked(client: Client, address: str) -> int:
    """Queries of a visit. Only where they are too many is the page visited again: it may have been the first to ask for
    what a process then keeps, or what is kept for a minute may just have run out."""
    asked = 0
    for _ in range(3):
        with transaction.atomic(), CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
            transaction.set_rollback(True)
        queries = (query["sql"] for query in captured.captured_queries)
        asked = sum(not query.startswith(_MARKS) for query in queries) if answer.status_code == 200 else 0
        if asked <= LIMIT_QUERIES:
            break
    return asked
