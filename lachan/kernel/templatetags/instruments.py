"""What screens say of the papers that rules and decisions rest on."""

from __future__ import annotations

from django import template

from lachan.kernel.policies.instruments import citations_of, remark

register = template.Library()
register.filter("citations", citations_of)
register.filter("ground_remark", remark)


@register.filter
def uncertain_grounds(text: str | None) -> list[tuple[str, str]]:
    """(line, remark) of those lines of a field of grounds that are not certain."""
    lines = (line.strip() for line in (text or "").splitlines())
    return [(line, said) for line in lines if (said := remark(line))]
