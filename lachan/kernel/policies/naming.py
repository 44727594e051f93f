"""How a rule's place is called, and which place a name means. The kernel knows no places: the room that does
registers its answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from lachan.kernel.policies.queries import COUNTRY

Namer = Callable[[str, dt.date], str]
Finder = Callable[[str, dt.date], str]


def _unknown(code: str, on: dt.date) -> str:
    return ""


_namer: list[Namer] = [_unknown]
_finder: list[Finder] = [_unknown]


def register(namer: Namer, finder: Finder = _unknown) -> None:
    """Let `namer(code, day)` tell the name of the unit that has a code on a day, and `finder(words, day)` the code of
    the unit that words mean; empty where none does."""
    _namer[0] = namer
    _finder[0] = finder


def is_place(code: str, on: dt.date) -> bool:
    """Whether a rule can be made for the place: the country, or a unit of that day."""
    return code == COUNTRY or bool(_namer[0](code, on))


def find_place(words: str, on: dt.date) -> str:
    """The code of the one unit that is meant; empty where none or several could be."""
    return _finder[0](words, on)


def place_name(code: str, on: dt.date) -> str:
    """ "cả nước", "tỉnh Cà Mau"; the bare code where nobody knows the unit."""
    if code == COUNTRY:
        return "cả nước"
    name = _namer[0](code, on)
    return f"{name[:1].lower()}{name[1:]}" if name else f"đơn vị mã {code}"
