from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "lachan.places"
    verbose_name = "Đơn vị hành chính và địa điểm"

    def ready(self) -> None:
        from lachan.kernel.policies import naming
        from lachan.places import queries
        from lachan.ui.navigation import NavItem, register

        register(
            NavItem(
                label="Đơn vị hành chính",
                url_name="places:unit_list",
                permission="places.view",
                order=80,
                group="Quản trị",
            )
        )
        naming.register(queries.name_by_code, queries.code_by_words)
