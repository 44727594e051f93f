"""Organs written on one line stand each for itself."""

from __future__ import annotations

import pytest

from lachan.directives.drafting import _each


@pytest.mark.parametrize(
    ("names", "each"),
    [
        (
            ["Sở Y tế, Công an tỉnh, Bộ Chỉ huy Quân sự tỉnh"],
            ["Sở Y tế", "Công an tỉnh", "Bộ Chỉ huy Quân sự tỉnh"],
        ),
        (
            ["Ban Chỉ đạo phòng, chống dịch COVID-19 tỉnh"],
            ["Ban Chỉ đạo phòng, chống dịch COVID-19 tỉnh"],
        ),
        (
            ["Chủ tịch Ủy ban nhân dân các huyện, thành phố"],
            ["Chủ tịch Ủy ban nhân dân các huyện, thành phố"],
        ),
        (
            ["Thủ trưởng các sở, ban, ngành tỉnh; Công an tỉnh"],
            ["Thủ trưởng các sở, ban, ngành tỉnh", "Công an tỉnh"],
        ),
    ],
)
def test_a_line_of_organs_is_taken_apart(names, each):
    assert _each(names) == each
