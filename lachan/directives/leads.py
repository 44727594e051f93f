"""From the words by which a letter names who acts to the organisations of the province ("fan-out")."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from lachan.kernel.text import fold
from lachan.organisations import queries as organisations
from lachan.organisations.queries import Organisation, OrganisationKind
from lachan.places.kinds import Level
from lachan.places.queries import Unit

_K = OrganisationKind
# Offices in front of an organ's name; longer ones first.
_OFFICES = (
    "cac dong chi",
    "dong chi",
    "d c",
    "pho bi thu",
    "bi thu",
    "ban thuong vu",
    "ban chap hanh",
    "pho truong ban thuong truc",
    "nguoi dung dau",
    "thu truong",
    "pho giam doc",
    "giam doc",
    "pho chu tich",
    "chu tich",
    "chi huy truong",
    "pho truong ban",
    "truong ban",
    "pho chanh",
    "chanh",
    "thuong truc",
    "lanh dao",
    "truong",
    "de nghi",
    "yeu cau",
    "giao",
)
_SHORT = (
    ("ubnd", "uy ban nhan dan"),
    ("bcd", "ban chi dao"),
    ("ttyt", "trung tam y te"),
    ("tyt", "tram y te"),
    ("ubmttq", "uy ban mat tran to quoc"),
    ("mttq", "mat tran to quoc"),
    ("cdc", "trung tam kiem soat benh tat"),
    ("ca tinh", "cong an tinh"),
    ("syt", "so y te"),
    ("ldld", "lien doan lao dong"),
    ("lhpn", "lien hiep phu nu"),
    ("vp", "van phong"),
)
# What kind of organ the words name, the first that fits; nothing else than these words decides.
_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ban chi dao", (_K.STEERING,)),
    ("trung tam y te", (_K.HEALTH_CENTRE,)),
    ("tram y te", (_K.STATION,)),
    ("cong an", (_K.POLICE,)),
    ("mat tran to quoc", (_K.UNION,)),
    ("huyen uy", (_K.PARTY,)),
    ("thanh uy", (_K.PARTY,)),
    ("dang uy", (_K.PARTY,)),
    ("cap uy", (_K.PARTY,)),
)
_LOCAL_GOVERNMENT: tuple[str, ...] = (_K.PEOPLES_COMMITTEE, _K.STATION)
# A commune has no steering committee of its own in the directory of every province.
_INSTEAD: dict[tuple[str, ...], tuple[str, ...]] = {
    (_K.STEERING,): (_K.STEERING, *_LOCAL_GOVERNMENT),
    (_K.HEALTH_CENTRE,): (_K.HEALTH_CENTRE, _K.STATION),
}
_DISTRICTS = re.compile(
    r"\b(?:huyen|quan)(?: va)? (?:thi xa )?(?:va )?thanh pho\b|\bthanh pho(?: va)?(?: cac)? huyen\b|\bcac (?:quan )?huyen\b|\bcap huyen\b|\bhuyen uy thanh uy\b"
)
_COMMUNES = re.compile(r"\b(?:xa|phuong)(?: va)? (?:phuong|xa|thi tran)\b|\bcac (?:xa|phuong)\b|\bcap xa\b")
# "các huyện" alone leaves the towns out; "các huyện, thành phố", "cấp huyện" do not.
_TOWNS_TOO = re.compile(r"\b(?:thanh pho|thanh uy|thi xa|thi uy|cap huyen)\b")
_MASS = re.compile(r"\b(?:doan the|to chuc chinh tri xa hoi)\b")
_DEPARTMENTS = re.compile(r"\bcac (?:so|ban|co quan chuyen mon|nganh)\b(?! chi dao)|\bso (?:ban )?nganh\b")
# Kinds of places below the province, and how their Party committee is called.
_PARTY_OF = {
    "huyen": "huyen uy",
    "thanh pho": "thanh uy",
    "thi xa": "thi uy",
    "thi tran": "dang uy thi tran",
    "phuong": "dang uy phuong",
    "xa": "dang uy xa",
}
_VAGUE = (
    "cac nhung toan the co quan don vi to chuc dia phuong dong chi noi nhan ca nhan nganh cap chuc nang"
    " chuyen mon lien truc thuoc va tren neu van ban duoc phan cong giao"
)
_VAGUE_WORDS = frozenset(_VAGUE.split())


@dataclass(frozen=True, slots=True)
class Resolved:
    """`organisations` empty: somebody must choose; `everybody`: the words name nobody in particular."""

    words: str
    organisations: tuple[Organisation, ...] = ()
    fans_out: bool = False
    everybody: bool = False


@dataclass(slots=True)
class Directory:
    """The organisations of a day, read once for a whole letter. `home`: the district or commune whose office hands
    the work out; its letter's "các xã" are its own, and "Công an huyện" is the police of this district."""

    day: dt.date
    home: Unit | None = None
    rows: list[Organisation] = field(default_factory=list)

    def __post_init__(self) -> None:
        standing = Q(seat=None) | Q(seat__valid_to=None) | Q(seat__valid_to__gt=self.day)
        alive = organisations.alive_on(self.day).filter(standing).select_related("seat")
        self.rows = [row for row in alive.order_by("seat__code", "name_key") if self._in_reach(row)]

    def _in_reach(self, row: Organisation) -> bool:
        if self.home is None or row.seat is None or row.seat.level == Level.PROVINCE:
            return True
        return row.seat.path.startswith(self.home.path)

    def resolve(self, words: str) -> Resolved:
        """The organisations meant by these words, as far as the directory knows them."""
        key = self._at_home(_expanded(fold(words)))
        exact = self._exact(key)
        if exact:
            return Resolved(words, (exact,))
        groups = [find(key) for pattern, find in self._fans() if pattern.search(key)]
        if groups:
            return Resolved(
                words, tuple(dict.fromkeys(row for rows in groups for row in rows)), fans_out=True
            )
        if _MASS.search(key):
            return Resolved(words, self._mass(key), fans_out=True)
        if all(word in _VAGUE_WORDS for word in key.split()):
            return Resolved(words, everybody=True)
        one = self._at_level(key) or self._close(key)
        return Resolved(words, (one,) if one else ())

    def _at_home(self, key: str) -> str:
        """ "Công an huyện" in a letter of huyện U Minh says "Công an huyện U Minh"."""
        if self.home is None:
            return key
        place = fold(self.home.name)
        kind = next((word for word in _PARTY_OF if place.startswith(f"{word} ")), place)
        name = place.removeprefix(kind).strip()
        return f"{key} {name}" if _ends(key, kind) or _ends(key, _PARTY_OF.get(kind, kind)) else key

    def _fans(self) -> tuple[tuple[re.Pattern[str], Callable[[str], tuple[Organisation, ...]]], ...]:
        return (
            (_DEPARTMENTS, self._departments),
            (_DISTRICTS, self._of_districts),
            (_COMMUNES, self._of_communes),
        )

    def holder(self, person: str) -> Organisation | None:
        """The organisation in which a named person holds an office on the day."""
        in_office = Q(positions__valid_to=None) | Q(positions__valid_to__gt=self.day)
        return (
            organisations.alive_on(self.day)
            .filter(in_office, positions__holder_name=person, positions__valid_from__lte=self.day)
            .first()
        )

    def _exact(self, key: str) -> Organisation | None:
        """By its own name or short name, with or without the office before and the province's name behind."""
        whole = {key, without_office(key)}
        names = whole | {name.removesuffix(f" {self._province}") for name in whole}
        return next((row for row in self.rows if names & {row.name_key, _short(row)}), None)

    @property
    def _province(self) -> str:
        """The province's own name, as "ca mau"."""
        name = next((fold(row.seat.name) for row in self.rows if row.seat and _level(row) == 1), "tinh")
        return name.removeprefix("tinh ")

    def _of_districts(self, key: str) -> tuple[Organisation, ...]:
        """One body for each district; where the tree has no districts, one for each commune."""
        found = self._seated(2, key)
        if not _TOWNS_TOO.search(key):
            rural = tuple(row for row in found if row.seat and fold(row.seat.name).startswith("huyen "))
            found = rural or found
        return found or self._seated(3, key)

    def _of_communes(self, key: str) -> tuple[Organisation, ...]:
        return self._seated(3, key)

    def _departments(self, key: str) -> tuple[Organisation, ...]:
        kinds = {_K.DEPARTMENT, _K.POLICE} | ({_K.UNION} if "doan the" in key else set())
        found = [row for row in self.rows if row.kind in kinds and _level(row) in (None, 1)]
        return tuple(row for row in found if not _is_part(row, found))

    def _mass(self, key: str) -> tuple[Organisation, ...]:
        """The province's mass organisations; the Front where the words name it too."""
        front = "mat tran" in key
        rows = [row for row in self.rows if row.kind == _K.UNION and _level(row) in (None, 1)]
        return tuple(row for row in rows if front or "mat tran" not in row.name_key)

    def _seated(self, level: int, key: str) -> tuple[Organisation, ...]:
        wanted = _kinds_of(key)
        kinds = _INSTEAD.get(wanted, wanted) if level == 3 else wanted
        chosen: dict[int, Organisation] = {}
        for kind in kinds:
            for row in self.rows:
                if row.kind == kind and row.seat_id and _level(row) == level and _is_meant(row, key):
                    chosen.setdefault(row.seat_id, row)
        return tuple(sorted(chosen.values(), key=lambda row: row.seat.code if row.seat else ""))

    def _at_level(self, key: str) -> Organisation | None:
        """ "Ban Chỉ đạo … tỉnh", "UBND huyện U Minh", "Phường 4": the kind of organ at the place that is named."""
        kinds = _kinds_of(key)
        named = "uy ban nhan dan" in key or any(words in key for words, _ in _KINDS)
        for row in self.rows if named else ():
            at_place = row.seat and _level(row) != 1 and _ends(key, fold(row.seat.name))
            if at_place and row.kind in kinds and _is_meant(row, key):
                return row
        if named and re.search(r"\btinh(?: \w+){0,2}$", key):
            province = (row for row in self.rows if row.kind in kinds and _level(row) == 1)
            return next((row for row in province if _is_meant(row, key)), None)
        return self._by_place(key)

    def _by_place(self, key: str) -> Organisation | None:
        """A bare "huyện U Minh" means its people's committee (or the body that stands for it)."""
        for kind in _LOCAL_GOVERNMENT:
            for row in self.rows:
                if row.kind == kind and row.seat and _level(row) != 1 and fold(row.seat.name) == key:
                    return row
        return None

    def _close(self, key: str) -> Organisation | None:
        """The name that begins with the words, or that the words begin with; the province's own first, then the
        shortest. "Trung tâm Y tế" alone may be any district's: nobody is guessed."""
        bare = without_office(key)
        rows = [row for row in self.rows if row.kind != _K.STATION and _fits(row.name_key, bare)]
        rows.sort(key=lambda row: (not _starts(row.name_key, bare), _level(row) != 1, len(row.name_key)))
        if len(rows) > 1 and _level(rows[0]) == 2 and rows[0].kind == rows[1].kind:
            return None
        return rows[0] if rows else None


