"""Which paragraphs order something, at which path, and to whom.

An order is a unit that tells somebody to act. A heading that only names a subject hands it down; a preamble
ending in a colon, aims, findings and "thông báo để biết" order nothing; a closing request does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from .canon import canon
from .deadlines import deadlines_in
from .lexicon import CITED_TYPES
from .names import truecase
from .outline import Node, outline
from .paragraphs import Paragraph
from .subjects import (
    Named,
    acts_first,
    acts_on_ground,
    asked_at_end,
    directs_only,
    hands_over,
    named_in,
    named_in_sentence,
    requests,
    subjects_of,
    told_first,
    writer_speaks,
)
from .types import Order
from .verbs import has_modal, starts_with_action

_AIMS = re.compile(
    r"^(?:về )?(?:mục đích|mục tiêu|chỉ tiêu|yêu cầu$|quan điểm|tình hình|đánh giá|kết quả|những kết quả|hạn chế|tồn tại|nguyên nhân|"
    r"ưu điểm|khuyết điểm|thực trạng|sự cần thiết|căn cứ|cơ sở|phạm vi|đối tượng|khái quát|đặc điểm|nhận định|dự báo|"
    r"thành phần|thời gian(?! tới| đến| sắp tới)|địa điểm|kinh phí|bài học|bối cảnh|công tác .{3,60} thời gian qua)(?!\w)"
)
_OPENS = re.compile(
    r"(?:yêu cầu|đề nghị|chỉ đạo|giao|phân công|kết luận|ý kiến|thực hiện|triển khai|nhiệm vụ|hướng dẫn|nội dung|chỉ thị|"
    r"giải pháp|biện pháp|tập trung|như sau|sau đây|cụ thể|quyết định)[^:]{0,200}:?$"
)
# "… thông báo các địa điểm như sau:" lists facts.
_TELLS_FACTS = re.compile(
    r"^(?!.*(?:yêu cầu|đề nghị|kết luận|(?<!ban )chỉ đạo|thực hiện|triển khai|giao|phân công|ý kiến|nhiệm vụ))"
    r".*(?:thông báo|thông tin|cung cấp)(?!\w)[^:]*(?:như sau|sau đây|sau|cụ thể) ?:$"
)
_EMPTY_HEAD = re.compile(
    r"(?:thực hiện|triển khai|tập trung|làm tốt|chỉ đạo|lưu ý|quan tâm|chú trọng)[^.;:]{0,110}(?:nhiệm vụ|nội dung|giải pháp|biện pháp|công việc|"
    r"việc|yêu cầu|vấn đề|công tác|điểm|hoạt động)[^.;:]{0,60}:$|(?:lãnh đạo|chỉ đạo)(?!.*(?:trong đó|chú ý|lưu ý|gồm) ?:$)[^.;:]{0,160}:$|(?<!, )(?<!\()(?:như sau|sau đây|cụ thể|có trách nhiệm|có (?:các )?nhiệm vụ(?: sau)?|cụ thể như sau|trách nhiệm) ?:$"
)
_INFORM = re.compile(
    r"(?:thông báo|thông tin|gửi|chuyển)(?!\w)[^.;]{0,260}(?:biết|được biết|nắm|theo dõi|liên quan)(?: và)?(?![^.]*(?:thực hiện|triển khai|chấp hành))[^\w]*$"
    r"|^(?:mọi |nếu có |khi có )?(?:chi tiết|thông tin chi tiết|thông tin|vướng mắc|khó khăn|thắc mắc)(?:,? [^.;]{0,90})? liên hệ|^(?:xin )?trân trọng(?: cảm ơn|\W*$)|^nơi nhận"
)
_SUPERSEDES = re.compile(
    r"^(?:(?:\w+ ){1,3}này (?:có hiệu lực|thay thế|được|bãi bỏ)[^.]*\W*$"
    rf"|(?:bãi bỏ|hủy bỏ|thay thế|thu hồi) (?:toàn bộ |các )*(?:{'|'.join(CITED_TYPES)})(?: liên tịch)? (?:số|sau) )"
)
_CLOSING = re.compile(
    r"(?:trên đây|thừa lệnh|yêu cầu|đề nghị|nhận được|trong quá trình|căn cứ|quá trình|giao|các nội dung)(?!\w)|[^.;]{0,60} (?:(?:yêu cầu|đề nghị) |thông báo (?:để|đến|tới|cho) )"
)
# "Nội dung: …", "Thời gian: …" under an activity of a plan describe it; who is told to act stands elsewhere.
_DESCRIBES = re.compile(
    r"^(?:(?:nội dung|thời gian|thời điểm|thời lượng|địa điểm|địa bàn|đối tượng|hình thức|phương pháp|phương thức|số lượng|quy mô|thành phần|phương tiện|lộ trình|"
    r"chỉ tiêu|sản phẩm|kết quả|kinh phí|nguồn kinh phí|nguồn lực|(?:đơn vị|cơ quan|bộ phận)(?= (?:thực hiện|chủ trì|phối hợp|đầu mối|tham mưu)))"
    r"(?: [^\W\d]+){0,4}|đầu ra) ?: "
)
_DESCRIBING_TYPES = {"kế hoạch", "phương án", "chương trình", "đề án"}
_STATES = re.compile(
    r"^(?:(?:thứ \w+|(?:một|hai|ba|bốn|năm) là),? )?(?:căn cứ(?! (?:\w+ ){1,3}này)|tại (?:khoản|điều|điểm|công văn)|theo (?:quy định|báo cáo|khoản|điều)|ngày \d|hiện nay|thực tế|[\"“(]|số lượng|"
    r"(?:(?:ghi nhận|biểu dương|đánh giá cao|hoan nghênh|cảm ơn)(?:,| và)? ?)+(?:sự|những|nỗ lực|tinh thần|kết quả|cố gắng|thành tích) |"
    r"đồng ý (?:tạm thời|tạm dừng|kéo dài|gia hạn|bổ sung|điều chỉnh|giao(?! cho))|(?:cơ bản )?(?:thống nhất|đồng ý|nhất trí) (?:với|về|cao|cho|quan điểm|chủ trương|nguyên tắc|đề xuất|nội dung|ý kiến)|"
    r"tổng số|(?:tính )?đến (?:hết )?ngày [\d/]+,? (?:tỷ lệ|toàn tỉnh|trên địa bàn|tỉnh ta|đã|có)(?!\w)|cấp độ dịch (?:của|trên|toàn|hiện)|(?:các|những) (?:nội dung|quy định|điều khoản|phần) (?:khác|còn lại)|thời gian(?! tới| đến| sắp tới)|địa điểm|thành phần|(?:kết quả(?: đạt được)?|tồn tại|hạn chế|ưu điểm|khuyết điểm|nguyên nhân|thuận lợi|khó khăn)[^:.]{0,40}: |(?:đối tượng|mục đích|mục tiêu|phạm vi|chỉ tiêu|kinh phí) ?:|kính gửi|trong đó\W)"
)
# What is to be talked about, in a list of contents.
_THINGS = re.compile(
    r"(?:tình hình|(?:các|những) (?:biện pháp|quy định|nội dung|dấu hiệu|kết quả|thành tựu|tấm gương|mô hình|vấn đề|chủ trương))(?!\w)"
)
# Under a committee of the Party "Lãnh đạo Sở …" is what it does, not who acts.
_LEADS = re.compile(r"lãnh đạo (?!chủ chốt)")
_PARTY_ORGAN = re.compile(
    r"(?<!\w)(?:(?:tỉnh|thành|huyện|thị|quận|đảng|cấp) ủy|đảng bộ|đảng đoàn|ban cán sự đảng|chi bộ)(?!\w)"
)
_DECIDES = re.compile(
    r"^(?:ban hành|phê duyệt|thành lập|kiện toàn|sửa đổi|bổ sung|công nhận|bổ nhiệm|công bố|bãi bỏ|quy định|cho)(?!\w)"
)
# "2. Về xét nghiệm, cách ly:" – a matter, told about below it.
_TOPIC = re.compile(r"(?:về|công tác|việc|lĩnh vực|đối với)(?!\w)[^.;:]{0,60}:?$")
_LONG_HEADING = 30
_FIELD_OF_WORK = 3
# "… chịu trách nhiệm toàn diện về … và thực hiện các nhiệm vụ sau:" orders before it lists.
_CHARGES = re.compile(r"chịu trách nhiệm (?!thực hiện|triển khai)[^:]{10,}(?: và |; )")
_ORDER_TYPES = {"công điện", "chỉ thị", "kết luận"}
_STRICT_TYPES = {
    "quyết định",
    "nghị quyết",
    "báo cáo",
    "tờ trình",
    "quy định",
    "quy chế",
    "giấy mời",
    "thông báo",
}
_INVITATION = "giấy mời"


@dataclass(frozen=True)
class _Context:
    """What a node takes over from above it."""

    leads: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    directive: bool = False
    details: bool = False
    aims: bool = False
    strict: bool = False
    directed: bool = False


def orders_in(body: list[Paragraph], kind: str | None, issued_on: date | None) -> tuple[Order, ...]:
    """Every order of the letter, in reading order."""
    reader = _Reader(outline(body), kind, issued_on)
    orders = sorted(reader.read(), key=lambda order: order.span[0])
    printed = "\n".join(p.text for p in body) if any(_shouted(order) for order in orders) else ""
    low = canon(printed)
    return tuple(_in_ordinary_case(order, printed, low) if _shouted(order) else order for order in orders)


def _shouted(order: Order) -> bool:
    """Does a heading in capitals say who acts ("III. ỦY BAN NHÂN DÂN CÁC HUYỆN")?"""
    return any(_in_capitals(subject.name) for subject in order.subjects)


def _in_capitals(name: str | None) -> bool:
    return bool(name and name.isupper() and " " in name)


def _in_ordinary_case(order: Order, body: str, low: str) -> Order:
    subjects = (
        replace(one, name=truecase(one.name, body, low)) if one.name and _in_capitals(one.name) else one
        for one in order.subjects
    )
    return replace(order, subjects=tuple(subjects))


class _Reader:
    def __init__(self, roots: list[Node], kind: str | None, issued_on: date | None) -> None:
        self._roots = roots
        self._issued_on = issued_on
        self._kind = kind
        self._more: dict[int, list[Paragraph]] = {}
        self._intro: dict[int, tuple[str, ...]] = {}
        self._followed: set[int] = set()
        self._plain: dict[tuple[str, ...], int] = {}
        labelled = [n.paragraph.origin[0] for r in roots if r.kind != "plain" for n in r.walk()]
        self._first_label = min(labelled, default=None)
        self._last_label = max(labelled, default=-1)

    def read(self) -> Iterator[Order]:
        self._attach_continuations()
        context = _Context(
            directive=self._kind in _ORDER_TYPES,
            strict=self._kind in _STRICT_TYPES,
            aims=self._kind == _INVITATION,
        )
        opened = context.directive
        for node in self._roots:
            if node.kind == "plain":
                yield from self._plain_order(node, opened)
                context, opened = self._after_plain(node, context, opened)
            else:
                yield from self._visit(node, context)

    def _attach_continuations(self) -> None:
        """An unlabelled paragraph between labelled ones goes on with the one above it."""
        kept: list[Node] = []
        for node in self._roots:
            if node.after is not None and node.follows:
                self._followed.add(id(node.after))
            if node.after is not None and self._introduces(node):
                self._intro[id(node.after)] = named_in(node.paragraph).leads
            elif node.after is not None and self._continues(node):
                self._more.setdefault(id(node.after), []).append(node.paragraph)
            else:
                kept.append(node)
        self._roots = kept

    def _introduces(self, node: Node) -> bool:
        """ "Yêu cầu … thực hiện các biện pháp sau:" under a numbered title names who acts below it."""
        low = node.paragraph.low
        return node.follows and low.endswith(":") and bool(re.match(r"(?:đề nghị|yêu cầu|giao) ", low))

    def _continues(self, node: Node) -> bool:
        p = node.paragraph
        above = node.after
        if above is None or p.low.endswith(":") or p.caps:
            return False
        if node.follows and not above.children and named_in(above.paragraph).heading:
            return True
        if above.paragraph.caps or _titles(above):
            return False
        return p.origin[0] < self._last_label and not named_in(p).heading and not _AIMS.match(p.low)

    def _after_plain(self, node: Node, context: _Context, opened: bool) -> tuple[_Context, bool]:
        """A plain heading ("Sở Y tế:") hands its subject to the dashes below; an opening makes a directive."""
        p = node.paragraph
        named = named_in(p)
        leads, directed = asked_at_end(p)
        if not leads and named.heading and not _ends_with_request(p):
            leads = named.leads
        informs = bool(_TELLS_FACTS.search(p.low))
        opens = bool(_OPENS.search(p.low)) and (p.low.endswith(":") or p.caps) and not informs
        directive = (context.directive or opens) and not informs
        heads = len(p.low) < 100 and not p.low.endswith((".", ";")) and not opens
        aims = (heads and bool(_AIMS.match(p.low))) or self._kind == _INVITATION
        strict = (context.strict and not opens) or self._kind == "quyết định"
        below = _Context(leads, (), directive or bool(leads), False, aims, strict, directed)
        return below, opened or opens

    def _plain_order(self, node: Node, opened: bool) -> Iterator[Order]:
        p = node.paragraph
        if not self._plain_tells(node, opened):
            return
        above = self._section_of(node)
        self._plain[above] = self._plain.get(above, 0) + 1
        yield self._order((*above, f"p{self._plain[above]}"), p, named_in(p), _Context())

    def _section_of(self, node: Node) -> tuple[str, ...]:
        """The titled section that an unlabelled paragraph stands in; what closes the letter is of no section."""
        after = node.after
        goes_on = after is not None and self._plain.get(after.path, 0) > 0 and not self._closes(node)
        inside = (
            after is not None
            and (after.paragraph.caps or _titles(after))
            and (node.follows or node.paragraph.origin[0] < self._last_label or goes_on)
        )
        return after.path if inside and after is not None else ()

    def _closes(self, node: Node) -> bool:
        return node is self._roots[-1] or bool(_CLOSING.match(node.paragraph.low))

    def _plain_tells(self, node: Node, opened: bool) -> bool:
        p = node.paragraph
        low = p.low
        if (low.endswith(":") and self._has_list_after(p)) or p.caps or low.startswith(('"', "(")):
            return False
        if _INFORM.search(low) or _SUPERSEDES.match(low):
            return False
        if named_in(p).heading or self._in_aims(node):
            return False
        if hands_over(p):
            return True
        past_preamble = (
            opened or bool(self._plain) or (self._first_label is not None and p.origin[0] > self._first_label)
        )
        return (
            past_preamble
            and not (_STATES.match(low) and not (told_first(p) and p.origin[0] > self._last_label >= 0))
            and (told_first(p) or (acts_first(p) and not self._is_preamble(p)))
        )

    def _in_aims(self, node: Node) -> bool:
        above = node.after
        return (
            above is not None
            and above.paragraph.caps
            and bool(_AIMS.match(above.paragraph.low))
            and node.paragraph.origin[0] < self._last_label
        )

    def _has_list_after(self, p: Paragraph) -> bool:
        later = (n for n in self._roots if n.paragraph.origin[0] > p.origin[0])
        return next(later, None) is not None

    def _is_preamble(self, p: Paragraph) -> bool:
        """ "Thực hiện Công văn …, …" opens a letter; after its orders nothing of the kind does."""
        return (
            self._first_label is not None
            and p.origin[0] < self._first_label
            and bool(re.match(r"(?:thực hiện|triển khai|tiếp tục|theo|căn cứ)", p.low))
        )

    def _visit(self, node: Node, context: _Context) -> Iterator[Order]:
        p = self._whole(node)
        named = named_in(p)
        if named.heading and not node.children and p.low.endswith((".", ";", "./")):
            named = named_in_sentence(p) or named
        if context.directed and context.leads:
            named = replace(named, leads=(), implied=True)
        if _LEADS.match(p.low) and any(_PARTY_ORGAN.search(canon(name)) for name in context.leads):
            named = replace(named, leads=(), implied=True)
        if self._is_aim(node, context):
            context = _Context(aims=True, strict=True)
        ordered = self._orders(node, p, named, context)
        if ordered:
            yield self._order(node.path, p, named, context)
        below = self._below(node, p, named, context, ordered)
        for child in node.children:
            yield from self._visit(child, below)

    def _whole(self, node: Node) -> Paragraph:
        whole = node.paragraph
        for more in self._more.get(id(node), ()):
            whole = whole.plus(more)
        return whole

    def _below(self, node: Node, p: Paragraph, named: Named, context: _Context, ordered: bool) -> _Context:
        directive = context.directive or bool(_OPENS.search(p.low)) or bool(named.heading)
        leads = self._intro.get(id(node)) or named.leads or context.leads
        if node.kind in {"part", "roman"} and not named.heading:
            leads = named.leads if ordered or p.low.endswith(":") else ()
        supports = () if ordered else named.supports or (context.supports if leads == context.leads else ())
        return _Context(
            leads,
            supports,
            directive,
            ordered and p.low.endswith(":"),
            context.aims,
            context.strict and not named.heading,
            directs_only(p),
        )

    def _is_aim(self, node: Node, context: _Context) -> bool:
        low = node.paragraph.low
        above = id(node) in self._followed and not low.endswith((".", ";", "/"))
        heading = bool(node.children) or above or node.paragraph.caps
        return heading and bool(_AIMS.match(low)) and len(low) < 140

    def _only_titles(self, node: Node) -> bool:
        """ "III. Về chế độ làm việc" above unlabelled paragraphs."""
        return id(node) in self._followed and not node.children and _titles(node)

    def _orders(self, node: Node, p: Paragraph, named: Named, context: _Context) -> bool:
        if named.heading or p.caps or _is_no_order(p) or self._only_titles(node):
            return False
        if self._kind in _DESCRIBING_TYPES and _DESCRIBES.match(p.low):
            return False
        if node.children and (_only_heads(p) or (_TOPIC.match(p.low) and not named.leads)):
            return False
        if context.aims:
            return hands_over(p)
        if node.kind == "article" or (self._kind == "quyết định" and node.depth == 0):
            return bool(named.leads) and not _DECIDES.match(p.low)
        return self._tells_in_context(node, p, self._tells(p, named), context)

    def _tells_in_context(self, node: Node, p: Paragraph, tells: bool, context: _Context) -> bool:
        """Under "… yêu cầu:" every item is an order; elsewhere, and in headings, the words must say so."""
        if node.children and not p.low.endswith((".", ";", "/", ":")):
            return tells and len(p.low.split()) > _LONG_HEADING
        if tells or context.strict or context.details or not context.directive:
            return tells
        return not (_STATES.match(p.low) or _THINGS.match(p.low) or writer_speaks(p)) and not node.children

    def _tells(self, p: Paragraph, named: Named) -> bool:
        low = p.low
        if hands_over(p) or told_first(p) or requests(p):
            return True
        if acts_on_ground(p):
            return True
        if (_STATES.match(low) or (_THINGS.match(low) and not has_modal(low))) and not named.leads:
            return False
        after_colon = low.find(": ")
        topic = 0 <= after_colon < 160 and starts_with_action(low, after_colon + 2)
        return acts_first(p) or bool(named.leads) or topic or has_modal(low)

    def _order(self, path: tuple[str, ...], p: Paragraph, named: Named, context: _Context) -> Order:
        return Order(
            path=path,
            text=p.text,
            subjects=subjects_of(named, context.leads, context.supports),
            deadlines=deadlines_in(p, self._issued_on),
            span=p.span(),
        )


def _titles(node: Node) -> bool:
    """The title of a section, printed like a sentence but with nobody in it and no stop behind it."""
    p = node.paragraph
    return (
        node.kind in {"part", "roman"} and not p.low.endswith((".", ";", "/", ":")) and not named_in(p).leads
    )


def _is_no_order(p: Paragraph) -> bool:
    return bool(_SUPERSEDES.match(p.low) or _INFORM.search(p.low))


def _only_heads(p: Paragraph) -> bool:
    """A heading that says no more than "the following tasks", or only names a field of work ("Truyền thông:")."""
    if not p.low.endswith(":") or _CHARGES.search(p.low):
        return False
    return len(p.low.split()) <= _FIELD_OF_WORK or bool(_EMPTY_HEAD.search(p.low))


def _ends_with_request(p: Paragraph) -> bool:
    return bool(
        re.search(r"(?:yêu cầu|đề nghị|chỉ đạo|chỉ thị|ý kiến|kết luận|quyết định)[^,;]{0,30}:$", p.low)
    )
