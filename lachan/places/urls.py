from django.urls import path

from lachan.places import views

app_name = "places"
urlpatterns = [
    path("", views.unit_list, name="unit_list"),
    path("<uuid:uid>/", views.unit_page, name="unit_page"),
]
