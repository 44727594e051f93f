"""`{% load ui %}`: the parts of a screen (see lachan/ui/README.md for a snippet of each)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lachan.ui import charts, components, formats, marks
from lachan.ui.forms import active_filters
from lachan.ui.messages import UNDO
from lachan.ui.tables import Table, with_query

register = template.Library()

for _name in ("day", "hour", "moment", "vn_number", "percent", "signed", "hours"):
    register.filter(_name, getattr(formats, _name))
for _mark in (marks.badge_level, marks.badge_risk, marks.urgency, marks.state):
    register.simple_tag(_mark)

_CONFIDENCE = {"S2": "nguồn gián tiếp", "K": "chưa kiểm chứng"}
_NOTICE_WORDS = {
    "info": "Lưu ý",
    "warning": "Cần xem",
    "error": "Có lỗi",
    "offline": "Mất mạng",
    "partial": "Chưa đủ",
}


@register.simple_tag(takes_context=True)
def qs(context: Context, **changes: Any) -> str:
    """The present query string with changes; None removes a value. A new filter begins at page one."""
    request = context.get("request")
    query = request.GET if request else QueryDict()
    if "page" not in changes:
        changes["page"] = None
    return with_query(query, **changes)


@register.simple_tag(takes_context=True)
def block_again(context: Context, name: str) -> str:
    """The words of a block a second time: the title serves as the heading too."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return block.nodelist.render(context) if block else ""


@register.simple_tag
def crumb(label: object, url_name: str = "", *args: Any) -> SafeString:
    if not url_name:
        return format_html('<li><span aria-current="page">{}</span></li>', label)
    return format_html('<li><a href="{}">{}</a></li>', reverse(url_name, args=args), label)


@register.simple_tag
def asof(value: datetime | date | None) -> SafeString:
    return (
        format_html('<span class="asof">tính đến {}</span>', formats.moment(value))
        if value
        else SafeString("")
    )


@register.simple_tag
def deadline(due: datetime | None, now: datetime | None = None) -> SafeString:
    """The hour something is due and how far it is; lateness is told in words."""
    if due is None:
        return format_html('<span class="muted">{}</span>', "không có hạn")
    if now is None:
        return format_html('<span class="deadline">{}</span>', formats.due(due))
    late = due < now
    words = f"quá hạn {formats.about(now - due)}" if late else f"còn {formats.about(due - now)}"
    css = "deadline is-late" if late else "deadline"
    return format_html('<span class="{}">{} <b>{}</b></span>', css, formats.due(due), words)


@register.inclusion_tag("ui/notice.html")
def notice(text: object, kind: str = "info", url: str = "", label: str = "") -> dict[str, Any]:
    word = _NOTICE_WORDS.get(kind, _NOTICE_WORDS["info"])
    return {"text": text, "kind": kind, "word": word, "url": url, "label": label}


@register.inclusion_tag("ui/figure.html")
def figure(
    count: float | None,
    label: str,
    url: str | None = None,
    change: float | None = None,
    asof: datetime | None = None,
    since: str = "hôm qua",
    unit: str = "",
    note: str = "",
    warn: bool = False,
    why: str = "",
) -> dict[str, Any]:
    """A number that opens the rows it counts."""
    direction = "same" if not change else ("up" if change > 0 else "down")
    return {
        "count": count, "label": label, "url": url, "change": change, "direction": direction, "asof": asof,
        "since": since, "unit": unit, "note": note, "warn": warn, "why": why,
        "size": formats.vn_number(abs(change)) if change else "",
    }  # fmt: skip


@register.inclusion_tag("ui/sparkline.html")
def sparkline(values: Iterable[float | None], label: str = "") -> dict[str, Any]:
    known = list(values)
    shown = ", ".join(formats.vn_number(value) if value is not None else "thiếu" for value in known)
    return {"path": charts.sparkline_path(known), "words": f"{label}: {shown}" if label else shown}


@register.inclusion_tag("ui/why.html")
def why(
    reason: object = "", rule: str = "", instrument: str = "", confidence: str = "S", label: str = "Vì sao?"
) -> dict[str, Any]:
    """The reason, one tap away."""
    return {
        "reason": reason or "Chưa có quy định cho trường hợp này.",
        "rule": rule, "instrument": instrument, "label": label, "doubt": _CONFIDENCE.get(confidence or "S", ""),
    }  # fmt: skip


@register.simple_tag(takes_context=True)
def table(context: Context, table: Table, bulk: str = "") -> SafeString:
    """A list; `bulk` is a template with the buttons for chosen rows (the table stands inside a form then)."""
    values: dict[str, Any] = {str(name): value for name, value in context.flatten().items()}
    values |= {"table": table, "bulk": bulk, "pager": table.pager()}
    return render_to_string("ui/table.html", values, request=context.get("request"))


