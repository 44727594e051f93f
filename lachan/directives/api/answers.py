"""What operations on letters and tasks may answer, and who asks."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Schema, Status
from ninja.errors import HttpError

from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import Forbidden, OutOfSight, Refused

Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=100_000)]


class Problem(Schema):
    """Why something was not done, in words that can be shown; `field` where one is to blame."""

    detail: str
    field: str | None = None


class Invalid(Schema):
    """What was sent does not have the shape that is documented."""

    detail: list[dict[str, Any]]


ANSWERS: dict[Any, Any] = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 422: Invalid}
Answer = Status[Any]


def who(request: HttpRequest) -> tuple[Actor, dt.datetime]:
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise HttpError(401, "Chưa đăng nhập.")
    return actor, request.now  # type: ignore[attr-defined]


def answer(work: Any) -> Answer:
    """The domain's refusals as documented answers."""
    try:
        return Status(200, work())
    except Forbidden as error:
        return Status(403, {"detail": error.message})
    except Refused as error:
        return Status(400, {"detail": error.message, "field": error.field})
    except OutOfSight:
        return Status(404, {"detail": "Không có bản ghi này."})
