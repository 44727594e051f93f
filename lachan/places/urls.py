from django.urls import path

from lachan.places import views

app_name = "places"
urlpatterns = [
    path("", views.unit_list, name="unit_list"),
    path("nap-so-dan/", views.population_import, name="population_import"),
    path("nap-khom-ap/", views.hamlets_import, name="hamlets_import"),
    path("<uuid:uid>/", views.unit_page, name="unit_page"),
]
