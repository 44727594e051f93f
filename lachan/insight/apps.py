from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "lachan.insight"
    verbose_name = "Phân tích"
