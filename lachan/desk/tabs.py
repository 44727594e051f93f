"""One tab a disease that the reader has cases of, where there is more than one."""

from __future__ import annotations

from lachan.desk.lens import Lens, UnderWay
from lachan.kernel.access.roles import may
from lachan.kernel.diseases import diseases
from lachan.ui.components import Tab


def disease_tabs(lens: Lens) -> list[Tab]:
    """Diseases with cases under way and the one looked at, each with its count."""
    if not may(lens.actor, "cases.view"):
        return []
    under_way = lens.under_way or UnderWay(lens.actor, lens.now)
    shown = [code for code in diseases() if code in under_way.codes or code == lens.disease]
    if len(shown) < 2:
        return []
    return [
        Tab(
            diseases()[code].name,
            f"?disease={code}",
            count=under_way.counts.get(code, 0),
            current=code == lens.disease,
        )
        for code in shown
    ]
