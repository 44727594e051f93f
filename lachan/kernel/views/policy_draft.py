"""What somebody is writing as the next version of a rule, as fields or as text, and what it would change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest

from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import Refused
from lachan.kernel.policies import adoption, documents, services
from lachan.kernel.policies.wording import judged_on
from lachan.kernel.views.policy_forms import AdoptForm, RowsForm, TextForm, fits

AS_TEXT = "text"
_NO_LEVEL = "không xếp mức"


class Draft:
    """`start` are the rows that the draft starts from, none for the first version of a rule. Nothing is written
    before `adoption.adopt`."""

    def __init__(
        self, request: HttpRequest, *, key: str, disease: str, place: str, start: Sequence[Mapping[str, Any]]
    ) -> None:
        self.identity = {"key": key, "disease": disease, "place": place}
        data = request.POST if request.method == "POST" else None
        self.data = data
        chosen = (data or request.GET).get("way")
        self.fits = fits(key, start)
        self.as_text = chosen == AS_TEXT or not self.fits
        self.form = AdoptForm(data)
        self.text = TextForm(data, initial={"rows": documents.rows_text(start)})
        shown = (start or [{}]) if self.fits else []  # the first row of a first version is there to be filled
        self.table = RowsForm(key=key, disease=disease, rows=shown, data=data)
        self.rows: list[dict[str, Any]] = []
        self.checked = False
        self.effects: Preview | None = None
        self.opened: tuple[Counted, adoption.Opened] | None = None
        self.backdated = False
        self.changed_since_shown = False

    def complete(self) -> bool:
        """Whether everything asked for was typed; an added row is typed first."""
        if self.data is None or "more" in self.data:
            return False
        written = self.text if self.as_text else self.table
        return all([self.form.is_valid(), written.is_valid()])

    def check(self, now: dt.datetime) -> None:
        """Read the table; Refused where it could not be adopted."""
        self.rows = documents.rows_from(self.text.cleaned_data["rows"]) if self.as_text else self.table.rows()
        self.backdated = services.is_past(self.form.cleaned_data["effective_from"], now)
        services.policy_check(**self.version(), now=now)
        self.checked = True

    def version(self) -> dict[str, Any]:
        """The arguments of adopting, without who and when."""
        return self.identity | dict(self.form.cleaned_data) | {"rows": self.rows}

    @property
    def digest(self) -> str:
        """What was shown: a draft altered afterwards is shown again before it is adopted."""
        said = repr((self.rows, self.form.cleaned_data.get("effective_from"))).encode()
        return blake2b(said, digest_size=12).hexdigest()

    def was_shown(self) -> bool:
        assert self.data is not None
        self.changed_since_shown = self.data.get("shown") != self.digest
        return not self.changed_since_shown

    def foresee(self, by: Actor, now: dt.datetime) -> None:
        """Count whom the version would concern."""
        self.effects = _preview(adoption.foresee(**self.version(), by=by, now=now), self.identity["key"])

    def open(self, request: HttpRequest) -> None:
        """The people behind the count that was pressed: "page|name of the count"."""
        assert self.data is not None and self.effects is not None
        page, _, key = self.data.get("open", "").partition("|")
        counted = self.effects.named(key)
        if counted and page.isdecimal():
            self.opened = counted, adoption.open_members(counted.members, request, int(page))

    def refuse(self, refusal: Refused) -> None:
        if refusal.field in self.form.fields:
            self.form.add_error(refusal.field, refusal.message)
        elif self.as_text and refusal.field == "rows":
            self.text.add_error("rows", refusal.message)
        else:
            self.form.add_error(None, refusal.message)


@dataclass(frozen=True, slots=True)
class Counted:
    """A count of the preview: its name in the form, what it says, and who is behind it."""

    key: str
    label: str
    members: adoption.Members

    @property
    def count(self) -> int:
        return len(self.members)


@dataclass(frozen=True, slots=True)
class Preview:
    """What adopting would change, in counts that open to their rows."""

    title: str
    groups: Sequence[Counted]
    nothing: str
    asked: str

    def named(self, key: str) -> Counted | None:
        return next((one for one in self.groups if one.key == key), None)


def _preview(found: adoption.Foreseen | None, key: str) -> Preview:
    asked = f"Bản áp dụng chọn theo {judged_on(key)}." if judged_on(key) else ""
    if found is None:
        return Preview("Chưa tính được số người thay đổi", (), "", asked)
    least = "ít nhất " if found.partial else ""
    moves = sorted(found.levels.items(), key=lambda item: (-len(item[1]), item[0]))
    groups = [
        Counted(f"{before}>{after}", f"người đổi mức: {before or _NO_LEVEL} → {after or _NO_LEVEL}", members)
        for (before, after), members in moves
    ]
    groups += [
        Counted("ends", "người đổi mức hoặc đổi ngày bắt đầu, ngày kết thúc của mức", found.ends),
        Counted("tests", "người đổi lịch xét nghiệm", found.tests),
        Counted("wording", "người chỉ đổi văn bản nêu trong lý do", found.wording),
    ]
    scope = "gần đây nhất; còn người chưa tính" if found.partial else "toàn bộ những người có liên quan"
    nothing = (
        ""
        if any(one.count for one in groups)
        else "Không ai đang theo dõi đổi mức, đổi ngày hay lịch xét nghiệm."
    )
    computed = Counted("computed", f"người đã tính thử, {scope}", found.computed)
    shown = [one for one in (*groups, computed) if one.count]
    title = "Nếu ban hành thì ai thay đổi" if nothing else f"Nếu ban hành, {least}những người sau sẽ thay đổi"
    return Preview(title, shown, nothing, asked)
