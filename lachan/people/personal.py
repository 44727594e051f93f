"""What the register holds that names somebody who is to be forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from django.db.models import Q

from lachan.kernel.personal import Personal
from lachan.kernel.text import fold
from lachan.people.identity import national_id_digits, phone_digits
from lachan.people.models import FORGOTTEN, Merge, NameWord, Person, ProfileRevision

_NAMELESS = {
    "full_name": FORGOTTEN,
    "name_key": "",
    "name_sort": "",
    "birth_date": None,
    "national_id": "",
    "national_id_index": "",
    "phone": "",
    "phone_index": "",
    "residence_hamlet": None,
    "address": "",
    "household": None,
    "occupation": "",
    "workplace": "",
}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def personal_words(person_ids: Collection[int]) -> list[Personal]:
    """What this room holds that names these people. Birth year, sex and commune stay: they count, and name nobody."""
    of_person = Q(kept__in=person_ids) | Q(absorbed__in=person_ids)
    return [
        Personal(
            "Họ tên, CCCD, điện thoại, địa chỉ, ngày sinh, nghề nghiệp, hộ gia đình",
            Person.objects.filter(pk__in=person_ids),
            _NAMELESS,
        ),
        Personal("Chữ của tên để tìm kiếm", NameWord.objects.filter(person__in=person_ids)),
        Personal("Các lần sửa hồ sơ", ProfileRevision.objects.filter(person__in=person_ids)),
        Personal("Căn cứ gộp hồ sơ", Merge.objects.filter(of_person), {"reason": FORGOTTEN}),
    ]


def row_is_about(records: Sequence[Person]) -> Callable[[Sequence[object]], bool]:
    """Whether the cells of a line of a file mean one of these records: a number of theirs, or their name beside
    their birth year."""
    numbers = {number for one in records for number in (one.national_id, one.phone) if number}
    names = {one.name_key: one.birth_year for one in records}

    def about(cells: Sequence[object]) -> bool:
        words = [str(cell) for cell in cells if cell not in (None, "")]
        if any(national_id_digits(word) in numbers or phone_digits(word) in numbers for word in words):
            return True
        named = [names[key] for word in words if (key := fold(word)) in names]
        years = {int(year) for word in words for year in _YEAR.findall(word)}
        return any(year is None or year in years for year in named)

    return about
