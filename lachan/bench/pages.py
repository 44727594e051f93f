"""Every list, search and record page, as several readers open them: found by following links from the first page."""

from __future__ import annotations

import html
import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve

from lachan.bench.clocks import Line, Sample, ms, percentile, sample, times
from lachan.kernel.memory import keep_what_is_loaded
from lachan.organisations.models import User
from lachan.people.models import Person

READERS = ("cdc", "lanhdao", "huyen", "xa", "phongxn", "vanthu", "khucachly", "kiemtra", "quantri", "thammuu")
SEARCHES = (
    "nguyen van an", "an van nguyen", "Nguyễn Văn Ân", "thi", "tran thi ngoc lan", "Lê", "hung vo",
    "999000000123", "0100000001", "khong ai ten the",
)  # fmt: skip
LIMIT_SECONDS, LIMIT_QUERIES = 0.150, 12
_HREF = re.compile(rb'(?:href|hx-get)="([^"#]+)')
_LEFT_OUT = ("organisations:log", "ui:", "api-", "demo:")
# Screens named after a service are forms and previews of a change: the claim is about lists, searches and records.
_CHANGES = re.compile(
    r"_(add|adopt|begin|cancel|change|close|collect|confirm|decide|discard|draft|drop|fileaway|give|import|issue|"
    r"join|lift|mapping|merge|new|record|register|release|reopen|revoke|share|state|suspend|undo|unlink|void)$|:merge$"
)


@dataclass(slots=True)
class Page:
    """One address name with one set of filters, as one reader sees it."""

    reader: str
    name: str
    waiting: list[str] = field(default_factory=list)
    sample: Sample = field(default_factory=Sample)
    slowest: str = ""

    @property
    def changes(self) -> bool:
        """Whether it is the form or the preview of a change."""
        return changes(self.name)


def changes(name: str) -> bool:
    """Whether the page of that name is the form or the preview of a change."""
    return bool(_CHANGES.search(name.partition("?")[0]))


def measure(
    repeats: int = 3, readers: Sequence[str] = READERS, of_a_kind: int = 6
) -> tuple[list[Line], list[Page]]:
    """The lines of the table, and every page for a closer look; `of_a_kind` addresses of each page."""
    floor = sample(_bare_view(), 200)
    pages = [page for reader in readers for page in _read(reader, repeats, of_a_kind)]
    return [*_lines(pages, floor)], pages


def _lines(pages: list[Page], floor: Sample) -> Iterator[Line]:
    read = [page for page in pages if not page.changes]
    yield _seconds("danh sách, tìm kiếm, hồ sơ", read, floor, LIMIT_SECONDS)
    slow = [page for page in read if page.sample.p95 > LIMIT_SECONDS]
    many = [page for page in read if page.sample.queries > LIMIT_QUERIES]
    yield Line("trang xem có p95 trên 150 ms", f"{len(slow)}/{len(read)}", "0", not slow)
    yield Line("trang xem trên 12 truy vấn", f"{len(many)}/{len(read)}", "0", not many)
    if changing := [page for page in pages if page.changes]:
        yield _seconds("mẫu nhập và xem trước thay đổi", changing, floor, None)
    board = [page for page in read if page.name.startswith("desk:board")]
    if board:
        worst = max(page.sample.p95 for page in board)
        yield Line("bảng chỉ huy, p95", ms(worst), "< 1 s", worst < 1, ms(floor.p50), times(worst, floor.p50))


def _seconds(what: str, pages: list[Page], floor: Sample, limit: float | None) -> Line:
    whole = Sample()
    for page in pages:
        whole.absorb(page.sample)
    return Line(
        f"{what}: {len(pages)} trang × người xem, {len(whole.seconds)} lượt, p95",
        f"{ms(whole.p95)} (CPU {ms(percentile(whole.own, 95))})", "≤ 150 ms" if limit else "",
        whole.p95 <= limit if limit else None, ms(floor.p50), times(whole.p95, floor.p50),
    )  # fmt: skip


def _bare_view() -> Callable[[], Any]:
    """A view that does one look-up by an index and answers: what Django itself costs."""
    request = RequestFactory().get("/")
    number = Person.objects.values_list("pk", flat=True)[0]

    def view(_: HttpRequest) -> HttpResponse:
        return HttpResponse(Person.objects.get(pk=number).full_name)

    return lambda: view(request)


def _read(reader: str, repeats: int, of_a_kind: int) -> list[Page]:
    client = Client()
    client.force_login(User.objects.get(username=reader))
    client.get("/")
    keep_what_is_loaded()  # as a server does when it begins
    pages: dict[str, Page] = {}
    waiting, known = deque(["/"]), {"/"}
    counts: dict[str, int] = defaultdict(int)
    while waiting:
        address = waiting.popleft()
        name = name_of(address)
        if not name or counts[name] >= of_a_kind:
            continue
        counts[name] += 1
        page = pages.setdefault(name, Page(reader, name))
        for link in _open(client, page, address, repeats):
            if link not in known:
                known.add(link)
                waiting.append(link)
    return [page for page in pages.values() if page.sample.seconds]


def _open(client: Client, page: Page, address: str, repeats: int) -> list[str]:
    """Measure one address; answers the links on it."""
    answers = []
    made = sample(lambda: answers.append(client.get(address)), repeats)
    answer = answers[-1]
    if answer.status_code != 200 or "text/html" not in answer.headers.get("Content-Type", ""):
        return []  # a file, or a link that another page's reader may follow
    if not page.sample.seconds or max(made.seconds) > max(page.sample.seconds):
        page.slowest = address
    page.sample.absorb(made)
    return [*_links(address, answer.content), *_searches(address)]


def _links(address: str, content: bytes) -> list[str]:
    found = (html.unescape(match.decode()) for match in _HREF.findall(content))
    local = (
        urljoin(address, link) for link in found if not link.startswith(("mailto:", "tel:", "http", "data:"))
    )
    return [urldefrag(link)[0] for link in local if "/static/" not in link]


def _searches(address: str) -> list[str]:
    """A page that searches is asked everything; the kinds of question count as pages of their own."""
    if urlsplit(address).query or not name_of(address).startswith(("desk:search", "people:list")):
        return []
    return [f"{address}?{urlencode({'q': words})}" for words in SEARCHES]


def name_of(address: str) -> str:
    """The name of an address with the names of its filters; empty for what is no page of the product."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return ""
    if name.startswith(_LEFT_OUT):
        return ""
    filters = sorted({key for key, value in parse_qsl(parts.query) if value})
    return f"{name}?{'&'.join(filters)}" if filters else name
