from django.urls import path

from lachan.insight.views import days, measures

app_name = "insight"
urlpatterns = [
    path("chot-so/", days.day_list, name="day_list"),
    path("chot-so/moi/", days.day_draft, name="day_draft"),
    path("chot-so/<slug:disease>/<slug:day>/", days.day_page, name="day_page"),
    path("chot-so/<slug:disease>/<slug:day>/bao-cao.docx", days.day_paper, name="day_paper"),
    path("chi-so/", measures.indicator_list, name="indicator_list"),
    path("chi-so/<str:code>/", measures.indicator, name="indicator"),
]
