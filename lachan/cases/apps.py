from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "lachan.cases"
    verbose_name = "Ca bệnh"
