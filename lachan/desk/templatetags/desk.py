"""Small filters that only the desk's templates need."""

from __future__ import annotations

from django import template

from lachan.desk import words

register = template.Library()
register.filter("until_words", words.until_words)
