"""The diseases that this installation knows, from `policies/diseases.yaml`: data, never code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from lachan.kernel.errors import Refused

FILE = "diseases.yaml"
_LEVEL = re.compile(r"\bF[0-3]\b")
_MEANINGS = {
    "F0": "ca xác định",
    "F1": "người tiếp xúc gần",
    "F2": "người tiếp xúc vòng 2",
    "F3": "người tiếp xúc vòng 3",
}


@dataclass(frozen=True, slots=True)
class Method:
    """A way of testing; `confirms` says whether its positive can make a confirmed case at all."""

    code: str
    name: str
    confirms: bool


@dataclass(frozen=True, slots=True)
class SpecimenKind:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the disease's own investigation form."""

    code: str
    name: str
    required: bool


@dataclass(frozen=True, slots=True)
class Disease:
    """`has_levels`: whether its contacts are counted in rings (F1, F2 …). `national_number`: whether the Ministry
    numbers its cases one by one."""

    code: str
    name: str
    full_name: str
    group: str
    has_levels: bool
    methods: tuple[Method, ...]
    specimen_kinds: tuple[SpecimenKind, ...]
    symptoms: tuple[str, ...]
    form: tuple[FormField, ...]
    national_number: bool = False

    def method_name(self, code: str) -> str:
        """The name of a method; its code where the disease no longer lists it."""
        return next((method.name for method in self.methods if method.code == code), code)

    def words(self, text: str) -> str:
        """`text` as one says it of this disease: levels by what they mean where nobody names them."""
        if self.has_levels:
            return text
        said = _LEVEL.sub(lambda level: _MEANINGS[level[0]], text)
        return said[:1].upper() + said[1:] if _LEVEL.match(text) else said


def diseases(folder: Path | None = None) -> dict[str, Disease]:
    """All diseases by code, in the order of the file. Read once a process."""
    return dict(_read((folder or settings.POLICY_DIR) / FILE))


def disease(code: str) -> Disease:
    """One disease; Refused (in Vietnamese) where nobody declared it."""
    try:
        return diseases()[code]
    except KeyError as error:
        raise Refused(f"Không có bệnh “{code}” trong danh mục.") from error


def words_of(text: str, code: str) -> str:
    """`Disease.words` by the code of a disease."""
    known = diseases().get(code)
    return known.words(text) if known else text


def disease_choices() -> list[tuple[str, str]]:
    """(code, name) for a select."""
    return [(made.code, made.name) for made in diseases().values()]


def methods_by_disease(folder: Path | None = None) -> dict[str, tuple[str, ...]]:
    """Disease → codes of its test methods, as the checker of rules wants it."""
    return {code: tuple(method.code for method in made.methods) for code, made in diseases(folder).items()}


@lru_cache(maxsize=8)
def _read(path: Path) -> tuple[tuple[str, Disease], ...]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple((item["code"], _disease(item)) for item in content["diseases"])


def _disease(item: dict[str, Any]) -> Disease:
    return Disease(
        code=item["code"],
        name=item["name"],
        full_name=item["full_name"],
        group=item["group"],
        has_levels=item["has_levels"],
        methods=tuple(Method(**method) for method in item["methods"]),
        specimen_kinds=tuple(SpecimenKind(**kind) for kind in item["specimen_kinds"]),
        symptoms=tuple(item["symptoms"]),
        form=tuple(FormField(**made) for made in item["form"]),
        national_number=item.get("national_number", False),
    )
