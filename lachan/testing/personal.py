"""The identities that laboratories wrote for somebody who is to be forgotten."""

from __future__ import annotations

from collections.abc import Collection

from lachan.kernel.personal import Personal
from lachan.people.queries import FORGOTTEN
from lachan.testing.models import Member


def personal_words(person_ids: Collection[int]) -> list[Personal]:
    """What the specimens of these people say of who they are; specimen and result stay."""
    blank = {
        "full_name": FORGOTTEN,
        "name_key": "",
        "birth_date": None,
        "national_id": "",
        "national_id_index": "",
        "phone": "",
        "phone_index": "",
        "address": "",
    }
    return [
        Personal("Danh tính ghi trên mẫu xét nghiệm", Member.objects.filter(person__in=person_ids), blank)
    ]
