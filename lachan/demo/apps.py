from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    name = "lachan.demo"
    verbose_name = "Diễn tập"

    def ready(self) -> None:
        if not settings.DEMO:
            return
        from lachan.ui.navigation import NavItem, register

        register(
            NavItem(label="Diễn tập", url_name="demo:guide", permission="desk.home", order=5, group="Hôm nay")
        )
