"""Lists of stays: who is kept apart now, and who is still on record though nothing asks for it any more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lachan.desk.lens import Lens, address
from lachan.desk.shape import Shape
from lachan.isolation import lingering
from lachan.ui.tables import Column


def stay_place(row: Any) -> str:
    return row.site.organisation.name if row.site else "tại nhà"


def _tell(rows: Sequence[Any], lens: Lens) -> None:
    lingering.tell(rows, lens.now)


_WHO = (
    Column("Họ tên", "person.full_name", sort="person__name_sort", main=True),
    Column("Biện pháp", lambda row: row.get_measure_display(), sort=("measure", "id")),
    Column("Nơi cách ly", stay_place),
)
_SINCE = Column("Đến lúc", "occurred_at", kind="moment", sort=("occurred_at", "id"))

STAY = Shape(
    columns=(*_WHO, Column("Xã, phường", lambda row: row.unit.name if row.unit else None), _SINCE),
    sort="-occurred_at",
    url=lambda row: address("people:person", row.person.uid),
    persons=lambda row: [row.person_id],
)
# Leads to the stay itself, where the leaving is recorded.
LINGERING = Shape(
    columns=(*_WHO, _SINCE, Column("Vì sao", "ground_gone", kind="prose")),
    sort="occurred_at",
    url=lambda row: address("isolation:stay_page", row.uid),
    persons=lambda row: [row.person_id],
    prepare=_tell,
)


def lingering_brief(row: Any) -> tuple[Any, Any]:
    return row.person.full_name, f"{stay_place(row)} · {row.ground_gone}"
