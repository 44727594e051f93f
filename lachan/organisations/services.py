"""Writes of organisations: organs, areas, offices and users."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import ROLE_NAMES, check
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Refused
from lachan.kernel.text import clean_name, fold
from lachan.organisations.models import Area, Organisation, Position, User


@transaction.atomic
def organisation_found(
    *,
    name: str,
    kind: str,
    by: Actor,
    now: dt.datetime,
    valid_from: dt.date,
    short_name: str = "",
    symbol: str = "",
    line: str = "state",
    parent: Organisation | None = None,
    seat_id: int | None = None,
    phone: str = "",
    area_unit_ids: list[int] | None = None,
) -> Organisation:
    """A new organisation with its areas of competence from `valid_from` on; refused where its name stands already.

    Letters are matched by name: of two with one name at one seat either might get the other's task.
    """
    check(by, "organisations.manage")
    _check_new(fold(name), seat_id, valid_from)
    made = Organisation.objects.create(
        name=clean_name(name),
        name_key=fold(name),
        short_name=short_name,
        symbol=symbol,
        kind=kind,
        line=line,
        parent=parent,
        seat_id=seat_id,
        phone=phone,
        valid_from=valid_from,
    )
    Area.objects.bulk_create(
        Area(organisation=made, unit_id=unit_id, valid_from=valid_from) for unit_id in area_unit_ids or []
    )
    audit.record(
        kind="organisations.organisation_founded",
        by=by,
        now=now,
        object_uid=made.uid,
        data={"name": made.name},
    )
    return made


def _check_new(name_key: str, seat_id: int | None, day: dt.date) -> None:
    alive = Q(valid_to=None) | Q(valid_to__gt=day)
    same = Organisation.objects.filter(alive, name_key=name_key)
    if (same if seat_id is None else same.filter(Q(seat_id=seat_id) | Q(seat_id=None))).exists():
        raise Refused("Danh bạ đã có đơn vị mang tên này.", "name")


@transaction.atomic
def position_set(
    *,
    organisation: Organisation,
    title: str,
    holder_name: str,
    by: Actor,
    now: dt.datetime,
    valid_from: dt.date,
    authority: str = "",
) -> Position:
    """Who holds an office from a day on; the earlier holder of the same office ends that day."""
    check(by, "organisations.manage")
    Position.objects.filter(organisation=organisation, title=title, valid_to=None).update(valid_to=valid_from)
    made = Position.objects.create(
        organisation=organisation,
        title=title,
        holder_name=clean_name(holder_name),
        authority=authority,
        valid_from=valid_from,
    )
    audit.record(
        kind="organisations.position_set",
        by=by,
        now=now,
        object_uid=organisation.uid,
        data={"title": title, "organisation": organisation.name},
    )
    return made


@transaction.atomic
def user_add(
    *,
    username: str,
    full_name: str,
    organisation: Organisation,
    roles: list[str],
    password: str,
    by: Actor,
    now: dt.datetime,
    title: str = "",
    hashed: str = "",
) -> User:
    """A log-in. Refused where the name is taken, a role is unknown or the password is weak.

    `hashed` is the password's hash where the caller has it already.
    """
    check(by, "organisations.manage")
    unknown = [role for role in roles if role not in ROLE_NAMES]
    if unknown or not roles:
        raise Refused("Phải chọn ít nhất một vai trò có trong danh mục.", "roles")
    if User.objects.filter(username=username).exists():
        raise Refused(f"Tên đăng nhập {username} đã có người dùng.", "username")
    _check_password(password)
    user = User.objects.create(
        username=username,
        full_name=clean_name(full_name),
        title=title,
        organisation=organisation,
        roles=roles,
        password=hashed or make_password(password),
        created_at=now,
    )
    audit.record(
        kind="organisations.user_added",
        by=by,
        now=now,
        object_uid=user.uid,
        data={"username": username, "roles": ", ".join(ROLE_NAMES[role] for role in roles)},
    )
    return user


@transaction.atomic
def user_suspend(*, user: User, by: Actor, now: dt.datetime) -> None:
    """Take the log-in away; the records that the user wrote keep their name."""
    check(by, "organisations.manage")
    if user.pk == by.user_id:
        raise Refused("Không thể tự khóa tài khoản đang đăng nhập.")
    User.objects.filter(pk=user.pk).update(is_active=False)
    audit.record(
        kind="organisations.user_suspended",
        by=by,
        now=now,
        object_uid=user.uid,
        data={"username": user.username},
    )


def _check_password(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as error:
        said = [_WEAK.get(one.code or "", one.messages[0]) for one in error.error_list]
        raise Refused(" ".join(said), "password") from error


# Django's Vietnamese lacks one of these and leaves the other stiff.
_WEAK = {
    "password_too_short": "Mật khẩu phải có ít nhất 10 ký tự.",
    "password_too_common": "Mật khẩu này quá dễ đoán.",
}
