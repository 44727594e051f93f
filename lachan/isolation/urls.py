from django.urls import path

from lachan.isolation.views import drafts, needs, orders, person, sites, stays, wrong

app_name = "isolation"
urlpatterns = [
    path("can-cach-ly/", needs.need_list, name="need_list"),
    path("de-nghi-go/", needs.lift_list, name="lift_list"),
    path("quyet-dinh/", orders.order_list, name="order_list"),
    path("quyet-dinh/du-thao/", drafts.order_draft, name="order_draft"),
    path("quyet-dinh/go/", orders.order_lift, name="order_lift"),
    path("quyet-dinh/go/<uuid:uid>/thu-hoi/", wrong.lift_revoke, name="lift_revoke"),
    path("quyet-dinh/<uuid:uid>/", orders.order_page, name="order_page"),
    path("quyet-dinh/<uuid:uid>/ban-hanh/", orders.order_issue, name="order_issue"),
    path("quyet-dinh/<uuid:uid>/bo/", orders.order_discard, name="order_discard"),
    path("van-ban/<uuid:uid>.docx", orders.paper, name="paper"),
    path("giay-xac-nhan/<uuid:uid>/", orders.completion_issue, name="completion_issue"),
    path("giay-xac-nhan/<uuid:uid>/thu-hoi/", wrong.completion_revoke, name="completion_revoke"),
    path("noi-cach-ly/", sites.site_list, name="site_list"),
    path("noi-cach-ly/dang-ky/", sites.site_register, name="site_register"),
    path("noi-cach-ly/<uuid:uid>/", sites.site_page, name="site_page"),
    path("noi-cach-ly/<uuid:uid>/suc-chua/", sites.capacity_record, name="capacity_record"),
    path("suc-chua/<uuid:uid>/thu-hoi/", wrong.capacity_revoke, name="capacity_revoke"),
    path("xac-nhan-den/", stays.arrival_list, name="arrival_list"),
    path("xac-nhan-den/<uuid:uid>/", stays.stay_begin, name="stay_begin"),
    path("luot-o/<uuid:uid>/", stays.stay_page, name="stay_page"),
    path("luot-o/<uuid:uid>/hoan-tac/", stays.stay_undo, name="stay_undo"),
    path("tai-nha/", stays.home_list, name="home_list"),
    path("nguoi/<uuid:uid>/", person.person, name="person"),
    path("nguoi/<uuid:uid>/da-cach-ly/", person.separate, name="separate"),
]
