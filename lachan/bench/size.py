"""How much of everything the invented province holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Counts at scale 1; `of(0.1)` is a tenth of everything."""

    people: int = 1_200_000
    cases: int = 100_000
    exposures: int = 1_000_000
    results: int = 3_000_000

    @classmethod
    def of(cls, scale: float) -> Size:
        full = cls()
        return cls(*(max(20, int(getattr(full, name) * scale)) for name in cls.__slots__))
