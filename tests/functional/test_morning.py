"""The morning of 15/9/2021 through the screens alone, each step by the person whose work it is.

One scenario on one demonstration: every step stands on what the steps before it recorded.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.demo_server import DemoServer
from tests.functional.hands import Hands, agree, docx, figure, line, press, rows, said, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LETTER = "999-CV-BCD.docx"
RESULTS = "ket-qua-xet-nghiem-15-9-2021.xlsx"
CONTACTS = "danh-sach-tiep-xuc.xlsx"
AT_HOME = "Trần Thanh Hương"  # a customer of the bakery
HOURS = "isolation.hours_result_to_separation"


@pytest.fixture
def hands(demo_server: DemoServer, new_page: Callable[..., Any], tmp_path: Path) -> Hands:
    return Hands(demo_server, new_page, tmp_path)


def test_the_morning(hands: Hands) -> None:
    for step in STEPS:
        try:
            step(hands)
        except Exception as error:
            where = [f"{name} ({width} px): {page.url}" for (name, width), page in hands.pages.items()]
            error.add_note(f"at the step {step.__name__}; pages: " + "; ".join(where))
            raise
    assert not hands.faults, hands.faults


# --- 1. a letter comes in -----------------------------------------------------------------------------


def clerk_registers_the_letter(hands: Hands) -> None:
    page = hands.of("vanthu")
    file = hands.sample(page, LETTER)
    page = hands.at("vanthu", "/van-ban/vao-so/")
    hands.sent(page, file)
    press(page, "Vào sổ và đọc")
    assert page.input_value("[name=h-number]") == "999"
    assert page.input_value("[name=h-symbol]") == "CV/BCĐ"
    assert page.input_value("[name=h-urgency]") == "hỏa tốc"
    assert page.input_value("[name=h-name]") == "Võ Hoàng Long"
    assert (page.input_value("[name=o-0-d-0-due]"), page.input_value("[name=o-0-d-0-due_day]")) == (
        "17:00",
        "16/09/2021",
    )
    assert page.input_value("[name=o-1-s-1-role]") == "support"
    assert "chỗ cần xem kỹ" in said(page)
    page.locator("button:has-text('Xác nhận bản đọc')").last.click()
    page.wait_for_selector("text=Đã xác nhận bản đọc")


def advisers_draft_the_tasks(hands: Hands) -> None:
    page = hands.at("thammuu", "/van-ban/")
    page.click("text=999-CV/BCĐ")
    press(page, "Dự thảo phân công")
    if "Đã dự thảo" not in said(page):
        page.locator("main button", has_text="thảo").first.click()
    words = said(page)
    assert "9 đơn vị theo “Trưởng Ban Chỉ đạo phòng, chống dịch các huyện, thành phố Cà Mau”" in words
    assert "đồng chí Lê Quốc Bảo" in words
    assert "quá hạn khi nhận" in words
    assert "Mục 1 9 nhiệm vụ" in words


def leader_releases_the_tasks(hands: Hands) -> None:
    page = hands.at("lanhdao", "/van-ban/")
    page.click("text=999-CV/BCĐ")
    press(page, "Xem và giao việc")
    assert figure(page, "Quá hạn khi nhận") == 1
    page.fill("textarea[name=instruction]", "Các đơn vị triển khai ngay, báo cáo hằng ngày.")
    page.locator("main form button", has_text="Giao việc").click()
    page.wait_for_selector("text=/Đã giao \\d+ nhiệm vụ/")
    assert "Các đơn vị triển khai ngay" in said(page)
    page = hands.at("huyen", "/van-ban/nhiem-vu/")
    assert "999-CV/BCĐ" in said(page)


# --- 2. a laboratory uploads its results --------------------------------------------------------------


def laboratory_uploads_its_results(hands: Hands) -> None:
    page = hands.of("phongxn")
    file = hands.sample(page, RESULTS)
    _offer_results(hands, page, file)
    press(page, "Sửa cách đọc cột")
    assert page.input_value("[name=column-sampled_at]") == "Giờ lấy mẫu"
    page.select_option("[name=column-phone]", "ĐT liên hệ")
    press(page, "Kiểm tra tệp")
    assert figure(page, "Dòng sẽ nạp mới") == 24
    assert (figure(page, "Dòng sẽ trả lại"), figure(page, "Chờ kết quả, chưa nạp")) == (2, 1)
    assert "Thiếu Họ và tên" in said(page)
    press(page, "Nạp 24 dòng")
    until(page, "Tải 2 dòng trả lại")
    assert (figure(page, "Dòng nạp mới"), figure(page, "Dòng trả lại")) == (24, 2)
    assert figure(page, "Dương tính chưa rõ là ai") == 1
    with page.expect_download() as coming:
        page.locator("a[href$='dong-tra-lai.xlsx']").click()
    sheet = openpyxl.load_workbook(io.BytesIO(coming.value.path().read_bytes())).active
    assert sheet.max_row == 3
    assert "Mã ống" in [cell.value for cell in sheet[1]]


def _offer_results(hands: Hands, page: Any, file: Path) -> None:
    page.goto(f"{hands.server.url}/xet-nghiem/nap/")
    page.select_option("select[name=disease]", "covid19")
    hands.sent(page, file)
    press(page, "Gửi tệp")


def the_same_results_add_nothing(hands: Hands) -> None:
    """The very file, and the same rows saved once more as another file: the columns are remembered."""
    page = hands.of("phongxn")
    _offer_results(hands, page, hands.folder / RESULTS)
    assert "Tệp này đã nạp lúc 07:00 15/09/2021; không có dòng nào được nạp thêm" in said(page)
    book = openpyxl.load_workbook(hands.folder / RESULTS)
    book.active.title = "Chép lại"
    book.save(hands.folder / "chep-lai.xlsx")
    _offer_results(hands, page, hands.folder / "chep-lai.xlsx")
    assert "kiem-tra" in page.url, "a file with the same columns needs no new mapping"
    assert figure(page, "Dòng sẽ nạp mới") == 0
    assert figure(page, "Dòng đã có, sẽ không thêm") == 24
    press(page, "Bỏ tệp này")


def the_waiting_positive_alarms(hands: Hands) -> None:
    for username in ("cdc", "xa"):
        page = hands.at(username, "/")
        assert figure(page, "Dương tính chưa nhận diện") == 1
        assert "Nguyễn Văn Bé, sinh 1975" in said(page)
    page = hands.at("xa", "/xet-nghiem/cho-nhan-dien/")
    page.click("text=Nguyễn Văn Bé")
    assert "Liên hệ" in said(page) or "liên hệ ngay" in said(page)
    press(page, "Chưa có hồ sơ, lập mới")
    agree(page)
    page.wait_for_selector("text=Đã lập hồ sơ mới")
    assert figure(hands.at("cdc", "/"), "Dương tính chưa nhận diện") == 0


# --- 3 to 5. case, contacts, cascade ------------------------------------------------------------------


def tracer_reads_why(hands: Hands) -> None:
    """The one who was F1 is a case now; who was F2 because of him is F1, with the reason and the instrument."""
    page = hands.at("cdc", "/danh-sach/f0-trong-ngay/")
    line(page, "Nguyễn Gia Nghĩa").locator("a").first.click()
    words = said(page)
    assert "F1 vì ăn, uống cùng bàn với" in words
    assert "trong 3 ngày trước ngày lấy mẫu dương tính" in words
    assert "QĐ 3638/QĐ-BYT" in words
    assert "đến hết ngày 26/09/2021" in words


def a_contact_turns_positive(hands: Hands) -> None:
    """F1 → F0 and F2 → F1: shown before anything is written, and so afterwards."""
    page = hands.at("cdc", "/cach-ly/can-cach-ly/?level=F2")
    row = page.locator("main table tbody tr").first
    second = row.locator("a").first.inner_text().strip()
    first = re.search(r"với F1 (.+?) ngày", row.locator("details.why").text_content())
    assert first, "an F2 says whose contact"
    page = hands.at("cdc", f"/tim/?q={first[1]}")
    page.click(f"main ul >> text={first[1]}")
    press(page, "Ghi mẫu và kết quả")
    page.check("[name=outcome][value=positive]")
    page.fill("[name=ct]", "22,5")
    page.locator("main form button", has_text="Ghi mẫu và kết quả").click()
    page.wait_for_selector("text=Kết quả này thay đổi gì")
    foretold = page.locator(".effects-list li").all_inner_texts()
    assert any("từ F1 thành F0" in words and first[1] in words for words in foretold), foretold
    assert any("từ F2 thành F1" in words and second in words for words in foretold), foretold
    page.locator("main form.effects button", has_text="Ghi mẫu và kết quả").click()
    page.wait_for_selector("text=/Đã ghi mẫu/")
    page = hands.at("cdc", "/danh-sach/f0-trong-ngay/")
    assert line(page, first[1]).count() == 1
    page = hands.at("cdc", "/cach-ly/can-cach-ly/?level=F1")
    assert "F1 vì" in line(page, second).locator("details.why").text_content()


def tracer_loads_the_customers(hands: Hands) -> None:
    page = hands.of("cdc")
    file = hands.sample(page, CONTACTS)
    page = hands.at("cdc", "/truy-vet/")
    line(page, "Nguyễn Hoàng Phúc").locator("a").first.click()
    page.goto(page.url + "nap-danh-sach/")
    hands.sent(page, file)
    page.locator("main form button").last.click()
    page.select_option("[name=word-closeness-0]", label="Tiếp xúc trong vòng 2 m")
    press(page, "Kiểm tra tệp")
    assert (figure(page, "Dòng sẽ nạp mới"), figure(page, "Dòng sẽ trả lại")) == (12, 1)
    assert "13/09/2021" in said(page)
    press(page, "Nạp 12 dòng")
    until(page, "Tải 1 dòng trả lại")
    assert figure(page, "Dòng nạp mới") == 12


# --- 6. separation ------------------------------------------------------------------------------------


def district_decides_on_a_list(hands: Hands) -> None:
    page = hands.at("huyen", "/cach-ly/can-cach-ly/?level=F1")
    for name in ("Phạm Như Dung", "Trần Thanh Tâm"):
        line(page, name).locator("input[name=selected]").check()
    press(page, "Lập dự thảo quyết định")
    assert "Khu cách ly tập trung số 1 (minh họa) (còn" in said(page)
    press(page, "Lập dự thảo")
    page.wait_for_selector("text=Đã lập dự thảo cho 2 người")
    press(page, "Ban hành")
    assert "2 người cách ly tập trung tại Khu cách ly tập trung số 1" in said(page)
    page.check("[name=numbering][value=typed]")
    page.fill("[name=number]", "990777")
    page.locator("main form button", has_text="Ban hành").click()
    page.wait_for_selector("text=990777")


def leader_signs_with_a_released_number(hands: Hands) -> None:
    """One of the bakery's customers stays at home, by a decision of the province."""
    page = hands.at("cdc", "/cach-ly/can-cach-ly/?level=F1&sort=-starts_at")
    line(page, AT_HOME).locator("input[name=selected]").check()
    press(page, "Lập dự thảo quyết định")
    page.select_option("select[name^=measure-]", label="Cách ly tại nhà")
    page.select_option("select[name^=site-]", "")
    page.select_option("select[name=organisation]", label="Ủy ban nhân dân tỉnh Cà Mau")
    press(page, "Lập dự thảo")
    page.wait_for_selector("text=Đã lập dự thảo cho 1 người")
    draft = page.url
    page = hands.of("lanhdao")
    page.goto(draft)
    press(page, "Ban hành")
    assert "còn 50 số" in said(page)
    page.check("[name=numbering][value=block]")
    page.locator("main form button", has_text="Ban hành").click()
    page.wait_for_selector("text=990001")
    words = docx(page, page.locator("main a[href$='.docx']").first.click)
    assert "990001" in words.replace(" ", "")
    assert AT_HOME in words
    assert "Lê Quốc Bảo" in words


