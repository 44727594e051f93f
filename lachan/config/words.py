"""The command line in the words of the screens: argparse speaks English where it speaks for itself."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, NoReturn

# What argparse says → how an official would say it; its own words are no part of any message of ours.
_SAID = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"the following arguments are required: (.+)", r"còn thiếu \1"),
        (r"unrecognized arguments: (.+)", r"không hiểu “\1”"),
        (r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.+)\)", r"\1: không có “\2”, chọn một trong: \3"),
        (r"argument (.+?): expected at least one argument", r"\1 cần ít nhất một giá trị"),
        (r"argument (.+?): expected one argument", r"\1 cần một giá trị"),
        (r"argument (.+?): invalid int value: '(.*)'", r"\1: “\2” không phải số nguyên"),
        (r"argument (.+?): invalid float value: '(.*)'", r"\1: “\2” không phải số"),
        (r"argument (.+?): invalid .* value: '(.*)'", r"\1: “\2” không dùng được"),
        (r"argument (.+?): (.+)", r"\1: \2"),
    )
)  # fmt: skip


def in_vietnamese(message: str) -> str:
    """A complaint of argparse, as a sentence."""
    for pattern, words in _SAID:
        if match := pattern.fullmatch(message):
            return match.expand(words).replace("'", "")
    return message


class Parser(argparse.ArgumentParser):
    """A parser whose help and complaints are Vietnamese; parsers of subcommands are of this class too."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, add_help=False)
        self._positionals.title, self._optionals.title = "đối số", "tùy chọn"
        self.add_argument("-h", "--help", action="help", help="in hướng dẫn này")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "cách dùng:", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "cách dùng:", 1)

    def error(self, message: str) -> NoReturn:
        """What is wrong, how the command is written, and where its help stands."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {in_vietnamese(message)}. Xem thêm: {self.prog} --help\n")
