"""Identities as laboratories write them, kept with the specimen's member."""

from __future__ import annotations

from typing import Any

from lachan.people.identity import Identity
from lachan.testing.models import Member


def member_fields(who: Identity) -> dict[str, Any]:
    """What the laboratory wrote about somebody, as the member's columns hold it."""
    return {
        "full_name": who.full_name[:120],
        "name_key": who.name_key[:120],
        "birth_year": who.birth_year,
        "birth_date": who.birth_date,
        "sex": who.sex,
        "national_id": who.national_id,
        "national_id_index": who.national_id_index,
        "phone": who.phone,
        "phone_index": who.phone_index,
        "unit_id": who.unit_id,
    }


def identity_of(member: Member) -> Identity:
    """The identity that a member was written with."""
    return Identity(
        full_name=member.full_name,
        name_key=member.name_key,
        birth_year=member.birth_year,
        birth_date=member.birth_date,
        sex=member.sex,
        national_id=member.national_id,
        national_id_index=member.national_id_index,
        phone=member.phone,
        phone_index=member.phone_index,
        unit_id=member.unit_id,
    )


def same_member(member: Member, who: Identity) -> bool:
    """Whether a row names somebody whom the specimen already holds: nothing written contradicts."""
    pairs = (
        (member.name_key, who.name_key),
        (member.birth_year, who.birth_year),
        (member.birth_date, who.birth_date),
        (member.national_id_index, who.national_id_index),
    )
    return all(mine == theirs or not mine or not theirs for mine, theirs in pairs) and (
        member.name_key == who.name_key
    )
