"""The papers behind the rules as a decision names them: "Căn cứ Quyết định số … ngày … của … về việc …"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from lachan.kernel.papers.paper import day_words
from lachan.kernel.policies.models import PolicyVersion

FILE = "instruments.yaml"
_KINDS = {
    "NĐ": "Nghị định",
    "QĐ": "Quyết định",
    "CV": "Công văn",
    "TT": "Thông tư",
    "NQ": "Nghị quyết",
    "CT": "Chỉ thị",
}
_NAMING = (" của ", " về ", " ban hành ", " quy định ", " hướng dẫn ", " ngày ")
_NAMED = re.compile(
    r"^(?:(?P<kind>NĐ|QĐ|CV|TT|NQ|CT)|(?P<word>Nghị định|Quyết định|Công văn|Thông tư|Nghị quyết|Chỉ thị)(?: số)?)"
    r"\s+(?P<number>\d+[\w/.-]*)(?:\s+ngày\s+(?P<day>\d{1,2}/\d{1,2}/\d{4}))?",
)


def grounds(day: dt.date, versions: Iterable[PolicyVersion]) -> list[str]:
    """The lines "Căn cứ …" of a decision of that day: the laws in force, then the papers of these rules.

    A rule without a paper (a reading of ours, a setting of the province) is no ground.
    """
    named = [one for version in versions for one in citations_of(version)]
    return [f"Căn cứ {one}" for one in dict.fromkeys([*_laws("laws", day), *named])]


def personal_data_laws(day: dt.date) -> list[str]:
    """What the law of that day says of personal data: names of the papers, each with what of it is not certain."""
    named = [(law, remark(law)) for law in _laws("personal_data", day)]
    return [f"{law} ({doubt})" if doubt else law for law, doubt in named]


def citations_of(version: PolicyVersion) -> list[str]:
    """The papers of a version in full: as it was typed with it, else by what is known of each."""
    if version.citation:
        return [version.citation]
    return [full for part in version.instrument.split(";") if (full := citation(part.strip()))]


def citation(instrument: str) -> str:
    """ "QĐ 3638/QĐ-BYT ngày 30/7/2021" in full; empty for what names no numbered paper."""
    found = _NAMED.match(instrument)
    if found is None:
        return ""
    number = found["number"].rstrip(".,")
    known = _known(settings.POLICY_DIR).get(number, {})
    kind = found["word"] or _KINDS[found["kind"]]
    day = known.get("date") or _day(found["day"])
    parts = [f"{kind} số {number}", day and day_words(day), _issuer(number), known.get("title")]
    return " ".join(part for part in parts if part)


def remark(line: str) -> str:
    """What of a "Căn cứ …" line is not certain: "chưa kiểm chứng: ngày, tên văn bản", "nguồn gián tiếp", or ""."""
    sources = _read(settings.POLICY_DIR)
    laws = [*sources["laws"], *sources["personal_data"]]
    found = [(one["confidence"], "tên văn bản") for one in laws if one["text"] in line]
    for one in sources["instruments"]:
        if re.search(rf"(?<!\d){re.escape(one['number'])}(?!\w)", line):
            parts = {"date": ("ngày", day_words(one["date"])), "title": ("tên văn bản", one.get("title"))}
            found += [
                (sure, parts[part][0])
                for part, sure in one["confidence"].items()
                if (written := parts[part][1]) and written in line
            ]
    unchecked = [what for sure, what in found if sure == PolicyVersion.Confidence.UNVERIFIED]
    if unchecked:
        return f"chưa kiểm chứng: {', '.join(dict.fromkeys(unchecked))}"
    second_hand = any(sure == PolicyVersion.Confidence.SECOND_HAND for sure, _ in found)
    return "nguồn gián tiếp" if second_hand else ""


def in_full(line: str) -> str:
    """A "Căn cứ …" line with an abbreviated kind ("QĐ", "NĐ") written out.

    What follows the number stays where it names the paper; a remark behind it is no part of a printed ground.
    """
    text = " ".join(line.split()).removeprefix("Căn cứ ").rstrip(" ;,.")
    found = _NAMED.match(text)
    if found is None or found["kind"] is None:
        return line
    tail = text[found.end() :]
    if not tail.startswith(_NAMING):
        return f"Căn cứ {citation(text)}"
    day = f" {day_words(_day(found['day']))}" if found["day"] else ""
    return f"Căn cứ {_KINDS[found['kind']]} số {found['number'].rstrip('.,')}{day}{tail}"


def _issuer(number: str) -> str:
    """Who issues papers of this symbol, where the symbol alone says it."""
    symbol = number.partition("/")[2]
    if symbol.endswith(("NĐ-CP", "NQ-CP")):
        return "của Chính phủ"
    if symbol.endswith("-BYT") and symbol.startswith("QĐ"):
        return "của Bộ trưởng Bộ Y tế"
    if "BYT" in symbol:
        return "của Bộ Y tế"
    return ""


def _day(text: str | None) -> dt.date | None:
    return dt.datetime.strptime(text, "%d/%m/%Y").date() if text else None


def _laws(section: str, day: dt.date) -> list[str]:
    return [
        law["text"]
        for law in _read(settings.POLICY_DIR)[section]
        if law.get("from", dt.date.min) <= day <= law.get("until", dt.date.max)
    ]


def _known(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    return {one["number"]: one for one in _read(folder)["instruments"]}


@lru_cache(maxsize=4)
def _read(folder: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load((Path(folder) / FILE).read_text(encoding="utf-8"))
    return found