def resolve(words: str, day: dt.date) -> Resolved:
    """The organisations meant by a lead's words on a day."""
    return Directory(day).resolve(words)


def without_office(key: str) -> str:
    """ "giam doc so y te" → "so y te"."""
    changed = True
    while changed:
        changed = False
        for office in _OFFICES:
            if key.startswith(office + " "):
                key, changed = key[len(office) + 1 :], True
    return key


def suggestions(text: str, day: dt.date, limit: int = 12) -> list[Organisation]:
    """What a typed name may mean: the reading of a letter's words first, then names that hold every word."""
    directory = Directory(day)
    first = directory.resolve(text).organisations
    key = _expanded(fold(text))
    rest = [row for row in directory.rows if all(word in row.name_key for word in key.split())]
    rest.sort(key=lambda row: (not row.name_key.startswith(key), len(row.name_key)))
    made = list(dict.fromkeys([*(first if len(first) == 1 else ()), *rest, *first]))
    return made[:limit]


def _kinds_of(key: str) -> tuple[str, ...]:
    return next((kinds for words, kinds in _KINDS if words in key), _LOCAL_GOVERNMENT)


def _is_meant(row: Organisation, key: str) -> bool:
    """Mass organisations and Party organs share a kind: of the province's only the one whose words are used."""
    if row.kind == _K.UNION or (row.kind == _K.PARTY and _level(row) == 1):
        return next((words in row.name_key for words, kinds in _KINDS if words in key), False)
    return True


