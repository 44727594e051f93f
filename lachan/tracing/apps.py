from django.apps import AppConfig


class TracingConfig(AppConfig):
    name = "lachan.tracing"
    verbose_name = "Truy vết"

    def ready(self) -> None:
        from lachan.ui.navigation import NavItem, register

        register(NavItem("Truy vết", "tracing:list", "tracing.view", order=30))
