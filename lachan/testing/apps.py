from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models import QuerySet
from django.http import HttpRequest


class TestingConfig(AppConfig):
    name = "lachan.testing"
    verbose_name = "Xét nghiệm"

    def ready(self) -> None:
        from lachan.people import sections
        from lachan.testing.sections import tests_of
        from lachan.ui import context
        from lachan.ui.navigation import NavItem, register

        sections.register("testing", tests_of, order=20)
        register(NavItem("Xét nghiệm", "testing:list", "testing.view", order=20))
        register(NavItem("Nạp kết quả", "testing:result_import", "testing.result_import", order=21))
        register(NavItem("Chờ nhận diện", "testing:waiting", "testing.match_decide", order=22))
        context.register_count("alarm_count", _alarms)


def _alarms(request: HttpRequest) -> QuerySet[Any] | None:
    """Only specimens that wait with an alarm are counted."""
    from lachan.kernel.access.roles import may
    from lachan.testing import queries

    actor = request.actor  # type: ignore[attr-defined]
    return queries.alarms(actor, request.now) if may(actor, "testing.match_decide") else None  # type: ignore[attr-defined]
