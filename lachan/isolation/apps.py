from django.apps import AppConfig


class IsolationConfig(AppConfig):
    name = "lachan.isolation"
    verbose_name = "Cách ly"
