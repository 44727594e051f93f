"""Every figure of the desk as one queryset: the number on a screen is its count, the list it opens is its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from lachan.cases import figures as cases
from lachan.desk.lens import Lens, disease_of
from lachan.directives import queries as directives
from lachan.epi import intervals as kinds
from lachan.epi.vocabulary import LEVELS
from lachan.isolation import booking
from lachan.isolation import queries as isolation
from lachan.kernel import counting
from lachan.kernel.access.queries import restrict_by_home, restrict_wide
from lachan.kernel.access.roles import may
from lachan.kernel.errors import OutOfSight
from lachan.kernel.times import day_bounds, day_start
from lachan.standing import queries as standing
from lachan.testing import queries as testing
from lachan.tracing import queries as tracing
from lachan.tracing.access import entries_visible_to

Rows = QuerySet[Any]
RING_1, RING_2 = LEVELS["ring1"], LEVELS["ring2"]
PERIOD_DAYS = 14


@dataclass(frozen=True, slots=True)
class Figure:
    """`shape` chooses the columns of the list; `screen` is where the work on these rows is done.

    `by_disease`: whether the disease of the lens narrows it; `urgent`: waiting here needs somebody's step.
    """

    key: str
    title: str
    shape: str
    permission: str
    rows: Callable[[Lens], Rows]
    empty: str
    by_disease: bool = True
    urgent: bool = False


# --- cases --------------------------------------------------------------------------------------------


def _cases(lens: Lens) -> Rows:
    rows = cases.within(cases.of_disease(lens.actor, lens.now, lens.disease), lens.unit_ids())
    return rows.filter(context=lens.context) if lens.context else rows


def _f0_day(lens: Lens) -> Rows:
    return cases.confirmed_between(_cases(lens), day_start(lens.today), lens.at)


def _f0_period(lens: Lens) -> Rows:
    start = day_start(lens.today - dt.timedelta(days=PERIOD_DAYS - 1))
    return cases.confirmed_between(_cases(lens), start, lens.at)


def _f0_week(lens: Lens) -> Rows:
    start = day_start(lens.today - dt.timedelta(days=6))
    return cases.confirmed_between(_cases(lens), start, lens.at)


def _f0_under_way(lens: Lens) -> Rows:
    return cases.confirmed_under_way(_cases(lens), lens.at)


def _unknown_source(lens: Lens) -> Rows:
    return cases.unknown_source(_cases(lens), lens.at)


def _suspected(lens: Lens) -> Rows:
    return cases.suspected_under_way(_cases(lens), lens.at)


def _no_national_number(lens: Lens) -> Rows:
    return cases.without_national_number(_cases(lens), lens.at)


def _no_timeline(lens: Lens) -> Rows:
    told = entries_visible_to(lens.actor, lens.now).filter(case_id=OuterRef("pk"))
    rows = _cases(lens).filter(closed_at=None).exclude(classification="excluded")
    return rows.filter(~Exists(told))


def _by_result(lens: Lens) -> Rows:
    return cases.confirmed_between(_cases(lens), *day_bounds(lens.day or lens.today))


def _by_onset(lens: Lens) -> Rows:
    day = lens.day or lens.today
    return cases.onset_between(_cases(lens), day, day)


def _by_publication(lens: Lens) -> Rows:
    day = lens.day or lens.today
    return cases.published_between(_cases(lens), day, day)


# --- where people stand -------------------------------------------------------------------------------


def _current(lens: Lens, kind: str, value: str | None = None) -> Rows:
    rows = standing.current(disease=lens.disease, kind=kind, at=lens.at, value=lens.value or value)
    units = lens.unit_ids()
    if units is not None:
        rows = rows.filter(unit_id__in=sorted(units)) if units else rows.filter(unit_id=None)
    return restrict_by_home(rows, lens.actor, lens.now)


def _levels(lens: Lens) -> Rows:
    return _current(lens, kinds.LEVEL)


def _unseparated(lens: Lens) -> Rows:
    return _current(lens, kinds.UNSEPARATED)


def _unseparated_f1(lens: Lens) -> Rows:
    return _current(lens, kinds.UNSEPARATED, RING_1)


def _unseparated_f2(lens: Lens) -> Rows:
    return _current(lens, kinds.UNSEPARATED, RING_2)


def _tests_due(lens: Lens) -> Rows:
    return _current(lens, kinds.DUE_TEST)


def _tests_due_f1(lens: Lens) -> Rows:
    return _current(lens, kinds.DUE_TEST, RING_1)


def _orders_needed(lens: Lens) -> Rows:
    return _current(lens, kinds.ORDER_NEEDED)


def _liftings_needed(lens: Lens) -> Rows:
    return _current(lens, kinds.LIFTING_NEEDED)


def _doubts(lens: Lens) -> Rows:
    return _current(lens, kinds.DOUBT)


# --- laboratories and tracing -------------------------------------------------------------------------


def _waiting(lens: Lens) -> Rows:
    return testing.waiting(lens.actor, lens.now)


def _alarms(lens: Lens) -> Rows:
    return _waiting(lens).filter(alarm=True)


def _resample(lens: Lens) -> Rows:
    return testing.to_resample(lens.actor, lens.now, lens.disease)


def _corrections(lens: Lens) -> Rows:
    return testing.corrections_waiting(lens.actor, lens.now)


def _contacts_waiting(lens: Lens) -> Rows:
    return tracing.waiting_lines(lens.actor, lens.now).order_by()


# --- isolation ----------------------------------------------------------------------------------------


def _coming(lens: Lens) -> Rows:
    return _of_site(lens, isolation.coming(lens.actor, lens.now))


def _present(lens: Lens) -> Rows:
    return _of_site(lens, isolation.present(lens.actor, lens.now))


def _lingering(lens: Lens) -> Rows:
    return _of_site(lens, isolation.without_ground(lens.actor, lens.now))


def _ending(lens: Lens) -> Rows:
    """Names on decisions in force whose last day ends by the end of today."""
    _, end = day_bounds(lens.today)
    rows = restrict_wide(booking.running(lens.now).filter(ends_at__lte=end), lens.actor, lens.now)
    return _of_site(lens, rows.select_related("person", "order", "site__organisation"))


def _of_site(lens: Lens, rows: Rows) -> Rows:
    """A site's staff work on their own site alone."""
    if "own_site" not in lens.kept:
        lens.kept["own_site"] = isolation.site_of_organisation(lens.actor.organisation_id)
    site = lens.kept["own_site"]
    return rows.filter(site=site) if site else rows


