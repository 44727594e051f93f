from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "lachan.zones"
    verbose_name = "Khoanh vùng"

    def ready(self) -> None:
        from lachan.ui.navigation import NavItem, register

        register(
            NavItem(
                label="Ổ dịch, khoanh vùng",
                url_name="zones:ring_list",
                permission="zones.view",
                order=60,
                group="Nghiệp vụ",
            )
        )
