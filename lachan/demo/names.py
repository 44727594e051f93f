"""Invented people of the demonstration and of the benchmarks: southern names, impossible numbers."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

# Shares of family names in the south, in tenths of a percent (public counts, rounded).
_FAMILIES = {
    "Nguyễn": 315,
    "Trần": 109,
    "Lê": 89,
    "Phạm": 59,
    "Huỳnh": 51,
    "Võ": 49,
    "Phan": 33,
    "Trương": 29,
    "Bùi": 24,
    "Đặng": 23,
    "Đỗ": 20,
    "Ngô": 19,
    "Hồ": 18,
    "Dương": 18,
    "Đinh": 14,
    "Lý": 13,
    "Lâm": 13,
    "Mai": 10,
    "Trịnh": 9,
    "Cao": 8,
    "Châu": 8,
    "Tô": 7,
    "Hứa": 5,
    "Quách": 5,
    "Danh": 5,
    "Thạch": 4,
}
_MALE_MIDDLE = [
    "Văn",
    "Hoàng",
    "Minh",
    "Quốc",
    "Hữu",
    "Thanh",
    "Công",
    "Đức",
    "Trung",
    "Anh",
    "Tấn",
    "Chí",
    "Phước",
    "Gia",
    "Nhật",
    "Thành",
]
_FEMALE_MIDDLE = [
    "Thị",
    "Ngọc",
    "Thị",
    "Kim",
    "Mỹ",
    "Thị",
    "Thu",
    "Bích",
    "Thị",
    "Hồng",
    "Thanh",
    "Diễm",
    "Cẩm",
    "Thị",
    "Như",
    "Tuyết",
]
_MALE = [
    "An",
    "Bảo",
    "Bình",
    "Cảnh",
    "Chiến",
    "Cường",
    "Danh",
    "Dũng",
    "Duy",
    "Đạt",
    "Hải",
    "Hào",
    "Hậu",
    "Hiếu",
    "Hòa",
    "Hùng",
    "Huy",
    "Khánh",
    "Khoa",
    "Khôi",
    "Kiệt",
    "Lâm",
    "Linh",
    "Lộc",
    "Long",
    "Luân",
    "Minh",
    "Nam",
    "Nghĩa",
    "Nhân",
    "Nhựt",
    "Phát",
    "Phong",
    "Phú",
    "Phúc",
    "Phương",
    "Quân",
    "Quang",
    "Sang",
    "Sơn",
    "Tài",
    "Tâm",
    "Tấn",
    "Thái",
    "Thắng",
    "Thành",
    "Thiện",
    "Thịnh",
    "Thuận",
    "Tiến",
    "Tín",
    "Toàn",
    "Trí",
    "Trung",
    "Trường",
    "Tú",
    "Tuấn",
    "Tùng",
    "Vinh",
    "Vũ",
]
_FEMALE = [
    "An",
    "Anh",
    "Ánh",
    "Châu",
    "Chi",
    "Cúc",
    "Diễm",
    "Diệu",
    "Dung",
    "Duyên",
    "Đào",
    "Giang",
    "Hà",
    "Hạnh",
    "Hằng",
    "Hân",
    "Hiền",
    "Hoa",
    "Hồng",
    "Huệ",
    "Hương",
    "Huyền",
    "Khanh",
    "Lan",
    "Lài",
    "Liên",
    "Linh",
    "Loan",
    "Ly",
    "Mai",
    "My",
    "Mỹ",
    "Nga",
    "Ngân",
    "Nghi",
    "Ngọc",
    "Nguyệt",
    "Nhi",
    "Nhung",
    "Như",
    "Oanh",
    "Phượng",
    "Quyên",
    "Quỳnh",
    "Sương",
    "Tâm",
    "Thảo",
    "Thắm",
    "Thi",
    "Thơ",
    "Thu",
    "Thúy",
    "Thủy",
    "Thư",
    "Tiên",
    "Trang",
    "Trâm",
    "Trân",
    "Trinh",
    "Tuyền",
    "Uyên",
    "Vân",
    "Vy",
    "Xuân",
    "Yến",
]
_JOBS = (
    "Nuôi tôm",
    "Làm ruộng",
    "Buôn bán",
    "Công nhân chế biến thủy sản",
    "Giáo viên",
    "Học sinh",
    "Nội trợ",
    "Tài xế",
    "Ngư dân",
    "Công chức",
)


@dataclass(frozen=True, slots=True)
class Invented:
    """`national_id` begins with 999, which no province has; `phone` with 0101, which no network uses."""

    full_name: str
    sex: str
    birth_date: dt.date
    national_id: str
    phone: str
    occupation: str


class Inventor:
    """Gives the same people for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._serial = 0

    def person(self) -> Invented:
        pick = self._random
        self._serial += 1
        male = pick.random() < 0.5
        family = pick.choices(list(_FAMILIES), list(_FAMILIES.values()))[0]
        middle = pick.choice(_MALE_MIDDLE if male else _FEMALE_MIDDLE)
        given = pick.choice(_MALE if male else _FEMALE)
        born = dt.date(1935, 1, 1) + dt.timedelta(days=pick.randrange(30_000))
        return Invented(
            full_name=f"{family} {middle} {given}",
            sex="male" if male else "female",
            birth_date=born,
            national_id=f"999{self._serial:09d}",
            phone=f"010{1_000_000 + self._serial:07d}",
            occupation=pick.choice(_JOBS),
        )
