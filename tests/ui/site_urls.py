"""Addresses of the small site: the kit's own, and pages that only a failure would show."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from lachan.ui.forms import UiForm


class LoginForm(UiForm):
    username = forms.CharField(label="Tên đăng nhập")
    password = forms.CharField(label="Mật khẩu", widget=forms.PasswordInput)


def login(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {"form": LoginForm(), "throttled": "throttled" in request.GET}
    return render(request, "ui/login.html", context)


def error(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, f"{code}.html", {"limit": "20 MB"}, status=200)


urlpatterns = [
    path("giao-dien/", include("lachan.ui.urls")),
    path("login", login, name="login"),
    path("error/<str:code>", error, name="error"),
]
handler400 = "lachan.ui.errors.bad_request"
