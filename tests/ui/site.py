"""A small site of the kit alone: an administrator is always logged in and no database is asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse

from lachan.kernel.access.actors import Actor
from lachan.ui.gallery import NOW

ADMIN = Actor(kind="user", label="Nguyễn Thị Quản Trị, Sở Y tế (mẫu)", user_id=7, roles=frozenset({"admin"}))
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tests.ui.site.always_admin",
]


def always_admin(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        request.actor, request.now = ADMIN, NOW  # type: ignore[attr-defined]
        return get_response(request)

    return answer


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Requests are not written down."""


def use(settings: Any) -> None:
    """Turn Django's settings into those of the small site."""
    settings.MIDDLEWARE = MIDDLEWARE
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.LOGIN_URL = "/login"
    settings.ALLOWED_HOSTS = ["*"]
    settings.ROOT_URLCONF = "tests.ui.site_urls"


@contextmanager
def serve(port: int = 0) -> Iterator[str]:
    """The address of the running site."""
    server = make_server(
        "127.0.0.1", port, StaticFilesHandler(WSGIHandler()), server_class=_Server, handler_class=_Quiet
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
