"""Pages work under the content security policy: no inline scripts, styles or handlers."""

from __future__ import annotations

import re

import pytest

from tests.architecture.tree import PACKAGE, modules, templates

# What Django removes or fills in before the browser sees the page says nothing about it.
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.S)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.S)
ELEMENT = re.compile(r"<[a-zA-Z][^<>]*>", re.S)
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.S | re.I)
DATA_SCRIPT = re.compile(r"type=[\"']?application/(json|ld\+json)", re.I)
SOURCE = re.compile(r"\ssrc\s*=", re.I)


def faults(text: str) -> list[str]:
    """What the policy would block in a template."""
    page = COMMENT.sub("", text)
    found = [
        "inline script"
        for attributes, body in SCRIPT.findall(page)
        if body.strip() or not SOURCE.search(attributes)
        if not DATA_SCRIPT.search(attributes)
    ]
    if re.search(r"<style\b", page, re.I):
        found.append("style element")
    for element in ELEMENT.findall(TAG.sub("x", page)):
        if re.search(r"\sstyle\s*=", element, re.I):
            found.append(f"style attribute in {element[:60]}")
        if re.search(r"\son[a-z]+\s*=", element, re.I):
            found.append(f"handler in {element[:60]}")
        if re.search(r"javascript:", element, re.I):
            found.append(f"javascript: address in {element[:60]}")
        if re.search(r"\shx-on|hx-vals\s*=\s*[\"']js:", element, re.I):
            found.append(f"evaluated htmx attribute in {element[:60]}")
    return found


def _markup():
    """Templates, and Python modules that build markup (charts, the map)."""
    yield from (path for path in templates() if path.suffix in {".html", ".svg", ".txt"})
    yield from (path for path in modules() if "<svg" in path.read_text(encoding="utf-8"))


def test_no_template_needs_what_the_policy_blocks():
    found = [
        f"{path.relative_to(PACKAGE)}: {fault}"
        for path in _markup()
        for fault in faults(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


# Nothing is kept in the browser of who people are, of a password, of a file, or of an hour that is shown anyway.
KEEPS_NO_DRAFT = {
    "ui/templates/ui/login.html",
    "kernel/templates/intake/upload_preview.html",
    "desk/templates/desk/clock.html",
    "testing/templates/testing/result_import.html",
}
TYPED_IN = re.compile(r"<form method=\"post\"(?:[^<>]|{{.*?}}|{%.*?%})*class=\"(?:[\w ]+ )?form[ \"][^<>]*>")


def loses_what_was_typed(text: str) -> list[str]:
    """The forms of a template in which people type and that keep no draft."""
    return [form for form in TYPED_IN.findall(text) if "data-draft" not in form]


def test_a_form_in_which_people_type_keeps_a_draft():
    found = [
        f"{name}: {form[:80]}"
        for path in templates()
        if not (name := str(path.relative_to(PACKAGE))).startswith("people/") and name not in KEEPS_NO_DRAFT
        for form in loses_what_was_typed(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("form", "loses"),
    [
        ('<form method="post" class="form panel" novalidate>', True),
        ('<form method="post" action="{% url \'a:b\' c %}" class="form">', True),
        ('<form method="post" data-draft="{{ request.path }}" class="form">', False),
        ('<form method="post" class="row">', False),
        ('<form class="form">', False),
    ],
)
def test_the_forms_that_lose_are_found(form, loses):
    assert bool(loses_what_was_typed(form)) is loses


def test_ids_in_addresses_are_not_grouped_by_thousands():
    bare_id = re.compile(r"(?:href|value|action)=\"[^\"]*\{\{\s*[\w.]*(?:(?<!auto)_id|\.pk|\.id)\s*\}\}")
    found = [
        f"{path.relative_to(PACKAGE)}: {match.group()[:80]}"
        for path in templates()
        for match in bare_id.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found, "write them with stringformat: " + "\n".join(found)


def test_nothing_is_fetched_from_another_host():
    address = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.I)
    found = [
        str(path.relative_to(PACKAGE))
        for path in _markup()
        if address.search(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "page",
    [
        "<script>go()</script>",
        "<style>p {}</style>",
        "<p class='a'\n style='color: red'>",
        "<a href='#' onclick='go()'>",
        "<a {% if x > 1 %}class='b'{% endif %} onfocus=go()>",
        "<a href='javascript:go()'>",
    ],
)
def test_faults_are_seen(page):
    assert faults(page)


@pytest.mark.parametrize(
    "page",
    [
        "<script src='{% static \"ui/field.js\" %}' defer></script>",
        '<script type="application/json" id="cells">{{ cells }}</script>',
        "<p class='on style'>một dòng về style=x</p>",
        "{# <p style='x'> #}",
    ],
)
def test_sound_pages_pass(page):
    assert not faults(page)
