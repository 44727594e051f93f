from django.apps import AppConfig


class StandingConfig(AppConfig):
    name = "lachan.standing"
    verbose_name = "Tình trạng của từng người"
