"""What a rule may ask and answer, key by key: new rows are data, new attributes are code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from lachan.epi.vocabulary import CLOSENESS, MEASURES, OUTCOMES, STATUSES

OutputKind = Literal["choice", "yes_no", "whole", "number", "wholes", "words", "phases", "text"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question about the facts. Without `values` it is a number; methods belong to the disease."""

    label: str
    values: tuple[str, ...] = ()
    yes_no: bool = False
    nullable: bool = False
    of_disease: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """An answer. `words` says what a value means here, where another question gives it another meaning."""

    label: str
    kind: OutputKind
    values: tuple[str, ...] = ()
    required: bool = True
    low: float = 0
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Key:
    """One question of the law. `judged_on` says which day chooses the version."""

    label: str
    judged_on: str
    attributes: dict[str, Attribute] = field(default_factory=dict)
    outputs: dict[str, Output] = field(default_factory=dict)


_RESULT_DAY = "ngày có kết quả xét nghiệm"
_CASE_DAY = "ngày biết ca bệnh (kết quả đầu tiên mở ca)"
_STATUS_DAY = "ngày bắt đầu tình trạng của người đó"
_WORK_DAY = "ngày làm việc"

_SYMPTOMS = Attribute("triệu chứng", ("present", "undated", "absent", "unrecorded"))
_IMMUNITY = {
    "doses": Attribute("số mũi vắc xin", nullable=True),
    "days_since_dose": Attribute("số ngày từ mũi cuối", nullable=True),
    "days_since_recovery": Attribute("số ngày từ khi khỏi bệnh", nullable=True),
}
_PERSON = {
    "provisional": Attribute("ca nguồn còn là nghi ngờ", yes_no=True),
    "symptoms": _SYMPTOMS,
    **_IMMUNITY,
}
_MEETING = {
    "closeness": Attribute("kiểu tiếp xúc", tuple(CLOSENESS)),
    "masked": Attribute("đeo khẩu trang (chăm sóc: đủ phòng hộ)", yes_no=True, nullable=True),
    "minutes": Attribute("số phút", nullable=True),
}
_CONTACT = {
    "contact": Output("là người tiếp xúc", "yes_no"),
    "assumed": Output("tạm coi", "choice", ("minutes", "masked"), required=False),
}
_ANCHORS = ("last_exposure", "separation_start", "sample", "known")
_ANCHOR_WORDS = {"known": "ngày bắt đầu tình trạng"}


def _measure(of_contact: bool) -> dict[str, Output]:
    """A contact's level lasts as long as its phases, so it has at least one."""
    return {
        "phases": Output("biện pháp", "phases", low=1 if of_contact else 0),
        "anchor": Output("đếm từ", "choice", _ANCHORS, words=_ANCHOR_WORDS),
        "until": Output("đến", "choice", ("days", "release", "first_negative_of_source"), required=False),
        "negative_methods": Output("âm tính bằng", "words", required=False),
    }


# Any row may say that it is better or worse known than the rest of its version.
ROW_REMARKS: Final = {
    "confidence": Output("mức tin cậy của dòng", "choice", ("S", "S2", "K"), required=False),
    "instrument": Output("văn bản của dòng", "text", required=False),
}

VALUE_LABELS: Final = {
    "present": "có, biết ngày khởi phát",
    "undated": "có, chưa rõ ngày khởi phát",
    "absent": "không",
    "unrecorded": "chưa ghi nhận",
    "known": "đã rõ",
    "unknown": "chưa rõ",
    "none": "chưa là ca",
    "onset": "ngày khởi phát",
    "sample": "ngày lấy mẫu dương tính đầu tiên",
    "first_contact": "ngày tiếp xúc đầu tiên với nguồn",
    "last_exposure": "ngày tiếp xúc cuối",
    "separation_start": "ngày bắt đầu cách ly",
    "same": "giữ nguyên",
    "excluded": "loại trừ",
    "days": "đủ số ngày",
    "release": "khi khỏi bệnh, ra viện",
    "first_negative_of_source": "khi người tiếp xúc gần liên quan âm tính lần đầu",
    "rapid": "test nhanh kháng nguyên",
    "rt_pcr": "RT-PCR",
    "clinical": "chẩn đoán lâm sàng",
    "ns1": "kháng nguyên NS1",
    "igm": "IgM",
    "high": "cao, rất cao",
    "other": "khác",
    "returnee": "người từ nơi khác về",
    "discharged_or_carer": "người ra viện, người nuôi bệnh",
    "facility": "cơ sở y tế",
    "elsewhere": "nơi khác",
    "case": "ca bệnh",
    "outbreak": "ổ dịch",
    "outbreak_end": "kết thúc ổ dịch",
    "correction": "đính chính",
}

