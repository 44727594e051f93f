"""Disease is data: no table, screen or rule in code knows one disease by name."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.tree import PACKAGE, modules, parsed, templates, where

DISEASE = re.compile(r"covid|sars[-_ ]?cov|\bncov\b|dengue|sốt xuất huyết", re.I)
# Data, the demonstration and the reading of letters name diseases: that is where they belong.
DATA_FOLDERS = {"demo", "bench", "data", "reading"}


def names_in(tree: ast.AST) -> list[ast.expr | ast.stmt]:
    """Nodes whose names or literal texts name a disease; docstrings may explain with one."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.expr, ast.stmt)) and id(node) not in prose and DISEASE.search(_name(node))
    ]


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    for attribute in ("id", "attr", "name", "arg"):
        if isinstance(text := getattr(node, attribute, None), str):
            return text
    return ""


def test_no_code_names_a_disease():
    found = [
        where(path, node)
        for path in modules()
        if not DATA_FOLDERS & set(path.relative_to(PACKAGE).parts)
        for node in names_in(parsed(path))
    ]
    assert not found, "\n".join(found)


def test_no_template_names_a_disease():
    found = [
        str(path.relative_to(PACKAGE))
        for path in templates()
        if path.suffix in {".html", ".txt", ".svg"} and DISEASE.search(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("is_covid = True", True),
        ("class CovidCase: ...", True),
        ("title = 'Bệnh COVID-19'", True),
        ("'''Explains with COVID-19.'''", False),
        ("title = 'Ca bệnh'", False),
    ],
)
def test_names_in_sees(code, named):
    assert bool(names_in(ast.parse(code))) is named
