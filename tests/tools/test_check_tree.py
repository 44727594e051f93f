"""The tree check sees what it is for."""

import pytest

from tools.check_tree import MOST_LINES, faults

# Put together here, so that this file itself stays clean.
UNFINISHED = "# TO" + "DO later"
HOST = "https://py" + "pi.org/simple"
ELSEWHERE = "open('/wor" + "k/main/x')"


@pytest.mark.parametrize("line", [UNFINISHED, HOST, ELSEWHERE])
def test_forbidden_words_are_found_with_their_line(line):
    (fault,) = faults("lachan/x.py", f"\n{line}\n")
    assert fault.startswith("lachan/x.py:2: ")


def test_long_files_are_found():
    text = "x = 1\n" * MOST_LINES
    assert not faults("lachan/x.py", text)
    assert "501 lines" in faults("lachan/x.py", text + "y = 2\n")[0]
    assert not faults("lachan/kernel/migrations/0001_initial.py", text * 2)
    assert not faults("policies/x.yaml", text * 2)


def test_plain_words_pass():
    assert not faults("docs/x.md", "Every todo list of the field, and its methods.")
