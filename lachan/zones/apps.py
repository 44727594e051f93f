from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "lachan.zones"
    verbose_name = "Khoanh vùng"
