from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "lachan.cases"
    verbose_name = "Ca bệnh"

    def ready(self) -> None:
        from lachan.ui.navigation import NavItem, register

        register(NavItem("Ca bệnh", "cases:case_list", "cases.view", order=10))
