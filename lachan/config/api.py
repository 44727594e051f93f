"""The JSON API: every room's router under one roof, with one way to log in and one way to refuse."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import BaseRenderer
from ninja.security import APIKeyCookie

from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import Forbidden, OutOfSight, Refused

PREFIXES = {
    "kernel": "/uploads",
    "places": "/places",
    "organisations": "/organisations",
    "people": "/people",
    "cases": "/cases",
    "testing": "/testing",
    "tracing": "/tracing",
    "isolation": "/isolation",
    "zones": "/zones",
    "directives": "/directives",
    "insight": "/insight",
    "desk": "/desk",
}
# What every operation may answer besides its own result; an operation's own words come first.
_ANSWERS = {
    "400": "Yêu cầu bị từ chối, kèm lý do",
    "401": "Chưa đăng nhập",
    "403": "Vai trò không được giao việc này",
    "404": "Không có, hoặc ngoài phạm vi",
    "422": "Dữ liệu gửi lên không đúng dạng",
}
_PROBLEM = {
    "type": "object",
    "properties": {
        "detail": {},
        "message": {"type": "string"},
        "field": {"type": "string", "nullable": True},
    },
    "required": ["detail"],
}


class OrjsonRenderer(BaseRenderer):
    """Four times faster than the standard library on lists of rows."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=str)


class SessionActor(APIKeyCookie):
    """The browser's session; writes need the CSRF token as forms do."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        return getattr(request, "actor", None)


class RoomsAPI(NinjaAPI):
    """Documents for every operation the refusals that the handlers below can give."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                if isinstance(operation, dict) and "responses" in operation:
                    _document(operation["responses"])
        return schema


def _document(responses: dict[Any, Any]) -> None:
    known = {str(status) for status in responses}
    for status, words in _ANSWERS.items():
        if status not in known:
            body = {"application/json": {"schema": _PROBLEM}}
            responses[status] = {"description": words, "content": body}


api = RoomsAPI(
    title="Lá Chắn",
    version="1",
    description="Các dịch vụ như trên màn hình, dùng phiên đăng nhập của trình duyệt.",
    auth=SessionActor(csrf=True),
    renderer=OrjsonRenderer(),
    docs_url=None,
    urls_namespace="api",
)


def _answer(request: HttpRequest, status: int, message: str, **more: Any) -> HttpResponse:
    body: Mapping[str, Any] = {"detail": message, "message": message, "field": None, **more}
    return api.create_response(request, body, status=status)


@api.exception_handler(Forbidden)
def forbidden(request: HttpRequest, error: Forbidden) -> HttpResponse:
    return _answer(request, 403, error.message)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return _answer(request, 400, error.message, field=error.field)


@api.exception_handler(OutOfSight)
def out_of_sight(request: HttpRequest, error: OutOfSight) -> HttpResponse:
    return _answer(request, 404, "Không có, hoặc ngoài phạm vi của đồng chí.")


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _answer(request, 404, "Không có, hoặc ngoài phạm vi của đồng chí.")


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that is no JSON, and whatever else ninja refuses before a view is reached."""
    words = "Không đọc được nội dung gửi lên." if error.status_code == 400 else str(error)
    return _answer(request, error.status_code, words)


@api.exception_handler(MultiPartParserError)
def broken_form(request: HttpRequest, error: MultiPartParserError) -> HttpResponse:
    """A form with a file that is no form."""
    return _answer(request, 400, "Không đọc được nội dung gửi lên.")


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Which value is wrong; what was sent is not repeated, it may be personal."""
    faults = [
        {"loc": list(fault["loc"]), "msg": fault["msg"], "type": fault["type"]} for fault in error.errors
    ]
    answer = {"message": "Dữ liệu gửi lên không đúng dạng.", "field": None, "detail": faults}
    return api.create_response(request, answer, status=422)


for _room, _prefix in PREFIXES.items():
    if importlib.util.find_spec(f"lachan.{_room}.api"):
        api.add_router(_prefix, import_module(f"lachan.{_room}.api").router)