def _home_unconfirmed(lens: Lens) -> Rows:
    return isolation.home_not_confirmed(lens.actor, lens.now)


def _at_home(lens: Lens) -> Rows:
    return isolation.at_home(lens.actor, lens.now)


def _drafts(lens: Lens) -> Rows:
    return isolation.orders(lens.actor, lens.now, "draft")


# --- letters and tasks --------------------------------------------------------------------------------


def _letters(state: str) -> Callable[[Lens], Rows]:
    return lambda lens: directives.letter_rows(lens.actor).filter(state=state)


def _tasks_overdue(lens: Lens) -> Rows:
    return directives.overdue(directives.open_tasks(lens.actor), lens.now)


def _my_tasks(lens: Lens) -> Rows:
    return directives.my_tasks(lens.actor)


def _my_tasks_late(lens: Lens) -> Rows:
    return directives.overdue(directives.my_tasks(lens.actor), lens.now)


def _tasks_without_lead(lens: Lens) -> Rows:
    return directives.leaderless(lens.actor)


def _tasks_reported(lens: Lens) -> Rows:
    return directives.open_tasks(lens.actor).filter(state=directives.Task.State.REPORTED)


def _parts_reported(lens: Lens) -> Rows:
    return directives.parts_to_judge(lens.actor)


def _tasks_escalated(lens: Lens) -> Rows:
    return directives.escalated(lens.actor)


def _parts_escalated(lens: Lens) -> Rows:
    return directives.parts_escalated(lens.actor)


def _tasks_returned(lens: Lens) -> Rows:
    return directives.my_tasks(lens.actor).filter(state=directives.Task.State.RETURNED)


_LETTER = directives.Letter.State

