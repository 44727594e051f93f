from django.apps import AppConfig


class TestingConfig(AppConfig):
    name = "lachan.testing"
    verbose_name = "Xét nghiệm"
