"""The command itself: Vietnamese where it speaks, and a way on where something is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lachan.cli import main
from lachan.config.words import in_vietnamese

COMMANDS = (
    [], ["serve"], ["demo"], ["directives", "read"], ["testing", "import"], ["tracing", "rebuild"],
    ["policies", "check"], ["audit", "verify"], ["places", "import"], ["bench"],
)  # fmt: skip
ENGLISH = ("usage", "options", "positional arguments", "show this help")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help_in_vietnamese(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert f"cách dùng: {' '.join(['lachan', *words])}" in said
    assert "tùy chọn:" in said
    assert not [english for english in ENGLISH if english in said]


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("the following arguments are required: TỆP, --lab", "còn thiếu TỆP, --lab"),
        (
            "argument LỆNH: invalid choice: 'foo' (choose from 'serve', 'demo')",
            "LỆNH: không có “foo”, chọn một trong: serve, demo",
        ),
        ("argument --port: invalid int value: 'abc'", "--port: “abc” không phải số nguyên"),
        ("argument --from: «x» không phải ngày dd/mm/yyyy", "--from: «x» không phải ngày dd/mm/yyyy"),
        ("unrecognized arguments: --nhanh", "không hiểu “--nhanh”"),
    ],
)
def test_complaints_are_vietnamese(message, words):
    assert in_vietnamese(message) == words


def lachan(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LACHAN", "DATABASE"))}
    return subprocess.run(
        [sys.executable, "-m", "lachan.cli", *words],
        env=kept | {"LACHAN_VAR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_database_without_tables_says_what_to_do(tmp_path):
    answer = lachan(tmp_path, "audit", "verify")
    assert (answer.returncode, answer.stderr) == (
        1,
        "Cơ sở dữ liệu chưa có bảng. Chạy “lachan migrate” trước.\n",
    )


def test_the_demonstration_refuses_other_addresses_before_it_touches_anything(tmp_path):
    kept = tmp_path / "demo" / "lachan.sqlite3"
    kept.parent.mkdir()
    kept.write_text("của lần trước")
    answer = lachan(tmp_path, "demo", "--host", "0.0.0.0")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "chính máy này" in answer.stderr
    assert kept.read_text() == "của lần trước"


@pytest.mark.django_db
def test_the_first_page_has_no_english_word(client):
    page = client.get("/tai-khoan/dang-nhap/").content.decode()
    assert "Tên đăng nhập" in page
    assert "Username" not in page
    wrong = client.post("/tai-khoan/dang-nhap/", {"username": "ai-do", "password": "sai"}).content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in wrong
    assert "username và" not in wrong
