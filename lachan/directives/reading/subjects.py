"""Who an order tells to act (lead), who joins in (support), or everybody (all).

Leads are looked for where each sentence or clause begins, and after a word that hands a task over
("giao", "yêu cầu", "đề nghị"). Support is every party after "phối hợp". Whoever is merely directed or
reported to stands inside a predicate and is never reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .canon import canon, fold
from .further import (
    SENTENCE,
    WRITERS_VOICE,
    acts_on_condition,
    further_tasks,
    helps,
    is_many,
    is_moved,
)
from .paragraphs import Paragraph
from .parties import Parties, parties_at, role_list, starts_with_party
from .types import Subject
from .verbs import STOP, starts_with_action

# "phân công lực lượng trực" is an act of whoever is told, "phân công Sở Y tế" one of the writer.
_ASSIGN = (
    r"phân công(?! (?:lực lượng|cán bộ|cấp ủy|nhân viên|người|thành viên|công chức|đảng viên|lãnh đạo|trách nhiệm|nhiệm vụ|"
    r"bộ phận|mỗi|từng|giáo viên|nhân lực|nhân sự|bác sĩ|đội ngũ|đầu mối|trực|cụ thể|rõ))"
)
_PERFORM = re.compile(
    r"(?<!\w)(?:trân trọng đề nghị|kính đề nghị|đề nghị|yêu cầu|giao nhiệm vụ cho|giao trách nhiệm cho|giao cho|"
    r"giao(?! (?:chỉ tiêu|kế hoạch|dự toán|vốn|thông|dịch|lưu|nhận|mùa|hàng|tiếp|thương|thừa)(?!\w)| ban(?:[,.;:)]| (?:định kỳ|hằng|hàng|trực tuyến|với|nhanh|"
    r"báo|tuần|tháng|quý|ngày|đầu|cuối|chuyên|trong|tại|công tác|về|giữa|của|theo|để)(?!\w)))|"
    rf"{_ASSIGN}|kính mong|mong)(?!\w)[ :]*(?:và )?(?:phân công )?"
)
_REPORTED = re.compile(
    r"(?:theo|của|các|những|được|có|về|tại|và|nêu|ý kiến|nhiệm vụ|nội dung|văn bản|tờ trình|đơn|với|đáp ứng|đúng|sự|"
    r"một số|như|do|khi|bảo đảm|đảm bảo|mọi|theo dõi|việc|tiến độ|thực tế|nhu cầu|phát sinh|đã|là|tổng hợp|xem xét|đạt|"
    r"số|quan|bàn|chuyển|ban hành|vì|này|tham mưu|tiếp tục|kịp thời|hoặc|văn|phải) $"
)
_PAST = re.compile(
    r"(?<!\w)(?:đã|từng)(?!\w)(?! (?:được (?:giao|phân công|phê duyệt|quy định|ban hành|chỉ đạo)|nêu|đề ra))"
)
_LEAD_IN = re.compile(
    r"(?:(?:đồng thời|ngoài ra|bên cạnh đó|mặt khác|riêng(?: đối với)?|đối với|trên cơ sở(?: đó)?|sau khi|trường hợp|khi|nếu|"
    r"căn cứ|theo|để|nhằm|(?:địa phương|đơn vị|cơ quan|cơ sở|huyện|xã|phường|tổ chức|cá nhân|nơi) nào|hằng ngày|hàng ngày|hằng tuần|định kỳ|kể từ|kết thúc|trước ngày|trước(?= \d)|chậm nhất|muộn nhất|hết ngày|(?:trong )?thời gian (?:tới|đến)|đến ngày|trong|từ nay|trước mắt|tại|qua đó|từ(?= (?:\d|ngày))|"
    r"(?:nếu )?có (?:khó khăn|vướng mắc|phát sinh|vấn đề)|vướng mắc|phát sinh|(?:một|hai|ba|bốn|năm|sáu|bảy|thứ \w+) là|thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám)|theo đó|trong đó|cụ thể|thông qua|việc|về)(?!\w)(?:(?! thì )[^,;:]){0,160}[,:] *)+"
)
_FOR = re.compile(r"(?:riêng )?(?:đối với|về phía) |riêng ")
_WITH = re.compile(
    r"(?<!\w)(?:phối hợp|phối kết hợp|hiệp đồng)(?:(?:,)? (?:chặt chẽ|thường xuyên|tốt|hiệu quả|đồng bộ|kịp thời|cùng|với|và|hỗ trợ|chia sẻ|"
    r"nhịp nhàng|có hiệu quả|hiệp đồng|liên kết))* *|(?<!\w)chủ trì,? (?:cùng|với)(?: với)? |"
    r"(?<!\w)có sự (?:phối hợp|tham gia) (?:với|của) |(?<!\w)cùng với (?=sở|bộ|ủy ban|ubnd|công an)"
)
# "do Sở Y tế chủ trì": who acts stands behind the thing to be done.
_BY = re.compile(r"(?<!\w)do (?=\w)")
# "… đúng quy định (Sở Tài chính chủ trì)".
_BRACKETED = re.compile(r"\((?:do )?(?=\w)")
_ACTS = re.compile(
    r"(?:chủ trì|chịu trách nhiệm|phụ trách|đảm nhiệm|đảm nhận|làm đầu mối|chi trả|bảo đảm|đảm bảo|thực hiện|quản lý|vận hành)(?!\w)"
)
_TOPIC = re.compile(r"[^.;:()]{3,160}: (?:do )?")
_SHORT_TOPIC = re.compile(
    r"(?:(?:về )?(?:chế độ|công tác|thông tin|thời hạn|việc|tiến độ)) [^.;:,()]{3,50}: "
)
_MANY = re.compile(r"(?:mọi|từng|mỗi)(?!\w)|(?:[^,;]{2,70}(?<!\w))?(?:các|những)(?!\w)")
# "Đề nghị người dân đã đến … khai báo": who they are is told before what they are to do.
_WHO_HAVE = re.compile(r"(?:đã|đang|chưa|từ|khi|nếu|căn cứ|theo)(?!\w)")
_BY_DUTY = re.compile(
    r"(?: có trách nhiệm| chịu trách nhiệm)?,? ?(?:theo|căn cứ) (?:chức năng|nhiệm vụ|thẩm quyền|lĩnh vực)[^.;:]{0,90}:"
)
_CHAIRS = re.compile(r"(?: có trách nhiệm| chịu trách nhiệm)?,? ?(?:chủ trì,? ?)?")
_SHARED = re.compile(
    r"(?: thực hiện| triển khai)?(?: (?:các )?(?:nhiệm vụ|nội dung|việc|công việc)(?: sau)?)? ?:"
)
# "thôn cách ly với thôn, xã cách ly với xã" is a principle, told to nobody in particular.
_EACH_FROM_EACH = re.compile(r"(?P<one>[^.;:]{2,60}?) (?:phải )?cách ly (?:với )?(?P=one)(?!\w)")
_PERSON = re.compile(r"\((?:[^()]*?)(?:trực tiếp là|giao|do)(?: đồng chí| đ/c| ông| bà)? +([^,()]{4,40})")
# "Sở Nông nghiệp (giao Chi cục Thú y)": the body within it that does the work.
_PASSED_ON = re.compile(r"\((?:trực tiếp là|giao|giao cho) +(?=\w)")
# A member of what is set up is a person with an office.
_COMRADE = re.compile(r"(?:đồng chí|đ/c|ông|bà) ")
_TELLING = re.compile(
    r"(?:xin )?(?:trân trọng )?(?:(?:thông báo|trả lời|thông tin) (?:để |đến |tới |cho )?(?=[^.;]{0,260}biết[^.;]{0,30}(?:thực hiện|triển khai|chấp hành))|"
    r"thông báo (?:đến|tới|cho) (?=[^.;]{0,260} (?:để|và) (?:nghiêm túc )?(?:tổ chức |triển khai )?(?:thực hiện|triển khai|chấp hành)))"
)
_ISSUER_VERB = re.compile(rf"(?:trân trọng |kính )?(?:đề nghị|yêu cầu|giao|kiến nghị|{_ASSIGN})(?!\w)")
_DIRECTS = re.compile(r"(?:lãnh đạo, )?chỉ đạo(?: thực hiện)? ?:$")
_TO_DIRECT = re.compile(
    r" ?(?:khẩn trương |tập trung |tiếp tục |trực tiếp )*(?:lãnh đạo, )?chỉ đạo(?: thực hiện| triển khai)? ?:"
)
_ANYBODY = re.compile(
    r"(?:(?:các|quý|toàn thể|thủ trưởng|mọi) )*(?:(?:cơ quan|đơn vị|địa phương|đồng chí|cấp|ngành|sở|ban|đoàn thể|tổ chức|cá nhân|bộ|"
    r"liên quan|có liên quan|trên|thủ trưởng|các|và)[, ]*)+"
)
# "Kết quả thực hiện báo cáo về Sở trước ngày …": what is to be sent stands first.
_RESULTS = re.compile(
    r"(?:kết quả|danh sách|ý kiến|văn bản|hồ sơ|số liệu|báo cáo)(?! của)[^.;:,]{0,60} (?:báo cáo|gửi|nộp|trình)(?: về| cho| đến| tới| ubnd| ủy ban| sở| ban)(?!\w)"
)
_COLON = re.compile(r" ?: ")
# "… không hoàn thành thì Trưởng ban … phải giải trình": who answers stands behind the condition.
_THEN = re.compile(r"(?<!\w)thì (?=\w)")
# What is asked of those whom the order is to move is no task of theirs in this letter.
_LONGEST_HEADING = 420
_LONGEST_OFFICE = 8
_LONGEST_TITLE = 70
_SHORTEST_TASK = 3


@dataclass(frozen=True)
class Named:
    """What a paragraph says about who acts.

    `heading`: it only names them, for what follows. `implied`: it begins with what to do, so whoever the
    heading above names acts as well as those named later on.
    """

    leads: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    heading: bool = False
    implied: bool = False


def named_in(paragraph: Paragraph) -> Named:
    """Leads and supports of one paragraph, in order of appearance."""
    leads: list[str] = []
    heading = False
    handed = {end: start for start, end in performs(paragraph)}
    told: set[int] = set()
    implied = starts_with_action(paragraph.low) and not _PERFORM.match(paragraph.low)
    helping: list[str] = []
    for at in _clauses(paragraph):
        found = None if handed.get(at) in told else _lead_at(paragraph, at, at in handed)
        if found is None or (implied and is_moved(paragraph.low, at)):
            continue
        parties, whole = found
        told.add(parties.end)
        further = [] if whole else list(further_tasks(paragraph, parties.end))
        helping += [n for p in further if helps(paragraph, p) for n in p.names]
        tasks = [parties, *(p for p in further if not helps(paragraph, p))]
        leads += [n for p in tasks for n in p.names if fold(n) not in {fold(x) for x in leads}]
        heading = heading or (whole and _opens_with_names(paragraph, at))
    leads = list({fold(n): n for n in reversed(leads)}.values())[::-1]
    joined = dict.fromkeys((*helping, *_supports(paragraph)))
    supports = [n for n in joined if fold(n) not in {fold(x) for x in leads}]
    leads += [n for n in _persons(paragraph) if fold(n) not in {fold(x) for x in leads}]
    heading = heading or _only_joins(paragraph)
    return Named(tuple(leads), tuple(supports), heading, implied)


def named_in_sentence(paragraph: Paragraph) -> Named | None:
    """A closed sentence that opens with a name and goes on with a verb no table knows: the name ends with the last
    capital among its first words. None where nothing is left to be done."""
    if _COMRADE.match(paragraph.low) or _PERFORM.match(paragraph.low):
        return None
    words = paragraph.text.rstrip(" ./;").split()
    opening = words[:_LONGEST_OFFICE]
    last = max((i for i, word in enumerate(opening) if word[:1].isupper()), default=0)
    if not last or len(words) - last < _SHORTEST_TASK or opening[last][-1] in ",;:":
        return None
    return Named((" ".join(words[: last + 1]),))


def subjects_of(
    named: Named, inherited: tuple[str, ...], joined: tuple[str, ...] = ()
) -> tuple[Subject, ...]:
    """The subjects of an order, taking over the leads of the heading it stands under and who joins them there."""
    above = [n for n in inherited if fold(n) not in {fold(x) for x in named.leads}]
    leads = (*above, *named.leads) if named.implied or not named.leads else named.leads
    beside = joined if above and leads[: len(above)] == tuple(above) else ()
    taken = {fold(x) for x in leads}
    support = [
        Subject(n, "support") for n in dict.fromkeys((*named.supports, *beside)) if fold(n) not in taken
    ]
    if not leads:
        return (Subject(None, "all"), *support)
    return (*(Subject(n, "lead") for n in leads), *support)


def performs(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Where the writer hands over a task: (start of the word, where its object begins)."""
    low = paragraph.low
    for match in _PERFORM.finditer(low):
        if not _is_reported(low, match.start()):
            yield match.span()


