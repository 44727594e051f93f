"""Hands for the screens: what a person does on them, in the words that stand there."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docx import Document

from tests.demo_server import DemoServer

WAIT = 90  # seconds, for work that is done in the background on a busy machine


@dataclass
class Hands:
    """One page for each log-in (and one 360 px wide), and what a hand does on it."""

    server: DemoServer
    new_page: Callable[..., Any]
    folder: Path
    pages: dict[tuple[str, int], Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def of(self, username: str, width: int = 1280) -> Any:
        if (username, width) not in self.pages:
            page = self.new_page(width=width)
            page.set_default_timeout(30_000)
            page.on("response", self._note)
            self.server.log_in(page, username)
            self.pages[username, width] = page
        return self.pages[username, width]

    def _note(self, answer: Any) -> None:
        if answer.status >= 500:
            self.faults.append(f"{answer.url} answers {answer.status}")

    def at(self, username: str, path: str, width: int = 1280) -> Any:
        """The log-in's page, opened at a path of the site."""
        page = self.of(username, width)
        page.goto(self.server.url + path)
        return page

    def sample(self, page: Any, name: str) -> Path:
        """A file of the drill, taken from its guide as everybody can."""
        page.goto(f"{self.server.url}/dien-tap/")
        with page.expect_download() as coming:
            page.locator(f"a[href$='{name}']").click()
        path = self.folder / name
        coming.value.save_as(path)
        return path

    def sent(self, page: Any, path: Path) -> None:
        page.set_input_files("main input[type=file]", path)


def said(page: Any) -> str:
    """The words of the page, in one line."""
    return " ".join(page.inner_text("main").split())


def press(page: Any, words: str) -> None:
    """The button or link of the page's own part with these words."""
    page.locator("main").locator("button:visible, a:visible").filter(
        has_text=re.compile(rf"^\s*{re.escape(words)}")
    ).first.click()
    page.wait_for_load_state()


def agree(page: Any) -> None:
    """Yes, to the question that a button asks."""
    page.locator("dialog[open] button.btn").click()


def until(page: Any, words: str) -> None:
    """Waits for what a worker does in the background, looking again every second."""
    end = time.monotonic() + WAIT
    while words not in said(page):
        assert time.monotonic() < end, f"no “{words}” on {page.url}"
        page.wait_for_timeout(1000)
        page.reload()


def figure(page: Any, label: str) -> int:
    """The number that stands under a label ("Dòng nạp mới 22")."""
    found = re.search(rf"{re.escape(label)}\s+(-?[\d.]+)", said(page))
    assert found, f"no “{label}” on {page.url}"
    return int(found[1].replace(".", ""))


def rows(page: Any) -> int:
    """How many rows the list of the page says it has."""
    found = re.search(r"Dòng [\d.]+–[\d.]+ trong ([\d.]+)", said(page))
    return int(found[1].replace(".", "")) if found else 0


def line(page: Any, words: str) -> Any:
    """The row of a table with these words in it."""
    return page.locator("main table tbody tr", has_text=words).first


def docx(page: Any, click: Callable[[], Any]) -> str:
    """The words of the paper that a click downloads."""
    with page.expect_download() as coming:
        click()
    document = Document(coming.value.path())
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
