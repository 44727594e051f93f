"""The frame of pages, the menu, error pages and who may see the gallery."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.template.loader import get_template
from django.test import Client

from lachan.kernel.access.actors import Actor
from lachan.ui import context, errors, navigation
from lachan.ui.navigation import NavItem
from lachan.ui.views import gallery
from tests.ui.site import ADMIN

TRACER = Actor(kind="user", label="Cán bộ truy vết", user_id=8, roles=frozenset({"tracer"}))


@pytest.fixture
def menu(monkeypatch):
    monkeypatch.setattr(navigation, "_items", {})
    return navigation


@pytest.mark.parametrize("code", ["400", "403", "404", "413", "500", "403_csrf"])
def test_error_pages_say_what_to_do(small_site, code):
    html = Client().get(f"/error/{code}").content.decode()
    assert "Làm gì tiếp" in html
    assert "<li>" in html


def test_the_page_of_a_broken_server_needs_nothing_from_it():
    assert "Máy chủ gặp lỗi" in get_template("500.html").render()


def test_a_page_that_is_not_there(small_site):
    answer = Client().get("/khong-co")
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.content.decode()


def test_a_form_without_its_token(small_site):
    answer = Client(enforce_csrf_checks=True).post("/giao-dien/thanh-phan/lam", {"a": "1"})
    assert answer.status_code == 403
    assert "Biểu mẫu đã hết hạn" in answer.content.decode()


def test_too_much_is_413_and_other_bad_requests_are_400(small_site, rf):
    assert errors.bad_request(rf.get("/"), RequestDataTooBig()).status_code == 413
    assert errors.bad_request(rf.get("/"), SuspiciousOperation()).status_code == 400
    assert "20 MB" in errors.too_large(rf.get("/"), "20 MB").content.decode()


def test_the_reason_of_a_refusal_is_shown(rf):
    from django.shortcuts import render

    assert (
        "Chỉ văn thư được cấp số."
        in render(rf.get("/"), "403.html", {"reason": "Chỉ văn thư được cấp số."}).content.decode()
    )


def test_log_in(small_site):
    html = Client().get("/login?throttled=1").content.decode()
    assert 'name="username"' in html
    assert 'type="password"' in html
    assert "Chờ 15 phút" in html


def test_the_title_serves_as_heading(small_site):
    html = Client().get("/login").content.decode()
    assert "<title>Đăng nhập · Lá Chắn</title>" in html
    assert "<h1>Đăng nhập</h1>" in html


def test_the_frame_names_the_reader_and_the_hour(small_site):
    html = Client().get("/giao-dien/thanh-phan").content.decode()
    assert "Nguyễn Thị Quản Trị" in html
    assert "Quản trị · Sở Y tế (mẫu)" in html
    assert "<b>07:00</b> 15/09/2021" in html
    assert "Diễn tập" in html
    assert html.count('aria-current="page"') == 3  # both menus and the crumbs


def test_what_was_done_can_be_undone_on_the_next_page(small_site):
    client = Client()
    html = client.post("/giao-dien/thanh-phan/lam", follow=True).content.decode()
    assert "Đã ghi (trang mẫu" in html
    assert 'action="/giao-dien/thanh-phan/lam"' in html


def test_typed_places_are_answered_as_choices(small_site):
    html = Client().get("/giao-dien/thanh-phan/noi?name=unit&unit=tan+thanh").content.decode()
    assert html.count('name="unit_pick"') == 2
    assert (
        "Không thấy nơi nào" in Client().get("/giao-dien/thanh-phan/noi?name=unit&unit=zzz").content.decode()
    )


@pytest.mark.parametrize(("actor", "status"), [(ADMIN, 200), (TRACER, 403), (None, 302)])
def test_the_gallery_is_for_administrators(small_site, rf, actor, status):
    request = rf.get("/giao-dien/thanh-phan")
    request.actor = actor
    assert gallery(request).status_code == status


class TestMenu:
    def links(self, rf, actor, path="/"):
        return {
            group.label: [(link.label, link.current) for link in group.links]
            for group in navigation.for_reader(rf.get(path), actor, {})
        }

    def test_groups_order_and_permission(self, menu, small_site, rf):
        menu.register(NavItem("Thành phần", "ui:gallery", "ui.gallery", group="Quản trị"))
        menu.register(NavItem("Đăng nhập", "login", None, order=2, group="Hôm nay"))
        menu.register(NavItem("Lỗi", "ui:gallery_steps", "people.merge", order=1, group="Hôm nay"))
        menu.register(NavItem("Chưa có màn hình", "places:nowhere", None))
        assert list(self.links(rf, ADMIN)) == ["Hôm nay", "Quản trị"]
        assert self.links(rf, TRACER) == {"Hôm nay": [("Lỗi", False), ("Đăng nhập", False)]}

    def test_the_longest_address_is_the_present_one(self, menu, small_site, rf):
        menu.register(NavItem("Thành phần", "ui:gallery"))
        menu.register(NavItem("Tiến độ", "ui:gallery_steps"))
        here = self.links(rf, ADMIN, "/giao-dien/thanh-phan/tien-do")
        assert here["Nghiệp vụ"] == [("Thành phần", False), ("Tiến độ", True)]

    def test_registering_twice_replaces(self, menu, small_site, rf):
        menu.register(NavItem("Cũ", "login"))
        menu.register(NavItem("Mới", "login", count=lambda request: ContentType.objects.all()))
        (group,) = navigation.for_reader(rf.get("/"), ADMIN, {"login": 4})
        assert [(link.label, link.count) for link in group.links] == [("Mới", 4)]

    def test_a_misspelt_permission_fails_at_once(self, menu):
        with pytest.raises(KeyError):
            menu.register(NavItem("x", "login", "ui.galery"))


def test_the_menu_is_computed_once_a_page(menu, small_site):
    asked = []

    def rows(request):
        asked.append(1)
        return ContentType.objects.none()

    menu.register(NavItem("Đăng nhập", "login", count=rows))
    html = Client().get("/giao-dien/thanh-phan").content.decode()
    assert html.count(">Đăng nhập") == 2  # beside the page and folded
    assert len(asked) == 1


def test_rooms_add_to_every_page(monkeypatch, rf):
    monkeypatch.setattr(context, "_providers", [])
    context.register(lambda request: {"alarm_count": 3})
    values = context.page(rf.get("/"))
    assert values["alarm_count"] == 3
    assert values["reader"] is None
    assert not values["nav"]


@pytest.mark.django_db
def test_all_numbers_of_a_page_are_one_query(menu, monkeypatch, small_site, rf, django_assert_num_queries):
    rows = ContentType.objects.all()
    menu.register(NavItem("Đăng nhập", "login", count=lambda request: rows))
    monkeypatch.setattr(context, "_counted", {})
    context.register_count("alarm_count", lambda request: rows.filter(app_label="kernel"))
    context.register_count("not_for_this_reader", lambda request: None)
    request = rf.get("/")
    request.actor = ADMIN
    with django_assert_num_queries(1):
        values = context.page(request)
        ((link,),) = [group.links for group in values["nav"]]
        shown = (link.count, values["alarm_count"](), values["not_for_this_reader"]())
    assert shown == (rows.count(), rows.filter(app_label="kernel").count(), None)
    assert all(shown[:2])
