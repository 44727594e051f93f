from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "lachan.desk"
    verbose_name = "Bàn làm việc"
