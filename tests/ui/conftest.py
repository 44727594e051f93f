from __future__ import annotations

import pytest

from tests.ui import site


@pytest.fixture
def small_site(settings):
    """Django's settings as those of the kit alone: an administrator, no database."""
    site.use(settings)
    settings.DEMO = True


@pytest.fixture
def site_url(small_site):
    with site.serve() as url:
        yield url
