"""Words that depend on the disease, for every room's templates."""

from __future__ import annotations

from django import template

from lachan.kernel.diseases import Disease

register = template.Library()


@register.filter
def says(disease: Disease, text: str) -> str:
    """`{{ disease|says:"F0 trong ngày" }}`: levels by what they mean where the disease names none."""
    return disease.words(text)
