from django.urls import path

from lachan.kernel.views import jobs, papers, policies, uploads

app_name = "kernel"
urlpatterns = [
    path("tep/", uploads.upload_list, name="upload_list"),
    path("tep/moi/<str:kind>/", uploads.upload_new, name="upload_new"),
    path("tep/<uuid:uid>/", uploads.upload_page, name="upload_page"),
    path("tep/<uuid:uid>/cot/", uploads.upload_mapping, name="upload_mapping"),
    path("tep/<uuid:uid>/kiem-tra/", uploads.upload_preview, name="upload_preview"),
    path("tep/<uuid:uid>/nap/", uploads.upload_start, name="upload_start"),
    path("tep/<uuid:uid>/huy/", uploads.upload_cancel, name="upload_cancel"),
    path("tep/<uuid:uid>/tien-do/", uploads.upload_progress, name="upload_progress"),
    path("tep/<uuid:uid>/dong-tra-lai.xlsx", uploads.upload_bad_rows, name="upload_bad_rows"),
    path("viec-nen/", jobs.job_list, name="job_list"),
    path("viec-nen/<uuid:uid>/chay-lai/", jobs.job_retry, name="job_retry"),
    path("so-van-ban/", papers.paper_list, name="paper_list"),
    path("so-van-ban/<uuid:uid>.docx", papers.paper_file, name="paper_file"),
    path("so-van-ban/dai-so/", papers.block_release, name="block_release"),
    path("quy-tac/", policies.policy_list, name="policy_list"),
    path("quy-tac/<str:disease>/<str:place>/<str:key>/", policies.policy_page, name="policy_page"),
    path("quy-tac/<str:disease>/<str:place>/<str:key>/ban-hanh/", policies.policy_adopt, name="policy_adopt"),
]
