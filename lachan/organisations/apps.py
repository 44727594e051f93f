from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "lachan.organisations"
    verbose_name = "Tổ chức"
