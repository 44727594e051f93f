"""The progress report: its totals are those of its rows, and nobody prints figures that they may not see."""

from __future__ import annotations

import io

import pytest
from docx import Document

from lachan.directives import progress, services
from lachan.directives.models import Letter
from lachan.kernel.errors import Refused
from lachan.kernel.papers import queries as papers
from lachan.organisations.queries import positions
from tests.directives.letters import Office, state_letter

LETTER = state_letter(
    "Chủ tịch Ủy ban nhân dân các huyện, thành phố Cà Mau tách F0, F1 ra khỏi cộng đồng trước ngày 20/9/2021.",
    "Sở Y tế hướng dẫn các địa phương.",
)


def printed(office: Office, letter: Letter, username: str):
    signer = positions(letter.organisation_id, office.now.date()).first()
    made = services.report_print(letter=letter, position=signer, by=office.actor(username), now=office.now)
    return Document(io.BytesIO(papers.paper_bytes(made)))


def test_the_clerk_does_not_print_what_she_may_not_see(office: Office) -> None:
    letter = office.released(LETTER)
    with pytest.raises(Refused, match="lãnh đạo hoặc tổ tham mưu lập"):
        printed(office, letter, "vanthu")


def test_totals_and_evidence_of_parts_are_the_screens_own(office: Office) -> None:
    letter = office.released(LETTER)
    city = office.task(letter, "ubnd-964")
    ward = office.world.organisations["tyt-32002"]
    part = services.task_share(
        task=city,
        lead_ids=[ward.pk],
        content="Rà soát.",
        due_at=None,
        by=office.actor("huyen"),
        now=office.now,
    )[0]
    services.task_entry_record(
        task=part, kind="evidence", words="Đã rà soát.", by=office.actor("xa"), now=office.now
    )
    document = printed(office, letter, "lanhdao")
    lines = {tuple(cell.text for cell in row.cells) for table in document.tables for row in table.rows}
    whole = next(line for line in lines if line[1:2] == ("Ủy ban nhân dân thành phố Cà Mau",))
    assert whole[-1] == "1"
    rows = progress.of_letter(letter, office.actor("lanhdao"), office.now)
    total = next(line for line in lines if line[1:2] == ("Cộng",))
    assert total[-2:] == (f"{sum(row.total for row in rows)} nhiệm vụ", "1")
