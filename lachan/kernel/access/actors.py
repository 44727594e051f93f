"""The actor handed to every service: a user, the system, or the holder of a public link."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Actor:
    """`everywhere` sees every person; otherwise `unit_ids` (communes in competence) and the organisation decide."""

    kind: Literal["user", "system", "link"]
    label: str
    user_id: int | None = None
    organisation_id: int | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    everywhere: bool = False
    unit_ids: frozenset[int] = field(default_factory=frozenset)
    district_ids: frozenset[int] = field(default_factory=frozenset)

    @property
    def is_system(self) -> bool:
        return self.kind == "system"


SYSTEM = Actor(kind="system", label="Hệ thống", everywhere=True)