KEYS: Final[dict[str, Key]] = {
    "case_definition": Key(
        "Định nghĩa ca bệnh",
        _RESULT_DAY,
        {
            "method": Attribute("phương pháp", of_disease=True),
            "outcome": Attribute("kết quả", tuple(OUTCOMES)),
            "prior": Attribute("trước đó là", ("none", "suspected", "confirmed")),
            "symptomatic": Attribute("có triệu chứng", yes_no=True),
            "contact_of_case": Attribute("là người tiếp xúc gần của ca dương tính", yes_no=True),
            "epi_link": Attribute("có yếu tố dịch tễ", yes_no=True),
            "hours_since_rapid": Attribute("số giờ từ test nhanh dương tính liền trước", nullable=True),
            "days_after_trigger": Attribute("lấy mẫu sau mẫu mở ca (ngày)", nullable=True),
            "supervised": Attribute("nhân viên y tế làm hoặc giám sát", yes_no=True, nullable=True),
            "ct": Attribute("Ct", nullable=True),
        },
        {"state": Output("thành", "choice", ("suspected", "confirmed", "excluded", "same"))},
    ),
    "epi_link": Key(
        "Yếu tố dịch tễ",
        _RESULT_DAY,
        {},
        {
            "days": Output("gặp người dương tính trong (ngày)", "whole"),
            "methods": Output("dương tính bằng", "words"),
        },
    ),
    "onset_link": Key(
        "Khởi phát thuộc về ca nào",
        _CASE_DAY,
        {},
        {
            "days_before": Output("trước ngày lấy mẫu, nhiều nhất (ngày)", "whole"),
            "days_after": Output("sau ngày lấy mẫu, nhiều nhất (ngày)", "whole"),
        },
    ),
    "exposure_window": Key(
        "Thời kỳ có thể lây",
        _CASE_DAY,
        {
            "symptoms": _SYMPTOMS,
            "source": Attribute("nguồn lây", ("known", "unknown", "unrecorded")),
        },
        {
            "anchor": Output("tính từ", "choice", ("onset", "sample", "first_contact")),
            "days_before": Output("lùi lại (ngày)", "whole"),
        },
    ),
    "contact_ring": Key("Số vòng tiếp xúc", _CASE_DAY, {}, {"depth": Output("truy đến vòng", "whole")}),
    **{
        f"contact_definition_{ring}": Key(
            f"Ai là người tiếp xúc vòng {ring} (F{ring})", _CASE_DAY, _MEETING, _CONTACT
        )
        for ring in (1, 2, 3)
    },
    **{
        f"measures_{status}": Key(
            f"Biện pháp: {label}", _STATUS_DAY, _PERSON, _measure(status.startswith("ring"))
        )
        for status, label in STATUSES.items()
    },
    "test_schedule": Key(
        "Ngày xét nghiệm của người đang theo dõi",
        _STATUS_DAY,
        {"status": Attribute("tình trạng", tuple(STATUSES)), **_IMMUNITY},
        {
            "anchor": Output("đếm từ", "choice", _ANCHORS, words=_ANCHOR_WORDS),
            "days": Output("vào các ngày thứ", "wholes"),
            "methods": Output("bằng", "words"),
        },
    ),
    "test_tolerance": Key(
        "Lấy mẫu sớm được chấp nhận",
        _STATUS_DAY,
        {},
        {"days_before": Output("sớm nhất trước (ngày)", "whole")},
    ),
    "discharge": Key(
        "Điều kiện ra viện",
        "ngày ra viện",
        {
            "symptoms": _SYMPTOMS,
            "days_positive": Attribute("số ngày từ kết quả dương tính đầu", nullable=True),
            "repeated_low_ct": Attribute("nhiều lần Ct dưới ngưỡng", yes_no=True),
        },
        {
            "min_days": Output("điều trị ít nhất (ngày)", "whole"),
            "symptom_free_days": Output("hết triệu chứng ít nhất (ngày)", "whole", required=False),
            "negatives": Output("số mẫu âm tính hoặc Ct cao liên tiếp", "whole"),
            "hours_apart": Output("cách nhau ít nhất (giờ)", "whole", required=False),
            "last_sample_hours": Output("mẫu cuối trước ra viện (giờ)", "whole", required=False),
            "ct_min": Output("Ct từ", "number", required=False),
        },
    ),
    "arrival_measures": Key(
        "Biện pháp đối với người về tỉnh",
        "ngày về đến tỉnh",
        {
            "origin": Attribute("nguy cơ nơi đi", ("high", "other")),
            "group": Attribute("nhóm", ("returnee", "discharged_or_carer")),
            **_IMMUNITY,
            "negative_at_arrival": Attribute("âm tính khi về", yes_no=True, nullable=True),
            "first_pcr_negative": Attribute("RT-PCR lần đầu âm tính", yes_no=True, nullable=True),
            "home_fit": Attribute("nhà đủ điều kiện", yes_no=True, nullable=True),
        },
        {
            "phases": Output("biện pháp", "phases"),
            "tests_total": Output("tổng số lần xét nghiệm", "whole", required=False),
        },
    ),
    "separation_target": Key(
        "Đích thời gian đưa đi cách ly",
        _RESULT_DAY,
        {"status": Attribute("tình trạng", tuple(STATUSES))},
        {"hours": Output("trong (giờ)", "number")},
    ),
    "turnaround_target": Key(
        "Đích thời gian trả kết quả",
        "ngày lấy mẫu",
        {"method": Attribute("phương pháp", of_disease=True)},
        {"hours": Output("trong (giờ)", "number")},
    ),
    "publication": Key("Chốt số trong ngày", "ngày chốt số", {}, {"hour": Output("lúc (giờ)", "whole")}),
    "order_duration": Key(
        "Giới hạn thời gian của quyết định cách ly",
        "ngày ký",
        {},
        {
            "max_days": Output("nhiều nhất (ngày)", "whole"),
            "extension_days": Output("gia hạn thêm (ngày)", "whole"),
        },
    ),
    "order_deadline": Key(
        "Thời hạn ra quyết định cách ly",
        "ngày phát hiện",
        {"where": Attribute("nơi", ("home", "facility", "elsewhere"))},
        {
            "list_hours": Output("lập danh sách trong (giờ)", "whole"),
            "decide_hours": Output("quyết định trong (giờ)", "whole"),
            "notify_hours": Output("thông báo trong (giờ)", "whole"),
        },
    ),
    "reporting": Key(
        "Thời hạn báo cáo",
        "ngày phát hiện",
        {"report": Attribute("báo cáo", ("case", "outbreak", "outbreak_end", "correction"))},
        {
            "hours": Output("trong (giờ)", "whole"),
            "daily_before_hour": Output("rồi hằng ngày trước (giờ)", "whole", required=False),
        },
    ),
    "incubation": Key(
        "Thời gian ủ bệnh",
        _CASE_DAY,
        {},
        {
            "min_days": Output("ngắn nhất (ngày)", "whole"),
            "max_days": Output("dài nhất (ngày)", "whole"),
        },
    ),
    "house_ring": Key(
        "Xử lý quanh nhà ca bệnh",
        _CASE_DAY,
        {},
        {
            "radius_m": Output("bán kính (m)", "whole"),
            "sprayings": Output("số lần phun", "whole"),
            "spraying_interval_days": Output("hai lần phun cách nhau (ngày)", "whole"),
            "larval_survey": Output("khảo sát bọ gậy", "yes_no"),
            "close_after_days": Output("đóng sau số ngày không có ca mới", "whole"),
        },
    ),
    "ring_vaccination": Key(
        "Tiêm chủng quanh ca bệnh",
        _CASE_DAY,
        {"age_months": Attribute("tuổi (tháng)", nullable=True)},
        {
            "within_hours": Output("sau tiếp xúc, trong (giờ)", "whole"),
            "doses": Output("đủ số mũi", "whole"),
        },
    ),
    "class_closure": Key(
        "Nghỉ học khi có ca bệnh",
        _CASE_DAY,
        {},
        {
            "cases": Output("từ số ca trong một lớp", "whole"),
            "within_days": Output("trong (ngày)", "whole"),
            "days": Output("nghỉ (ngày)", "whole"),
        },
    ),
    "pooling": Key(
        "Gộp mẫu",
        "ngày lấy mẫu",
        {"method": Attribute("phương pháp", of_disease=True)},
        {"largest": Output("nhiều nhất (mẫu)", "whole", low=1)},
    ),
    "weekly_incidence_level": Key(
        "Cấp độ theo số ca cộng đồng mới trên 100.000 dân một tuần",
        _WORK_DAY,
        {"per_100k": Attribute("ca cộng đồng/100.000 dân/tuần")},
        {"band": Output("mức", "whole", low=1)},
    ),
}

PHASE_FIELDS: Final = {"measure", "days", "order"}
MEASURE_CODES: Final = frozenset(MEASURES)
