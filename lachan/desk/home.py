"""The first screen of each role: what waits, the most pressing first, each list one tap from its work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from lachan.desk import queries, tables, territory
from lachan.desk.lens import Lens, address, disease_of
from lachan.desk.readers import tell_reads
from lachan.epi.vocabulary import LEVELS
from lachan.insight import queries as insight
from lachan.kernel.access import roles
from lachan.kernel.access.roles import may
from lachan.kernel.audit import queries as audit
from lachan.kernel.audit.reads import gather
from lachan.kernel.diseases import diseases
from lachan.kernel.intake import queries as intake
from lachan.kernel.jobs import queries as jobs
from lachan.kernel.papers import queries as papers
from lachan.kernel.times import show_day, show_moment
from lachan.zones.duties import duties


@dataclass(frozen=True, slots=True)
class Panel:
    """A short list: `rows` are (name, words, address); `count` None where counting says nothing."""

    title: str
    count: int | None
    url: str | None
    rows: Sequence[tuple[Any, Any, str | None]] = ()
    empty: str = ""
    urgent: bool = False


@dataclass(slots=True)
class Home:
    """`quiet` are the lists in which nothing waits. `steps` are (label, address) of what the role does most;
    the first is the page's one action."""

    panels: list[Panel] = field(default_factory=list)
    quiet: list[Panel] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)


_FIGURES: dict[str, tuple[str, ...]] = {
    roles.CLERK: (
        "van-ban-cho-kiem",
        "van-ban-cho-du-thao",
        "van-ban-cho-giao",
        "nhiem-vu-qua-han",
        "nhiem-vu-chua-co-don-vi",
    ),
    roles.LEADER: (
        "van-ban-cho-giao",
        "nhiem-vu-da-trinh",
        "quyet-dinh-cho-ky",
        "nhiem-vu-cho-xac-nhan",
        "nhiem-vu-qua-han",
        "nhiem-vu-chua-co-don-vi",
    ),
    roles.ADVISORY: (
        "van-ban-cho-du-thao",
        "f0-chua-ro-nguon",
        "chua-tach",
        "nhiem-vu-qua-han",
        "nhiem-vu-cho-xac-nhan",
        "nhiem-vu-da-trinh",
        "nhiem-vu-chua-co-don-vi",
        "xet-nghiem-den-han",
        "chua-xep-duoc",
    ),
    roles.TRACER: (
        "duong-tinh-chua-nhan-dien",
        "lay-lai-mau",
        "ca-chua-co-moc",
        "ca-nghi-ngo",
        "tiep-xuc-cho-nhan-dien",
        "f1-cho-xet-nghiem",
        "f1-chua-tach",
        "can-quyet-dinh",
        "f0-chua-ro-nguon",
        "cho-dinh-chinh",
        "de-nghi-go",
        "chua-xep-duoc",
        "nhiem-vu-cua-toi",
    ),
    roles.LAB: ("cho-dinh-chinh",),
    roles.DISTRICT: (
        "duong-tinh-chua-nhan-dien",
        "lay-lai-mau",
        "chua-tach",
        "can-quyet-dinh",
        "quyet-dinh-cho-ky",
        "sap-den",
        "nha-chua-xac-nhan",
        "xet-nghiem-den-han",
        "ca-chua-co-moc",
        "de-nghi-go",
        "phan-viec-cho-xac-nhan",
        "phan-viec-da-trinh",
        "nhiem-vu-bi-tra-lai",
        "nhiem-vu-cua-toi-qua-han",
        "nhiem-vu-cua-toi",
    ),
    roles.COMMUNE: (
        "duong-tinh-chua-nhan-dien",
        "lay-lai-mau",
        "chua-tach",
        "nha-chua-xac-nhan",
        "chua-ghi-roi",
        "xet-nghiem-den-han",
        "ca-chua-co-moc",
        "nhiem-vu-bi-tra-lai",
        "nhiem-vu-cua-toi-qua-han",
        "nhiem-vu-cua-toi",
    ),
    roles.SITE: ("sap-den", "chua-ghi-roi", "het-han-hom-nay", "dang-cach-ly", "nhiem-vu-cua-toi"),
}

# (label, screen, its arguments, permission): shown where the role may and the room has the screen.
_STEPS: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    roles.CLERK: (
        ("Vào sổ văn bản đến", "directives:letter_register", ()),
        ("Sổ văn bản đi", "kernel:paper_list", ()),
    ),
    roles.LEADER: (("Mở bảng chỉ huy", "desk:board", ()),),
    roles.ADVISORY: (("Mở bảng chỉ huy", "desk:board", ()), ("Chốt số", "insight:day_draft", ())),
    roles.TRACER: (("Ca đang truy vết", "tracing:list", ()), ("Tìm người, ca bệnh", "desk:search", ())),
    roles.LAB: (("Nạp kết quả xét nghiệm", "testing:result_import", ()),),
    roles.DISTRICT: (("Bảng chỉ huy huyện", "desk:board", ()), ("Địa bàn xã", "desk:commune", ())),
    roles.COMMUNE: (("Người trong địa bàn xã", "desk:commune", ()),),
    roles.SITE: (),
    roles.AUDITOR: (("Kiểm tra niêm phong", "desk:audit_verify", ()),),
    roles.ADMIN: (("Danh bạ và tài khoản", "organisations:organisation_list", ()),),
}