_ALL = (
    Figure("f0-trong-ngay", "F0 trong ngày", "case", "cases.view", _f0_day, "Trong ngày chưa có ca xác định."),
    Figure("f0-14-ngay", "F0 trong 14 ngày", "case", "cases.view", _f0_period, "14 ngày qua không có ca xác định."),
    Figure("f0-7-ngay", "F0 trong 7 ngày", "case", "cases.view", _f0_week, "7 ngày qua không có ca xác định."),
    Figure("f0-dang-dieu-tri", "F0 chưa kết thúc", "case", "cases.view", _f0_under_way, "Không còn ca nào."),
    Figure(
        "f0-chua-ro-nguon", "F0 chưa rõ nguồn lây", "case", "cases.view", _unknown_source,
        "Mọi ca đều đã rõ nguồn lây.", urgent=True,
    ),
    Figure(
        "ca-nghi-ngo", "Ca nghi ngờ chờ khẳng định", "case", "cases.view", _suspected,
        "Không có ca nghi ngờ nào.", urgent=True,
    ),
    Figure(
        "ca-chua-co-moc", "Ca chưa có mốc dịch tễ", "case", "tracing.view", _no_timeline,
        "Ca nào cũng đã có mốc dịch tễ.", urgent=True,
    ),
    Figure(
        "ca-chua-co-so-bn", "Ca chưa có số BN", "case", "cases.view", _no_national_number,
        "Ca nào cũng đã có số bệnh nhân.",
    ),
    Figure("f0-theo-ket-qua", "F0 theo ngày có kết quả", "case", "cases.view", _by_result, "Ngày này không có ca."),
    Figure("f0-theo-khoi-phat", "F0 theo ngày khởi phát", "case", "cases.view", _by_onset, "Ngày này không có ca."),
    Figure(
        "f0-theo-cong-bo", "F0 theo ngày công bố", "case", "cases.view", _by_publication,
        "Ngày này chưa công bố ca nào.",
    ),
    Figure("nguoi-theo-doi", "Người đang theo dõi theo mức", "interval", "people.view", _levels, "Không có ai đang theo dõi."),
    Figure(
        "chua-tach", "Chưa tách khỏi cộng đồng", "interval", "people.view", _unseparated,
        "Mọi người đều đã được tách.", urgent=True,
    ),
    Figure(
        "f1-chua-tach", "F1 chưa tách khỏi cộng đồng", "interval", "people.view", _unseparated_f1,
        "Mọi F1 đều đã được tách.", urgent=True,
    ),
    Figure(
        "f2-chua-tach", "F2 chưa tách khỏi cộng đồng", "interval", "people.view", _unseparated_f2,
        "Mọi F2 đều đã được tách.", urgent=True,
    ),
    Figure(
        "xet-nghiem-den-han", "Xét nghiệm đến hạn", "interval", "people.view", _tests_due,
        "Không có ai đến hạn xét nghiệm.", urgent=True,
    ),
    Figure(
        "f1-cho-xet-nghiem", "F1 chưa lấy mẫu đến hạn", "interval", "people.view", _tests_due_f1,
        "F1 nào cũng đã lấy mẫu đúng hạn.", urgent=True,
    ),
    Figure(
        "can-quyet-dinh", "Cần ra quyết định cách ly", "interval", "people.view", _orders_needed,
        "Không ai còn thiếu quyết định.", urgent=True,
    ),
    Figure(
        "de-nghi-go", "Đề nghị gỡ quyết định", "interval", "people.view", _liftings_needed,
        "Không có quyết định nào cần gỡ.",
    ),
    Figure(
        "chua-xep-duoc", "Chưa xếp được, thiếu dữ kiện hoặc quy định", "interval", "people.view", _doubts,
        "Không có trường hợp nào vướng.",
    ),
    Figure(
        "duong-tinh-chua-nhan-dien", "Dương tính chưa nhận diện", "member", "testing.match_decide", _alarms,
        "Không có kết quả dương tính nào chờ nhận diện.", by_disease=False, urgent=True,
    ),
    Figure(
        "mau-cho-nhan-dien", "Mẫu chờ nhận diện", "member", "testing.match_decide", _waiting,
        "Không có mẫu nào chờ nhận diện.", by_disease=False,
    ),
    Figure(
        "lay-lai-mau", "Mẫu gộp dương tính, cần lấy lại mẫu từng người", "pooled", "testing.match_decide",
        _resample, "Ai trong mẫu gộp dương tính cũng đã được lấy lại mẫu.", urgent=True,
    ),
    Figure(
        "cho-dinh-chinh", "Kết quả chờ đính chính", "correction", "testing.view", _corrections,
        "Không có đính chính nào chờ xác nhận.", by_disease=False, urgent=True,
    ),
    Figure(
        "tiep-xuc-cho-nhan-dien", "Người tiếp xúc chờ nhận diện", "line", "tracing.view", _contacts_waiting,
        "Không có người tiếp xúc nào chờ nhận diện.", by_disease=False,
    ),
    Figure(
        "sap-den", "Đang chờ đến", "ordered", "isolation.view", _coming, "Không còn ai phải đến.",
        by_disease=False, urgent=True,
    ),
    Figure("dang-cach-ly", "Đang cách ly", "stay", "isolation.view", _present, "Không có ai đang cách ly.", by_disease=False),
    Figure(
        "chua-ghi-roi", "Hết biện pháp, chưa ghi rời đi", "lingering", "isolation.view", _lingering,
        "Không có ai hết biện pháp mà chưa ghi rời nơi cách ly, điều trị.", by_disease=False, urgent=True,
    ),
    Figure(
        "het-han-hom-nay", "Hết thời hạn hôm nay", "ordered", "isolation.view", _ending,
        "Hôm nay không có ai hết thời hạn.", by_disease=False,
    ),
    Figure(
        "nha-chua-xac-nhan", "Cách ly tại nhà chưa xác nhận", "ordered", "isolation.view", _home_unconfirmed,
        "Ai cách ly tại nhà cũng đã được xác nhận.", by_disease=False, urgent=True,
    ),
    Figure(
        "dang-o-nha", "Đang cách ly tại nhà", "stay", "isolation.view", _at_home,
        "Không có ai cách ly tại nhà.", by_disease=False,
    ),
    Figure(
        "quyet-dinh-cho-ky", "Quyết định chờ ký", "order", "isolation.view", _drafts,
        "Không có dự thảo quyết định nào.", by_disease=False, urgent=True,
    ),
    Figure(
        "van-ban-cho-kiem", "Văn bản chờ kiểm bản đọc", "letter", "directives.view", _letters(_LETTER.REGISTERED),
        "Không có văn bản nào chờ kiểm.", by_disease=False, urgent=True,
    ),
    Figure(
        "van-ban-cho-du-thao", "Văn bản chờ dự thảo phân công", "letter", "directives.view",
        _letters(_LETTER.CONFIRMED), "Không có văn bản nào chờ dự thảo.", by_disease=False, urgent=True,
    ),
    Figure(
        "van-ban-cho-giao", "Văn bản chờ giao việc", "letter", "directives.view", _letters(_LETTER.DRAFTED),
        "Không có văn bản nào chờ giao việc.", by_disease=False, urgent=True,
    ),
    Figure(
        "nhiem-vu-qua-han", "Nhiệm vụ quá hạn", "task", "directives.view", _tasks_overdue,
        "Không có nhiệm vụ nào quá hạn.", by_disease=False, urgent=True,
    ),
    Figure(
        "nhiem-vu-chua-co-don-vi", "Việc chưa có đơn vị chủ trì trong danh bạ", "task", "directives.view",
        _tasks_without_lead, "Việc nào cũng đã có đơn vị chủ trì.", by_disease=False, urgent=True,
    ),
    Figure(
        "nhiem-vu-cua-toi", "Nhiệm vụ của đơn vị", "task", "directives.view", _my_tasks,
        "Đơn vị không còn nhiệm vụ nào.", by_disease=False,
    ),
    Figure(
        "nhiem-vu-cua-toi-qua-han", "Nhiệm vụ của đơn vị đã quá hạn", "task", "directives.view", _my_tasks_late,
        "Không có nhiệm vụ nào quá hạn.", by_disease=False, urgent=True,
    ),
    Figure(
        "nhiem-vu-cho-xac-nhan", "Nhiệm vụ chờ xác nhận hoàn thành", "task", "directives.view", _tasks_reported,
        "Không có báo cáo nào chờ xác nhận.", by_disease=False, urgent=True,
    ),
    Figure(
        "nhiem-vu-da-trinh", "Đơn vị trình, chờ ý kiến lãnh đạo", "task", "directives.view", _tasks_escalated,
        "Không có đơn vị nào trình.", by_disease=False, urgent=True,
    ),
    Figure(
        "phan-viec-da-trinh", "Phần việc đơn vị trình, chờ ý kiến", "task", "directives.view", _parts_escalated,
        "Không có đơn vị nào trình.", by_disease=False, urgent=True,
    ),
    Figure(
        "phan-viec-cho-xac-nhan", "Phần việc đã giao chờ xác nhận", "task", "directives.view", _parts_reported,
        "Không có phần việc nào chờ xác nhận.", by_disease=False, urgent=True,
    ),
    Figure(
        "nhiem-vu-bi-tra-lai", "Nhiệm vụ bị trả lại", "task", "directives.view", _tasks_returned,
        "Không có nhiệm vụ nào bị trả lại.", by_disease=False, urgent=True,
    ),
)  # fmt: skip

FIGURES: dict[str, Figure] = {figure.key: figure for figure in _ALL}


def figure(key: str, lens: Lens) -> Figure:
    """The figure, or OutOfSight where there is none or the reader's role has no such list."""
    found = FIGURES.get(key)
    if found is None or not may(lens.actor, found.permission):
        raise OutOfSight
    return worded(key, lens)


def worded(key: str, lens: Lens) -> Figure:
    """The figure in the words of the disease that is looked at."""
    found, said = FIGURES[key], disease_of(lens).words
    return replace(found, title=said(found.title), empty=said(found.empty))


def rows(key: str, lens: Lens) -> Rows:
    """The rows of a figure under the reader's own scope."""
    return figure(key, lens).rows(lens)


def count(key: str, lens: Lens) -> int:
    """The number that stands on a screen."""
    return rows(key, lens).order_by().count()


def counts(wanted: Sequence[tuple[str, Lens]]) -> list[int]:
    """The numbers of many figures in one statement."""
    return counting.counts([rows(key, lens) for key, lens in wanted])


def change(key: str, lens: Lens) -> int:
    """How the number differs from the same hour of the day before."""
    return count(key, lens) - count(key, lens.earlier(days=1))