def _is_reported(low: str, at: int) -> bool:
    """ "theo đề nghị của", "đã có văn bản yêu cầu": told about, not done by this letter."""
    before = low[max(0, at - 160) : at]
    sentence = re.split(r"[.;]\s", before)[-1]
    clause = sentence.rsplit(", ", 1)[-1]
    return bool(_REPORTED.search(before) or _PAST.search(clause))


def _clauses(paragraph: Paragraph) -> list[int]:
    low = paragraph.low
    starts = {0} | {m.end() for m in SENTENCE.finditer(low)}
    for at in sorted(starts):
        lead_in = _LEAD_IN.match(low, at)
        if (lead_in and not _FOR.match(low, at)) or (lead_in and not _names_after_for(paragraph, at)):
            starts.add(lead_in.end())
    starts |= {end for _, end in performs(paragraph)}
    starts |= {m.end() for m in _TELLING.finditer(low)}
    starts |= {m.end() for m in _BY.finditer(low) if _acts(paragraph, m.end())}
    starts |= {m.end() for m in _THEN.finditer(low) if _acts(paragraph, m.end(), any_verb=True)}
    topic = _TOPIC.match(low)
    starts.add(_behind_topic(low))
    if (
        topic
        and not starts_with_party(low)
        and not role_list(low[: low.index(":")])
        and _acts(paragraph, topic.end(), any_verb=True)
    ):
        starts.add(topic.end())
    bracketed = {m.end() for m in _BRACKETED.finditer(low) if _acts(paragraph, m.end())}
    return sorted({*_outside_brackets(low, starts), *bracketed})


