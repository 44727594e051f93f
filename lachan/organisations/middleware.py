"""Puts `request.actor` (None where nobody is logged in) and `request.now` (the domain's moment) on each request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from lachan.kernel.audit import reads
from lachan.kernel.clock import domain_now
from lachan.organisations.models import User
from lachan.organisations.queries import actor_of


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = domain_now()  # type: ignore[attr-defined]
        user = request.user
        known = isinstance(user, User) or (user.is_authenticated and hasattr(user, "organisation"))
        actor = actor_of(user, request.now) if known else None  # type: ignore[attr-defined,arg-type]
        request.actor = actor  # type: ignore[attr-defined]
        response = self.get_response(request)
        if actor is not None:
            reads.flush(request, actor)
        return response
