"""What offices hold beside the records of people: sites, letters with their tasks, the log."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from itertools import product

from lachan.bench.rows import fill, moment, set_sequence
from lachan.demo.cast import World
from lachan.directives.models import Letter, LetterOrder, Task
from lachan.directives.reading import letter_of_text
from lachan.isolation.models import Order
from lachan.isolation.services.sites import site_register
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.audit.models import Event
from lachan.kernel.audit.services import seal_pending
from lachan.kernel.secrets.crypto import encrypt, encrypt_bytes
from lachan.organisations import services as organisations
from lachan.organisations.models import OrganisationKind
from lachan.places.models import Unit

_LETTER = """BAN CHỈ ĐẠO MINH HỌA
Số: 05/CV-BCĐ
Cà Mau, ngày 14 tháng 9 năm 2021

Kính gửi: Ủy ban nhân dân các huyện, thành phố.

1. Ủy ban nhân dân các huyện, thành phố tổ chức cách ly F0, F1 khỏi cộng đồng trước ngày 16/9/2021.
2. Sở Y tế chủ trì, phối hợp Công an tỉnh kiểm tra, báo cáo hằng ngày.
"""
_MEASURES = ["concentrated", "treatment"]
_ORDERS_A_LETTER, _TASKS_AN_ORDER = 3, 2


def found_sites(communes: Sequence[Unit], now: dt.datetime) -> list[tuple[int, int]]:
    """A site in each commune: (site, organisation)."""
    made = []
    for number, commune in enumerate(communes):
        organisation = organisations.organisation_found(
            name=f"Khu cách ly số {number} (giả định)",
            kind=OrganisationKind.SITE,
            symbol="KCL",
            phone=f"01000{70_000 + number}",
            seat_id=commune.pk,
            valid_from=commune.valid_from,
            by=SYSTEM,
            now=now,
        )
        site = site_register(
            organisation_id=organisation.pk,
            unit_id=commune.pk,
            measures=_MEASURES,
            places=5_000,
            by=SYSTEM,
            now=now,
        )
        made.append((site.pk, organisation.pk))
    return made


def fill_offices(world: World, cases: int, now: dt.datetime) -> None:
    """Letters in proportion to the cases, and a log of as many events as cases, sealed."""
    _letters(world, max(5, cases // 50), now)
    set_sequence(Order)
    kinds = (
        "cases.onset_stated",
        "tracing.exposures_recorded",
        "testing.results_taken",
        "people.profile_changed",
    )
    fill(
        Event,
        ("kind", "at", "recorded_at", "actor_kind", "actor_label"),
        (
            (kinds[number % len(kinds)], moment(at), moment(at), "user", "Cán bộ minh họa")
            for number in range(cases)
            if (at := now - dt.timedelta(seconds=60 * (cases - number) // 10))
        ),
    )
    while seal_pending(now=now):
        pass


def _letters(world: World, count: int, now: dt.datetime) -> None:
    received = [now - dt.timedelta(hours=count - number) for number in range(1, count + 1)]
    reading = json.dumps(letter_of_text("cv.txt", _LETTER).to_contract(), default=str)
    text, content = encrypt(_LETTER), encrypt_bytes(_LETTER.encode())
    fill(
        Letter,
        ("id", "organisation_id", "arrival_number", "arrival_year", "received_at", "file_name", "sha256", "content",
         "text", "reading", "confirmed", "state", "doc_type", "number", "symbol", "subject", "search_key", "issuer", "issued_on"),
        (
            (pk, world.organisations["ubnd"].pk, pk, 2021, moment(at), f"cv-{pk}.txt",
             hashlib.sha256(b"%d" % pk).hexdigest(), content, text, reading, reading, "released", "công văn", str(pk), "CV/BCĐ",
             f"Tăng cường biện pháp phòng, chống dịch, đợt {pk}", f"{pk} cv bcd tang cuong bien phap dot {pk}",
             "Ban Chỉ đạo minh họa", at.date().isoformat())
            for pk, at in enumerate(received, 1)
        ),
    )  # fmt: skip
    orders = list(enumerate(product(range(1, count + 1), range(1, _ORDERS_A_LETTER + 1)), 1))
    fill(
        LetterOrder,
        ("id", "letter_id", "position", "text"),
        (
            (pk, letter, position, "Tổ chức cách ly F0, F1 khỏi cộng đồng.")
            for pk, (letter, position) in orders
        ),
    )
    leads = [
        world.organisations[key].pk for key in world.organisations if key.startswith(("ttyt", "tyt", "cdc"))
    ]
    states = ("released", "reported", "done", "done")
    tasks = [(order, received[letter - 1]) for order, (letter, _) in orders for _ in range(_TASKS_AN_ORDER)]
    fill(
        Task,
        ("order_id", "lead_id", "content", "due_at", "ordered_due_at", "state", "released_at"),
        (
            (order, leads[number % len(leads)], "Tổ chức cách ly F0, F1 khỏi cộng đồng.",
             moment(at + dt.timedelta(days=3)), moment(at + dt.timedelta(days=3)), states[number % 4], moment(at))
            for number, (order, at) in enumerate(tasks)
        ),
    )  # fmt: skip
