from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from django.http import HttpRequest


class TestingConfig(AppConfig):
    name = "lachan.testing"
    verbose_name = "Xét nghiệm"

    def ready(self) -> None:
        from lachan.ui.navigation import NavItem, register

        register(NavItem("Xét nghiệm", "testing:list", "testing.view", order=20))
        register(NavItem("Nạp kết quả", "testing:result_import", "testing.result_import", order=21))
        register(NavItem("Chờ nhận diện", "testing:waiting", "testing.match_decide", order=22, count=_alarms))


def _alarms(request: HttpRequest) -> int | None:
    """How many positives wait for somebody to say whose they are."""
    from lachan.testing.queries import alarm_count

    return alarm_count(request.actor, request.now) or None  # type: ignore[attr-defined]
