"""Who else acts in a sentence that has named somebody: further tasks behind a comma, conditions between who and
what, and names that a task only moves, praises or asks to help.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .canon import canon
from .paragraphs import Paragraph
from .parties import Parties, parties_at, starts_with_party
from .verbs import starts_with_action

SENTENCE = re.compile(r"(?:[.!?]\s+(?=[^\W\d_])|;\s+|\n+)")
# The writer's own voice: "UBND tỉnh ghi nhận nỗ lực của …" tells nobody to act.
WRITERS_VOICE = re.compile(
    r"(?:ghi nhận|đánh giá cao|hoan nghênh|biểu dương|cảm ơn|chia sẻ)(?:,? (?:ghi nhận|đánh giá cao|hoan nghênh|biểu dương|cảm ơn|và))*"
    r" (?:sự|những|nỗ lực|tinh thần|kết quả|cố gắng|thành tích|khó khăn|các (?:lực lượng|đơn vị|địa phương|cơ quan|sở|cấp|ngành|kết quả)|công tác)(?!\w)|"
    r"(?:cơ bản )?(?:thống nhất|đồng ý|nhất trí) (?:với|cao|chủ trương|về|theo|như|nội dung|đề nghị|đề xuất)(?!\w)|"
    r"phê bình(?!\w)|(?:(?:có|cho) ý kiến(?: chỉ đạo| kết luận)?|chỉ đạo|kết luận) ?(?:như sau|sau đây|:)"
)
_ASKS = re.compile(r"(?:yêu cầu|đề nghị)[ :]+")
_MOVES = re.compile(r"(?:yêu cầu|đề nghị)[ :]*$")
_MOVED = re.compile(
    r"(?:(?:các|những|mọi|từng|tất cả|toàn bộ|100%) )*(?:hộ|chủ|người(?! đứng đầu)|cá nhân|gia đình|cơ sở(?! y tế| khám)|tiểu thương|khách|lái xe|"
    r"phụ huynh|cha mẹ|doanh nghiệp|công dân|nhà hàng)(?!\w)"
)
# "Giao Sở A bố trí vắc xin, Sở B cấp kinh phí": the second name begins a task of its own unless the words
# before it reach over to it.
_NEXT_TASK = re.compile(r",(?: đồng thời,?| còn)? (?=\w)")
_REACHES = re.compile(
    r"(?<!\w)(?:phối hợp|chỉ đạo|hướng dẫn|đôn đốc|cùng|với|gửi|báo cáo|tham mưu|yêu cầu|đề nghị|giúp|qua|kiểm tra|giám sát|"
    r"thông báo|vận động|cung cấp|trình|đến|tới|và|(?<!bàn )giao|phân công|hỗ trợ|như|gồm|do|thuộc|lãnh đạo|quán triệt|huy động|mời|cử)(?: cho| về| tới| đến)? $"
)
# People are moved by an office and stand in no list with it.
_PEOPLE = re.compile(r"(?:nhân dân|người dân|học sinh|đoàn viên|hội viên|hộ dân|công nhân)(?!\w)")
# An office of the province itself is directed by none of its offices.
_PEER = re.compile(
    r",(?: đồng thời,?| còn)? (?:sở|công an (?:tỉnh|thành phố)|bộ (?:chỉ huy|chqs)|bch (?:quân sự|bộ đội)|đài|báo|văn phòng (?:tỉnh|ubnd)|tỉnh đoàn|ban dân tộc|"
    r"ủy ban (?:mặt trận|mttq)|mặt trận|liên đoàn|đoàn thanh niên|hội (?:liên hiệp|phụ nữ|nông dân|cựu|chữ thập)|bảo hiểm|kho bạc|ban (?:quản lý|tuyên giáo|dân vận))(?!\w)"
)
# "Các đơn vị khi phát hiện ca bệnh, báo cáo ngay": a condition stands between who and what.
_CONDITION = re.compile(
    r"(?:khi|nếu|được(?= (?:bán|hoạt động|phép|mở|tổ chức))|từ(?= \d)|trong (?:trường hợp|quá trình)|trước khi|sau khi|qua|nếu như)(?!\w)[^.;:]{3,120}?,(?: thì| phải| cần)? (?=\w)"
    r'|"[^"]{3,120}",? (?=\w)'
    r"|(?:từ|đã|đang|chưa|có|được|khi|không)(?!\w)[^.;:]{3,120}? (?=(?:phải|không được|có trách nhiệm) )"
)
_ONE_OF_MANY = re.compile(r"(?:(?:các|những|từng|mỗi)|(?:tổ trưởng|trưởng (?:thôn|ấp|khóm|bản|trạm)))(?!\w)")
_HELPS = re.compile(r"(?:có trách nhiệm )?phối hợp(?!\w)")
_LONGEST_REACH = 24
_LONGEST_CLAUSE = 1200


def further_tasks(paragraph: Paragraph, at: int) -> Iterator[Parties]:
    """Whoever else is told to act in the clause that goes on at `at`, each behind a comma of its own."""
    end = min(_end_of_clause(paragraph.low, at), at + _LONGEST_CLAUSE)
    for comma in _NEXT_TASK.finditer(paragraph.low, at, end):
        if comma.start() < at or not _opens_task(paragraph, at, comma):
            continue
        parties = parties_at(paragraph, comma.end())
        acts = parties and parties.predicate and parties.end < end
        if parties and acts and not _reached(paragraph, at, comma.start()):
            yield parties
            at = parties.end


def _opens_task(paragraph: Paragraph, at: int, comma: re.Match[str]) -> bool:
    """Does a party stand behind the comma? A group ("các địa phương") goes on with any list before it, so that
    nobody else may be named there."""
    low = paragraph.low
    if not starts_with_party(low, comma.end()):
        return False
    if paragraph.text[comma.end()].isupper():
        return True
    words = re.finditer(r"[^\W_]+", low[at : comma.start()])
    return low.startswith("các ", comma.end()) and not any(
        starts_with_party(low, at + word.start()) for word in words
    )


def _end_of_clause(low: str, at: int) -> int:
    ends = SENTENCE.search(low, at)
    return ends.start() if ends else len(low)


def _reached(paragraph: Paragraph, at: int, comma: int) -> bool:
    """Does a word before this comma take the name behind it as one more of those it reaches ("phối hợp với A, B")?"""
    words = list(re.finditer(r"[^\W_]+", paragraph.low[at:comma]))
    for word in words:
        start = at + word.start()
        before = paragraph.low[max(0, start - _LONGEST_REACH) : start]
        if _PEOPLE.match(paragraph.low, start):
            continue
        if starts_with_party(paragraph.low, start) and (_REACHES.search(before) or re.search(r", $", before)):
            taken = parties_at(paragraph, start)
            closed = taken and taken.predicate and taken.end < comma
            return not (closed and _PEER.match(paragraph.low, comma))
    return False


def helps(paragraph: Paragraph, parties: Parties) -> bool:
    """ "Sở A chủ trì, Sở B phối hợp thực hiện": B joins in."""
    return bool(_HELPS.match(paragraph.low, parties.end))


def is_moved(low: str, at: int) -> bool:
    """ "Lập danh sách; yêu cầu các hộ cam kết": those whom the order is to move."""
    asked = _ASKS.match(low, at)
    begin = asked.end() if asked else at
    return bool(_MOVES.search(low[max(0, begin - _LONGEST_REACH) : begin]) and _MOVED.match(low, begin))


def is_many(parties: Parties) -> bool:
    """Several of them, or one of many: no writer of this letter."""
    return len(parties.names) > 1 or bool(_ONE_OF_MANY.match(canon(parties.names[0])))


def acts_on_condition(low: str, at: int) -> bool:
    """Does a condition stand here, and behind it what to do?"""
    condition = _CONDITION.match(low, at)
    return bool(condition and starts_with_action(low, condition.end()))
