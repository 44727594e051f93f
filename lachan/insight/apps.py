from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "lachan.insight"
    verbose_name = "Phân tích"

    def ready(self) -> None:
        from lachan.ui.navigation import NavItem, register

        register(NavItem("Chốt số", "insight:day_list", "insight.day_view", order=20, group="Chỉ huy"))
        register(
            NavItem("Chỉ số", "insight:indicator_list", "insight.indicator_view", order=30, group="Chỉ huy")
        )
