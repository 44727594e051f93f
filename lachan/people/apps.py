from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lachan.people"
    verbose_name = "Người dân"

    def ready(self) -> None:
        from lachan.kernel.access.services import on_change
        from lachan.people.services.shared_sight import share
        from lachan.ui.navigation import NavItem, register

        on_change(share)

        register(NavItem("Người dân", "people:list", "people.view", order=30))
        register(NavItem("Hỏi trùng", "people:duplicate_ask", "people.duplicate_ask", order=31))
        register(
            NavItem(
                "Xóa thông tin cá nhân",
                "people:person_forget",
                "people.person_forget",
                order=85,
                group="Quản trị",
            )
        )
