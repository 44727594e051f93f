"""What a clerk must look at before confirming the reading, in the clerk's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from .canon import canon
from .deadlines import deadlines_in
from .header import Found
from .old_fonts import is_vietnamese
from .paragraphs import Paragraph
from .subjects import hands_over
from .tail import Tail
from .types import Deadline, Order, Reference

NO_TEXT = "Tệp không có lớp chữ (bản quét): hãy nhập các trường bằng tay hoặc xin bản có chữ."
FEW_WORDS = "Tệp gần như không có chữ (có thể là bản quét): đối chiếu với bản giấy, nhập các trường bằng tay."
_TOO_SHORT = 250
_SHOWN = 120
_WEEKDAYS = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "bẩy": 5}
_WEEKDAY = re.compile(
    r"(thứ (hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ nhật)[,\s(]*(?:ngày\s*)?(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?"
)
_ENCLOSED = re.compile(r"(?:kèm theo|gửi kèm|đính kèm|sao gửi|ban hành kèm|có phụ lục)(?!\w)[^.;,)]{0,60}")
_TABLE_HEAD = re.compile(
    r"(?=[^;]{0,60}(?:;[^;]{0,60}){2,6}$)(?=.*(?:nội dung|nhiệm vụ|công việc))(?=.*(?:chủ trì|thực hiện|phụ trách))"
    r"(?=.*(?:thời gian|thời hạn|hoàn thành))"
)
_BLANK = re.compile(r"_{3,}|\.{5,}|…{2,}")
_GROUP = re.compile(r"(?<!\w)(?:các|những|mọi|toàn thể)(?!\w)|(?<!\w)sở, (?:ban|ngành)")
KNOWN_SHORT = (
    "UBND", "HĐND", "UBMTTQ", "UBMTTQVN", "MTTQ", "MTTQVN", "BTTUMTTQVN", "TTUBMTTQ", "VPCP", "VPUB", "VPUBND",
    "LĐVP", "CVP", "PCVP", "BCĐ", "TTTU", "TTHĐND", "ĐBQH", "BTCN", "PCN", "TTĐT", "KGVX", "BCHQS", "BĐBP",
    "CATP", "TTXVN", "VKSND", "TAND", "TANDTC", "VKSNDTC", "KTNN", "NHNN", "BHXH", "LĐTBXH", "GDĐT", "NNPTNT", "TNMT",
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """Everything the doubts look at."""

    head: Found
    addressees: tuple[str, ...]
    orders: tuple[Order, ...]
    refers_to: tuple[Reference, ...]
    tail: Tail
    body: list[Paragraph]
    appendix: bool
    notes: list[Paragraph]
    text: str = ""

    @property
    def issued_on(self) -> date | None:
        printed = self.head.header.issued_on
        return date.fromisoformat(printed) if printed else None


def doubts_of(reading: Reading) -> tuple[str, ...]:
    """Each doubt once, in the order of the letter."""
    found: list[str] = []
    for reader in (
        _text,
        _header,
        _addressees,
        _orders,
        _deadlines,
        _weekdays,
        _references,
        _enclosures,
        _notes,
        _tables,
        _tail,
    ):
        found += [d for d in reader(reading) if d not in found]
    return tuple(found)


def _text(reading: Reading) -> Iterator[str]:
    if len(reading.text) < _TOO_SHORT and not reading.orders:
        yield FEW_WORDS
    if not is_vietnamese(reading.text):
        yield "Chữ trong tệp không đọc được như tiếng Việt (phông chữ cũ hoặc lớp chữ hỏng): hãy xin bản Unicode hoặc nhập tay."


def _header(reading: Reading) -> Iterator[str]:
    head = reading.head.header
    if head.issuer is None:
        yield "Không tìm thấy tên cơ quan ban hành."
    if head.number is None:
        yield "Văn bản chưa có số (hoặc số bị bỏ trống)."
    elif head.symbol is None:
        yield "Không tìm thấy ký hiệu văn bản sau số."
    if re.search(r"\d\s+[-/]|[-/]\s+\S|\S\s+[-/]\S", reading.head.number_line):
        yield f"Số, ký hiệu có khoảng trắng thừa: “{reading.head.number_line}”."
    if head.issued_on is None:
        yield "Không đọc được ngày ban hành."
    if head.subject is None:
        yield "Không tìm thấy trích yếu nội dung."
    if reading.head.unfilled_before:
        yield "Ô “Cần đến trước … giờ, ngày …” chưa điền hoặc cần kiểm tra: hỏi nơi gửi về giờ phải đến."


def _addressees(reading: Reading) -> Iterator[str]:
    if not reading.addressees and reading.head.header.type in {"công văn", "công điện"}:
        yield "Không tìm thấy phần “Kính gửi”: cần xác định nơi phải thực hiện."
    groups = [f"“{name}”" for name in reading.addressees if is_group(name)]
    if groups:
        yield f"Nơi nhận là nhóm nhiều đơn vị, cần tách khi giao việc: {'; '.join(groups)}."


def is_group(name: str) -> bool:
    """A name that stands for many units ("các huyện, thành phố")."""
    return bool(_GROUP.search(canon(name)))


def _orders(reading: Reading) -> Iterator[str]:
    if not reading.orders:
        yield "Không tìm thấy mệnh lệnh nào trong văn bản: có thể chỉ để biết, cần xác nhận."
    paths: set[tuple[str, ...]] = set()
    for order in reading.orders:
        if order.subjects and order.subjects[0].role == "all":
            yield f"{where(order)} không nêu đơn vị thực hiện: đang hiểu là tất cả nơi được gửi."
        if order.path in paths:
            yield f"{where(order)} xuất hiện hai lần: kiểm tra cách đánh số."
        paths.add(order.path)
        if re.search(r"\((?:trực tiếp là|giao)\b", canon(order.text)):
            yield f"{where(order)} nêu đích danh người thực hiện trong ngoặc: kiểm tra người và đơn vị."
        if _BLANK.search(order.text):
            yield f"{where(order)} còn chỗ để trống chưa điền."


def where(order: Order) -> str:
    name = label(order)
    return name[:1].upper() + name[1:] if order.path[0].startswith("p") else f"Mục {name}"


def label(order: Order) -> str:
    """A path as a clerk reads it: "2.a", "1, gạch đầu dòng 2", "đoạn 1"."""
    words: list[str] = []
    for part in order.path:
        if re.fullmatch(r"-\d+", part):
            words.append(f"gạch đầu dòng {part[1:]}")
        elif re.fullmatch(r"\+\d+", part):
            words.append(f"dấu cộng {part[1:]}")
        elif re.fullmatch(r"p\d+", part):
            words.append(f"đoạn không đánh số {part[1:]}")
        else:
            words.append(part)
    return ", ".join(words)


def _deadlines(reading: Reading) -> Iterator[str]:
    issued = reading.issued_on
    for order in reading.orders:
        for deadline in order.deadlines:
            yield from _deadline(order, deadline, issued)
    vague = [o for o in reading.orders if _only_vague(o)]
    if vague:
        yield f"Chỉ có thời hạn không rõ ngày, cần ấn định: {'; '.join(_vague_words(o) for o in vague)}."


def _only_vague(order: Order) -> bool:
    kinds = {d.kind for d in order.deadlines}
    return "vague" in kinds and "by" not in kinds


def _vague_words(order: Order) -> str:
    words = ", ".join(f"“{d.text}”" for d in order.deadlines if d.kind == "vague")
    return f"{label(order)} ({words})"


def _deadline(order: Order, deadline: Deadline, issued: date | None) -> Iterator[str]:
    if deadline.due is None or issued is None:
        return
    due = date.fromisoformat(deadline.due[:10])
    if due < issued:
        yield f"{where(order)}: thời hạn “{deadline.text}” trước ngày ban hành."
    elif due == issued:
        yield f"{where(order)}: thời hạn “{deadline.text}” rơi vào chính ngày ban hành; có thể đã quá hạn khi nhận."
    elif due.weekday() >= 5:
        yield f"{where(order)}: thời hạn “{deadline.text}” rơi vào ngày nghỉ cuối tuần."
    elif (due - issued).days > 730:
        yield f"{where(order)}: thời hạn “{deadline.text}” cách ngày ban hành hơn hai năm, kiểm tra năm."


def _weekdays(reading: Reading) -> Iterator[str]:
    for paragraph in reading.body:
        for match in _WEEKDAY.finditer(paragraph.low):
            year = match[5] or (str(reading.issued_on.year) if reading.issued_on else None)
            if year and _wrong_weekday(match, int(year)):
                yield f"Thứ và ngày không khớp: “{paragraph.text[match.start() : match.end()]}”."


def _wrong_weekday(match: re.Match[str], year: int) -> bool:
    name = match[2]
    expected = 6 if name is None else _WEEKDAYS[name] if name in _WEEKDAYS else int(name) - 2
    try:
        return date(year, int(match[4]), int(match[3])).weekday() != expected
    except ValueError:
        return True


def _references(reading: Reading) -> Iterator[str]:
    issued = reading.issued_on
    for one in reading.refers_to:
        name = f"{one.type or 'văn bản'} {one.number}{'-' if '/' in one.symbol and one.symbol[:2].isupper() and _party(one) else '/'}{one.symbol}"
        if one.date and issued and date.fromisoformat(one.date) > issued:
            yield f"Văn bản viện dẫn {name} đề ngày sau ngày ban hành."
        if one.relation == "implements":
            yield f"Văn bản thực hiện {name}: nội dung cụ thể có thể nằm trong văn bản đó, cần có bản kèm theo."


def _party(one: Reference) -> bool:
    return bool(re.search(r"/(?:TU|HU|TW|BCĐ|VPTU|VPTW|BTCTW|ĐU)", one.symbol))


def _enclosures(reading: Reading) -> Iterator[str]:
    for paragraph in reading.body:
        match = _ENCLOSED.search(paragraph.low)
        if match and not reading.appendix:
            words = paragraph.text[match.start() : match.end()].strip()
            yield f"Văn bản nhắc tài liệu gửi kèm (“{words}”) nhưng tệp không có: kiểm tra đã nhận đủ chưa."
            return


def _tail(reading: Reading) -> Iterator[str]:
    if not reading.tail.recipients:
        yield "Không tìm thấy phần “Nơi nhận”."
    for name in reading.tail.recipients:
        yield from _odd_abbreviations(name)
    signer = reading.tail.signer
    if signer.name is None:
        yield "Không tìm thấy tên người ký."
    if signer.name is None and signer.position is None:
        yield "Văn bản không có khối chữ ký (bản trích hoặc thiếu trang)."


def _notes(reading: Reading) -> Iterator[str]:
    """Notes are no orders; one that sounds like an order is shown to whoever confirms."""
    for note in reading.notes:
        dated = any(when.kind == "by" for when in deadlines_in(note, reading.issued_on))
        if dated or hands_over(note):
            yield f"Chú thích có thời hạn hoặc yêu cầu, chưa đọc thành nội dung giao việc: “{_shortened(note.text)}”."


def _tables(reading: Reading) -> Iterator[str]:
    """Who does what by when, in a table: its rows are shown but are no paragraphs that order something."""
    if any(_TABLE_HEAD.match(canon(line)) for line in reading.text.split("\n")):
        yield "Có bảng phân công (nội dung, chủ trì, thời hạn) chưa đọc thành nội dung giao việc: hãy thêm từng dòng bằng tay."


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"


def _odd_abbreviations(name: str) -> Iterator[str]:
    for word in re.findall(r"(?<![\w.])[A-ZĐ]{5,}(?![\w.])", name):
        if word not in KNOWN_SHORT:
            near = next((k for k in KNOWN_SHORT if _close(word, k)), None)
            if near:
                yield f"Nơi nhận “{name}”: “{word}” có thể viết nhầm “{near}”."


def _close(a: str, b: str) -> bool:
    """At most two letters added, lost or changed."""
    if abs(len(a) - len(b)) > 2 or min(len(a), len(b)) < 6:
        return False
    row: Iterable[int] = range(len(b) + 1)
    for i, x in enumerate(a, 1):
        previous = list(row)
        line = [i]
        for j, y in enumerate(b, 1):
            line.append(min(previous[j] + 1, line[j - 1] + 1, previous[j - 1] + (x != y)))
        row = line
    return list(row)[-1] <= 2
