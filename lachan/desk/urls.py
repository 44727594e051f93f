from django.urls import path

from lachan.desk.views import audit, board, case_file, clock, commune, home, search

app_name = "desk"
urlpatterns = [
    path("", home.home_page, name="home"),
    path("bang-chi-huy/", board.board_page, name="board"),
    path("danh-sach/<str:figure>/", board.rows, name="rows"),
    path("tim/", search.search, name="search"),
    path("dia-ban-xa/", commune.commune, name="commune"),
    path("ca-benh/<uuid:uid>/", case_file.case_file, name="case_file"),
    path("ca-benh/<uuid:uid>/in/", case_file.case_print, name="case_print"),
    path("ca-benh/<uuid:uid>/xem-lai/", case_file.case_replay, name="case_replay"),
    path("dong-ho/", clock.clock, name="clock"),
    path("kiem-tra/su-kien/", audit.events, name="audit_events"),
    path("kiem-tra/su-kien/<uuid:uid>/", audit.event, name="audit_event"),
    path("kiem-tra/luot-xem/", audit.reads, name="audit_reads"),
    path("kiem-tra/niem-phong/", audit.verify, name="audit_verify"),
]
