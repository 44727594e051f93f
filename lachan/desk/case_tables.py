"""The lists within a case file: contacts with level, reason, end and next test; tests with their specimens."""

from __future__ import annotations

from typing import Any

from lachan.desk.case_file import CaseFile
from lachan.desk.lens import address
from lachan.tracing.contact_table import apart_mark, level_mark
from lachan.ui.formats import moment, vn_number
from lachan.ui.marks import state
from lachan.ui.tables import Column, Table

_OUTCOME_TONES = {"positive": "late", "negative": "plain", "inconclusive": "todo"}


def contact_table(made: CaseFile) -> Table:
    """One line a person met; who is out of the reader's sight has no name and no link."""
    columns = (
        Column("Họ tên", lambda pair: pair[0].name, main=True),
        Column("Mức", lambda pair: level_mark(pair[0])),
        Column("Nơi ở", lambda pair: pair[0].commune),
        Column("Tiếp xúc", lambda pair: f"{pair[0].how}; {pair[0].met}"),
        Column("Vì sao, đến khi nào", lambda pair: pair[1], kind="prose"),
        Column("Xét nghiệm tới", lambda pair: pair[0].next_test),
        Column("Cách ly", lambda pair: apart_mark(pair[0])),
    )
    return Table(columns, made.contacts, row_url=_person_url, empty="Chưa ghi người tiếp xúc nào.")


def _person_url(pair: Any) -> str | None:
    return address("people:person", pair[0].person.uid) if pair[0].person else None


def test_table(made: CaseFile) -> Table:
    """Every result of the person for this disease; what was taken back stays, named as such."""
    columns = (
        Column("Phương pháp", lambda row: row[2], main=True),
        Column("Kết quả", lambda row: _outcome(row[1])),
        Column("Ct", lambda row: vn_number(row[1].ct) if row[1].ct is not None else "", align="right"),
        Column("Mẫu", lambda row: f"{row[0].specimen.code}{' (gộp)' if row[0].specimen.pooled else ''}"),
        Column("Lấy mẫu", lambda row: moment(row[0].specimen.occurred_at)),
        Column("Có kết quả", lambda row: moment(row[1].occurred_at)),
        Column(
            "Phòng xét nghiệm",
            lambda row: row[0].specimen.laboratory.name if row[0].specimen.laboratory else "",
        ),
    )
    return Table(
        columns,
        made.tests,
        row_url=lambda row: address("testing:specimen", row[0].specimen.uid),
        row_tone=lambda row: "off" if row[1].revoked_at else "",
        empty="Chưa có kết quả xét nghiệm nào.",
    )


def _outcome(result: Any) -> Any:
    if result.revoked_at:
        return state(f"đã thu hồi: {result.revoke_reason}", "off")
    return state(result.get_outcome_display(), _OUTCOME_TONES[result.outcome])
