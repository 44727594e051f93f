"""What somebody is writing as the next version of a rule, as fields or as text, and what it would change."""

from __future__ import annotations

import datetime as dt
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest

from lachan.kernel.access.actors import Actor
from lachan.kernel.errors import Refused
from lachan.kernel.policies import adoption, documents, services
from lachan.kernel.policies.models import PolicyVersion
from lachan.kernel.policies.wording import judged_on
from lachan.kernel.views.policy_forms import AdoptForm, RowsForm, TextForm, fits
from lachan.ui.components import Effect, Effects

AS_TEXT = "text"
_NO_LEVEL = "không xếp mức"


class Draft:
    """`latest` is the version that the draft starts from. Nothing is written before `adoption.adopt`."""

    def __init__(self, request: HttpRequest, latest: PolicyVersion) -> None:
        self.latest = latest
        data = request.POST if request.method == "POST" else None
        self.data = data
        chosen = (data or request.GET).get("way")
        self.as_text = chosen == AS_TEXT or not fits(latest.key, latest.rows)
        self.fits = fits(latest.key, latest.rows)
        self.form = AdoptForm(data, initial={"confidence": PolicyVersion.Confidence.SEEN})
        self.text = TextForm(data, initial={"rows": documents.rows_text(latest.rows)})
        self.table = RowsForm(key=latest.key, disease=latest.disease, rows=self._start(), data=data)
        self.rows: list[dict[str, Any]] = []
        self.checked = False
        self.effects: Effects | None = None
        self.backdated = False
        self.changed_since_shown = False

    def _start(self) -> list[Any]:
        return self.latest.rows if self.fits else []

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
        identity = {"key": self.latest.key, "disease": self.latest.disease, "place": self.latest.place}
        return identity | dict(self.form.cleaned_data) | {"rows": self.rows}

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
        self.effects = _effects(adoption.foresee(**self.version(), by=by, now=now), self.latest.key)

    def refuse(self, refusal: Refused) -> None:
        if refusal.field in self.form.fields:
            self.form.add_error(refusal.field, refusal.message)
        elif self.as_text and refusal.field == "rows":
            self.text.add_error("rows", refusal.message)
        else:
            self.form.add_error(None, refusal.message)


def _effects(found: adoption.Foreseen | None, key: str) -> Effects:
    if found is None:
        return Effects(title="Chưa tính được số người thay đổi")
    least = "ít nhất " if found.partial else ""
    groups = [
        Effect(f"người đổi mức: {before or _NO_LEVEL} → {after or _NO_LEVEL}", count)
        for (before, after), count in sorted(found.levels.items(), key=lambda item: -item[1])
    ]
    groups += [
        Effect(words, count)
        for words, count in (
            ("người đổi mức hoặc đổi ngày bắt đầu, ngày kết thúc của mức", found.ends),
            ("người đổi lịch xét nghiệm", found.tests),
            ("người chỉ đổi văn bản nêu trong lý do", found.wording),
        )
        if count
    ]
    asked = f" Bản áp dụng chọn theo {judged_on(key)}." if judged_on(key) else ""
    return Effects(
        title=f"Nếu ban hành, {least}những người sau sẽ thay đổi",
        groups=groups,
        nothing=f"Không ai đang theo dõi đổi mức, đổi ngày kết thúc hay lịch xét nghiệm.{asked}",
        reversible=f"Đã tính thử cho {found.computed} người"
        + (" gần đây nhất; còn người chưa tính." if found.partial else ", toàn bộ những người có liên quan.")
        + asked,
    )
