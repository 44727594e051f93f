"""What the reader finds in a letter. `to_contract` gives the published JSON; spans serve the screen.

A span is (start, end) in characters of `Letter.text`, the text that stands beside the reading.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Span = tuple[int, int]
Role = Literal["lead", "support", "all"]
Kind = Literal["by", "vague", "recurring"]
Relation = Literal["implements", "amends", "replaces", "cites"]


@dataclass(frozen=True)
class Subject:
    """Who is told to act. `name` is None exactly when nobody is named (role "all")."""

    name: str | None
    role: Role

    def to_contract(self) -> dict[str, Any]:
        return {"name": self.name, "role": self.role}


@dataclass(frozen=True)
class Deadline:
    text: str
    due: str | None
    kind: Kind
    span: Span

    def to_contract(self) -> dict[str, Any]:
        return {"text": self.text, "due": self.due, "kind": self.kind}


@dataclass(frozen=True)
class Order:
    path: tuple[str, ...]
    text: str
    subjects: tuple[Subject, ...]
    deadlines: tuple[Deadline, ...]
    span: Span

    def to_contract(self) -> dict[str, Any]:
        return {
            "path": list(self.path),
            "text": self.text,
            "subjects": [s.to_contract() for s in self.subjects],
            "deadlines": [d.to_contract() for d in self.deadlines],
        }


@dataclass(frozen=True)
class Reference:
    type: str | None
    number: str
    symbol: str
    date: str | None
    relation: Relation
    span: Span

    def to_contract(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "number": self.number,
            "symbol": self.symbol,
            "date": self.date,
            "relation": self.relation,
        }


@dataclass(frozen=True)
class Signer:
    authority: str | None = None
    position: str | None = None
    name: str | None = None

    def to_contract(self) -> dict[str, Any]:
        return {"authority": self.authority, "position": self.position, "name": self.name}


@dataclass(frozen=True)
class Header:
    issuer: str | None = None
    issuer_kind: Literal["party", "state", "other"] = "other"
    type: str | None = None
    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    issued_on: str | None = None
    urgency: str | None = None
    subject: str | None = None


@dataclass(frozen=True)
class Letter:
    """One letter as read: every field of the contract, with spans and the text they point into."""

    file: str
    text: str
    header: Header
    addressees: tuple[str, ...] = ()
    orders: tuple[Order, ...] = ()
    refers_to: tuple[Reference, ...] = ()
    recipients: tuple[str, ...] = ()
    signer: Signer = field(default_factory=Signer)
    doubts: tuple[str, ...] = ()

    def to_contract(self) -> dict[str, Any]:
        head = self.header
        return {
            "file": self.file,
            "issuer": head.issuer,
            "issuer_kind": head.issuer_kind,
            "type": head.type,
            "number": head.number,
            "symbol": head.symbol,
            "place": head.place,
            "issued_on": head.issued_on,
            "urgency": head.urgency,
            "subject": head.subject,
            "addressees": list(self.addressees),
            "orders": [o.to_contract() for o in self.orders],
            "refers_to": [r.to_contract() for r in self.refers_to],
            "recipients": list(self.recipients),
            "signer": self.signer.to_contract(),
            "doubts": list(self.doubts),
        }
