"""What the person page shows of the person's cases: of which disease, what they are, and the way to the file."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from lachan.cases import queries as cases
from lachan.kernel.access.roles import may
from lachan.kernel.diseases import diseases
from lachan.people import queries as people
from lachan.people.queries import Person
from lachan.people.sections import Section
from lachan.ui.formats import moment


def cases_of(request: HttpRequest, person: Person) -> Section | None:
    """Every episode, whether its disease has levels or not, for those who may see cases."""
    actor = request.actor  # type: ignore[attr-defined]
    if not may(actor, "cases.view"):
        return None
    known = diseases()
    rows = [
        (
            reverse("desk:case_file", args=[case.uid]),
            f"{known[case.disease].name}: {case.get_classification_display().lower()}"
            + (f", đợt {case.number}" if case.number > 1 else ""),
            f"phát hiện {moment(case.opened_at)}"
            + (f", kết thúc {moment(case.closed_at)}" if case.closed_at else ""),
        )
        for case in cases.cases_of(people.same_person(person))
    ]
    return Section("Ca bệnh", "desk/_person_cases.html", {"rows": rows}) if rows else None
