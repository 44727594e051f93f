"""One tab a disease that the reader has cases of, where there is more than one."""

from __future__ import annotations

from lachan.cases import figures as cases
from lachan.desk.lens import Lens
from lachan.kernel.access.roles import may
from lachan.kernel.diseases import diseases
from lachan.ui.components import Tab


def disease_tabs(lens: Lens) -> list[Tab]:
    """Diseases with cases under way and the one looked at, each with its count."""
    if not may(lens.actor, "cases.view"):
        return []
    under_way = (
        lens.under_way if lens.under_way is not None else cases.under_way_by_disease(lens.actor, lens.now)
    )
    shown = [code for code in diseases() if under_way.get(code) or code == lens.disease]
    if len(shown) < 2:
        return []
    return [
        Tab(
            diseases()[code].name,
            f"?disease={code}",
            count=under_way.get(code, 0),
            current=code == lens.disease,
        )
        for code in shown
    ]
