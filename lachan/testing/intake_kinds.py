"""A laboratory's file of results in its own columns: what is understood, what is refused, and why.

Rules that need no database are here and in `row_rules`; what contradicts stored specimens is the service's.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lachan.kernel.access.actors import Actor
from lachan.kernel.intake import parsers
from lachan.kernel.intake import queries as intake
from lachan.kernel.intake.cells import BadCell, Cell, text_of
from lachan.kernel.intake.kinds import NOT_YET, ChunkOutcome, Field, GoodRow, UploadKind
from lachan.kernel.intake.mapping import SEX
from lachan.testing import vocabulary
from lachan.testing.on_record import laboratory_of, rows_foresee, rows_repeated
from lachan.testing.pools import pools_of
from lachan.testing.row_rules import GENES, Context, lab_row, row_faults, row_waits
from lachan.testing.types import LabRow, Taken
from lachan.testing.units import UnitFinder

if TYPE_CHECKING:
    from lachan.kernel.intake.queries import Upload

CODE = "testing.results"

Take = Callable[..., Taken]

TALLY_LABELS = {
    NOT_YET: "Chờ kết quả, chưa nạp",
    "linked": "Tự khớp với người đã có hồ sơ",
    "registered": "Lập hồ sơ mới",
    "waiting": "Chờ nhận diện",
    "alarms": "Dương tính chưa rõ là ai",
    "corrections": "Khác kết quả đã có, chờ xác nhận đính chính",
    "unknown_commune": "Chưa hiểu xã/phường",
}


def results_kind(take: Take, done_url: str = "", new_url: str = "") -> UploadKind:
    """The kind of file. `take` records a chunk and carries its effects on (same arguments as `results_take`)."""
    return UploadKind(
        code=CODE,
        title="Kết quả xét nghiệm",
        permission="testing.result_import",
        fields=_fields(),
        check=rows_check,
        repeated=rows_repeated,
        faults=row_faults,
        not_yet=row_waits,
        doubts=row_doubts,
        foresee=rows_foresee,
        apply_chunk=_applier(take),
        help="Mỗi dòng là một người. Mẫu gộp ghi mỗi người một dòng, cùng mã mẫu.",
        tally_labels=TALLY_LABELS,
        done_url=done_url,
        new_url=new_url,
    )


def _fields() -> tuple[Field, ...]:
    return (
        Field(
            "code",
            "Mã mẫu",
            parsers.code(),
            required=True,
            synonyms=(
                "Mã số mẫu",
                "Mã bệnh phẩm",
                "Số mẫu",
                "Mã XN",
                "Mã xét nghiệm",
                "Barcode",
                "Code",
                "Mã ống",
                "SID",
                "Mã phiếu",
            ),
            hint="Danh sách test nhanh không có mã: ghi chung cho cả tệp là “không có”, mỗi người sẽ có một mã riêng.",
        ),
        Field(
            "name",
            "Họ và tên",
            parsers.name,
            required=True,
            synonyms=(
                "Họ tên",
                "Tên bệnh nhân",
                "Họ tên bệnh nhân",
                "Tên",
                "Tên người được lấy mẫu",
                "Người được xét nghiệm",
                "Họ và tên người bệnh",
                "Hoten",
                "Tên đối tượng",
                "Đối tượng lấy mẫu",
                "Người lấy mẫu",
                "Họ tên đối tượng",
            ),
        ),
        Field(
            "birth_date",
            "Ngày sinh",
            parsers.birth,
            synonyms=("Ngày tháng năm sinh", "NTNS", "DOB", "Ngày, tháng, năm sinh", "Sinh ngày"),
        ),
        Field("birth_year", "Năm sinh", parsers.birth, synonyms=("NS", "Năm", "Sinh năm", "YOB")),
        Field("sex", "Giới tính", choices=SEX, synonyms=("Giới", "Phái", "Nam/Nữ", "GT", "Sex")),
        Field(
            "national_id",
            "CCCD/CMND",
            parsers.national_id,
            synonyms=(
                "CCCD",
                "CMND",
                "Số CCCD",
                "Số CMND",
                "CMND/CCCD",
                "Căn cước",
                "Số căn cước",
                "Số định danh",
                "Giấy tờ",
                "Số giấy tờ",
                "CCCD hoặc CMND",
            ),
        ),
        Field(
            "phone",
            "Điện thoại",
            parsers.phone,
            synonyms=(
                "SĐT",
                "Số điện thoại",
                "ĐT",
                "Số ĐT",
                "Di động",
                "Mobile",
                "Phone",
                "Điện thoại liên hệ",
                "ĐT liên hệ",
                "SĐT liên hệ",
                "Số ĐT liên hệ",
                "ĐT liên lạc",
                "SĐT liên lạc",
                "Điện thoại liên lạc",
            ),
        ),
        Field(
            "address",
            "Địa chỉ",
            parsers.text(),
            synonyms=(
                "Nơi ở",
                "Chỗ ở",
                "Nơi cư trú",
                "Địa chỉ nơi ở",
                "Số nhà",
                "Địa chỉ liên hệ",
                "Chỗ ở hiện nay",
            ),
        ),
        Field("hamlet", "Khóm/Ấp", parsers.text(120), synonyms=("Ấp", "Khóm", "Ấp/Khóm", "Tổ dân phố")),
        Field(
            "commune",
            "Xã/Phường",
            parsers.text(120),
            synonyms=(
                "Xã",
                "Phường",
                "Phường/Xã",
                "Xã, phường",
                "Phường xã",
                "Xã/Phường/Thị trấn",
                "Xã phường thị trấn",
            ),
        ),
        Field(
            "district",
            "Huyện",
            parsers.text(120),
            synonyms=(
                "Quận/Huyện",
                "Huyện/TP",
                "Quận huyện",
                "Huyện, TP",
                "Huyện/Thành phố",
                "Huyện, thành phố",
            ),
        ),
        # A lone "Giờ lấy mẫu" usually holds the whole moment; beside a day's column it is the hour of that day.
        Field(
            "sampled_at",
            "Ngày giờ lấy mẫu",
            parsers.moment,
            required=True,
            past=True,
            synonyms=(
                "Ngày lấy mẫu",
                "Thời gian lấy mẫu",
                "Ngày LM",
                "Lấy mẫu lúc",
                "Ngày lấy",
                "TG lấy mẫu",
                "Thời điểm lấy mẫu",
                "Ngày lấy bệnh phẩm",
                "Giờ lấy mẫu",
                "Giờ, ngày lấy mẫu",
            ),
        ),
        Field("sampled_hour", "Giờ lấy mẫu ở cột riêng", hour, synonyms=("Giờ lấy", "Giờ LM")),
        Field(
            "resulted_at",
            "Ngày giờ trả kết quả",
            parsers.moment,
            required=True,
            past=True,
            synonyms=(
                "Ngày giờ trả KQ",
                "Ngày trả kết quả",
                "Ngày trả KQ",
                "Ngày có kết quả",
                "Ngày có KQ",
                "Ngày kết quả",
                "Ngày KQ",
                "Thời gian trả kết quả",
                "Thời gian trả KQ",
                "Thời gian có kết quả",
                "Trả kết quả lúc",
                "Ngày xét nghiệm",
                "Ngày XN",
                "Giờ có KQ",
                "Giờ có kết quả",
                "Giờ trả KQ",
                "Giờ trả kết quả",
            ),
        ),
        Field(
            "resulted_hour",
            "Giờ trả kết quả ở cột riêng",
            hour,
            synonyms=("Giờ trả", "Giờ có", "Giờ KQ"),
        ),
        Field(
            "method",
            "Phương pháp",
            choices=vocabulary.method_choices(),
            required=True,
            synonyms=(
                "Phương pháp XN",
                "Phương pháp xét nghiệm",
                "Loại XN",
                "Loại xét nghiệm",
                "Kỹ thuật",
                "Kỹ thuật xét nghiệm",
                "Xét nghiệm",
                "Hình thức xét nghiệm",
                "Hình thức XN",
                "Test",
                "PPXN",
            ),
        ),
        Field(
            "outcome",
            "Kết quả",
            choices=vocabulary.OUTCOMES,
            required=True,
            synonyms=(
                "KQ",
                "Kết quả XN",
                "Kết quả xét nghiệm",
                "KQXN",
                "KQ XN",
                "Kết luận",
                "KQ cuối",
                "Kết quả cuối",
                "Result",
            ),
        ),
        Field(
            "ct",
            "Ct",
            parsers.ct,
            synonyms=("CT", "Giá trị Ct", "Trị số Ct", "Ct value", "Chỉ số Ct", "Ct thấp nhất"),
        ),
        *(
            Field(
                name,
                f"Ct {gene}",
                parsers.ct,
                synonyms=(f"Ct gen {gene}", f"Gen {gene}", f"{gene} gene", f"Ct ({gene})"),
            )
            for name, gene in GENES.items()
        ),
        Field(
            "tube",
            "Mẫu gộp/đơn",
            choices=vocabulary.TUBES,
            synonyms=("Loại mẫu gộp", "Đơn/Gộp", "Gộp/Đơn", "Mẫu đơn/gộp", "Hình thức mẫu", "Loại mẫu"),
        ),
        Field(
            "pool_code", "Mã gộp", parsers.code(), synonyms=("Mã mẫu gộp", "Mã pool", "Mã ống gộp", "Số gộp")
        ),
        Field(
            "pool_size",
            "Số người trong mẫu gộp",
            parsers.number,
            synonyms=("Số người", "Số mẫu gộp", "Số người gộp", "Số lượng gộp", "Cỡ gộp"),
        ),
        Field(
            "disease",
            "Bệnh",
            choices=vocabulary.disease_choices(),
            synonyms=("Tên bệnh", "Bệnh xét nghiệm", "Tác nhân"),
            hint="Cả tệp một bệnh thì ghi chung cho cả tệp.",
        ),
        Field("kind", "Bệnh phẩm", parsers.text(30), synonyms=("Loại bệnh phẩm", "Loại mẫu bệnh phẩm")),
        Field(
            "collector",
            "Đơn vị lấy mẫu",
            parsers.text(120),
            synonyms=("Nơi lấy mẫu", "Cơ sở lấy mẫu", "Đơn vị gửi mẫu", "Nơi gửi mẫu", "Địa điểm lấy mẫu"),
        ),
        Field(
            "reason",
            "Lý do lấy mẫu",
            parsers.text(120),
            synonyms=("Lý do", "Lý do xét nghiệm", "Đối tượng", "Đối tượng lấy mẫu", "Mục đích"),
        ),
    )


def hour(cell: Cell) -> dt.time:
    """An hour in a column of its own: 7:30, 7h30, 7h, an Excel time."""
    if isinstance(cell, dt.datetime):
        return cell.time()
    if isinstance(cell, dt.time):
        return cell
    if isinstance(cell, float) and 0 <= cell < 1:
        minutes = round(cell * 24 * 60) % (24 * 60)
        return dt.time(minutes // 60, minutes % 60)
    words = f"{cell}h" if isinstance(cell, int) else text_of(cell)
    try:
        return parsers.moment(f"{words} 01/01/2000").time()
    except BadCell as error:
        raise BadCell(f"không hiểu giờ “{text_of(cell)[:20]}”; hãy ghi 07:30") from error


def rows_check(
    rows: Sequence[GoodRow], upload: Upload, by: Actor, now: dt.datetime
) -> Mapping[int, list[str]]:
    """What is wrong with each row; the good ones get their `LabRow` in `extra`."""
    context = context_of(upload, by, now)
    faults: dict[int, list[str]] = {}
    for row in rows:
        made, reasons = lab_row(row.number, row.values, context)
        if reasons or made is None:
            faults[row.number] = reasons
        else:
            row.extra = made
    _doubled_codes(rows, faults)
    return faults


def _doubled_codes(rows: Sequence[GoodRow], faults: dict[int, list[str]]) -> None:
    """The same tube for two people is seen in the preview already; the service says the same of stored ones."""
    first: dict[tuple[str, str], LabRow] = {}
    for row in rows:
        made = row.extra
        if row.number in faults or made is None or made.pooled:
            continue
        earlier = first.setdefault((made.disease, made.code), made)
        if earlier.who.name_key != made.who.name_key or _other_year(earlier, made):
            faults[row.number] = [
                f"Mã mẫu {made.code} đã dùng cho một người khác trong tệp. Kiểm tra lại mã, hoặc ghi là mẫu gộp."
            ]


def _other_year(one: LabRow, other: LabRow) -> bool:
    years = (one.who.birth_year, other.who.birth_year)
    return None not in years and years[0] != years[1]


def context_of(upload: Upload, by: Actor, now: dt.datetime) -> Context:
    """What the rows of a file share."""
    finder = vars(upload).setdefault("_unit_finder", UnitFinder())  # communes repeat over a whole file
    return Context(
        now=now,
        disease=_disease_of(upload, by),
        methods=vocabulary.methods(),
        find_unit=finder.find,
        pools=pools_of(upload),
    )


def _disease_of(upload: Upload, by: Actor) -> str:
    """What was chosen for the file; without it (a mended file sent again) what the office sent last."""
    chosen = str((upload.options or {}).get("disease") or "")
    if chosen:
        return chosen
    if "_disease" not in vars(upload):
        earlier = intake.visible_to(by).filter(kind=CODE, organisation_id=upload.organisation_id)
        known = ((one.options or {}).get("disease") for one in earlier.exclude(pk=upload.pk)[:10])
        vars(upload)["_disease"] = str(next(filter(None, known), ""))
    return str(vars(upload)["_disease"])


def _applier(take: Take) -> Callable[..., ChunkOutcome]:
    def apply_chunk(rows: Sequence[GoodRow], upload: Upload, by: Actor, now: dt.datetime) -> ChunkOutcome:
        whole = Taken()
        for disease in dict.fromkeys(row.extra.disease for row in rows):
            whole.absorb(
                take(
                    rows=[row.extra for row in rows if row.extra.disease == disease],
                    disease=disease,
                    laboratory_id=laboratory_of(upload),
                    upload_uid=uuid.UUID(str(upload.uid)),
                    by=by,
                    now=now,
                )
            )
        return outcome_of(whole, rows)

    return apply_chunk


def outcome_of(taken: Taken, rows: Sequence[GoodRow]) -> ChunkOutcome:
    """The service's answer in the words of the intake."""
    tallies: dict[str, Any] = taken.tallies()
    unknown = sum(1 for row in rows if row.number in taken.taken and row_doubts(row))
    if unknown:
        tallies["unknown_commune"] = unknown
    return ChunkOutcome(
        added=len(taken.taken),
        repeated=len(taken.repeated),
        bad=[(number, [reason]) for number, reason in taken.refused.items()],
        tallies=tallies,
    )


def row_doubts(row: GoodRow) -> list[str]:
    """A commune that is written and not understood: the row is taken, and the file's sender can mend it before."""
    values = row.values
    written = values.get("commune") or values.get("address")
    if not written or row.extra.who.unit_id is not None:
        return []
    place = ", ".join(part for part in (written, values.get("district")) if part)
    return [f"Không hiểu xã, phường “{place[:60]}”. Vẫn nạp; hồ sơ lập mới sẽ chưa có xã quản lý."]