def home(request: HttpRequest, lens: Lens) -> Home:
    """The panels of all the reader's roles; what is urgent and not empty comes first."""
    found = _of_figures(request, lens)
    for role, special in _SPECIAL.items():
        if role in lens.actor.roles:
            found += special(lens)
    found.sort(key=lambda panel: not (panel.urgent and panel.count))
    return Home(
        panels=[panel for panel in found if panel.rows or panel.count],
        quiet=[panel for panel in found if not (panel.rows or panel.count)],
        steps=steps(lens),
    )


def _of_figures(request: HttpRequest, lens: Lens) -> list[Panel]:
    wanted = dict.fromkeys(
        key for role in roles.ROLE_NAMES if role in lens.actor.roles for key in _FIGURES.get(role, ())
    )
    levels = diseases()[lens.disease].has_levels
    keys = [
        key
        for key in wanted
        if may(lens.actor, queries.FIGURES[key].permission) and (levels or not key.startswith(("f1-", "f2-")))
    ]
    lists = tables.short_lists(request, lens, keys)
    return [_panel(lens, key, *lists[key]) for key in keys]


def _panel(lens: Lens, key: str, count: int, rows: Sequence[tuple[Any, Any, str | None]]) -> Panel:
    figure = queries.worded(key, lens)
    return Panel(figure.title, count, lens.url(key), rows, figure.empty, figure.urgent)


def steps(lens: Lens) -> list[tuple[str, str]]:
    """What the reader's roles do most, as (label, address)."""
    wanted = [step for role in roles.ROLE_NAMES if role in lens.actor.roles for step in _STEPS.get(role, ())]
    found = [(label, address(name, *arguments)) for label, name, arguments in wanted]
    return [(label, url) for label, url in found if url]


# --- what only one role has ---------------------------------------------------------------------------


def _day_to_close(lens: Lens) -> list[Panel]:
    """Days whose hour has come and whose figures nobody has locked."""
    rule = insight.closing_rule(lens.disease, lens.today)
    day = insight.day_to_close(lens.disease, lens.now)
    if rule is None or day is None:
        return []
    words = f"Giờ chốt của tỉnh: {rule.hour:%H:%M}"
    url = address("insight:day_draft", disease=lens.disease, day=day.isoformat())
    return [Panel("Ngày chờ chốt số", 1, url, [(show_day(day), words, url)], urgent=True)]


def number_blocks(lens: Lens) -> list[Panel]:
    """Numbers that the office handed out for use in the field: what is left of each block of the year."""
    actor = lens.actor
    if not (may(actor, "papers.block_release") and actor.organisation_id):
        return []
    found = papers.blocks(actor.organisation_id, lens.today.year)
    url = address("kernel:paper_list")
    rows = [
        (
            f"Sổ {use.block.book}: {use.block.first}–{use.block.last}",
            f"còn {use.left} số" if use.left else "đã hết số",
            url,
        )
        for use in found
    ]
    spent = any(not use.left for use in found)
    empty = "Chưa cấp dải số nào; người ký phải nhập số từng văn bản."
    return [Panel("Dải số văn bản đi", None, url, rows[:6], empty, urgent=spent)]


def _uploads(lens: Lens) -> list[Panel]:
    going = intake.visible_to(lens.actor).filter(state__in=["staged", "applying"])
    shown = [
        (
            row.name,
            f"{row.get_state_display()} · nhận {show_moment(row.uploaded_at)}",
            address("kernel:upload_page", row.uid),
        )
        for row in going[:5]
    ]
    url = address("kernel:upload_list")
    return [Panel("Tệp chưa nạp xong", going.count(), url, shown, "Không có tệp nào đang chờ.")]


def _rings(lens: Lens) -> list[Panel]:
    """Cases whose houses nobody has drawn a ring around yet, and what comes next in the open rings."""
    if not may(lens.actor, "zones.view"):
        return []
    found = duties(lens.actor, lens.now)
    waiting = [
        (
            case.code,
            f"{diseases()[case.disease].name} · biết {show_moment(case.opened_at)}",
            address("zones:ring_open", case.uid),
        )
        for case in found.waiting_cases
    ]
    work = [
        (f"Ổ dịch quanh ca {one.ring.case.code}", one.words, address("zones:ring_page", one.ring.uid))
        for one in found.rings
    ]
    return [
        Panel("Ca chưa khoanh vùng", found.waiting, address("zones:waiting_list"), waiting, "Ca nào cũng đã được khoanh vùng.", urgent=True),
        Panel(
            "Ổ dịch đang mở", found.open, address("zones:ring_list", state="dang-mo"), work,
            "Không có ổ dịch nào đang mở.", urgent=any(one.urgent for one in found.rings),
        ),
    ]  # fmt: skip


