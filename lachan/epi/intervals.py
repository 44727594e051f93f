"""The output: what holds for a person from one instant to another, and why."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, NamedTuple

from lachan.epi.days import FOREVER

CASE, LEVEL, FLAG, DOUBT = "case", "level", "flag", "doubt"
OBLIGATION, UNSEPARATED, DUE_TEST = "obligation", "unseparated", "due_test"
ORDER_NEEDED, LIFTING_NEEDED = "order_needed", "lifting_needed"

KINDS: Final = {
    CASE: "Ca bệnh",
    LEVEL: "Mức",
    FLAG: "Dấu hiệu riêng",
    DOUBT: "Chưa xác định được",
    OBLIGATION: "Biện pháp phải áp dụng",
    UNSEPARATED: "Chưa được tách khỏi cộng đồng",
    DUE_TEST: "Xét nghiệm đến hạn",
    ORDER_NEEDED: "Cần ra quyết định",
    LIFTING_NEEDED: "Đề nghị gỡ quyết định",
}

Reason = Mapping[str, object]


class Interval(NamedTuple):
    """Half-open [starts_at, ends_at). `uid` is the fact that decided it, `rule` the rule's id."""

    person: int
    kind: str
    value: str
    starts_at: datetime
    ends_at: datetime
    provisional: bool = False
    unit: int | None = None
    rule: str = ""
    uid: str = ""
    reason: Reason = MappingProxyType({})

    @property
    def is_open(self) -> bool:
        return self.ends_at >= FOREVER
