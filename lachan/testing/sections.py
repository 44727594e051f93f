"""What the person page shows of tests."""

from __future__ import annotations

from django.http import HttpRequest

from lachan.kernel.access.roles import may
from lachan.people import queries as people
from lachan.people.queries import Person
from lachan.people.sections import Section
from lachan.testing import queries, vocabulary

_MOST = 30


def tests_of(request: HttpRequest, person: Person) -> Section | None:
    """The person's results, and the way to a new specimen, for those who may see tests."""
    actor = request.actor  # type: ignore[attr-defined]
    if not may(actor, "testing.view"):
        return None
    found = queries.results_of_people(people.same_person(person))[:_MOST]
    rows = [
        (member.specimen, result, vocabulary.method_name(member.specimen.disease, result.method))
        for member, result in found
    ]
    context = {"rows": rows, "person": person, "may_collect": may(actor, "testing.result_record")}
    return Section("Xét nghiệm", "testing/_person_tests.html", context)
