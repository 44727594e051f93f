from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "lachan.organisations"
    verbose_name = "Tổ chức"

    def ready(self) -> None:
        from lachan.kernel.papers import organs
        from lachan.organisations.queries import organs_below
        from lachan.ui.navigation import NavItem, register

        organs.register(organs_below)

        register(
            NavItem(
                label="Danh bạ",
                url_name="organisations:organisation_list",
                permission="organisations.view",
                order=90,
                group="Quản trị",
            )
        )
