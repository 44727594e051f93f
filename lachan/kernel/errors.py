"""What the domain answers instead of doing: always a sentence that the reader can act on."""

from __future__ import annotations


class Refused(Exception):
    """A rule or the state of the records forbids the step; the message is Vietnamese and shown as it is."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Forbidden(Refused):
    """The actor's role does not hold the permission."""


class OutOfSight(Exception):
    """The record does not exist for this reader; answered as 404."""
