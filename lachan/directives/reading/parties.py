"""Who is named: organs, offices and groups at the start of a phrase, split one from another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .canon import canon, fold, tidy
from .lexicon import SECTORS
from .paragraphs import Paragraph
from .verbs import STOP, predicate_at, starts_with_action

_ROLE = (
    r"phó chủ tịch|chủ tịch|phó bí thư|bí thư|tổng giám đốc|phó giám đốc|giám đốc|thủ trưởng|người đứng đầu|"
    r"phó trưởng|trưởng(?= (?:bcđ|bch|ban|phòng|đoàn|trạm|khoa|ấp|khóm|thôn|bản|buôn|xóm|khu|điểm|đội|đồn|tổ|nhóm|các|công an|đài))|chánh văn phòng|"
    r"chánh thanh tra|bộ trưởng|thứ trưởng|phó thủ tướng|thủ tướng|tổng cục trưởng|chi cục trưởng|cục trưởng|"
    r"vụ trưởng|viện trưởng|hiệu trưởng|tổng biên tập|tư lệnh|chỉ huy trưởng|chính ủy|đồng chí|đ/c|ông, bà|ông(?= )|bà(?= )|"
    r"lãnh đạo(?= (?:các|sở|ban|ubnd|ủy ban|bộ|đơn vị|cơ quan|địa phương))|kế toán trưởng|chủ đầu tư|phó tổng|tổ trưởng|"
    r"thống đốc|tổng thanh tra|chủ nhiệm|chánh án|giáo viên|hiệu phó|trưởng ban|chủ doanh nghiệp|thường trực"
)
_ORGAN = (
    r"sở(?! dĩ| hữu| thích)|(?:bch|bcđ|bql|btv|btg)(?!\w)|ban chqs|bộ chqs|ủy ban|ubnd|hđnd|hội đồng|tổng cục|chi cục|cục(?! bộ| diện)|vụ(?! việc| án| mùa)|"
    r"viện(?! dẫn| trợ| phí)|văn phòng|vpcp|thanh tra|công an|quân khu|bộ chỉ huy|bộ tư lệnh|bộ đội|trung tâm|"
    r"bệnh viện|khoa(?! học| bảng)|trạm y tế|trạm|phòng(?= (?!,|riêng|khép|ở|cách ly|học|mổ|trọ|khách|ngủ|chống|ngừa|dịch|bệnh|tránh))|đài|báo(?= (?!cáo|động|hiệu|ngay|cho|tin|về|lên|kịp|gấp|trước|nhanh|với|đến|tới))|cổng thông tin|"
    r"thông tấn xã|tập đoàn|tổng công ty|công ty|ngân hàng|kho bạc|bảo hiểm xã hội|bhxh|tòa án|viện kiểm sát|mặt trận|"
    r"ủy ban mttq|(?:tt|btt)?(?:ub)?mttq(?:vn)?|trung ương(?= (?:đoàn|hội|mặt trận))|hội(?= (?:liên hiệp|nông dân|cựu|chữ thập|phụ nữ|sinh viên|người|khuyến|luật|đông y|doanh))|"
    r"đoàn(?= (?:thanh niên|tncs|kiểm tra|thể|công tác|kinh tế|đại biểu))|tỉnh đoàn|huyện đoàn|thành đoàn|quận đoàn|thị đoàn|xã đoàn|công đoàn|liên đoàn|tổng liên đoàn|liên hiệp|"
    r"liên minh|hiệp hội|(?:tỉnh|thành|huyện|thị|quận|đảng) ủy(?! viên)|đảng bộ|cấp ủy|ban thường vụ|"
    r"ban chấp hành|chi bộ|ban cán sự|đảng đoàn|ban(?! hành| đầu| ngày| đêm| bố)|trường(?! hợp| kỳ)|học viện|"
    r"bộ(?! máy| tiêu chí| phận| mặt| luật| thủ tục| dữ liệu| chỉ số| quy| hồ sơ| mã| câu)|tổ(?= (?:công tác|giúp việc|truy|covid|"
    r"dân|an ninh|chuyên|liên|bầu|thư|biên|phản|kiểm|nhân))|đội trưởng|trạm trưởng|khối(?= (?:dân|mặt|đoàn))|đội(?= (?:tham mưu|trật|đặc|phản|công|cơ|y|quản|tuyên|kiểm|cảnh))|đồn(?= (?:biên phòng|công an))|"
    r"hải quan|biên phòng|chính phủ|quốc hội|kiểm toán nhà nước|cảnh sát|đảng viên|nhà xuất bản|ngành(?! nghề)|"
    r"tổ dân|điện lực|bưu điện|cảng vụ|ban trị sự|hợp tác xã|học sinh|phụ huynh|tiểu ban|ttyt|cdc|hệ thống"
)
_GROUP = (
    r"cơ quan|đơn vị|địa phương|sở|ban|bộ|ngành|đoàn thể|tổ chức(?= (?:chính trị|hội|đoàn|xã hội|có|liên|tín|đảng|cơ))|"
    r"huyện|thành phố|thị xã|xã(?! hội)|phường|"
    r"thị trấn|đặc khu|tỉnh|quận|doanh nghiệp|cơ sở(?! dữ liệu| vật chất| hạ tầng| pháp lý| đó| kết quả| số liệu)|"
    r"trường(?! hợp| kỳ)|nhà trường|lực lượng|nhà thầu|chủ(?= (?:đầu tư|doanh|cơ sở|phương|hộ|rừng|tàu|nhà|đập))|bộ phận|"
    r"thành viên|đồng chí|nhà mạng|nhà máy|bệnh viện|công ty|nhà khoa học|trạm|khu(?= (?:cách ly|công nghiệp|điều trị))|cấp|"
    r"cán bộ|người dân|nhân dân|công dân|bên liên quan|chuyên gia|cá nhân|hộ(?= (?:gia|kinh|dân))|gia đình|khoa|phòng|thôn|ấp|khóm|hội|đảng bộ|chi bộ|"
    r"cấp ủy|cơ quan|người đứng đầu|tổ|đội|tập đoàn|trung tâm|chi cục|cục|vụ|viện|ubnd|ủy ban|trưởng|ban quản lý"
)
_PLURAL = (
    r"(?:tất cả |toàn thể |mỗi |từng |hệ thống )?(?:các|những|toàn bộ|nhóm|hai|ba|\d{1,2}|\d{1,3}%|mọi) "
)
HEAD = re.compile(
    rf"(?:{_PLURAL}(?:{_ROLE}|{_ORGAN}|{_GROUP})|(?:mỗi|từng) (?:{_ROLE}|{_ORGAN}|{_GROUP})|hệ thống các |{_ROLE}|{_ORGAN}|"
    r"cơ quan(?= (?!,))|đơn vị|địa phương|cán bộ|người dân|nhân dân|doanh nghiệp|bộ, ngành|bộ, cơ quan|sở, ngành|sở, ban|"
    r"quý (?:cơ quan|đơn vị|sở|cấp|bộ|vị)|cán bộ|toàn thể|toàn ngành|chính quyền|cộng tác viên|tình nguyện viên|nhân viên y tế|"
    r"người(?= (?:sử dụng lao động|lao động|bệnh|nhập cảnh|về|đến|ra|vào|từ|chăn nuôi|kinh doanh|điều khiển|cách ly|tiếp xúc)(?!\w))|các(?! (?:bước|giải pháp|nhiệm vụ|công việc|chỉ tiêu|tiêu chí|điều kiện|phương án|yêu cầu|mục tiêu|hình thức|loại|đợt|tình huống|nguồn|quy trình|chính sách|chế độ|dự án|kế hoạch|công tác|dịch vụ|mặt hàng|dấu hiệu|triệu chứng|kết quả|tài liệu|thủ tục|phương tiện|trang thiết bị|vật tư|sự kiện|lễ hội|trường hợp|ca|ổ dịch|biện pháp|nội dung|hoạt động|văn bản|quy định|hành vi|vấn đề|thông tin|số liệu|mẫu)(?!\w))|chủ(?= (?:đầu tư|doanh|cơ sở))|cơ sở(?= (?:kinh doanh|lưu trú|dịch vụ|ăn uống|cách ly|giết mổ|chăn nuôi|tôn giáo|thờ tự|khám|y tế|giáo dục|sản xuất|tiêm|điều trị))|"
    r"lực lượng|xã(?! hội)|phường|huyện|thành phố|thị xã|thị trấn|quận|đặc khu|thành viên|cơ quan,)(?!\w)|(?:vpub|vpubnd|syt|sgdđt)(?!\w)"
)
# A comma or "và" separates two parties only when a new one of its own rank begins after it.
_NEXT = re.compile(
    rf"(?:{_PLURAL}(?:{_ROLE}|{_ORGAN}|{_GROUP})|{_ROLE}|{_ORGAN}|cơ quan liên quan|cơ quan, đơn vị|chính quyền|đơn vị(?: có)? liên quan|đơn vị|địa phương|"
    r"hệ thống|người đứng đầu|nhà thầu|chủ đầu tư|lực lượng|doanh nghiệp|người dân|nhân dân|hộ gia đình|cộng tác viên|tình nguyện viên|nhân viên y tế|già làng|người có uy tín|trường học)(?!\w)"
)
_PEOPLE = {
    "già làng",
    "người có uy tín",
    "trường học",
    "người dân",
    "nhân dân",
    "hộ gia đình",
    "cộng tác viên",
    "tình nguyện viên",
    "nhân viên y tế",
}
# One body by an abbreviation that no table knows ("LĐLĐ thành phố").
_SHORT_NAME = re.compile(r"[A-ZĐ]{3,}(?= (?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|các)(?!\w))")
# "thành phố Chí Linh, huyện Cẩm Giàng": each a unit by its name.
_NAMED_UNIT = re.compile(r"(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn) [A-ZĐÀ-Ỹ]")
# Several bodies by their abbreviation, whether or not a table knows it ("các TTGDTX").
_SHORT_PLURAL = re.compile(r"(?:các|những) [A-ZĐ][A-ZĐ&]+(?![\w-])")
_SEPARATOR = re.compile(r" *(?:;|,|(?<=\W)và(?=\W)|(?<=\W)cùng(?: với)?(?=\W)|(?<=\W)với(?=\W)) *")
_BARE_ROLE = re.compile(
    r"^(?:các (?!cấp)(?:(?:đồng chí|ông|bà) )?)?(?:(?:phó )?chủ tịch|(?:phó )?bí thư|(?:tổng |phó )?giám đốc|thủ trưởng|bộ trưởng|thứ trưởng|(?:tổng )?cục trưởng|"
    r"vụ trưởng|viện trưởng|hiệu trưởng|trưởng|phó trưởng|chủ tịch hội đồng thành viên|chủ tịch hđtv|bí thư cấp ủy|cấp ủy|chủ tịch hội đồng quản trị|(?:các )?ông|(?:các )?chi)$"
)
_GROUP_LIST = re.compile(r"(?:^|\W)(?:các |những )?(?:sở|ban|bộ|ngành|cơ quan|đơn vị|tổ chức|(?<!\w )(?:huyện|xã|tỉnh|phường)|(?:các|những) (?:huyện|xã|tỉnh|phường)|thủ trưởng các (?:sở|bộ|ban)|người đứng đầu các .*)$")  # fmt: skip
_JOINT_OFFICE = re.compile(r"văn phòng (?:đoàn (?:đbqh|đại biểu quốc hội)|hội đồng nhân dân|hđnd)$")
_STILL_NAME = re.compile(r"(?:đến|tới|thuộc|trực thuộc|trên|của|và|khác|ở|tại|trong|cùng|với|khẩn|có)(?!\w)")
# A unit or a field of work may close a name; these words behind it go on with the name.
_UNIT_END = re.compile(
    r"(?<= )(?:địa phương|tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu|khóm|ấp|thôn|trung ương) $"
)
_SECTOR_END = re.compile(
    r"(?<!\w)(?:sở|bộ|phòng|ban|cục|vụ|-) (?:%s) $"
    % "|".join(re.escape(canon(name)) for name in SECTORS if " " in name)
)
_GOES_ON = re.compile(
    r"(?:tỉnh|thành|huyện|quận|thị|xã|phường|đặc khu|khóm|ấp|thôn|bản|buôn|xóm|các|và|thuộc|trực thuộc|của|nơi|trên|ở|tại|trong|ngoài|"
    r"với|cùng|cấp|khu|quốc gia|trung ương|nhân dân|ủy|đoàn|đội|hội|lỵ|miền|ven|vùng|biên giới|phía|giáp|lân cận|có|còn lại|"
    r"khác|liên quan|nghèo|lớn|đảo|bạn|nêu|này|là|hoặc|đến|hiện|đang|đã|được|bị|theo|về|dự phòng|cơ sở|tư nhân|công lập|"
    r"chuyên|đa khoa|số|cũ|mới|trọng điểm|thí điểm|từ|để|không|phố|trấn|hữu|đồng bằng|duyên hải|tây|đông|nam|bắc)(?!\w)"
)
# "Sở Tài chính cấp kinh phí" grants, "trường cấp tỉnh" is of a rank.
_GRANTS = re.compile(
    r"cấp (?!(?:tỉnh|huyện|xã|trên|dưới|trung ương|phường|cơ sở|thôn|quận|thành|thị|phòng|ủy|sở|bộ|\d)(?!\w))"
)
# "Ủy ban nhân dân thành phố Thủ Đức và các quận, huyện", "cấp ủy, chính quyền các cấp" are one name each.
_OF_ONE_UNIT = re.compile(
    r"(?:ủy ban nhân dân|ubnd|ban chỉ đạo|công an|trung tâm y tế) (?:[^,;]*? )?(?:thành phố|tp|thị xã|quận|huyện|đặc khu) [^\W\d_]+(?: [^\W\d_]+){0,3}$"
)
# "các Sở, ban, ngành Thành phố": a rank, and of which unit.
_WHOSE = re.compile(r"(?:Thành phố|Tỉnh|Huyện|Quận|Thị xã|Trung ương|TP)(?: [A-ZĐ]\w+){0,3}(?=[,;.]| và |$)")
_OTHER_UNITS = re.compile(r"các (?:quận|huyện|thị xã|thành phố|xã|phường)(?!\w)")
# "các khoa, phòng, trạm y tế": one group of many kinds.
_OF_MANY = re.compile(r"(?:các|những) ")
_OWN = re.compile(
    r"(?<!\w)(?:các|những|mọi|toàn|tỉnh|thành phố|huyện|thị xã|quận|xã|phường|đặc khu|địa phương)(?!\w)"
)
_APART = {"đơn vị liên quan", "đơn vị có liên quan", "cơ quan liên quan", "chính quyền"}
_PARTY_SIDE = re.compile(r"(?:cấp ủy|đảng ủy|huyện ủy|thành ủy|tổ chức đảng|ủy đảng)$")
_PERSON_ALONE = re.compile(
    r"^(?:giao |phân công )?(?:đồng chí|đ/c|ông|bà) (?:(?:gs|pgs|ts|ths|bs|bsck\w*)[.,]* ?)*[^\W\d_]+(?: [^\W\d_]+){1,4}"
    r"(?:, (?:(?:tỉnh|thành|huyện|quận|thị|đảng) )?ủy viên[^,;]*|, phó bí thư[^,;]*)*$"
)
_SECOND_OFFICE = re.compile(r"(?:phó )?(?:trưởng (?:tiểu )?ban|tổ trưởng|bí thư)(?!\w)|ủy viên|thành viên")
_OFFICE = re.compile(rf"(?:quyền |nguyên )?(?:{_ROLE})(?!\w)")
_COMRADE = re.compile(r"(?:đồng chí|đ/c|ông|bà) ")
# "Bí thư, Chủ tịch các huyện": two offices of the same units.
_OFFICES_OF = re.compile(rf"(?:{_ROLE}),? (?:và )?(?:{_ROLE}) (?:các|những|huyện|xã|tỉnh) ")
_OFFICE_OF_MANY = re.compile(
    rf"(?:{_ROLE}|đảng ủy|chi bộ|ủy ban nhân dân|ubnd|ban chỉ đạo|ban nhân dân|công an|trung tâm y tế|trạm y tế) (?:các|những) "
)
_COMMITTEES = re.compile(r"(?:các|những) (?:[^\W\d_]+ ủy, )*[^\W\d_]+ ủy$")
_COMMITTEE = re.compile(r"(?:tỉnh|thành|quận|huyện|thị|đảng) ủy(?!\w)")
_LONGEST_FIELD = 60
_SHORTEST_NAME = 2
_RANK_WORDS = {
    "ban", "ngành", "bộ", "sở", "cơ quan", "đơn vị", "đoàn thể", "cơ quan ngang bộ", "hội", "địa phương", "thị xã",
    "doanh nghiệp", "hội đoàn thể", "phòng", "cục", "vụ", "viện", "trường", "đơn vị liên quan",
}  # fmt: skip
_MAX = 700


@dataclass(frozen=True)
class Parties:
    names: tuple[str, ...]
    end: int
    predicate: bool
    colon: bool


def starts_with_party(low: str, at: int = 0) -> bool:
    return bool(HEAD.match(low, at))


def parties_at(paragraph: Paragraph, at: int, handed: bool = False) -> Parties | None:
    """The parties named from `at` on, and what ends them: a predicate, a colon or something else.

    Behind a word that hands a task over, whatever is written with a capital is a name.
    """
    low = paragraph.low
    short = _SHORT_NAME.match(paragraph.text, at)
    if not HEAD.match(low, at) and not short and not (handed and _is_name(paragraph, at)):
        return None
    end, predicate, colon = _end_of_names(paragraph, at)
    phrase = paragraph.text[at:end]
    if not phrase.strip(" ,;:."):
        return None
    return Parties(tuple(split_names(phrase, low[at:end])), end, predicate, colon)


def _is_name(paragraph: Paragraph, at: int) -> bool:
    return paragraph.text[at : at + 1].isupper() and not starts_with_action(paragraph.low, at)


def _end_of_names(paragraph: Paragraph, at: int) -> tuple[int, bool, bool]:
    low, text = paragraph.low, paragraph.text
    depth = 0
    first = True
    for match in re.finditer(r"[^\W_]+|[():.\"\n]", low[at : at + _MAX]):
        word, k = match.group(), at + match.start()
        if word in "()":
            depth += 1 if word == "(" else -1
        elif depth > 0:
            continue
        elif word == "\n":
            return k, False, True
        elif word == ":":
            if not role_list(low[at:k]) or not _names_follow(low, k + 1):
                return k, False, True
        elif word == '"' or (
            word == "." and (k + 1 >= len(low) or low[k + 1] == " ") and not _abbreviated(text, k)
        ):
            return k, False, False
        elif not first and (predicate_at(low, k, text) or _name_is_over(low, text, at, k)):
            return k, True, False
        elif not first and STOP.match(low, k) and text[k].islower():
            return k, False, False
        first = first and word in "()"
    return min(len(low), at + _MAX), False, False


def _name_is_over(low: str, text: str, at: int, k: int) -> bool:
    if not text[k].islower() or text[k - 1] != " ":
        return False
    return _after_concerned(low, k) or _after_unit(low, at, k) or _after_own_name(low, text, at, k)


def _after_unit(low: str, at: int, k: int) -> bool:
    """ "Các đoàn thể thuộc tỉnh hủy …": behind a unit or a field of work a small word begins the predicate."""
    if _GOES_ON.match(low, k) and not _GRANTS.match(low, k):
        return False
    name = low[max(at, k - _LONGEST_FIELD) : k]
    return bool(_UNIT_END.search(name) or _SECTOR_END.search(name))


def _after_own_name(low: str, text: str, at: int, k: int) -> bool:
    """ "Đồn Biên phòng Thổ Châu đếm …": so does one behind the name of a place, two capitals after a small letter."""
    start = max(at, k - _LONGEST_FIELD)
    words = list(re.finditer(r"\S+", text[start:k]))
    capitals = 0
    while capitals < len(words) and _is_capital(words[-1 - capitals].group()):
        capitals += 1
    if capitals < _SHORTEST_NAME or capitals == len(words) or len(words[-1].group()) == 1:
        return False
    before = words[-1 - capitals].group()
    return (
        before.islower()
        and not HEAD.match(low, start + words[-capitals].start())
        and not _GOES_ON.match(low, k)
    )


def _is_capital(word: str) -> bool:
    return word.isalpha() and word.istitle()


def _after_concerned(low: str, k: int) -> bool:
    """After "… liên quan" a name is over: what follows is a verb, known or not."""
    return low.endswith("liên quan ", 0, k) and not _STILL_NAME.match(low, k)


def _names_follow(low: str, at: int) -> bool:
    rest = low[at:].lstrip()
    return bool(rest) and not starts_with_action(rest)


def role_list(low: str) -> bool:
    """ "Giám đốc các sở: Y tế, Tài chính" – the colon belongs to the name."""
    return (
        bool(
            re.search(
                r"(?:các (?:sở|ban|đơn vị|cơ quan|phòng)(?:, (?:sở|ban|ngành|đơn vị|địa phương|phòng))+|các sở|các bộ|các cơ quan|các huyện|các ban|các đơn vị|tổng giám đốc|các tỉnh|giám đốc|các ngành|các phòng|các cục|các vụ|các xã|các phường|các ông, bà|các ông|các đồng chí)$",
                low,
            )
        )
        and "giám đốc sở" not in low[-12:]
    )


def _abbreviated(text: str, k: int) -> bool:
    return bool(re.search(r"\b(?:TP|Tp|TX|P|Q|TT|ThS|TS|BS|PGS|GS)$", text[max(0, k - 4) : k]))


def split_names(phrase: str, low: str) -> list[str]:
    """One name per party; a list inside one name ("các sở, ban, ngành") stays whole."""
    names: list[str] = []
    start = 0
    for match in _SEPARATOR.finditer(low):
        if match.start() <= start or _inside_brackets(low, match.start()):
            continue
        strong = match.group().strip() == ";"
        if strong or _begins_new_party(phrase, low, start, match):
            _keep(names, phrase[start : match.start()])
            start = match.end()
    _keep(names, phrase[start:])
    return names


def _begins_new_party(phrase: str, low: str, start: int, match: re.Match[str]) -> bool:
    rest, before = low[match.end() :], low[start : match.start()].strip()
    if _SHORT_PLURAL.match(phrase, match.end()) or (
        _NAMED_UNIT.match(phrase, match.end()) and _NAMED_UNIT.match(phrase, start)
    ):
        return True
    found = _NEXT.match(rest)
    if not found or _goes_on(before, rest, phrase[match.end() : match.end() + 1]):
        return False
    word = found.group()
    if word in _PEOPLE:
        return True
    if _of_many(before) and word not in _APART and _is_kind(phrase[match.end() :]):
        return False
    return _stands_alone(phrase[match.end() :], rest, word, before)


def _stands_alone(printed: str, rest: str, word: str, before: str) -> bool:
    """Is it a party of its own rank, not one more kind in the group before it?"""
    if printed[:1].isupper():
        return bool(_OFFICES_OF.match(rest)) or not (
            _bare(rest, word) and re.search(r"\b(?:các|những) ", before)
        )
    behind = printed[len(word) :].lstrip()
    named = behind[:1].isupper() and word in _RANK_WORDS and not _WHOSE.match(behind)
    if named or _OFFICE_OF_MANY.match(rest) or word.split(maxsplit=1)[0] in {"các", "những", "toàn", "hệ"}:
        return True
    return not (
        _GROUP_LIST.search(before)
        or (word in _RANK_WORDS and word != "địa phương" and not rest.startswith("đơn vị"))
    )


def _of_many(before: str) -> bool:
    return bool(_OF_MANY.match(before) or _OFFICE_OF_MANY.match(before))


def _is_kind(rest: str) -> bool:
    """A kind of body in small letters, no unit's own and no group: it goes on with the group before it."""
    kind = re.split(r" *[,;]| và ", rest, maxsplit=1)[0]
    return kind.islower() and not _OWN.search(canon(kind))