@register.inclusion_tag("ui/filters.html", takes_context=True)
def filters(context: Context, form: BaseForm, submit: str = "Lọc") -> dict[str, Any]:
    """The conditions of a list: a GET form and a chip for each condition in force."""
    form.is_valid()
    request = context.get("request")
    query = request.GET if request else QueryDict()
    active = active_filters(form)
    folded = [bound for bound in form if bound.name in getattr(form, "more", ())]
    chips = [
        {
            "label": label,
            "words": words,
            "url": with_query(query, **{name: None, f"{name}_pick": None, "page": None}),
        }
        for name, label, words in active
    ]
    open_more = any(name in {bound.name for bound in folded} for name, _, _ in active)
    shown = [bound for bound in form.visible_fields() if bound not in folded]
    clear = with_query(query, **dict.fromkeys(form.fields), page=None)
    return {
        "form": form, "shown": shown, "folded": folded, "chips": chips, "clear": clear, "submit": submit,
        "open_more": open_more or any(bound.errors for bound in folded), "sort": query.get("sort", ""),
    }  # fmt: skip


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A field with its label, help and errors, tied together for a screen reader."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    return {
        "field": bound,
        "is_check": kind == "checkbox" and not widget_is_group(bound),
        "is_group": widget_is_group(bound),
    }


def widget_is_group(bound: BoundField) -> bool:
    """Radios, check boxes and two-part inputs need a fieldset with a legend."""
    return bool(bound.field.widget.use_fieldset)


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """The summary on top: what is wrong, each with a link to its field."""
    wrong = [(bound, error) for bound in form for error in bound.errors]
    return {"form": form, "wrong": wrong, "count": len(wrong) + len(form.non_field_errors())}


@register.inclusion_tag("ui/form_end.html")
def form_end(submit: str, cancel: str = "", danger: bool = False, note: str = "") -> dict[str, Any]:
    return {"submit": submit, "cancel": cancel, "danger": danger, "note": note}


@register.inclusion_tag("ui/steps.html")
def steps(progress: components.Progress) -> dict[str, Any]:
    return {"progress": progress}


@register.inclusion_tag("ui/empty.html")
def empty(title: str, hint: str = "", url: str = "", label: str = "") -> dict[str, Any]:
    return {"title": title, "hint": hint, "url": url, "label": label}


@register.inclusion_tag("ui/timeline.html")
def timeline(items: Sequence[components.TimelineItem]) -> dict[str, Any]:
    return {"items": items}


@register.inclusion_tag("ui/facts.html")
def facts(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """A record's data as pairs; dates are written the way of the country, missing data says so."""
    return {"pairs": [(label, _plain(value)) for label, value in pairs]}


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return formats.moment(value)
    return None if value == "" else value


@register.inclusion_tag("ui/tabs.html")
def tabs(items: Sequence[components.Tab], label: str = "Phần của màn hình") -> dict[str, Any]:
    return {"items": items, "label": label}


@register.inclusion_tag("ui/confirm_effects.html", takes_context=True)
def confirm_effects(
    context: Context,
    effects: components.Effects,
    action: str = "",
    submit: str = "Xác nhận",
    cancel: str = "",
    danger: bool = False,
    hidden: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What would follow, and the button that does it."""
    return {
        "effects": effects, "action": action, "submit": submit, "cancel": cancel, "danger": danger,
        "hidden": dict(hidden or {}), "csrf_token": context.get("csrf_token"),
    }  # fmt: skip


@register.inclusion_tag("ui/undo.html", takes_context=True)
def undo(
    context: Context, url: str, label: str = "Hoàn tác", until: datetime | None = None
) -> dict[str, Any]:
    return {"url": url, "label": label, "until": until, "csrf_token": context.get("csrf_token")}


@register.filter
def undo_url(message: Any) -> str:
    """The address that takes back what this message tells of, if there is one."""
    tags = getattr(message, "extra_tags", "") or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""


@register.inclusion_tag("ui/chart_bars.html")
def chart_bars(chart: charts.BarChart) -> dict[str, Any]:
    return {"chart": chart}


@register.inclusion_tag("ui/chart_line.html")
def chart_line(chart: charts.LineChart) -> dict[str, Any]:
    return {"chart": chart}


@register.inclusion_tag("ui/map_cells.html")
def map_cells(map: charts.CellMap) -> dict[str, Any]:
    return {"map": map}
