"""The request as the middleware hands it to the room's views."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from lachan.kernel.access.actors import Actor


class Request(HttpRequest):
    """With who asks, and the domain's moment."""

    actor: Actor
    now: dt.datetime
