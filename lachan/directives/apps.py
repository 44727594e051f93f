from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "lachan.directives"
    verbose_name = "Văn bản chỉ đạo"
