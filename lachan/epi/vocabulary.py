"""The words that rules and facts share, each with its Vietnamese label."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Closeness:
    code: str
    label: str
    phrase: str
    lasting: bool = False  # living together goes on until somebody records its end


CLOSENESS: Final = {
    item.code: item
    for item in (
        Closeness("direct", "Tiếp xúc trực tiếp cơ thể", "tiếp xúc trực tiếp cơ thể với"),
        Closeness("household", "Sống cùng nhà", "sống cùng nhà với", lasting=True),
        Closeness("table", "Ăn, uống cùng bàn", "ăn, uống cùng bàn với"),
        Closeness("within_2m", "Tiếp xúc trong vòng 2 m", "tiếp xúc trong vòng 2 m với"),
        Closeness(
            "same_room",
            "Cùng phòng kín, lớp học, phân xưởng",
            "ở cùng phòng kín, lớp học, phân xưởng với",
        ),
        Closeness("same_vehicle", "Cùng xe, tàu, thuyền", "đi cùng xe, tàu, thuyền với"),
        Closeness("care", "Chăm sóc, khám chữa bệnh", "chăm sóc, khám chữa bệnh cho"),
        Closeness("distant", "Có mặt cùng nơi, cách trên 2 m", "có mặt cùng nơi, cách trên 2 m với"),
    )
}


@dataclass(frozen=True, slots=True)
class Measure:
    code: str
    label: str
    strictness: int  # an order of a stricter measure covers a lighter duty; 0 keeps nobody apart

    @property
    def separates(self) -> bool:
        return self.strictness > 0


MEASURES: Final = {
    item.code: item
    for item in (
        Measure("treatment", "Điều trị, cách ly tại cơ sở y tế", 4),
        Measure("concentrated", "Cách ly tập trung", 3),
        Measure("home", "Cách ly tại nhà", 2),
        Measure("temporary", "Cách ly tạm thời", 1),
        Measure("follow_up", "Theo dõi sức khỏe tại nhà", 0),
        Measure("self_monitor", "Tự theo dõi sức khỏe", 0),
    )
}

OUTCOMES: Final = {
    "positive": "Dương tính",
    "negative": "Âm tính",
    "inconclusive": "Không xác định",
}

# A person's standing while a rule speaks about them, nearest to the disease first.
STATUSES: Final = {
    "confirmed": "Ca bệnh xác định",
    "suspected": "Ca nghi ngờ",
    "ring1": "Người tiếp xúc vòng 1 (F1)",
    "ring2": "Người tiếp xúc vòng 2 (F2)",
    "ring3": "Người tiếp xúc vòng 3 (F3)",
    "recovered": "Đã khỏi bệnh",
}

LEVELS: Final = {"confirmed": "F0", "ring1": "F1", "ring2": "F2", "ring3": "F3"}

CONFIDENCE: Final = {
    "S": "đã thấy văn bản",
    "S2": "thấy qua nguồn thứ hai",
    "unverified": "chưa kiểm chứng",
}
