"""How laboratories write methods, outcomes, kinds of tube: words of the trade beside the names of `diseases.yaml`."""

from __future__ import annotations

from lachan.kernel.diseases import diseases
from lachan.kernel.intake.kinds import Choice
from lachan.testing.models import Result

# Words for methods whose code the catalogue knows; a method without words here is known by its own name.
_METHOD_WORDS: dict[str, tuple[str, ...]] = {
    "rt_pcr": (
        "PCR",
        "RT PCR",
        "Realtime PCR",
        "Real-time PCR",
        "Realtime RT-PCR",
        "Real-time RT-PCR",
        "rRT-PCR",
        "Xét nghiệm PCR",
        "Sinh học phân tử",
        "Khẳng định",
    ),
    "rapid": (
        "Test nhanh",
        "Nhanh",
        "TN",
        "Ag",
        "RAT",
        "Ag-RDT",
        "Test nhanh KN",
        "Kháng nguyên",
        "Kháng nguyên nhanh",
        "KN nhanh",
        "Test kháng nguyên",
        "Xét nghiệm nhanh",
        "XN nhanh",
        "Xét nghiệm kháng nguyên nhanh",
        "Rapid test",
        "Antigen",
    ),
    "ns1": ("NS1", "NS1Ag", "NS1 Ag", "Test NS1", "Test nhanh NS1"),
    "igm": ("IgM", "MAC-ELISA", "ELISA", "ELISA IgM", "Huyết thanh"),
    "clinical": ("Lâm sàng",),
}

PENDING = "pending"  # what a laboratory writes before it knows; such a row waits for a later file
OUTCOMES = (
    Choice(
        Result.Outcome.POSITIVE,
        "Dương tính",
        (
            "Dương",
            "DT",
            "+",
            "pos",
            "positive",
            "Có",
            "Phát hiện",
            "Phản ứng",
            "Dương tính mạnh",
            "Dương tính yếu",
        ),
    ),
    Choice(
        Result.Outcome.NEGATIVE,
        "Âm tính",
        ("Âm", "AT", "-", "neg", "negative", "Không", "Không phát hiện", "Không phản ứng"),
    ),
    Choice(
        Result.Outcome.INCONCLUSIVE,
        "Nghi ngờ, làm lại",
        (
            "Nghi ngờ",
            "Không xác định",
            "Chưa xác định",
            "Làm lại",
            "Lấy mẫu lại",
            "+/-",
            "inconclusive",
            "invalid",
            "Không hợp lệ",
            "Cần xét nghiệm lại",
            "Mẫu không đạt",
            "Mẫu không đạt yêu cầu",
            "Không đạt",
        ),
    ),
    Choice(
        PENDING,
        "Chưa có kết quả",
        (
            "Chờ",
            "Chờ KQ",
            "Chờ kết quả",
            "Đang chờ",
            "Đang chờ KQ",
            "Đang chờ kết quả",
            "Chưa có",
            "Chưa có KQ",
            "Đang xét nghiệm",
            "Đang chạy",
            "Chưa trả",
            "Chưa trả KQ",
        ),
    ),
)

TUBES = (
    Choice("single", "Mẫu đơn", ("Đơn", "Single", "ĐƠN", "1 người", "Cá nhân")),
    Choice("pool", "Mẫu gộp", ("Gộp", "Pool", "GỘP", "Gộp 3", "Gộp 5", "Gộp 10", "Hộ gia đình", "Gộp hộ")),
)


def method_choices() -> tuple[Choice, ...]:
    """Every method of every disease, with the ways it is written."""
    names: dict[str, list[str]] = {}
    for disease in diseases().values():
        for method in disease.methods:
            names.setdefault(method.code, []).append(method.name)
    return tuple(
        Choice(code, known[0], (*known[1:], *_METHOD_WORDS.get(code, ()))) for code, known in names.items()
    )


def disease_choices() -> tuple[Choice, ...]:
    """Every disease by its names."""
    return tuple(Choice(code, made.name, (made.full_name,)) for code, made in diseases().items())


def method_name(disease: str, method: str) -> str:
    """The method's name as the disease's catalogue writes it."""
    made = diseases().get(disease)
    return made.method_name(method) if made else method


def methods() -> dict[str, dict[str, str]]:
    """Disease → code → name of its methods."""
    return {code: {one.code: one.name for one in made.methods} for code, made in diseases().items()}


def disease_name(code: str) -> str:
    made = diseases().get(code)
    return made.name if made else code
