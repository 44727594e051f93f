"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from lachan.kernel.memory import keep_what_is_loaded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lachan.config.settings")
application = get_wsgi_application()

# Now instead of with the first request: every address leads to a view, and those to all the rest.
_ = get_resolver().url_patterns
keep_what_is_loaded()
