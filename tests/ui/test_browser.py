"""The gallery in a real browser: nothing wider than the phone, nothing that axe minds, and what the script adds."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
GALLERY = "/giao-dien/thanh-phan"


@pytest.fixture
def faults():
    return []


@pytest.fixture
def open_gallery(site_url, faults):
    def go(page, query=""):
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{site_url}{GALLERY}{query}")
        return page

    return go


@pytest.mark.parametrize("path", [GALLERY, "/login?throttled=1", "/error/404"])
def test_axe_finds_nothing_serious(site_url, page, phone, axe_faults, path):
    for one in (page, phone):
        one.goto(site_url + path)
        one.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert axe_faults(one) == []


@pytest.mark.parametrize("path", [GALLERY, "/login?throttled=1", "/error/500"])
@pytest.mark.parametrize("opened", [False, True])
def test_nothing_is_wider_than_a_phone(site_url, phone, path, opened):
    phone.goto(site_url + path)
    if opened:
        phone.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_touch_targets_on_a_phone(open_gallery, phone):
    small = open_gallery(phone).evaluate(
        """[...document.querySelectorAll('button, .btn, .btn-plain, .row-link, select, summary, .tabs a, .figure-count a')]
        .filter((one) => one.checkVisibility()).map((one) => [one.textContent.trim(), one.getBoundingClientRect().height])
        .filter(([text, height]) => height < 43.5)"""
    )
    assert small == []


def test_the_policy_blocks_nothing(open_gallery, page, faults):
    open_gallery(page).wait_for_timeout(300)
    assert faults == []


def test_rows_are_chosen_all_at_once_and_by_range(open_gallery, page):
    open_gallery(page).locator("[data-pick-all]").first.check()
    assert page.locator(".bulk-count").inner_text() == "Đã chọn 10 dòng"
    page.locator("[data-pick-all]").first.uncheck()
    boxes = page.locator('input[name="selected"]')
    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    assert page.locator(".bulk-count").inner_text() == "Đã chọn 4 dòng"


def test_arrows_move_between_rows(open_gallery, page):
    open_gallery(page).locator(".row-link").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 3
    page.keyboard.press(" ")
    assert page.locator('input[name="selected"]').nth(2).is_checked()


FRAME = "document.querySelector('.table-scroll')"
WIDEN = f"""{FRAME}.querySelectorAll('tr').forEach((row) => {{
    for (let i = 0; i < 14; i++) row.lastElementChild.after(row.lastElementChild.cloneNode(true)); }})"""


@pytest.mark.parametrize("width", [1280, 700])
def test_a_wide_table_scrolls_inside_its_frame_by_keyboard_too(site_url, new_page, axe_faults, width):
    page = new_page(width=width)
    page.goto(site_url + GALLERY)
    page.evaluate(WIDEN)
    frame = page.locator(".table-scroll:not(.fits)").first
    frame.wait_for()
    assert (frame.get_attribute("role"), frame.get_attribute("tabindex")) == ("region", "0")
    assert frame.get_attribute("aria-label")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.evaluate(f"{FRAME}.scrollWidth - {FRAME}.clientWidth") > 100
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)  # the browser scrolls smoothly
    assert page.evaluate(f"{FRAME}.scrollLeft") > 0
    assert axe_faults(page) == []


def test_a_table_that_fits_keeps_its_heads_in_sight_and_is_no_stop_of_the_keyboard(open_gallery, page):
    open_gallery(page).wait_for_selector(".table-scroll.fits")
    assert page.evaluate(f"{FRAME}.hasAttribute('tabindex')") is False
    assert page.evaluate("getComputedStyle(document.querySelector('.table thead th')).position") == "sticky"


def test_without_a_script_a_wide_table_scrolls_as_well(site_url, new_page):
    page = new_page(width=1280, java_script_enabled=False)
    page.goto(site_url + GALLERY)
    frame = page.locator(".table-scroll").first
    assert frame.get_attribute("tabindex") == "0"
    assert frame.evaluate("one => getComputedStyle(one).overflowX") == "auto"


def test_a_reason_opened_in_a_narrow_column_is_wide_enough_to_read(open_gallery, page):
    width = open_gallery(page).evaluate(
        """() => {
          const [cell, ...others] = [...document.querySelector(".table tbody tr").cells].reverse();
          others.forEach((one) => { one.textContent = "nội dung dài ".repeat(30); });
          cell.innerHTML = `<details class="why" open><summary>Vì sao?</summary><div class="why-body"><p>${"lời giải thích ".repeat(20)}</p></div></details>`;
          return cell.querySelector(".why-body").getBoundingClientRect().width;
        }"""
    )
    assert width > 350


def test_hidden_columns_stay_hidden(open_gallery, page):
    open_gallery(page).locator("details.columns > summary").click()
    page.get_by_label("Ct", exact=True).uncheck()
    page.reload()
    assert not page.get_by_role("columnheader", name="Ct").is_visible()
    assert page.get_by_role("columnheader", name="Xã, phường").is_visible()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("12/9", "12/09/2021"), ("16.9", "16/09/2020"), ("31/9", "31/9"), ("12/9/2019", "12/9/2019")],
)
def test_a_day_typed_without_its_year_is_written_out(open_gallery, page, typed, shown):
    field = open_gallery(page).locator('input[name="onset_day"]').first
    field.fill(typed)
    field.blur()
    assert field.input_value() == shown


def test_a_draft_comes_back_without_personal_numbers(open_gallery, page):
    form = open_gallery(page).locator('form[data-draft="gallery"]')
    form.get_by_label("Họ và tên").fill("Mẫu Thử")
    form.get_by_label("Số CCCD").fill("000000000123")
    form.get_by_label("Ho", exact=True).check()
    assert "000000000123" not in page.evaluate("JSON.stringify(localStorage)")
    page.reload()
    page.get_by_role("button", name="Lấy lại").click()
    assert form.get_by_label("Họ và tên").input_value() == "Mẫu Thử"
    assert form.get_by_label("Ho", exact=True).is_checked()
    assert form.get_by_label("Số CCCD").input_value() == ""


def test_a_sent_draft_is_gone(open_gallery, page):
    form = open_gallery(page).locator('form[data-draft="gallery"]')
    form.get_by_label("Họ và tên").fill("Mẫu Thử")
    form.get_by_role("button", name="Ghi phiếu").click()
    page.get_by_text("Đã ghi (trang mẫu").wait_for()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('draft'))") == []


def test_drafts_of_another_reader_are_dropped(open_gallery, page):
    open_gallery(page).evaluate(
        "localStorage.setItem('lachan.draft.99.gallery', '{\"at\": 1, \"values\": []}')"
    )
    page.reload()
    assert page.evaluate("localStorage.getItem('lachan.draft.99.gallery')") is None


def test_a_dangerous_button_asks_first(open_gallery, page):
    open_gallery(page).get_by_role("button", name="Bỏ khỏi danh sách").click()
    dialog = page.locator("dialog")
    assert "Bỏ dòng này khỏi danh sách?" in dialog.inner_text()
    dialog.get_by_role("button", name="Thôi").click()
    assert page.get_by_text("Đã ghi (trang mẫu").count() == 0
    page.get_by_role("button", name="Bỏ khỏi danh sách").click()
    dialog.get_by_role("button", name="Bỏ khỏi danh sách").click()
    page.get_by_text("Đã ghi (trang mẫu").wait_for()


def test_running_work_is_asked_until_it_ends(open_gallery, page):
    open_gallery(page).get_by_text("1.196 dòng nhập, 4 dòng lỗi.").wait_for(timeout=5000)


def test_places_are_suggested_while_typing(open_gallery, page):
    form = open_gallery(page).locator('form[data-draft="gallery"]')
    form.get_by_label("Nơi ở hiện tại").press_sequentially("tan thanh")
    form.get_by_label("Xã Tân Thành Đông (mẫu)").check()
    assert form.locator('input[name="unit_pick"]:checked').input_value() == "32049"


def test_back_brings_the_list_where_it_was(open_gallery, page):
    open_gallery(page).evaluate("scrollTo(0, 1500)")
    page.locator(".chips a, .table thead a").first.evaluate("(one) => one.click()")
    page.wait_for_url("**sort=**")
    page.go_back()
    page.wait_for_function("scrollY > 1400")


def test_the_line_is_down(open_gallery, page):
    open_gallery(page).context.set_offline(True)
    page.get_by_text("Máy đang mất mạng").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Máy đang mất mạng").wait_for(state="detached")


def test_without_javascript_everything_is_reachable(site_url, new_page):
    page = new_page(width=360, java_script_enabled=False)
    page.goto(site_url + GALLERY)
    page.locator(".nav-narrow > summary").click()
    assert page.get_by_role("link", name="Thành phần giao diện").first.is_visible()
    page.get_by_role("link", name="Trang sau").first.click()
    assert "Dòng 11–20 trong 55" in page.locator(".table-top").first.inner_text()
    page.get_by_role("button", name="Ghi phiếu").first.click()
    assert page.get_by_text("Đã ghi (trang mẫu").is_visible()


def test_paper_is_a4_without_the_screen_around_it(open_gallery, page):
    open_gallery(page).emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert page.locator(".print-head").is_visible()
    assert not page.get_by_role("button", name="Ghi phiếu").first.is_visible()
