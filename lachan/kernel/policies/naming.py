"""How a rule's place is called. The kernel knows no places: the room that does registers its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from lachan.kernel.policies.queries import COUNTRY

Namer = Callable[[str, dt.date], str]


def _unknown(code: str, on: dt.date) -> str:
    return ""


_namer: list[Namer] = [_unknown]


def register(namer: Namer) -> None:
    """Let `namer(code, day)` tell the name of the unit that has a code on a day; empty where none has."""
    _namer[0] = namer


def place_name(code: str, on: dt.date) -> str:
    """ "cả nước", "tỉnh Cà Mau"; the bare code where nobody knows the unit."""
    if code == COUNTRY:
        return "cả nước"
    name = _namer[0](code, on)
    return f"{name[:1].lower()}{name[1:]}" if name else f"đơn vị mã {code}"
