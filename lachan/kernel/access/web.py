"""The door of every view: log-in, permission, and the domain's answers turned into pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from lachan.kernel.access.roles import PERMISSIONS, may
from lachan.kernel.errors import Forbidden, OutOfSight

View = Callable[..., HttpResponseBase]


def require(permission: str) -> Callable[[View], View]:
    """Only actors with the permission enter; `request.actor` and `request.now` are set by the middleware."""
    PERMISSIONS[permission]  # a misspelt permission fails at import, not at the first click

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = getattr(request, "actor", None)
            if actor is None:
                return redirect_to_login(request.get_full_path())
            if not may(actor, permission):
                return render(request, "403.html", status=403)
            return _answer(view, request, *args, **kwargs)

        inner.permission = permission  # type: ignore[attr-defined]
        return inner

    return wrap


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    try:
        return view(request, *args, **kwargs)
    except OutOfSight as error:
        raise Http404 from error
    except Forbidden as error:
        return render(request, "403.html", {"reason": error.message}, status=403)
