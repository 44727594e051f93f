"""`lachan directives read FILE…` and `lachan directives states`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lachan.directives.reading import UnreadableLetter, read_file
from lachan.directives.wording import ISSUER_KINDS, RELATIONS, ROLES, due_words, path_title, reference


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command `directives`."""
    directives = subparsers.add_parser("directives", help="văn bản chỉ đạo")
    commands = directives.add_subparsers(title="việc", metavar="VIỆC", required=True)
    read = commands.add_parser(
        "read",
        help="đọc văn bản chỉ đạo (.docx, .pdf, .txt)",
        description="Đọc văn bản thành thể thức, nơi nhận, nội dung giao việc, thời hạn và chỗ cần kiểm tra. "
        "Không ghi gì vào cơ sở dữ liệu. Tệp không đọc được báo ở luồng lỗi, các tệp khác vẫn đọc; mã trả về 1.",
    )
    read.add_argument("files", nargs="+", type=Path, metavar="FILE")
    read.add_argument(
        "--json", action="store_true", help="in một đối tượng JSON cho mỗi văn bản, mỗi dòng một đối tượng"
    )
    read.set_defaults(run=run_read)
    states = commands.add_parser("states", help="in bảng trạng thái nhiệm vụ (docs/directives-states.md)")
    states.set_defaults(run=run_states)


def run_read(arguments: argparse.Namespace) -> int:
    """0 where every file was read, 1 where one could not be."""
    failed = 0
    for number, path in enumerate(arguments.files):
        try:
            letter = read_file(path)
        except UnreadableLetter as error:
            print(f"{path}: {error}", file=sys.stderr)
            failed = 1
            continue
        if arguments.json:
            print(json.dumps(letter, ensure_ascii=False))
        else:
            print("\n".join([*([""] if number else []), *summary(letter)]))
    return failed


def run_states(_: argparse.Namespace) -> int:
    from lachan.directives.states import diagram

    print(diagram(), end="")
    return 0


def summary(letter: Mapping[str, Any]) -> Iterator[str]:
    """The letter in lines that a clerk can read."""
    name = reference(
        letter["type"] or "", letter["number"] or "", letter["symbol"] or "", letter["issuer_kind"]
    )
    urgency = f" [{letter['urgency'].upper()}]" if letter["urgency"] else ""
    yield f"{letter['file']}: {name}{urgency}"
    yield f"  Cơ quan ban hành: {letter['issuer'] or 'chưa rõ'} ({ISSUER_KINDS[letter['issuer_kind']]})"
    yield f"  Nơi, ngày: {letter['place'] or 'chưa rõ'}, {letter['issued_on'] or 'chưa rõ'}"
    yield f"  Trích yếu: {letter['subject'] or 'chưa rõ'}"
    yield f"  Kính gửi: {'; '.join(letter['addressees']) or 'không nêu'}"
    for order in letter["orders"]:
        yield from _order(order)
    for one in letter["refers_to"]:
        date = f" ({one['date']})" if one["date"] else ""
        known = reference(one["type"] or "", one["number"], one["symbol"], "state")
        yield f"  {RELATIONS[one['relation']].capitalize()}: {known}{date}"
    yield f"  Nơi nhận: {'; '.join(letter['recipients']) or 'không nêu'}"
    signer = [letter["signer"][part] for part in ("authority", "position", "name")]
    yield f"  Người ký: {', '.join(word for word in signer if word) or 'chưa rõ'}"
    for doubt in letter["doubts"]:
        yield f"  ? {doubt}"


def _order(order: Mapping[str, Any]) -> Iterator[str]:
    yield f"  {path_title(order['path'])}: {order['text']}"
    who = [
        f"{one['name']} ({ROLES[one['role']]})" if one["name"] else ROLES["all"] for one in order["subjects"]
    ]
    yield f"    Ai làm: {'; '.join(who)}"
    if order["deadlines"]:
        yield f"    Hạn: {'; '.join(due_words(one) for one in order['deadlines'])}"
