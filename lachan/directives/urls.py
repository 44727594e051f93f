from django.urls import path

from lachan.directives.views import drafts, letters, reading, reports, tasks

app_name = "directives"
urlpatterns = [
    path("", letters.letter_list, name="letter_list"),
    path("vao-so/", letters.letter_register, name="letter_register"),
    path("to-chuc/", drafts.organisation_hits, name="organisation_hits"),
    path("nhiem-vu/", tasks.task_list, name="task_list"),
    path("nhiem-vu/<uuid:uid>/", tasks.task_page, name="task_page"),
    path("nhiem-vu/<uuid:uid>/sua/", drafts.task_change, name="task_change"),
    path("nhiem-vu/<uuid:uid>/chu-tri/", tasks.task_assign, name="task_assign"),
    path("nhiem-vu/<uuid:uid>/don-vi-khac/", tasks.task_reassign, name="task_reassign"),
    path("nhiem-vu/<uuid:uid>/giao-lai/", tasks.task_share, name="task_share"),
    path("nhiem-vu/<uuid:uid>/ghi/<slug:kind>/", tasks.task_entry_record, name="task_entry_record"),
    path("muc/<uuid:uid>/tep/", tasks.entry_file, name="entry_file"),
    path("muc/<uuid:uid>/thu-hoi/", tasks.task_entry_revoke, name="task_entry_revoke"),
    path("noi-dung/<uuid:uid>/them/", drafts.task_add, name="task_add"),
    path("noi-dung/<uuid:uid>/chi-so/", drafts.order_measure, name="order_measure"),
    path("bao-cao/<uuid:uid>/", reports.report_file, name="report_file"),
    path("<uuid:uid>/", letters.letter_page, name="letter_page"),
    path("<uuid:uid>/tep/", letters.letter_file, name="letter_file"),
    path("<uuid:uid>/ban-doc/", reading.reading_confirm, name="reading_confirm"),
    path("<uuid:uid>/luu/", letters.letter_file_away, name="letter_file_away"),
    path("<uuid:uid>/huy/", letters.letter_void, name="letter_void"),
    path("<uuid:uid>/phan-cong/", drafts.tasks_draft, name="tasks_draft"),
    path("<uuid:uid>/phan-cong/bo/", drafts.draft_discard, name="draft_discard"),
    path("<uuid:uid>/phan-cong/bo-bot/", drafts.tasks_drop, name="tasks_drop"),
    path("<uuid:uid>/giao-viec/", drafts.tasks_release, name="tasks_release"),
    path("<uuid:uid>/bao-cao/", reports.report_print, name="report_print"),
]
