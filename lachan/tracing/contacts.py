"""A contact as somebody told of them: an identity and a meeting, before it is known who is meant."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from lachan.kernel.secrets.crypto import blind_index
from lachan.kernel.text import fold
from lachan.people.identity import Identity, identity
from lachan.tracing.meetings import Meeting

_IDENTITY = ("full_name", "birth_year", "birth_date", "sex", "national_id", "phone", "unit_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """`number` is the line of the list that it came from (0 for one told by hand)."""

    identity: Identity
    at: dt.date | dt.datetime
    closeness: str
    number: int = 0
    address: str = ""
    minutes: int | None = None
    masked: bool | None = None
    relation: str = ""
    place_name: str = ""
    note: str = ""
    entry_id: int | None = None
    of_id: int | None = None  # whom they met, where that is not the case's own person

    def meeting(self, person_id: int, other_id: int, unit_id: int | None) -> Meeting:
        """The meeting with `other_id`, now that the contact is known to be `person_id`."""
        return Meeting(
            person_id=person_id,
            other_id=other_id,
            at=self.at,
            closeness=self.closeness,
            minutes=self.minutes,
            masked=self.masked,
            relation=self.relation,
            unit_id=unit_id,
            place_name=self.place_name,
            note=self.note,
            entry_id=self.entry_id,
        )

    @property
    def who_key(self) -> str:
        return blind_index("contact-who", self._who())

    @property
    def line_key(self) -> str:
        told: tuple[object, ...] = (
            self._who(),
            self.at.isoformat(),
            self.closeness,
            self.minutes,
            fold(self.place_name),
        )
        told += (self.of_id,) if self.of_id else ()
        return blind_index("contact-line", repr(told))

    def _who(self) -> str:
        who = self.identity
        return repr(
            (
                who.name_key,
                who.birth_year,
                str(who.birth_date or ""),
                who.sex,
                who.national_id,
                who.phone,
                fold(self.address),
                who.unit_id,
            )
        )

    def to_json(self) -> dict[str, Any]:
        told = {name: value for name, value in asdict(self).items() if name != "identity"}
        told["at"] = self.at.isoformat()
        who = {name: getattr(self.identity, name) for name in _IDENTITY}
        who["birth_date"] = who["birth_date"].isoformat() if who["birth_date"] else None
        return told | {"identity": who}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Contact:
        who = dict(told["identity"])
        who["birth_date"] = dt.date.fromisoformat(who["birth_date"]) if who["birth_date"] else None
        at = told["at"]
        moment = dt.datetime.fromisoformat(at) if "T" in at else dt.date.fromisoformat(at)
        return cls(**{**told, "identity": identity(**who), "at": moment})
