from django.apps import AppConfig


class TracingConfig(AppConfig):
    name = "lachan.tracing"
    verbose_name = "Truy vết"
