"""Error pages: what happened and what to do next, in Vietnamese."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400; what was too big is told as such."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        return too_large(request)
    return render(request, "400.html", status=400)


def too_large(request: HttpRequest, limit: str = "") -> HttpResponse:
    """The answer to a file over the limit."""
    return render(request, "413.html", {"limit": limit}, status=413)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token did not hold: usually a page left open over night."""
    return render(request, "403_csrf.html", status=403)
