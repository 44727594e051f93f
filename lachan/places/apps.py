from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "lachan.places"
    verbose_name = "Đơn vị hành chính và địa điểm"