def _outside_brackets(low: str, starts: set[int]) -> Iterator[int]:
    depth = last = 0
    for at in sorted(starts):
        depth += low.count("(", last, at) - low.count(")", last, at)
        last = at
        if depth <= 0:
            yield at


def _acts(paragraph: Paragraph, at: int, any_verb: bool = False) -> bool:
    """Do parties stand here who are to act?"""
    parties = parties_at(paragraph, at)
    if parties is None or not parties.predicate:
        return False
    return any_verb or bool(_ACTS.match(paragraph.low, parties.end))


def _names_after_for(paragraph: Paragraph, at: int) -> bool:
    match = _FOR.match(paragraph.low, at)
    return bool(match and starts_with_party(paragraph.low, match.end()))


def _lead_at(paragraph: Paragraph, at: int, performed: bool) -> tuple[Parties, bool] | None:
    """The parties told to act in the clause that begins at `at`; True where nothing but names stands there."""
    low = paragraph.low
    addressed = _FOR.match(low, at)
    begin = addressed.end() if addressed else at
    handed = _PERFORM.match(low, begin)
    begin = handed.end() if handed else begin
    if _EACH_FROM_EACH.match(low, begin):
        return None
    parties = parties_at(paragraph, begin, handed=bool(handed) or performed)
    if parties and addressed and at == 0 and _is_title(low):
        return replace(parties, names=(paragraph.text[begin:],), end=len(low)), True
    if parties and _DIRECTS.match(low, parties.end):
        return parties, True
    if (
        parties is None
        or (addressed and _is_topic(paragraph, parties))
        or (not (handed or performed) and _speaks_for_writer(low, parties))
    ):
        return None
    if _ISSUER_VERB.match(low, parties.end):
        return (parties, False) if _MANY.match(low, begin, parties.end) else None
    told = (
        parties.predicate
        or (bool(handed or performed) and bool(_WHO_HAVE.match(low, parties.end)))
        or bool(_MANY.match(low, begin) and low.startswith(("được phân công ", "được giao "), parties.end))
        or acts_on_condition(low, parties.end)
        or low.startswith(
            ("không ", "biết", "được biết")
            if handed
            else ("biết", "được biết", "để triển khai", "để thực hiện", "để tổ chức"),
            parties.end,
        )
    )
    named = parties.colon and (handed or addressed or paragraph.text[begin].isupper())
    whole = _only_names(paragraph, parties, at == 0 or bool(handed), bool(named))
    return (parties, whole) if whole or told or named else None


