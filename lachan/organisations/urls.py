from django.urls import path

from lachan.organisations import views

app_name = "organisations"
urlpatterns = [
    path("dang-nhap/", views.Login.as_view(), name="login"),
    path("dang-xuat/", views.Logout.as_view(), name="logout"),
    path("danh-ba/", views.organisation_list, name="organisation_list"),
    path("danh-ba/lap-don-vi/", views.organisation_found, name="organisation_found"),
    path("danh-ba/<uuid:uid>/", views.organisation_page, name="organisation_page"),
    path("danh-ba/<uuid:uid>/tai-khoan/", views.user_add, name="user_add"),
    path("tai-khoan/<uuid:uid>/khoa/", views.user_suspend, name="user_suspend"),
]
