"""What the screens of this room share."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from django.forms.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lachan.directives import progress
from lachan.directives.models import Letter, Task
from lachan.directives.wording import NOT_IN_DIRECTORY, path_title, reference
from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import Refused
from lachan.ui.marks import state

_STATE_TONES = {
    Task.State.DRAFT: "todo",
    Task.State.RELEASED: "doing",
    Task.State.REPORTED: "todo",
    Task.State.RETURNED: "todo",
    Task.State.ESCALATED: "todo",
    Task.State.DONE: "done",
    Task.State.CANCELLED: "off",
}
_LETTER_TONES = {
    Letter.State.REGISTERED: "todo",
    Letter.State.CONFIRMED: "todo",
    Letter.State.DRAFTED: "todo",
    Letter.State.RELEASED: "done",
    Letter.State.FILED: "off",
    Letter.State.VOID: "off",
}


def who(request: HttpRequest) -> tuple[Actor, dt.datetime]:
    """The actor and the domain's moment that the middleware put on the request."""
    return request.actor, request.now  # type: ignore[attr-defined]


def letter_name(letter: Letter) -> str:
    """ "Công văn số 05-CV/BCĐ"."""
    return reference(letter.doc_type, letter.number, letter.symbol, letter.issuer_kind)


def letter_state(letter: Letter) -> SafeString:
    return state(_capital(letter.get_state_display()), _LETTER_TONES[Letter.State(letter.state)])


def task_state(task: Task, now: dt.datetime) -> SafeString:
    """The state in words; what is owed and past its deadline says so."""
    words = _capital(task.get_state_display())
    if progress.is_late(task, now):
        words = "Chưa xong" if task.state == Task.State.RELEASED else words
        return state(f"{words}, quá hạn", "late")
    return state(words, _STATE_TONES[Task.State(task.state)])


def lead_mark(task: Task) -> SafeString:
    """The lead; one that the directory does not know stands in the letter's words, marked."""
    if task.lead is not None:
        return format_html("{}", task.lead.name)
    words = task.lead_words or "Chưa rõ đơn vị"
    return format_html("<span>{} {}</span>", words, state(NOT_IN_DIRECTORY, "todo"))


def task_title(task: Task) -> str:
    """The place of the order, and the first words of what is to be done."""
    text = task.content
    short = text if len(text) <= 140 else f"{text[:139].rsplit(' ', 1)[0]}…"
    return f"{path_title(task.order.path)}. {short}"


def put_error(form: BaseForm, error: Refused) -> None:
    """A refusal beside its field, or on top where the form has none such."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def download(data: bytes, name: str, kind: str = "application/octet-stream") -> HttpResponse:
    """A file to be saved, never opened in the page."""
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name or 'tep')}"
    return answer


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