def _is_topic(paragraph: Paragraph, parties: Parties) -> bool:
    """ "Đối với các khu cách ly: Bộ Chỉ huy Quân sự quản lý": who acts stands behind the colon."""
    behind = _end(_COLON, paragraph.low, parties.end)
    return parties.colon and _acts(paragraph, behind, any_verb=True)


def _speaks_for_writer(low: str, parties: Parties) -> bool:
    """ "Văn phòng UBND tỉnh thông báo …", "UBND tỉnh ghi nhận …"; many do not write one letter."""
    return bool(
        WRITERS_VOICE.match(low, parties.end) or (_TELLING.match(low, parties.end) and not is_many(parties))
    )


def _is_title(low: str) -> bool:
    """ "Đối với trường chưa có ca mắc": no sentence, so all of it says who."""
    return (
        len(low) < _LONGEST_TITLE and not re.search(r"[.;:,]", low) and " và " not in low and "\n" not in low
    )


def _only_names(paragraph: Paragraph, parties: Parties, opens: bool, named: bool) -> bool:
    """Does nothing but names stand in the clause, at most with their part in what follows?"""
    low = paragraph.low
    if opens and low.endswith(":") and _only_assigns(paragraph, parties.end):
        return True
    if low[parties.end :].strip(" .;:") or parties.predicate:
        return False
    return named or (opens and len(low) < _LONGEST_HEADING)


