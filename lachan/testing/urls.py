from django.urls import path

from lachan.testing import views

app_name = "testing"
urlpatterns = [
    path("", views.result_list, name="list"),
    path("nap/", views.result_import, name="result_import"),
    path("mau/<uuid:uid>/", views.specimen_page, name="specimen"),
    path("mau/<uuid:uid>/ket-qua/", views.result_record, name="result_record"),
    path("mau/<uuid:uid>/thu-hoi/", views.specimen_revoke, name="specimen_revoke"),
    path("lay-mau/<uuid:uid>/", views.specimen_collect, name="specimen_collect"),
    path("lay-mau-lai/", views.resample_list, name="resample"),
    path("ket-qua/<uuid:uid>/thu-hoi/", views.result_revoke, name="result_revoke"),
    path("dinh-chinh/", views.correction_list, name="corrections"),
    path("dinh-chinh/<uuid:uid>/", views.correction_decide, name="correction_decide"),
    path("cho-nhan-dien/", views.waiting_list, name="waiting"),
    path("cho-nhan-dien/<uuid:uid>/", views.member_page, name="member"),
    path("cho-nhan-dien/<uuid:uid>/quyet-dinh/", views.member_decide, name="member_decide"),
    path("cho-nhan-dien/<uuid:uid>/hoan-tac/", views.member_unlink, name="member_unlink"),
]
