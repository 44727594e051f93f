"""`lachan places import`."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from lachan.places import cli
from lachan.places.models import Unit

pytestmark = pytest.mark.django_db
TABLE = (
    "Mã tỉnh,Tỉnh,Mã huyện,Huyện,Mã xã,Tên xã\n"
    "95,Tỉnh Bạc Liêu,954,Thành phố Bạc Liêu,31813,Phường 2\n"
    "95,Tỉnh Bạc Liêu,954,Thành phố Bạc Liêu,,Phường 3\n"
)


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    cli.register(parser.add_subparsers())
    arguments = parser.parse_args(["places", "import", *words])
    return int(arguments.run(arguments))


def test_rows_are_counted_and_bad_ones_written_to_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, rejected = tmp_path / "bang.csv", tmp_path / "tra-lai.csv"
    file.write_text(TABLE, encoding="utf-8")
    assert run(str(file), "--from", "01/08/2021", "--rejected", str(rejected)) == 1
    out, err = capsys.readouterr()
    assert "Thêm 1, sửa 0, giữ nguyên 0, kết thúc 0, trả lại 1 dòng." in out
    assert "Dòng 3: Thiếu mã xã." in err
    assert "Thiếu mã xã." in rejected.read_text(encoding="utf-8-sig")
    assert Unit.objects.filter(name="Phường 2").count() == 1


def test_without_a_file_the_shipped_tables_are_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    assert Unit.objects.count() == 177
    assert "Cà Mau" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["bang.csv"], "Thiếu ngày hiệu lực"),
        (["khong-co.csv", "--from", "01/08/2021"], "Không đọc được"),
        (["bang.csv", "--from", "01/08/2021"], "Không nhận ra bảng"),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], complaint: str
) -> None:
    (tmp_path / "bang.csv").write_text("a,b,c\n1,2,3\n", encoding="utf-8")
    assert run(str(tmp_path / words[0]), *words[1:]) == 1
    assert complaint in capsys.readouterr().err


def test_a_wrong_date_is_refused_by_the_parser(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("bang.csv", "--from", "2021-08-01")
    assert "không phải ngày dd/mm/yyyy" in capsys.readouterr().err
