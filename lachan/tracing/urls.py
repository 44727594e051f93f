from django.urls import path

from lachan.tracing.views import cases, contacts, investigation, places, waiting

app_name = "tracing"
urlpatterns = [
    path("", cases.case_list, name="list"),
    path("noi-can-dieu-tra/", places.places, name="places"),
    path("noi-can-dieu-tra/den-day/", places.place, name="place"),
    path("tim-xa/", cases.unit_search, name="unit_search"),
    path("cho-nhan-dien/", waiting.waiting_list, name="waiting_list"),
    path("cho-nhan-dien/<uuid:uid>/", waiting.contact_decide, name="contact_decide"),
    path("ca/<uuid:uid>/", cases.timeline, name="timeline"),
    path("ca/<uuid:uid>/ghi-moc/", cases.timeline_entry_record, name="timeline_entry_record"),
    path("ca/<uuid:uid>/nguoi-tiep-xuc/", contacts.contacts, name="contacts"),
    path("ca/<uuid:uid>/them-nguoi/", contacts.exposure_record, name="exposure_record"),
    path("ca/<uuid:uid>/nap-danh-sach/", contacts.contacts_import, name="contacts_import"),
    path("ca/<uuid:uid>/nam-buoc/", investigation.steps, name="steps"),
    path("moc/<uuid:uid>/thu-hoi/", cases.timeline_entry_revoke, name="timeline_entry_revoke"),
    path("tiep-xuc/<uuid:uid>/thu-hoi/", contacts.exposure_revoke, name="exposure_revoke"),
]