def _audit(lens: Lens) -> list[Panel]:
    gather()
    state = audit.seal_state()
    waiting = (
        f"Cũ nhất từ {show_moment(state.oldest_unsealed)}"
        if state.oldest_unsealed
        else "Tất cả đã niêm phong"
    )
    events = list(audit.events()[:5])
    words = audit.sentences(events)
    reads = tell_reads(list(audit.reads()[:5]))
    return [
        Panel(
            "Sự kiện chưa niêm phong",
            state.unsealed,
            address("desk:audit_verify"),
            [(waiting, f"{state.seals} mắt xích", address("desk:audit_verify"))],
        ),
        Panel(
            "Việc vừa ghi",
            None,
            address("desk:audit_events"),
            [
                (
                    words[row.pk],
                    f"{row.actor_label} · {show_moment(row.at)}",
                    address("desk:audit_event", row.uid),
                )
                for row in events
            ],
        ),
        Panel(
            "Lượt xem dữ liệu cá nhân gần nhất",
            None,
            address("desk:audit_reads"),
            [
                (f"{row.who}: {row.screen}", f"{len(row.subjects)} người · {show_moment(row.at)}", None)
                for row in reads
            ],
            "Chưa ghi nhận lượt xem nào.",
        ),
    ]


def _running(lens: Lens) -> list[Panel]:
    failed = jobs.failed()
    return [
        Panel(
            "Việc nền không thành",
            failed.count(),
            address("kernel:job_list"),
            [(row.kind, row.message, address("kernel:job_list")) for row in failed[:5]],
            "Việc nền nào cũng chạy được.",
            urgent=True,
        ),
        Panel(
            "Quy tắc",
            None,
            address("kernel:policy_list"),
            [("Quy tắc đang có hiệu lực", "theo bệnh, theo ngày", address("kernel:policy_list"))],
        ),
        Panel(
            "Đồng hồ",
            None,
            address("desk:clock"),
            [(show_moment(lens.now), "Giờ của hệ thống", address("desk:clock"))],
        ),
    ]


_SPECIAL: dict[str, Callable[[Lens], list[Panel]]] = {
    roles.CLERK: number_blocks,
    roles.LEADER: _day_to_close,
    roles.ADVISORY: _day_to_close,
    roles.COMMUNE: _rings,
    roles.LAB: _uploads,
    roles.AUDITOR: _audit,
    roles.ADMIN: _running,
}


# --- a leader's three answers -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answers:
    """Better or worse, and where: the number of the day and of the week against those before."""

    titles: tuple[str, str]
    today: int
    yesterday: int
    today_url: str
    week: int
    week_before: int
    week_url: str
    levels: list[tuple[str, int, str]]
    places: list[tuple[str, int, int, str]]

    @property
    def today_change(self) -> int:
        return self.today - self.yesterday

    @property
    def week_change(self) -> int:
        return self.week - self.week_before

    @property
    def verdict(self) -> str:
        if self.today == self.yesterday:
            return "Ngang cùng giờ hôm qua"
        return "Xấu hơn cùng giờ hôm qua" if self.today > self.yesterday else "Tốt hơn cùng giờ hôm qua"


def answers(lens: Lens) -> Answers:
    """What a leader asks first, of one disease."""
    key, day = "f0-7-ngay", "f0-trong-ngay"
    week, week_before = territory.by_units([(key, lens), (key, lens.earlier(days=7))])
    counted, before = {key: week}, {key: week_before}
    at_levels = (
        [lens.narrowed(value=level) for level in LEVELS.values()] if disease_of(lens).has_levels else []
    )
    today, yesterday, *levels = queries.counts(
        [(day, lens), (day, lens.earlier(days=1)), *(("nguoi-theo-doi", narrow) for narrow in at_levels)]
    )
    now_rows = territory.by_district(lens, counted)
    old = {row.name: row.cells[0][1] for row in territory.by_district(lens.earlier(days=7), before)}
    worst = sorted(now_rows, key=lambda row: -row.cells[0][1])[:4]
    return Answers(
        titles=(queries.worded(day, lens).title, queries.worded(key, lens).title),
        today=today,
        yesterday=yesterday,
        today_url=lens.url(day),
        week=sum(week.values()),
        week_before=sum(week_before.values()),
        week_url=lens.url(key),
        levels=[
            (narrow.value, count, narrow.url("nguoi-theo-doi"))
            for narrow, count in zip(at_levels, levels, strict=True)
        ],
        places=[
            (row.name, row.cells[0][1], row.cells[0][1] - old.get(row.name, 0), row.cells[0][2])
            for row in worst
            if row.cells[0][1]
        ],
    )
