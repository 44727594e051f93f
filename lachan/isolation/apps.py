from django.apps import AppConfig


class IsolationConfig(AppConfig):
    name = "lachan.isolation"
    verbose_name = "Cách ly"

    def ready(self) -> None:
        from lachan.isolation.sections import isolation_of
        from lachan.people import sections
        from lachan.ui.navigation import NavItem, register

        sections.register("isolation", isolation_of, order=10)
        register(
            NavItem(
                "Cần cách ly", "isolation:need_list", "isolation.order_propose", order=20, group="Hôm nay"
            )
        )
        register(
            NavItem(
                "Xác nhận đến", "isolation:arrival_list", "isolation.stay_record", order=30, group="Hôm nay"
            )
        )
        register(NavItem("Quyết định cách ly", "isolation:order_list", "isolation.view", order=50))
        register(NavItem("Nơi cách ly", "isolation:site_list", "isolation.view", order=51))
        register(NavItem("Cách ly tại nhà", "isolation:home_list", "isolation.view", order=52))
        register(NavItem("Đề nghị gỡ cách ly", "isolation:lift_list", "isolation.view", order=53))
