"""What every test shares: the database under test, the browser, the folder of shared material."""

from __future__ import annotations

import gc
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

pytest_plugins = ["tests.cast", "tests.demo_server"]

ROOT = Path(__file__).resolve().parent.parent
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}
LONGEST = (
    "tests/functional/",
    "tests/bench/",
    "tests/journeys/test_cascade_killed.py",
    "tests/kernel/test_import_killed.py",
    "tests/standing/test_properties.py",
    "tests/desk/test_figures.py",
)
CHROMIUM = Path(os.environ.get("LACHAN_CHROMIUM", "/usr/bin/chromium"))
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

hypothesis.settings.register_profile("fast", max_examples=30, deadline=None, derandomize=True)
# What stops a landing can be run again; "wild" looks for news.
hypothesis.settings.register_profile("deep", max_examples=150, deadline=None, derandomize=True)
hypothesis.settings.register_profile("wild", max_examples=300, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("LACHAN_HYPOTHESIS", "fast"))

_at_end: list[Callable[[], None]] = []


# --- the database and the files of one run --------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    # pytest-django has read the settings before this file is loaded, so they are changed in place;
    # xdist's workers start afterwards, inherit the environment and read the right ones themselves.
    if not hasattr(config, "workerinput"):
        _private_folder()
        _choose_database()
    from django.conf import settings

    from tests.emptying import empty_quickly

    empty_quickly()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure() -> None:
    while _at_end:
        _at_end.pop()()


def _private_folder() -> None:
    from django.conf import settings

    folder = Path(tempfile.mkdtemp(prefix="lachan-var-"))
    _at_end.append(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ["LACHAN_VAR"] = str(folder)
    os.environ["LACHAN_KEY_FILE"] = str(folder / "keys.json")
    settings.VAR_DIR = folder
    settings.STATIC_ROOT = folder / "static"
    settings.STATIC_ROOT.mkdir()  # whitenoise warns where it is missing
    settings.KEY_FILE = folder / "keys.json"


def _choose_database() -> None:
    from django.conf import settings
    from django.db import connections

    from lachan.config import env

    os.environ["DATABASE_URL"] = _database_url(os.environ.get("LACHAN_TEST_DB", "sqlite"))
    settings.DATABASES["default"].clear()
    settings.DATABASES["default"].update(env.database("DATABASE_URL", settings.VAR_DIR / "unused.sqlite3"))
    connections.configure_settings(settings.DATABASES)  # fills in what Django expects in each entry
    if connections.all(initialized_only=True):
        del connections["default"]  # made by a start-up check, for the database not wanted


def _database_url(kind: str) -> str:
    if kind == "sqlite":
        return f"sqlite:///{os.environ['LACHAN_VAR']}/lachan.sqlite3"
    if kind == "postgres":
        from tests import postgres

        url, stop = postgres.start()
        _at_end.append(stop)
        return url
    raise pytest.UsageError(f"LACHAN_TEST_DB must be sqlite or postgres, not {kind!r}")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The generated requests take ten seconds of every worker only to be collected: not where -m leaves them out."""
    asked_for = re.search(r"(?<!not )\bapi_fuzz\b", config.option.markexpr)
    return True if collection_path.name == "test_api_fuzz.py" and not asked_for else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what touches the database, before -m chooses, and begins with the files that take longest: the last ones
    of a run then leave no worker idle."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("db")


def pytest_collection_finish() -> None:
    """What was imported and collected stays: it is not searched for garbage again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


# --- material and machines that may be missing ----------------------------------------------------


def missing(reason: str, required_by: str) -> Any:
    """Skips the test, or fails it where the environment variable `required_by` says that nothing may be missing."""
    if os.environ.get(required_by) == "1":
        pytest.fail(f"{reason} ({required_by}=1)", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the repository: letters and data that are never committed."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        missing("no folder 'shared' beside the repository", "LACHAN_REQUIRE_SHARED")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The system's Chromium, driven by Playwright."""
    if not CHROMIUM.exists():
        missing(f"no browser at {CHROMIUM} (Debian package chromium)", "LACHAN_REQUIRE_BROWSER")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; Django would refuse the test's own queries there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Any) -> Iterator[Callable[..., Any]]:
    """new_page(width=1280): a page in a browser profile of its own; several may be open at once."""
    contexts = []

    def open_page(width: int = 1280, height: int = 900, **options: Any) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """A page of desktop width."""
    return new_page()


@pytest.fixture
def phone(new_page: Callable[..., Any]) -> Any:
    """A page 360 px wide that feels touches."""
    return new_page(width=360, height=740, has_touch=True, is_mobile=True)


@pytest.fixture
def axe_faults() -> Callable[[Any], list[str]]:
    """axe_faults(page): what axe finds serious or critical on it, one line each."""
    from axe_playwright_python.sync_playwright import Axe

    def run(page: Any) -> list[str]:
        found = Axe().run(page).response["violations"]
        return [
            f"{fault['id']} ({fault['impact']}): {node['target']}"
            for fault in found
            if fault["impact"] in {"serious", "critical"}
            for node in fault["nodes"]
        ]

    return run


# --- what processes remember ----------------------------------------------------------------------


@pytest.fixture(autouse=True)
def forget_remembered() -> Iterator[None]:
    """A test's rows are rolled back and their ids used again: nothing kept in the process may outlive it."""
    yield
    from django.core.cache import cache

    from lachan.kernel.policies.queries import rulebook_forget
    from lachan.places import queries as places

    places.forget_cached()
    rulebook_forget()
    cache.clear()