def _only_assigns(paragraph: Paragraph, at: int) -> bool:
    """ "… chủ trì, phối hợp với …:" and "… theo chức năng, nhiệm vụ:" say who, and leave what to the items below."""
    low = paragraph.low
    at -= low[:at].endswith(" ")
    if _BY_DUTY.fullmatch(low, at):
        return True
    joined = _WITH.match(low, _end(_CHAIRS, low, at))
    others = parties_at(paragraph, joined.end()) if joined else None
    return bool(others and _SHARED.fullmatch(low, others.end - low[: others.end].endswith(" ")))


def _only_joins(paragraph: Paragraph) -> bool:
    """ "Chủ trì, phối hợp với …:" says who joins in whatever stands below it."""
    low = paragraph.low
    joined = _WITH.match(low, _end(_CHAIRS, low, 0))
    others = parties_at(paragraph, joined.end()) if joined else None
    return bool(others and _SHARED.fullmatch(low, others.end - low[: others.end].endswith(" ")))


def _end(pattern: re.Pattern[str], low: str, at: int) -> int:
    match = pattern.match(low, at)
    return match.end() if match else at


def asked_at_end(paragraph: Paragraph) -> tuple[tuple[str, ...], bool]:
    """Whom a preamble asks right before its colon ("… đề nghị Trung tâm Y tế các huyện:"); True where they are
    asked to direct what follows. Groups that leave nobody out ("các đơn vị") are nobody in particular."""
    low = paragraph.low
    for _, end in performs(paragraph):
        parties = parties_at(paragraph, end)
        if parties is None or all(_ANYBODY.fullmatch(name) for name in map(canon, parties.names)):
            continue
        if low[parties.end :].strip() == ":":
            return parties.names, False
        if _TO_DIRECT.fullmatch(low, parties.end):
            return parties.names, True
    return (), False


