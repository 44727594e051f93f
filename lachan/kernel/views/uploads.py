"""The way of a file: choose → columns → check → apply → what became of it. One flow for all kinds."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST

from lachan.kernel.access.roles import check, may
from lachan.kernel.access.web import require
from lachan.kernel.errors import Forbidden, Refused
from lachan.kernel.intake import queries, services
from lachan.kernel.intake.handback import bad_rows_file
from lachan.kernel.intake.kinds import NOT_YET, UploadKind, upload_kind, upload_kinds
from lachan.kernel.intake.models import Upload
from lachan.kernel.intake.progress import failure_words, is_stuck
from lachan.kernel.views.upload_forms import FileForm, MappingForm, shown
from lachan.ui import messages
from lachan.ui.components import Progress
from lachan.ui.marks import state
from lachan.ui.tables import Column, Table, build_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TONES = {"staged": "todo", "applying": "doing", "done": "done", "cancelled": "off"}

# Which files somebody may send hangs on each kind's own permission, checked inside.
_enter = require("desk.home")


@_enter
def upload_list(request: HttpRequest) -> HttpResponse:
    """The organisation's own files; unfinished ones stand out and can be taken up again."""
    actor = request.actor  # type: ignore[attr-defined]
    kinds = [kind for kind in upload_kinds().values() if may(actor, kind.permission)]
    if not kinds:
        raise Forbidden("Vai trò của đồng chí không nạp tệp.")
    rows = queries.visible_to(actor)
    chosen = request.GET.get("kind", "")
    if chosen:
        rows = rows.filter(kind=chosen)
    columns = (
        Column("Tệp", "name", main=True),
        Column("Loại", lambda row: upload_kind(row.kind).title),
        Column("Gửi lúc", "uploaded_at", sort="uploaded_at", kind="moment"),
        Column("Trạng thái", _state_mark),
        Column("Dòng", "total", kind="number"),
        Column("Nạp mới", "added", kind="number"),
        Column("Đã có", "repeated", kind="number"),
        Column("Trả lại", "bad", kind="number"),
    )
    table = build_table(
        request,
        rows,
        columns,
        row_url=lambda row: reverse("kernel:upload_page", args=[row.uid]),
        default_sort="-uploaded_at",
        empty="Chưa có tệp nào.",
        empty_hint="Tệp của đơn vị hiện ở đây ngay sau khi gửi.",
        row_tone=lambda row: "late" if row.state == Upload.State.APPLYING else "",
    )
    return render(
        request,
        "intake/upload_list.html",
        {
            "table": table,
            "kinds": kinds,
            "chosen": chosen,
            "startable": [kind for kind in kinds if not kind.start_url],
        },
    )


@_enter
def upload_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a file."""
    made = _kind(request, kind)
    if made.start_url:
        raise Http404  # a file of this kind is handed over where it belongs
    if made.new_url:
        return redirect(made.new_url)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            staged = services.upload_stage(file_name=file.name, data=file.read(), kind=kind, **_hand(request))
        except Refused as refusal:
            form.add_error("file", refusal.message)
        else:
            if staged.notice:
                messages.warning(request, staged.notice)
            following = "kernel:upload_preview" if staged.is_mapped else "kernel:upload_page"
            return redirect(following, staged.upload.uid)
    return render(request, "intake/upload_new.html", {"form": form, "kind": made})


@_enter
def upload_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Where the file stands: on to the columns, the check, the progress or the result."""
    upload = _upload(request, uid)
    if upload.state == Upload.State.STAGED:
        return redirect(_next_step(upload), upload.uid)
    context = _context(upload) | {"progress": _progress(upload), "can_resume": is_stuck(upload)}
    return render(request, "intake/upload_page.html", context)


