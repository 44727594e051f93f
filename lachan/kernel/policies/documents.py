"""Rule documents (YAML): read safely, checked by `epi`, and written back for a person to edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from lachan.epi.documents import faults_of
from lachan.kernel.diseases import FILE as DISEASES_FILE
from lachan.kernel.diseases import methods_by_disease
from lachan.kernel.errors import Refused

_LONGEST = 100_000
_NO_RULES = {DISEASES_FILE, "instruments.yaml"}


def read_folder(folder: Path) -> dict[str, Mapping[str, Any]]:
    """File name → document, for every rule file; Refused names the file that can't be read."""
    documents = {}
    for path in sorted(folder.rglob("*.yaml")):
        if path.name not in _NO_RULES:
            documents[path.name] = _mapping(path.name, _parsed(path.name, path.read_text(encoding="utf-8")))
    return documents


def faults_in(documents: Mapping[str, Mapping[str, Any]], folder: Path) -> list[str]:
    """Every fault with its file and rule, in Vietnamese."""
    methods = methods_by_disease(folder)
    return [
        f"{name}: {fault}" for name, document in documents.items() for fault in faults_of(document, methods)
    ]


def rows_from(text: str) -> list[dict[str, Any]]:
    """The decision table that somebody typed; Refused says in which line the writing is wrong."""
    if len(text) > _LONGEST:
        raise Refused("Bảng quy tắc quá dài.", field="rows")
    rows = _parsed("Bảng quy tắc", text)
    if rows is None:
        return []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Refused("Bảng quy tắc phải là danh sách các dòng “- when: … then: …”.", field="rows")
    return rows


def rows_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """A decision table as a person edits it: one row a block, its cells on one line each."""
    if not rows:
        return ""
    return yaml.safe_dump(
        [dict(row) for row in rows], allow_unicode=True, sort_keys=False, default_flow_style=None, width=1000
    )


def _parsed(name: str, text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" ở dòng {mark.line + 1}" if mark else ""
        raise Refused(f"{name}: viết sai cú pháp{where}.", field="rows") from error


def _mapping(name: str, document: Any) -> Mapping[str, Any]:
    if not isinstance(document, Mapping):
        raise Refused(f"{name}: phải bắt đầu bằng disease, place và rules.")
    return document
