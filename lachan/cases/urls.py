from django.urls import path

from lachan.cases.views import investigation, listing

app_name = "cases"
urlpatterns = [
    path("", listing.case_list, name="case_list"),
    path("<uuid:uid>/khoi-phat/", investigation.onset_state, name="onset_state"),
    path("<uuid:uid>/nguon-lay/", investigation.source_state, name="source_state"),
    path("<uuid:uid>/noi-phat-hien/", investigation.context_state, name="context_state"),
    path("<uuid:uid>/so-benh-nhan/", investigation.national_number_give, name="national_number_give"),
    path("<uuid:uid>/ket-cuc/", investigation.outcome_record, name="outcome_record"),
    path(
        "<uuid:uid>/thu-hoi/<slug:kind>/<uuid:statement>/",
        investigation.statement_revoke,
        name="statement_revoke",
    ),
]