def _opens_with_names(paragraph: Paragraph, at: int) -> bool:
    """A heading begins with its names, at most handed over ("Giao Sở Y tế:")."""
    return at == 0 or bool(_PERFORM.fullmatch(paragraph.low, 0, at))


def directs_only(paragraph: Paragraph) -> bool:
    """ "Chủ tịch Ủy ban nhân dân … chỉ đạo:" – whoever is named below is directed, not told."""
    return bool(_DIRECTS.search(paragraph.low))


def _supports(paragraph: Paragraph) -> list[str]:
    names: list[str] = []
    for match in _WITH.finditer(paragraph.low):
        found = parties_at(paragraph, match.end())
        if found:
            names += [n for n in found.names if fold(n) not in {fold(x) for x in names}]
    return names


def _persons(paragraph: Paragraph) -> list[str]:
    """A person named in brackets as the one who acts directly, or the body that the work is passed on to."""
    passed = _PASSED_ON.search(paragraph.low)
    body = parties_at(paragraph, passed.end()) if passed else None
    if passed and body and not _COMRADE.match(paragraph.low, passed.end()):
        return list(body.names)
    match = _PERSON.search(paragraph.low)
    if not match:
        return []
    name = paragraph.text[match.start(1) : match.end(1)].strip()
    words = name.split()
    return [name] if 2 <= len(words) <= 5 and all(w[:1].isupper() for w in words) else []


def hands_over(paragraph: Paragraph) -> bool:
    """Does the paragraph hand somebody a task in so many words?"""
    low = paragraph.low
    for _, end in performs(paragraph):
        parties = parties_at(paragraph, end, handed=True)
        if parties and (parties.predicate or parties.colon or STOP.match(low, parties.end)):
            return True
        if parties is None and starts_with_action(low, end):
            return True
    return bool(_TELLING.search(low))


def requests(paragraph: Paragraph) -> bool:
    """ "Yêu cầu chủ nuôi ký cam kết": does it open with a request, whoever is to meet it?"""
    return bool(_PERFORM.match(paragraph.low))


def writer_speaks(paragraph: Paragraph) -> bool:
    """ "Ban Chỉ đạo cơ bản nhất trí với …": the writer's own view."""
    parties = parties_at(paragraph, 0)
    return bool(parties and WRITERS_VOICE.match(paragraph.low, parties.end))


def acts_first(paragraph: Paragraph) -> bool:
    """Does it open with what is to be done, be it after a condition or a date?"""
    low = paragraph.low
    lead_in = _LEAD_IN.match(low)
    return (
        starts_with_action(low)
        or bool(lead_in and starts_with_action(low, lead_in.end()))
        or bool(_RESULTS.match(low))
    )


def acts_on_ground(paragraph: Paragraph) -> bool:
    """ "Căn cứ cấp độ dịch, xây dựng phương án …": a ground, then what is to be done."""
    low = paragraph.low
    lead_in = _LEAD_IN.match(low) if low.startswith("căn cứ ") else None
    return bool(lead_in and starts_with_action(low, lead_in.end()))


def told_first(paragraph: Paragraph) -> bool:
    """Does it open with a party and what the party is to do ("Sở Y tế chủ trì …")?"""
    low = paragraph.low
    lead_in = _LEAD_IN.match(low)
    starts = {0, lead_in.end() if lead_in else 0, _behind_topic(low)}
    found = [parties_at(paragraph, at) for at in sorted(starts)]
    return any(
        parties
        and (parties.predicate or _acts_behind_colon(low, parties))
        and not WRITERS_VOICE.match(low, parties.end)
        for parties in found
    )


def _behind_topic(low: str) -> int:
    """ "Chế độ báo cáo: trước 16 giờ hằng ngày, UBND các huyện gửi …": behind the topic, and a date that opens it."""
    topic = _SHORT_TOPIC.match(low)
    return _end(_LEAD_IN, low, topic.end()) if topic else 0


def _acts_behind_colon(low: str, parties: Parties) -> bool:
    return parties.colon and starts_with_action(low, _end(_COLON, low, parties.end))
