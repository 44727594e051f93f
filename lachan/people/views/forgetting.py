"""A person is forgotten: first what goes, what stays and what forbids it, then for good."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lachan.journeys import person_forgotten
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.errors import OutOfSight, Refused
from lachan.kernel.policies.instruments import personal_data_laws
from lachan.kernel.times import local_day
from lachan.people.forms import ForgetForm, WhomForm
from lachan.people.views.profiles import _field, _who
from lachan.ui import messages


@require("people.person_forget")
def person_forget(request: HttpRequest) -> HttpResponse:
    """The number of a record (`?so=`), then the whole effect before the one button."""
    actor, now = _who(request)
    whom = WhomForm(request.GET or None)
    if not (whom.is_bound and whom.is_valid()):
        return render(request, "people/person_forget.html", {"whom": whom})
    number = int(whom.cleaned_data["so"])
    try:
        foreseen = person_forgotten.foresee(number=number, by=actor, now=now)
    except OutOfSight:
        whom.add_error("so", "Không có hồ sơ số này, hoặc thông tin cá nhân đã được xóa.")
        return render(request, "people/person_forget.html", {"whom": whom})
    reads.note(request, [foreseen.number])
    form = ForgetForm(request.POST or None, number=number)
    if request.method == "POST" and form.is_valid() and _forgotten(request, number, form):
        return redirect("people:person_forget")
    laws = personal_data_laws(local_day(now))
    context = {"whom": whom, "one": foreseen, "form": form, "laws": laws}
    return render(request, "people/person_forget.html", context)


def _forgotten(request: HttpRequest, number: int, form: ForgetForm) -> bool:
    actor, now = _who(request)
    given = {name: form.cleaned_data[name] for name in ("ground", "paper", "reason")}
    try:
        person_forgotten.person_forget(number=number, by=actor, now=now, **given)
    except Refused as refused:
        form.add_error(_field(form, refused), refused.message)
        return False
    messages.success(
        request, f"Đã xóa thông tin cá nhân của hồ sơ số {number}. Số liệu được giữ, không còn tên."
    )
    return True
