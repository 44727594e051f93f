"""Every address of the product: a prefix a room, the JSON API under /api/v1/."""

from __future__ import annotations

import importlib.util

from django.urls import URLPattern, URLResolver, include, path

# Prefixes are Vietnamese words without marks: addresses are read out over the phone.
PREFIXES = [
    ("", "desk"),
    ("tai-khoan/", "organisations"),
    ("he-thong/", "kernel"),
    ("dia-ban/", "places"),
    ("nguoi-dan/", "people"),
    ("ca-benh/", "cases"),
    ("xet-nghiem/", "testing"),
    ("truy-vet/", "tracing"),
    ("cach-ly/", "isolation"),
    ("khoanh-vung/", "zones"),
    ("van-ban/", "directives"),
    ("phan-tich/", "insight"),
    ("giao-dien/", "ui"),
    ("dien-tap/", "demo"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(f"lachan.{room}.urls"))
    for prefix, room in PREFIXES
    if importlib.util.find_spec(f"lachan.{room}.urls")
]
if importlib.util.find_spec("lachan.config.api"):
    from lachan.config.api import api

    urlpatterns.append(path("api/v1/", api.urls))

handler400 = "lachan.ui.errors.bad_request"