def _goes_on(before: str, rest: str, initial: str) -> bool:
    """One name goes on: two offices of a person, a comrade and the office held, committees of many units."""
    if _BARE_ROLE.match(before) or _JOINT_OFFICE.search(before):
        return True
    if _COMRADE.match(before) and _SECOND_OFFICE.match(rest):
        return True
    if _OF_ONE_UNIT.search(before) and _OTHER_UNITS.match(rest):
        return True
    if _PARTY_SIDE.search(before) and rest.startswith("chính quyền"):
        return True
    if _PERSON_ALONE.match(before) and _OFFICE.match(rest) and not _COMRADE.match(rest):
        return True
    return bool(_COMMITTEES.search(before) and _COMMITTEE.match(rest) and initial.islower())


def _bare(rest: str, word: str) -> bool:
    """Only a kind of body, without a name of its own ("Tổng công ty")."""
    return re.split(r" *[,;]| và ", rest, maxsplit=1)[0].strip() == word


def _inside_brackets(low: str, at: int) -> bool:
    return low.count("(", 0, at) > low.count(")", 0, at)


def _keep(names: list[str], piece: str) -> None:
    name = tidy(re.sub(r"\s*\([^()]*\)?\s*", " ", piece)).strip(" ,;:.-–")
    name = re.sub(r"^(?:và|cùng|với)\s+", "", name)
    name = name if "(" in name else name.rstrip(")")
    if name and fold(name) not in {fold(n) for n in names}:
        names.append(name)
