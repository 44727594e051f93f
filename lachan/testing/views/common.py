"""What the screens of testing share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import may
from lachan.kernel.audit import reads
from lachan.kernel.times import show_day
from lachan.testing import queries, vocabulary
from lachan.testing.models import Member, Result, Specimen
from lachan.ui.formats import vn_number
from lachan.ui.marks import state

_TONES = {"positive": "late", "negative": "plain", "inconclusive": "todo"}


def who(request: HttpRequest) -> tuple[Actor, dt.datetime]:
    return request.actor, request.now  # type: ignore[attr-defined]


def laboratories(actor: Actor, now: dt.datetime) -> list[tuple[str, str]]:
    """Laboratories to choose from."""
    return [(str(one.pk), one.name) for one in queries.laboratories(actor, now)]


def specimen_url(specimen: Specimen) -> str:
    return reverse("testing:specimen", args=[specimen.uid])


def outcome_mark(result: Result) -> SafeString:
    """The outcome with its tone; a record taken back says so."""
    if result.revoked_at is not None:
        return format_html("<s>{}</s> {}", result.get_outcome_display(), state("đã thu hồi", "off"))
    return state(result.get_outcome_display(), _TONES[result.outcome])


def outcome_with_ct(result: Result) -> SafeString:
    """The outcome, and its Ct where there is one."""
    mark = outcome_mark(result)
    if result.ct is None:
        return mark
    return format_html('{} <span class="nowrap muted">Ct {}</span>', mark, vn_number(result.ct))


def method_of(result: Result) -> str:
    return vocabulary.method_name(result.specimen.disease, result.method)


def born(member: Member) -> str:
    return show_day(member.birth_date) if member.birth_date else str(member.birth_year or "")


def whose(members: list[Member], specimen: Specimen, actor: Actor) -> Any:
    """Whose a specimen is, as far as the reader sees; a person's name links to the profile where they may open it."""
    if not members:
        return "mẫu gộp, ngoài địa bàn" if specimen.pooled else ""
    if not specimen.pooled:
        return member_name(members[0], actor)
    size = f"Mẫu gộp {specimen.pool_size or len(members)} người: "
    names = ", ".join(member.full_name for member in members[:3])
    return size + names + (" …" if len(members) > 3 else "")


def member_name(member: Member, actor: Actor) -> Any:
    if member.person is not None and may(actor, "people.view"):
        return format_html(
            '<a href="{}">{}</a>', reverse("people:person", args=[member.person.uid]), member.full_name
        )
    if member.person_id is None and not queries.is_laboratory(actor):
        return format_html(
            "{} {}", member.full_name, state("chờ nhận diện", "late" if member.alarm else "todo")
        )
    return member.full_name


def nowrap(text: str) -> SafeString:
    return format_html('<span class="nowrap">{}</span>', text)


def note_members(request: HttpRequest, members: Iterable[Member]) -> None:
    reads.note(request, [member.person_id for member in members])