# --- 7. the site and the commune, on a phone too ------------------------------------------------------


def site_confirms_on_a_phone(hands: Hands) -> None:
    page = hands.at("khucachly", "/cach-ly/xac-nhan-den/", width=360)
    for name in ("Phạm Như Dung", "Trần Thanh Tâm"):
        card = page.locator("article", has_text=name)
        card.locator("button", has_text=re.compile("Xác nhận|Đã đến")).first.click()
        page.wait_for_selector(f"text=Đã xác nhận {name}")
    assert fits(page)
    page = hands.at("khucachly", "/")
    assert figure(page, "Đang chờ đến") == 0


def fits(page: Any) -> bool:
    """Nothing lies beside the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def commune_confirms_at_home_on_a_phone(hands: Hands) -> None:
    page = hands.at("xa", "/cach-ly/xac-nhan-den/?phan=nha", width=360)
    card = page.locator("article", has_text=AT_HOME)
    card.locator("button", has_text=re.compile("Xác nhận|Đã")).first.click()
    page.wait_for_selector(f"text=Đã xác nhận {AT_HOME}")
    page = hands.at("xa", "/cach-ly/tai-nha/", width=360)
    assert AT_HOME in said(page)
    assert fits(page)


def district_shares_its_task(hands: Hands) -> None:
    page = hands.at("huyen", "/van-ban/nhiem-vu/")
    line(page, "điều tra, truy vết").locator("a").first.click()
    press(page, "Giao lại")
    page.locator("main label", has_text="Trạm Y tế phường 4").locator("input").check()
    page.locator("main form button", has_text=re.compile("Giao lại|Giao")).last.click()
    page.wait_for_selector("text=/Đã giao lại cho 1 đơn vị/")


def commune_reports_with_evidence_on_a_phone(hands: Hands) -> None:
    page = hands.at("xa", "/van-ban/nhiem-vu/", width=360)
    assert fits(page)
    page.locator("main a[href*='/van-ban/nhiem-vu/0']").first.click()
    press(page, "Thêm minh chứng")
    page.fill("textarea[name=words]", "Đã lập danh sách 10 hộ quanh tiệm bánh.")
    evidence = hands.folder / "danh-sach-ho.txt"
    evidence.write_text("10 hộ", encoding="utf-8")
    hands.sent(page, evidence)
    page.locator("main form button", has_text="Thêm minh chứng").last.click()
    page.wait_for_selector("text=/Đã ghi:/")
    assert "danh-sach-ho.txt" in said(page)
    assert fits(page)


def commune_sees_its_own_people_only(hands: Hands) -> None:
    page = hands.at("xa", "/danh-sach/nguoi-theo-doi/")
    mine = page.locator("main table tbody tr").all_inner_texts()
    assert mine
    assert not [words for words in mine if "Phường 4" not in words]
    assert rows(page) < rows(hands.at("huyen", "/danh-sach/nguoi-theo-doi/"))
    outsider = hands.at("cdc", "/tim/?q=le+cam+lan")
    outsider.click("main >> text=Lê Cẩm Lan")
    answer = page.request.get(outsider.url)
    assert answer.status == 404
    assert "Lê Cẩm Lan" not in said(hands.at("xa", "/tim/?q=le+cam+lan"))
    national_id = re.search(r"\b999\d{9}\b", said(outsider))
    assert national_id
    page = hands.at("xa", "/nguoi-dan/hoi-trung/")
    page.fill("[name=national_id]", national_id[0])
    press(page, "Hỏi")
    words = said(page)
    assert re.search(r"[Đđ]ang do .*Trí Phải.* quản lý", words), words
    assert "Lê Cẩm Lan" not in words


# --- 8. the order measures itself ---------------------------------------------------------------------


def the_order_measures_itself(hands: Hands) -> None:
    page = hands.at("lanhdao", "/van-ban/")
    page.click("text=999-CV/BCĐ")
    page.locator("main a[href*='/phan-tich/chi-so/']").first.click()
    measured = figure(page, "Đo được")
    opened = page.context.new_page()
    for part, label in (
        ("within", "Trong đích của quy tắc"),
        ("measured", "Đo được"),
        ("unmeasured", "Chưa đo được"),
    ):
        opened.goto(page.url)
        opened.locator(f".figures a[href*='only={part}']").first.click()
        opened.wait_for_url(f"**only={part}*")
        assert rows(opened) == figure(page, label), label
    opened.close()
    assert measured > 0
    page = hands.at("huyen", f"/phan-tich/chi-so/{HOURS}/")
    assert 0 < figure(page, "Đo được") < measured


def leader_prints_the_progress_report(hands: Hands) -> None:
    page = hands.at("lanhdao", "/van-ban/")
    page.click("text=999-CV/BCĐ")
    press(page, "In báo cáo tiến độ")
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    words = docx(page, page.locator("main a[href*='/van-ban/bao-cao/']").first.click)
    assert "BÁO CÁO" in words
    assert "999-CV/BCĐ" in words
    assert "Ủy ban nhân dân" in words


# --- 9. the board, and the day closed -----------------------------------------------------------------


def board_figures_open_lists_of_that_length(hands: Hands) -> None:
    page = hands.at("lanhdao", "/bang-chi-huy/")
    found = page.eval_on_selector_all(
        "main a[href*='/danh-sach/']", "all => all.map(a => [(a.textContent || '').trim(), a.href])"
    )
    numbers = [(int(words.replace(".", "")), address) for words, address in found if words.isdecimal()]
    assert len(numbers) > 10
    opened = page.context.new_page()
    for number, address in numbers[:12]:
        opened.goto(address)
        assert rows(opened) == number, address
    opened.close()


def june_stays_visible(hands: Hands) -> None:
    """The false alarm of 19/6: both results on record, the suspicion closed."""
    page = hands.at("cdc", "/ca-benh/?classification=excluded")
    page.locator("main table tbody tr").first.locator("a").first.click()
    words = said(page)
    assert "Loại trừ" in words or "loại trừ" in words
    assert "Dương tính" in words
    assert "Âm tính" in words
    assert "19/06/2021" in words


def the_day_is_closed(hands: Hands) -> None:
    page = hands.at("quantri", "/dong-ho/")
    page.fill("[name=moment]", "17:05")
    page.fill("[name=moment_day]", "15/09/2021")
    press(page, "Chuyển đồng hồ")
    page = hands.at("lanhdao", "/phan-tich/chot-so/moi/")
    published = figure(page, "Sẽ công bố")
    assert published >= 3
    page.locator("main form button", has_text=re.compile("Ký|Chốt|Khóa")).last.click()
    if page.locator("dialog[open]").count():
        agree(page)
    page.wait_for_url("**/phan-tich/chot-so/covid19/2021-09-15/")
    words = said(page)
    assert "Lê Quốc Bảo" in words
    assert figure(page, "Công bố trong ngày") == published
    assert "khớp nội dung" in words


def auditor_reads_and_verifies(hands: Hands) -> None:
    words = said(hands.at("kiemtra", "/kiem-tra/su-kien/"))
    assert "Lê Quốc Bảo" in words
    page = hands.at("kiemtra", "/kiem-tra/luot-xem/")
    assert "Nguyễn Thị Ngọc Ánh" in said(page)
    page = hands.at("kiemtra", "/kiem-tra/niem-phong/?tinh-lai=1")
    assert "Chuỗi nguyên vẹn" in said(page)


STEPS: list[Callable[[Hands], None]] = [
    clerk_registers_the_letter,
    advisers_draft_the_tasks,
    leader_releases_the_tasks,
    laboratory_uploads_its_results,
    the_same_results_add_nothing,
    the_waiting_positive_alarms,
    tracer_reads_why,
    a_contact_turns_positive,
    tracer_loads_the_customers,
    district_decides_on_a_list,
    leader_signs_with_a_released_number,
    site_confirms_on_a_phone,
    commune_confirms_at_home_on_a_phone,
    district_shares_its_task,
    commune_reports_with_evidence_on_a_phone,
    commune_sees_its_own_people_only,
    the_order_measures_itself,
    leader_prints_the_progress_report,
    board_figures_open_lists_of_that_length,
    june_stays_visible,
    the_day_is_closed,
    auditor_reads_and_verifies,
]
