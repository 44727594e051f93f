"""The demonstration as a user starts it, on its own port and files: for tests from outside."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

START_SECONDS = 120


@dataclass(frozen=True, slots=True)
class DemoServer:
    """`url` without a slash at its end; `password` opens every log-in of the cast."""

    url: str
    password: str

    def log_in(self, page: Any, username: str) -> None:
        """Leaves a Playwright page on the first screen of that user."""
        page.goto(f"{self.url}/tai-khoan/dang-nhap/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", self.password)
        with page.expect_response(lambda response: response.request.method == "POST") as answer:
            page.press("input[name=password]", "Enter")
        assert answer.value.status == 302, f"log-in of {username} answers {answer.value.status}"
        page.wait_for_url(lambda address: "dang-nhap" not in address)


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoServer]:
    """A fresh demonstration with its data, or the one already running at LACHAN_TEST_SITE."""
    from lachan.demo.cast import PASSWORD

    if site := os.environ.get("LACHAN_TEST_SITE"):
        yield DemoServer(site.rstrip("/"), PASSWORD)
        return
    folder = tmp_path_factory.mktemp("demo")
    port = _free_port()
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [Path(sys.executable).parent / "lachan", "demo", "--port", str(port)],
            env=_environment(folder),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, f"http://127.0.0.1:{port}/tai-khoan/dang-nhap/", folder / "log")
        yield DemoServer(f"http://127.0.0.1:{port}", PASSWORD)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _environment(folder: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "LACHAN_KEY_FILE"}
    }
    return kept | {"LACHAN_VAR": str(folder)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"the demonstration did not start:\n{log.read_text()[-3000:]}", pytrace=False)
