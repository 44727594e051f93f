from django.urls import path

from lachan.ui import views

app_name = "ui"
urlpatterns = [
    path("thanh-phan", views.gallery, name="gallery"),
    path("thanh-phan/tien-do", views.gallery_steps, name="gallery_steps"),
    path("thanh-phan/noi", views.gallery_units, name="gallery_units"),
    path("thanh-phan/lam", views.gallery_do, name="gallery_do"),
]
