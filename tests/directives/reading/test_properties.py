"""Whatever the text, the reader answers in the contract's shape and its spans stay inside the text."""

from __future__ import annotations

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from lachan.directives.reading import letter_of, read_bytes

from . import letters

FRAGMENTS = sorted(
    {
        line
        for name in dir(letters)
        if name.isupper()
        for line in getattr(letters, name).splitlines()
        if line.strip()
    }
)
PIECES = st.one_of(
    st.sampled_from(FRAGMENTS),
    st.sampled_from(
        ["", "|", "-", "1.", "a)", "3.1.", "Kính gửi:", "Nơi nhận:", "KT. CHỦ TỊCH", "CÔNG ĐIỆN", "*"]
    ),
    st.text(alphabet='aăâđêôơưệủ ,.;:()/-0123456789"“|+', max_size=40),
)
KEYS = [
    "file", "issuer", "issuer_kind", "type", "number", "symbol", "place", "issued_on", "urgency", "subject",
    "addressees", "orders", "refers_to", "recipients", "signer", "doubts",
]  # fmt: skip
DUE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d)?")


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=40))
def test_any_text_is_answered_in_the_contracts_shape(pieces: list[str]) -> None:
    data = ("x\n" + "\n".join(pieces)).encode()
    found = read_bytes("thu.txt", data)
    assert list(found) == KEYS
    assert json.loads(json.dumps(found, ensure_ascii=False)) == found
    for order in found["orders"]:
        assert order["path"] and order["text"] and order["subjects"]
        assert all((s["name"] is None) == (s["role"] == "all") for s in order["subjects"])
        for deadline in order["deadlines"]:
            assert deadline["due"] is None or DUE.fullmatch(deadline["due"])
            assert (deadline["kind"] == "by") == (deadline["due"] is not None)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=40))
def test_spans_stay_inside_the_text(pieces: list[str]) -> None:
    letter = letter_of("thu.txt", ("x\n" + "\n".join(pieces)).encode())
    spans = [o.span for o in letter.orders] + [d.span for o in letter.orders for d in o.deadlines]
    assert all(0 <= start < end <= len(letter.text) for start, end in spans)
