from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lachan.people"
    verbose_name = "Người dân"
