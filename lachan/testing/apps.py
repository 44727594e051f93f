from django.apps import AppConfig


class TestingConfig(AppConfig):
    name = "lachan.testing"
    verbose_name = "Xét nghiệm"

    def ready(self) -> None:
        from lachan.people import sections
        from lachan.testing.sections import tests_of
        from lachan.ui.navigation import NavItem, register

        sections.register("testing", tests_of, order=20)
        register(NavItem("Xét nghiệm", "testing:list", "testing.view", order=20))
        register(NavItem("Nạp kết quả", "testing:result_import", "testing.result_import", order=21))
        register(NavItem("Chờ nhận diện", "testing:waiting", "testing.match_decide", order=22))
