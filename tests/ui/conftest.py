from __future__ import annotations

import pytest

from lachan.ui import context
from tests.ui import site


@pytest.fixture
def small_site(settings, monkeypatch):
    """Django's settings as those of the kit alone: an administrator, no database, nothing from other rooms."""
    site.use(settings)
    monkeypatch.setattr(context, "_providers", [])
    settings.DEMO = True


@pytest.fixture
def site_url(small_site):
    with site.serve() as url:
        yield url
