"""The register of outgoing papers, and the number blocks that the văn thư releases."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from lachan.kernel.access.roles import may
from lachan.kernel.access.web import require
from lachan.kernel.audit import reads
from lachan.kernel.errors import Forbidden, Refused
from lachan.kernel.papers import queries, services
from lachan.kernel.papers.organs import Organ, organs_below
from lachan.kernel.times import day_bounds, local_day
from lachan.ui import messages
from lachan.ui.fields import DayField
from lachan.ui.forms import UiForm
from lachan.ui.tables import Column, Table, build_table

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class PaperFilters(UiForm):
    q = forms.CharField(label="Trích yếu", required=False, max_length=100)
    number = forms.IntegerField(label="Số", required=False, min_value=1)
    since = DayField(label="Từ ngày", required=False)
    until = DayField(label="Đến ngày", required=False)
    more = ("since", "until")


class BlockForm(UiForm):
    organisation = forms.TypedChoiceField(label="Cơ quan dùng dải số", coerce=int, required=False)
    book = forms.CharField(label="Sổ (loại văn bản)", max_length=40, help_text="Ví dụ: QĐ")
    symbol = forms.CharField(label="Ký hiệu", max_length=40, help_text="Ví dụ: QĐ-UBND")
    year = forms.IntegerField(label="Năm", min_value=2000, max_value=2100)
    first = forms.IntegerField(label="Từ số", min_value=1)
    last = forms.IntegerField(label="Đến số", min_value=1)

    def __init__(self, *args: Any, organs: Sequence[Organ], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organs:
            self.fields["organisation"].choices = [("", "Cơ quan của tôi"), *organs]  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"]


@require("papers.paper_read")
def paper_list(request: HttpRequest) -> HttpResponse:
    """Sổ văn bản đi of the reader's organisation."""
    form = PaperFilters(request.GET)
    rows = queries.visible_to(request.actor)  # type: ignore[attr-defined]
    if form.is_valid():
        said = form.cleaned_data
        if said["q"]:
            rows = rows.filter(title__icontains=said["q"])
        if said["number"]:
            rows = rows.filter(number=said["number"])
        if said["since"]:
            rows = rows.filter(issued_at__gte=day_bounds(said["since"])[0])
        if said["until"]:
            rows = rows.filter(issued_at__lt=day_bounds(said["until"])[1])
    columns = (
        Column("Số", lambda row: str(row.number or ""), sort="number", align="right"),
        Column("Ký hiệu", "symbol"),
        Column("Trích yếu", "title", main=True),
        Column("Ký lúc", "issued_at", sort="issued_at", kind="moment"),
    )
    table = build_table(
        request,
        rows,
        columns,
        row_url=lambda row: reverse("kernel:paper_file", args=[row.uid]),
        default_sort="-issued_at",
        empty="Chưa có văn bản đi nào.",
    )
    context = {"table": table, "form": form, "may_release": may(request.actor, "papers.block_release")}  # type: ignore[attr-defined]
    return render(request, "papers/paper_list.html", context)


@require("papers.paper_read")
def paper_file(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The paper as it was issued."""
    paper = queries.paper_get(request.actor, uid)  # type: ignore[attr-defined]
    reads.note(request, (paper.data or {}).get("subjects", []))
    answer = HttpResponse(queries.paper_bytes(paper), content_type=DOCX)
    name = f"{paper.number or 'du-thao'}-{paper.issued_at:%d%m%Y}"
    answer["Content-Disposition"] = f'attachment; filename="van-ban-{name}.docx"'
    return answer


@require("papers.block_release")
def block_release(request: HttpRequest) -> HttpResponse:
    """Hand out numbers for use in the field."""
    actor, now = request.actor, request.now  # type: ignore[attr-defined]
    if not actor.organisation_id:
        raise Forbidden("Tài khoản chưa gắn với cơ quan nào.")
    below = organs_below(actor, now)
    form = BlockForm(request.POST or None, organs=below, initial={"year": local_day(now).year})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        chosen = said.pop("organisation", None) or actor.organisation_id
        try:
            block = services.block_release(organisation_id=chosen, by=actor, now=now, **said)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, f"Đã cấp dải số {block.first}–{block.last} sổ {block.book}.")
            return redirect("kernel:block_release")
    names = dict(below)
    columns = (
        Column("Sổ", "block.book", main=True),
        Column("Cơ quan", lambda row: names.get(row.block.organisation_id, "Cơ quan của tôi")),
        Column("Ký hiệu", "block.symbol"),
        Column("Năm", lambda row: str(row.block.year)),
        Column("Từ số", lambda row: str(row.block.first), align="right"),
        Column("Đến số", lambda row: str(row.block.last), align="right"),
        Column("Đã dùng", "used", kind="number"),
        Column("Còn lại", "left", kind="number"),
        Column("Cấp lúc", "block.released_at", kind="moment"),
    )
    table = Table(
        columns=columns, rows=queries.blocks_of([actor.organisation_id, *names]), empty="Chưa cấp dải số nào."
    )
    return render(request, "papers/block_release.html", {"form": form, "table": table})
