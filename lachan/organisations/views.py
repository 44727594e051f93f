"""Log-in, log-out, and the administrator's pages of organisations and users."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lachan.kernel.access.roles import ADMIN, ROLE_NAMES
from lachan.kernel.access.web import require
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.times import local_day
from lachan.organisations import guessing, queries, services
from lachan.organisations.models import Line, Organisation, OrganisationKind, User
from lachan.places import queries as places
from lachan.ui import messages
from lachan.ui.forms import UiForm


class LoginForm(AuthenticationForm):
    """Django's form in our words: it calls the name by the column of the table."""

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu chưa đúng. Chữ hoa, chữ thường được phân biệt.",
        "inactive": "Tài khoản này đã bị khóa.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"


class Login(LoginView):
    authentication_form = LoginForm
    template_name = "ui/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        user = form.get_user()
        now = self.request.now  # type: ignore[attr-defined]
        audit.record(
            kind="organisations.logged_in", by=queries.actor_of(user, now), now=now, object_uid=user.uid
        )
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        if form.non_field_errors():  # a name and a password were given, and did not open
            guessing.login_failed(
                username=form.cleaned_data.get("username", ""),
                locked=bool(getattr(self.request, "axes_locked_out", False)),
                by=guessing.STRANGER,
                now=self.request.now,  # type: ignore[attr-defined]
            )
        return super().form_invalid(form)


class Logout(LogoutView):
    http_method_names = ["post", "options"]


@require("organisations.view")
def organisation_list(request: HttpRequest) -> HttpResponse:
    """The directory: who is who, with telephone; the whole province reads it."""
    text = request.GET.get("q", "").strip()
    day = local_day(request.now)  # type: ignore[attr-defined]
    rows = queries.search(text, day) if text else queries.alive_on(day)
    kind = request.GET.get("kind", "")
    if kind:
        rows = rows.filter(kind=kind)
    context = {
        "organisations": rows.select_related("parent", "seat")[:300],
        "q": text,
        "kind": kind,
        "may_manage": ADMIN in request.actor.roles,  # type: ignore[attr-defined]
        "kinds": Organisation._meta.get_field("kind").choices,
    }
    return render(request, "organisations/organisation_list.html", context)


@require("organisations.view")
def organisation_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    day = local_day(request.now)  # type: ignore[attr-defined]
    organisation = get_object_or_404(queries.alive_on(day), uid=uid)
    is_admin = ADMIN in request.actor.roles  # type: ignore[attr-defined]
    context = {
        "organisation": organisation,
        "areas": queries.areas_on(organisation.pk, day).select_related("unit"),
        "positions": queries.positions(organisation.pk, day),
        "users": organisation.users.all() if is_admin else [],
        "may_manage": is_admin,
        "role_names": ROLE_NAMES,
    }
    return render(request, "organisations/organisation_page.html", context)


class UserForm(UiForm):
    username = forms.RegexField(
        r"^[A-Za-z0-9._-]+$",
        label="Tên đăng nhập",
        max_length=60,
        help_text="Chữ không dấu, số, dấu chấm, gạch ngang. Ví dụ: vanthu.uminh",
        error_messages={
            "invalid": "Tên đăng nhập chỉ gồm chữ không dấu, số, dấu chấm, gạch ngang, không có khoảng trắng"
        },
    )
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    title = forms.CharField(label="Chức vụ", max_length=120, required=False)
    roles = forms.MultipleChoiceField(
        label="Vai trò", choices=list(ROLE_NAMES.items()), widget=forms.CheckboxSelectMultiple
    )
    password = forms.CharField(
        label="Mật khẩu ban đầu", widget=forms.PasswordInput, help_text="Ít nhất 10 ký tự."
    )


@require("organisations.manage")
def user_add(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    day = local_day(request.now)  # type: ignore[attr-defined]
    organisation = get_object_or_404(queries.alive_on(day), uid=uid)
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.user_add(
                organisation=organisation,
                by=request.actor,  # type: ignore[attr-defined]
                now=request.now,  # type: ignore[attr-defined]
                **form.cleaned_data,
            )
        except Refused as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, f"Đã cấp tài khoản {form.cleaned_data['username']}.")
            return redirect("organisations:organisation_page", uid)
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/user_add.html", context)


class OrganisationForm(forms.Form):
    name = forms.CharField(label="Tên đơn vị", max_length=200)
    kind = forms.ChoiceField(label="Loại", choices=OrganisationKind.choices)
    line = forms.ChoiceField(label="Hệ thống", choices=Line.choices)
    short_name = forms.CharField(label="Tên viết tắt", max_length=60, required=False)
    symbol = forms.CharField(
        label="Ký hiệu trong số văn bản", max_length=30, required=False, help_text="Ví dụ: SGTVT"
    )
    phone = forms.CharField(label="Điện thoại", max_length=20, required=False)
    area = forms.CharField(
        label="Địa bàn phụ trách",
        max_length=120,
        required=False,
        help_text="Tên tỉnh, huyện hoặc xã; để trống nếu không gắn địa bàn.",
    )

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def clean_area(self) -> int | None:
        words = self.cleaned_data["area"].strip()
        if not words:
            return None
        unit = places.find_unit(words, self.day)
        if unit is None:
            raise forms.ValidationError(
                f"Không có, hoặc có nhiều đơn vị tên “{words}”. Ghi rõ cả huyện, tỉnh."
            )
        return unit.pk


@require("organisations.manage")
def organisation_found(request: HttpRequest) -> HttpResponse:
    """A new organisation in the directory, with the unit in which it is competent from today on."""
    day = local_day(request.now)  # type: ignore[attr-defined]
    form = OrganisationForm(request.POST or None, day=day)
    if request.method == "POST" and form.is_valid():
        try:
            made = _found(request, form.cleaned_data, day)
        except Refused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, f"Đã lập {made.name} trong danh bạ.")
            return redirect("organisations:organisation_page", made.uid)
    return render(request, "organisations/organisation_found.html", {"form": form})


def _found(request: HttpRequest, given: dict[str, Any], day: dt.date) -> Organisation:
    area = given["area"]
    return services.organisation_found(
        valid_from=day,
        seat_id=area,
        area_unit_ids=[area] if area else [],
        by=request.actor,  # type: ignore[attr-defined]
        now=request.now,  # type: ignore[attr-defined]
        **{name: value for name, value in given.items() if name != "area"},
    )


@require_POST
@require("organisations.manage")
def user_suspend(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    user = get_object_or_404(User, uid=uid)
    try:
        services.user_suspend(user=user, by=request.actor, now=request.now)  # type: ignore[attr-defined]
        messages.success(request, f"Đã khóa tài khoản {user.username}.")
    except Refused as error:
        messages.error(request, error.message)
    return redirect(reverse("organisations:organisation_page", args=[user.organisation.uid]))