def _expanded(key: str) -> str:
    for short, full in _SHORT:
        key = re.sub(rf"\b{short}\b", full, key)
    return key


def _level(row: Organisation) -> int | None:
    return row.seat.level if row.seat else None


def _short(row: Organisation) -> str:
    return _expanded(fold(row.short_name)) or row.name_key


def _is_part(row: Organisation, rows: Iterable[Organisation]) -> bool:
    """ "Thanh tra Sở Y tế" is a part of "Sở Y tế"."""
    return any(other is not row and row.name_key.endswith(f" {other.name_key}") for other in rows)


def _ends(key: str, place: str) -> bool:
    return key == place or key.endswith(f" {place}")


def _fits(name_key: str, bare: str) -> bool:
    """The directory's "trung tam kiem soat benh tat tinh" is a letter's "trung tam kiem soat benh tat", and a
    letter's "so y te tinh ca mau" the directory's "so y te"; "uy ban" alone is nobody."""
    if len(bare.split()) < 3:
        return False
    return _starts(name_key, bare) or f" {bare} " in f" {name_key} "


def _starts(name_key: str, bare: str) -> bool:
    return f"{name_key} ".startswith(f"{bare} ") or bare.startswith(f"{name_key} ")


def names(rows: Sequence[Organisation]) -> str:
    """Names in a row, for messages."""
    return ", ".join(row.name for row in rows)
