from django.urls import path

from lachan.people import views

app_name = "people"
urlpatterns = [
    path("", views.person_list, name="list"),
    path("lap-ho-so/", views.person_register, name="person_register"),
    path("hoi-trung/", views.duplicate_ask, name="duplicate_ask"),
    path("xoa-thong-tin/", views.person_forget, name="person_forget"),
    path("tim-xa/", views.commune_search, name="commune_search"),
    path("gop/<uuid:uid>/tach/", views.merge_revoke, name="merge_revoke"),
    path("<uuid:uid>/", views.person_page, name="person"),
    path("<uuid:uid>/sua/", views.profile_change, name="profile_change"),
    path("<uuid:uid>/chuyen/", views.residence_change, name="residence_change"),
    path("<uuid:uid>/ho/", views.household_join, name="household_join"),
    path("<uuid:uid>/gop/", views.merge, name="merge"),
]