@_enter
def upload_mapping(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Which column is which field, and what the words in it mean."""
    upload = _staged(request, uid)
    document = queries.document_of(upload)
    form = MappingForm(upload, document, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.upload_map(upload=upload, **form.choices_made(), **_hand(request))
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            if not queries.words_to_explain(upload, document):
                return redirect("kernel:upload_preview", upload.uid)
            messages.warning(request, "Có từ trong tệp chưa rõ nghĩa. Chọn nghĩa ở phần “Từ chưa rõ nghĩa”.")
            return redirect("kernel:upload_mapping", upload.uid)
    first = Table(
        columns=[Column(name, _cell(place)) for place, name in enumerate(document.columns)],
        rows=[line.cells for line in document.lines[:5]],
        caption="Năm dòng đầu của tệp",
        compact=True,
    )
    return render(request, "intake/upload_mapping.html", _context(upload) | {"form": form, "first": first})


@_enter
def upload_preview(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What would happen; nothing is written."""
    upload = _staged(request, uid)
    try:
        preview = queries.upload_preview(upload=upload, **_hand(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("kernel:upload_mapping", upload.uid)
    context = _context(upload) | {
        "preview": preview,
        "sample": _sample_table(upload, preview),
        "bad": _lines_table(upload, preview.bad_lines, "Dòng sẽ trả lại", "Lý do"),
        "doubtful": _lines_table(upload, preview.doubtful_lines, "Dòng vẫn nạp, còn điều chưa rõ", "Chưa rõ"),
        "reasons": sorted(preview.reasons.items(), key=lambda item: -item[1]),
        "taken": preview.good + preview.repeated,
        "not_yet": upload_kind(upload.kind).tally_labels.get(NOT_YET, "Dòng chưa nạp"),
    }
    return render(request, "intake/upload_preview.html", context)


@require_POST
@_enter
def upload_start(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Hand the file to the workers, or hand it to them again."""
    upload = _upload(request, uid)
    try:
        services.upload_start(upload=upload, **_hand(request))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("kernel:upload_page", upload.uid)


@require_POST
@_enter
def upload_cancel(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    upload = _upload(request, uid)
    try:
        services.upload_cancel(upload=upload, **_hand(request))
        messages.success(request, f"Đã bỏ tệp {upload.name}; chưa có dòng nào được nạp.")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("kernel:upload_list")


@_enter
def upload_progress(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The block that the page asks for every two seconds; without JavaScript it leads to the page itself."""
    upload = _upload(request, uid)
    if not request.headers.get("HX-Request"):
        return redirect("kernel:upload_page", upload.uid)
    return render(request, "ui/steps.html", {"progress": _progress(upload)})


@_enter
def upload_bad_rows(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The refused rows, to be mended and sent again."""
    upload = _upload(request, uid)
    if not upload.bad:
        raise Http404
    answer = HttpResponse(bad_rows_file(upload), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="dong-tra-lai-{upload.uploaded_at:%d%m%Y}.xlsx"'
    return answer


def _hand(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.actor, "now": request.now}  # type: ignore[attr-defined]


def _kind(request: HttpRequest, code: str) -> UploadKind:
    try:
        made = upload_kind(code)
    except KeyError as error:
        raise Http404 from error
    check(request.actor, made.permission)  # type: ignore[attr-defined]
    return made


def _upload(request: HttpRequest, uid: uuid.UUID) -> Upload:
    return queries.upload_get(request.actor, uid)  # type: ignore[attr-defined]


def _staged(request: HttpRequest, uid: uuid.UUID) -> Upload:
    upload = _upload(request, uid)
    if upload.state != Upload.State.STAGED:
        raise Http404
    return upload


def _next_step(upload: Upload) -> str:
    unclear = queries.needs_mapping(upload, queries.document_of(upload))
    return "kernel:upload_mapping" if unclear else "kernel:upload_preview"


def _context(upload: Upload) -> dict[str, Any]:
    kind = upload_kind(upload.kind)
    return {
        "upload": upload,
        "kind": kind,
        "skipped": (upload.notes or {}).get("skipped", []),
        "warnings": (upload.notes or {}).get("warnings", []),
        "tallies": [(kind.tally_labels.get(name, name), count) for name, count in upload.tallies.items()],
        "done_url": _done_url(kind, upload),
        "start_url": kind.start_url(upload)
        if kind.start_url
        else reverse("kernel:upload_new", args=[kind.code]),
    }


def _done_url(kind: UploadKind, upload: Upload) -> str:
    if callable(kind.done_url):
        return kind.done_url(upload)
    try:
        return reverse(kind.done_url) if kind.done_url else ""
    except NoReverseMatch:
        return ""


def _progress(upload: Upload) -> Progress:
    here = reverse("kernel:upload_page", args=[upload.uid])
    if upload.state == Upload.State.DONE:
        return Progress(f"Nạp {upload.name}", upload.total, upload.total, "done", result_url=here)
    failure = failure_words(upload)
    return Progress(
        f"Nạp {upload.name}",
        upload.cursor,
        upload.total,
        "failed" if failure is not None else ("running" if upload.cursor else "waiting"),
        poll_url=reverse("kernel:upload_progress", args=[upload.uid]),
        result_url=here,
        note=failure or "",
    )


def _state_mark(upload: Upload) -> Any:
    return state(upload.get_state_display(), _TONES[upload.state])


def _cell(place: int) -> Callable[[Any], str]:
    return lambda cells: shown(cells[place])


def _bad_cell(place: int) -> Callable[[queries.BadLine], str]:
    return lambda row: shown(row.cells[place])


def _sample_table(upload: Upload, preview: queries.Preview) -> Table:
    used = [
        made
        for made in upload_kind(upload.kind).fields
        if any(row.values[made.name] is not None for row in preview.sample)
    ]
    columns = [Column("Dòng", "line", kind="number")]
    columns += [Column(made.label, _value(made)) for made in used]
    return Table(
        columns=columns, rows=preview.sample, caption="Hệ thống hiểu các dòng đầu như sau", compact=True
    )


def _value(made: Any) -> Any:
    labels = {choice.code: choice.label for choice in made.choices}
    return lambda row: labels.get(row.values[made.name]) or shown(row.values[made.name])


def _lines_table(upload: Upload, lines: Sequence[queries.BadLine], caption: str, why: str) -> Table:
    names = (upload.notes or {}).get("columns", [])
    places = sorted(names.index(column) for column in upload.columns.values() if column in names)[:3]
    columns = [Column("Dòng", "line", kind="number")]
    columns += [Column(names[place], _bad_cell(place)) for place in places]
    columns.append(Column(why, lambda row: " ".join(row.reasons), main=True))
    return Table(columns=columns, rows=lines, caption=caption)
