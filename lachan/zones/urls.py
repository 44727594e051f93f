from django.urls import path

from lachan.zones.views import closing, houses, rings, work

app_name = "zones"
urlpatterns = [
    path("", rings.ring_list, name="ring_list"),
    path("ca-chua-khoanh/", rings.waiting_list, name="waiting_list"),
    path("mo/<uuid:uid>/", rings.ring_open, name="ring_open"),
    path("<uuid:uid>/", rings.ring_page, name="ring_page"),
    path("<uuid:uid>/phieu/", rings.ring_sheet, name="ring_sheet"),
    path("<uuid:uid>/nha/", houses.house_list, name="house_list"),
    path("<uuid:uid>/nha/them/", houses.house_add, name="house_add"),
    path("<uuid:uid>/nha/tu-ho-dan/", houses.households_take, name="households_take"),
    path("nha/<uuid:uid>/", houses.house_page, name="house_page"),
    path("nha/<uuid:uid>/kiem-tra/", houses.house_visit_record, name="house_visit_record"),
    path("<uuid:uid>/phun/", work.spraying_record, name="spraying_record"),
    path("<uuid:uid>/ca/<uuid:case_uid>/", work.case_link, name="case_link"),
    path("thu-hoi/<slug:word>/<uuid:uid>/", work.fact_revoke, name="fact_revoke"),
    path("<uuid:uid>/dong/", closing.ring_close, name="ring_close"),
    path("<uuid:uid>/dong/hoan-tac/", closing.closing_revoke, name="closing_revoke"),
    path("<uuid:uid>/mo-lai/", closing.ring_reopen, name="ring_reopen"),
    path("<uuid:uid>/thu-hoi/", closing.ring_revoke, name="ring_revoke"),
]
