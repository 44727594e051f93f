from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models import QuerySet
from django.http import HttpRequest


class DirectivesConfig(AppConfig):
    name = "lachan.directives"
    verbose_name = "Văn bản chỉ đạo"

    def ready(self) -> None:
        from lachan.ui.navigation import NavItem, register

        register(
            NavItem(
                label="Văn bản đến",
                url_name="directives:letter_list",
                permission="directives.view",
                order=10,
                group="Chỉ huy",
            )
        )
        register(
            NavItem(
                label="Việc của đơn vị",
                url_name="directives:task_list",
                permission="directives.view",
                order=20,
                group="Hôm nay",
                count=_late,
            )
        )


def _late(request: HttpRequest) -> QuerySet[Any]:
    """Overdue tasks of the reader's own unit."""
    from lachan.directives import queries

    rows = queries.own_tasks(request.actor)  # type: ignore[attr-defined]
    return queries.overdue(rows, request.now)  # type: ignore[attr-defined]
