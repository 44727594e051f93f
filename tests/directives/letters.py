"""Letters for tests, written here, and the office that handles them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from lachan.demo.cast import World
from lachan.directives import services
from lachan.directives.models import Letter, Task
from lachan.kernel.access.actors import Actor
from lachan.kernel.times import LOCAL

MORNING = dt.datetime(2021, 9, 15, 7, 0, tzinfo=LOCAL)

HEADER = """ỦY BAN NHÂN DÂN
TỈNH CÀ MAU

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: {number}/UBND-KGVX

Cà Mau, ngày {day:02d} tháng 9 năm 2021

V/v {subject}

Kính gửi:

{addressees}

"""
TAIL = """

Nơi nhận:

- Như trên;
- Lưu: VT.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH



Lê Quốc Bảo
"""


def state_letter(
    *orders: str,
    number: int = 901,
    day: int = 14,
    subject: str = "tăng cường phòng, chống dịch sốt xuất huyết",
    addressees: tuple[str, ...] = ("Sở Y tế", "Công an tỉnh"),
    opening: str = "Để chủ động phòng, chống dịch, Ủy ban nhân dân tỉnh yêu cầu:",
) -> bytes:
    """A State letter in text, one numbered order for each line given."""
    head = HEADER.format(
        number=number, day=day, subject=subject, addressees="\n".join(f"- {name};" for name in addressees)
    )
    numbered = "\n\n".join(f"{place}. {text}" for place, text in enumerate(orders, start=1))
    return f"{head}{opening}\n\n{numbered}{TAIL}".encode()


@dataclass(slots=True)
class Office:
    """One method a step; each is done by the log-in whose work it is."""

    world: World
    now: dt.datetime

    def actor(self, name: str, now: dt.datetime | None = None) -> Actor:
        return self.world.actor(name, now or self.now)

    def register(self, data: bytes, name: str = "cong-van.txt", **more: Any) -> Letter:
        given = {
            "received_at": self.now,
            "organisation_id": self.world.organisations["ubnd"].pk,
            "by": self.actor("vanthu"),
            "now": self.now,
        }
        return services.letter_register(file_name=name, data=data, **{**given, **more})

    def confirm(self, letter: Letter, **changes: Any) -> Letter:
        return services.reading_confirm(
            letter=letter, confirmed={**letter.reading, **changes}, by=self.actor("vanthu"), now=self.now
        )

    def draft(self, letter: Letter) -> list[Task]:
        return services.tasks_draft(letter=letter, by=self.actor("thammuu"), now=self.now)

    def release(self, letter: Letter, instruction: str = "Giao các đơn vị thực hiện ngay.") -> int:
        return services.tasks_release(
            letter=letter, instruction=instruction, by=self.actor("lanhdao"), now=self.now
        )

    def drafted(self, data: bytes, name: str = "cong-van.txt", **more: Any) -> Letter:
        letter = self.confirm(self.register(data, name, **more))
        self.draft(letter)
        return letter

    def released(self, data: bytes, name: str = "cong-van.txt", **more: Any) -> Letter:
        letter = self.drafted(data, name, **more)
        leaderless = Task.objects.filter(order__letter=letter, lead=None)
        if leaderless.exists():
            services.tasks_drop(tasks=list(leaderless), by=self.actor("thammuu"), now=self.now)
        self.release(letter)
        return letter

    def task(self, letter: Letter, lead: str, path: list[str] | None = None) -> Task:
        """The whole task of an organisation (its key in the cast)."""
        rows = Task.objects.filter(order__letter=letter, lead=self.world.organisations[lead], parent=None)
        return rows.get(order__path=path) if path else rows.get()
