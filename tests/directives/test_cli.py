"""`lachan directives read`: the published contract on standard output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lachan.cli import main
from lachan.demo.letter import FILE_NAME, letter_docx
from tests.directives.letters import state_letter

KEYS = {
    "file", "issuer", "issuer_kind", "type", "number", "symbol", "place", "issued_on", "urgency", "subject",
    "addressees", "orders", "refers_to", "recipients", "signer", "doubts",
}  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / FILE_NAME).write_bytes(letter_docx())
    (tmp_path / "901.txt").write_bytes(state_letter("Sở Y tế báo cáo trước ngày 20/9/2021."))
    return [str(tmp_path / FILE_NAME), str(tmp_path / "901.txt")]


def test_one_object_a_letter(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["directives", "read", *files, "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [set(line) for line in lines] == [KEYS, KEYS]
    assert [line["number"] for line in lines] == ["999", "901"]
    assert lines[1]["orders"][0]["deadlines"] == [
        {"text": "trước ngày 20/9/2021", "due": "2021-09-20", "kind": "by"}
    ]


def test_one_file_gives_one_object(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main(["directives", "read", files[0], "--json"])
    assert json.loads(capsys.readouterr().out)["file"] == FILE_NAME


def test_an_unreadable_file_does_not_stop_the_others(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "hong.docx"
    broken.write_bytes(b"PK\x03\x04 not a document")
    assert main(["directives", "read", str(broken), *files, str(tmp_path / "khong-co.txt"), "--json"]) == 1
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 2
    assert "hong.docx" in told.err
    assert "khong-co.txt" in told.err


def test_words_for_people(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["directives", "read", *files]) == 0
    told = capsys.readouterr().out
    assert "Công văn số 999-CV/BCĐ [HỎA TỐC]" in told
    assert "Công văn số 901/UBND-KGVX" in told
    assert "Ai làm: Sở Y tế (chủ trì)" in told
    assert "Hạn: trước ngày 20/9/2021 → 20/09/2021" in told


def test_the_table_of_states(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["directives", "states"]) == 0
    assert "stateDiagram-v2" in capsys.readouterr().out
