"""What no committed file may hold: over 500 lines, unfinished marks, package hosts, paths of one machine.

Prints one line a fault and exits 1; `faults(name, text)` is the part that the tests use.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_LINES = 500
CODE = {".py", ".html", ".css", ".js", ".sh", ".svg"}
# Written by a program, or data: their length is nobody's reading.
GENERATED = re.compile(r"(^|/)migrations/|^requirements/.*\.txt$|^docs/rooms\.md$|(^|/)static/vendor/")
FORBIDDEN = {
    "unfinished": re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b"),
    "package host": re.compile(
        r"py[p]i\.org|pythonhosted\.(?:org)|registry\.npm(?:js|mirror)|(?:deb|security)\.debian\.(?:org)"
        r"|files\.python|unpkg\.(?:com)|jsdelivr\.(?:net)|cdnjs\.",
        re.I,
    ),
    "path of one machine": re.compile(r"/work/(?:main|shared|\.library)|/root[/]|/home/[a-z]"),
}


def faults(name: str, text: str) -> list[str]:
    """The faults of one file, each as `name:line: what`."""
    lines = text.splitlines()
    found = [
        f"{name}:{number}: {what}: {match.group()}"
        for number, line in enumerate(lines, start=1)
        for what, pattern in FORBIDDEN.items()
        if (match := pattern.search(line))
    ]
    if Path(name).suffix in CODE and not GENERATED.search(name) and len(lines) > MOST_LINES:
        found.append(f"{name}: {len(lines)} lines, {MOST_LINES} at most: make it a package by entity")
    return found


def tree() -> list[str]:
    """Files that are committed or would be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted({name for name in listed.split("\0") if name and (ROOT / name).is_file()})


def main() -> int:
    found = []
    for name in tree():
        try:
            found += faults(name, (ROOT / name).read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue  # pictures and office files
    print("\n".join(found) or "tree: nothing to mend")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
