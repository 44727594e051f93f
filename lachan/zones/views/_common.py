"""What the room's views share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest

from lachan.kernel.errors import Refused
from lachan.ui import messages
from lachan.ui.forms import UiForm
from lachan.zones import access

T = TypeVar("T")


def posted(request: HttpRequest) -> Any:
    """What a form is bound to: an empty POST is a POST too."""
    return request.POST if request.method == "POST" else None


def attempt(form: UiForm, act: Callable[[], T]) -> T | None:
    """The result of a service, or None with its refusal at the field that it names."""
    try:
        return act()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None


def attempt_or_say(request: HttpRequest, act: Callable[[], object]) -> bool:
    """The same for a button without a form: the refusal is told on the next page."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, refusal.message)
        return False
    return True


def may(request: Any) -> dict[str, bool]:
    """What the reader may do, for templates."""
    actor = request.actor
    return {
        "can_open": access.can_ring_open(actor),
        "can_work": access.can_ring_work(actor),
        "can_close": access.can_ring_close(actor),
    }


def acting(request: Any) -> dict[str, Any]:
    """`by` and `now` of a write."""
    return {"by": request.actor, "now": request.now}
