from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "lachan.ui"
    label = "ui"
    verbose_name = "Giao diện"

    def ready(self) -> None:
        from lachan.ui.navigation import NavItem, register

        register(NavItem("Thành phần giao diện", "ui:gallery", "ui.gallery", order=95, group="Quản trị"))
