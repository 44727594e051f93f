"""Who lives under one roof."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.errors import OutOfSight, Refused
from lachan.people import queries, services
from lachan.people.models import Person
from lachan.people.views.profiles import COLUMNS, _who, person_url
from lachan.ui import messages
from lachan.ui.tables import Table


@require("people.profile_change")
def household_join(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Choose somebody of the same household by name, or found a new one."""
    actor, now = _who(request)
    person = queries.person_get(uid=uid, actor=actor, now=now)
    reads.note(request, [person.pk])
    if request.method == "POST":
        return _joined(request, person)
    text = request.GET.get("q", "").strip()
    found = [one for one in queries.search(text, actor, now).people if one.pk != person.pk]
    reads.note(request, [one.pk for one in found])
    table = Table(COLUMNS, found, select=lambda one: one.uid, caption="Chọn một người cùng hộ")
    return render(
        request, "people/household_join.html", {"person": person, "q": text, "table": table if text else None}
    )


def _joined(request: HttpRequest, person: Person) -> HttpResponse:
    actor, now = _who(request)
    chosen = request.POST.get("selected", "")
    try:
        other = queries.person_get(uid=uuid.UUID(chosen), actor=actor, now=now) if chosen else None
        services.household_join(person=person, with_person=other, by=actor, now=now)
    except ValueError as error:
        raise OutOfSight from error
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(request.get_full_path())
    messages.success(request, f"Đã ghi hộ gia đình của {person.full_name}.")
    return redirect(person_url(person))
