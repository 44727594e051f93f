from django.urls import path

from lachan.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.guide, name="guide"),
    path("tep/<str:name>", views.sample, name="sample"),
]
