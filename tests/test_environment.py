"""The test run itself stands on what conftest.py promises."""

import os

import pytest
from django.conf import settings
from django.db import connection


@pytest.mark.django_db
def test_runs_on_the_database_that_was_asked_for(request):
    wanted = {"sqlite": "sqlite", "postgres": "postgresql"}[os.environ.get("LACHAN_TEST_DB", "sqlite")]
    assert connection.vendor == wanted
    assert request.node.get_closest_marker("db")


def test_never_touches_the_installation_beside_it():
    assert settings.VAR_DIR != settings.BASE_DIR / "var"
    assert str(settings.KEY_FILE).startswith(str(settings.VAR_DIR))
    assert os.environ["LACHAN_VAR"] == str(settings.VAR_DIR)


def test_without_database_has_no_db_marker(request):
    assert request.node.get_closest_marker("db") is None


@pytest.mark.browser
def test_chromium_opens_a_page_and_axe_finds_its_fault(page, axe_faults):
    page.set_content("<html lang='vi'><title>Thử</title><main><h1>Thử</h1><img src='data:,'></main></html>")
    assert [fault.split()[0] for fault in axe_faults(page)] == ["image-alt"]
