"""A pretended room: results kept as venue-free notes in the audit-less table of number blocks.

The kernel has no table of its own for "rows of an upload", and a test must not add one; number blocks have a
unique identity (uid) and room for a few values, which is all that an idempotent import needs.
"""

from __future__ import annotations

import hashlib
import uuid

from lachan.kernel.intake import parsers
from lachan.kernel.intake.kinds import Choice, ChunkOutcome, Field, UploadKind
from lachan.kernel.intake.mapping import SEX
from lachan.kernel.papers.models import NumberBlock

OUTCOMES = (
    Choice("positive", "Dương tính", ("dt", "pos", "positive", "+", "(+)", "duong")),
    Choice("negative", "Âm tính", ("at", "neg", "negative", "(-)", "am")),
)


def identity(row) -> uuid.UUID:
    values = row.values
    text = f"{values['code']}|{values['name']}|{values['outcome']}"
    return uuid.UUID(hashlib.md5(text.encode()).hexdigest())


def apply_chunk(rows, upload, by, now) -> ChunkOutcome:
    outcome = ChunkOutcome()
    known = set(
        NumberBlock.objects.filter(uid__in=[identity(row) for row in rows]).values_list("uid", flat=True)
    )
    fresh = {}
    for row in rows:
        uid = identity(row)
        if row.values["name"] == "Lỗi Hệ Thống":
            raise RuntimeError("a fault of the room")
        if row.values["name"] == "Mẫu Đã Khóa":
            outcome.bad.append((row.number, ["Mẫu này đã khóa sổ."]))
        elif uid in known or uid in fresh:
            outcome.repeated += 1
        else:
            fresh[uid] = NumberBlock(
                uid=uid,
                organisation_id=0,
                book="note",
                symbol="",
                year=2021,
                first=1,
                last=1,
                released_at=now,
            )
    NumberBlock.objects.bulk_create(list(fresh.values()))
    outcome.added = len(fresh)
    outcome.tallies = {"positive": sum(row.values["outcome"] == "positive" for row in rows)}
    return outcome


def repeated(rows, upload, by, now) -> set[int]:
    known = set(
        NumberBlock.objects.filter(uid__in=[identity(row) for row in rows]).values_list("uid", flat=True)
    )
    return {row.number for row in rows if identity(row) in known}


def check(rows, upload, by, now):
    return {row.number: ["Mã mẫu không thuộc phòng này."] for row in rows if row.values["code"] == "NGOAI"}


KIND = UploadKind(
    code="tests.notes",
    title="Sổ thử",
    permission="testing.result_import",
    fields=(
        Field("code", "Mã mẫu", parsers.code(), required=True, synonyms=("Mã bệnh phẩm", "Barcode")),
        Field("name", "Họ và tên", parsers.name, required=True, synonyms=("Tên bệnh nhân", "Họ tên")),
        Field("birth", "Ngày sinh", parsers.birth, synonyms=("Năm sinh",)),
        Field("sex", "Giới tính", choices=SEX, synonyms=("Giới", "Phái")),
        Field("national_id", "CCCD", parsers.national_id, synonyms=("Số CCCD", "CMND", "CMND/CCCD")),
        Field("phone", "Điện thoại", parsers.phone, synonyms=("SĐT", "Số điện thoại")),
        Field("taken_at", "Ngày lấy mẫu", parsers.moment, synonyms=("Thời gian lấy mẫu",)),
        Field("outcome", "Kết quả", required=True, choices=OUTCOMES, synonyms=("KQ", "Kết quả xét nghiệm")),
        Field("ct", "Ct", parsers.ct, synonyms=("Giá trị Ct",)),
    ),
    apply_chunk=apply_chunk,
    check=check,
    repeated=repeated,
    tally_labels={"positive": "Dương tính"},
)
