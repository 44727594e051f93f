"""The reader's rules one by one, as tables: wording on the left, reading on the right."""

from __future__ import annotations

import pytest

from lachan.directives.reading import Deadline, is_group, letter_of_text, read_bytes
from lachan.directives.reading.issuer import issuer_name
from lachan.directives.reading.lines import clean

from .shared import by_path, leads, paths, supports

HEAD = """UBND TỈNH CÀ MAU
SỞ Y TẾ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 9/SYT-VP
V/v thử
Cà Mau, ngày 15 tháng 9 năm 2021

Kính gửi: Các đơn vị.

Giám đốc Sở yêu cầu thực hiện các nội dung sau:
"""


def letter(*items: str) -> dict:
    return read_bytes("thu.txt", (HEAD + "\n".join(items)).encode())


def deadlines(words: str) -> list[Deadline]:
    found = letter_of_text("thu.txt", clean(f"{HEAD}1. Báo cáo kết quả {words}.")).orders
    return list(found[0].deadlines)


@pytest.mark.parametrize(
    ("words", "due", "kind"),
    [
        ("trước ngày 26/11/2021", "2021-11-26", "by"),
        ("chậm nhất ngày 10 tháng 12 năm 2021", "2021-12-10", "by"),
        ("trước 17h00 ngày 05/10", "2021-10-05T17:00:00", "by"),
        ("trước 15 giờ 30 phút, ngày 05/10/2021", "2021-10-05T15:30:00", "by"),
        ("trong buổi sáng ngày 15/9/2021", "2021-09-15T12:00:00", "by"),
        ("trong chiều ngày 16/9", "2021-09-16T17:00:00", "by"),
        ("trong ngày 16/9/2021", "2021-09-16", "by"),
        ("đến hết ngày 30/9/2021", "2021-09-30", "by"),
        ("trong tháng 10/2021", "2021-10-31", "by"),
        ("trong tháng 02 năm 2022", "2022-02-28", "by"),
        ("trong quý IV/2021", "2021-12-31", "by"),
        ("trước ngày 10/01", "2022-01-10", "by"),
        ("trong thời hạn 03 ngày kể từ ngày ban hành Công văn này", "2021-09-18", "by"),
        ("trong vòng 24 giờ kể từ khi có kết quả", None, "vague"),
        ("trước ngày Quốc khánh 02/9/2022", "2022-09-02", "by"),
        ("trước 16 giờ hằng ngày", None, "recurring"),
        ("vào thứ Sáu hằng tuần", None, "recurring"),
        ("trước ngày 20 hàng tháng", None, "recurring"),
        ("trước ngày 15/12 hằng năm", None, "recurring"),
        ("định kỳ 02 lần/tháng", None, "recurring"),
        ("trong thời gian sớm nhất", None, "vague"),
        ("từ ngày 20/9 đến hết ngày 30/9/2021", "2021-09-30", "by"),
        ("kịp thời", None, "vague"),
        ("đúng thời hạn", None, "vague"),
        ("trước 17h00' ngày 20/9/2021", "2021-09-20T17:00:00", "by"),
        ("trước 5 giờ chiều ngày 16/9", "2021-09-16T17:00:00", "by"),
        ("buổi sáng ngày 16/9/2021", "2021-09-16T12:00:00", "by"),
        ("ngay trong đêm 15/9/2021", "2021-09-15T23:59:00", "by"),
        ("trong 02 ngày 16 và 17/9/2021", "2021-09-17", "by"),
        ("từ nay đến ngày 30/9/2021", "2021-09-30", "by"),
        ("trong 6 tháng cuối năm 2021", "2021-12-31", "by"),
        ("đến cuối tháng 9/2021", "2021-09-30", "by"),
        ("chậm nhất là 10h00 ngày 16.9.2021", "2021-09-16T10:00:00", "by"),
        ("trước thứ Hai, ngày 20/9/2021", "2021-09-20", "by"),
        ("thứ Sáu hằng tuần", None, "recurring"),
        ("định kỳ ngày 25 hàng tháng", None, "recurring"),
        ("vào ngày 15 và ngày 30 hàng tháng", None, "recurring"),
        ("vào buổi sáng hằng ngày", None, "recurring"),
        ("03 ngày/lần", None, "recurring"),
        ("trước 14 giờ thứ Tư hằng tuần", None, "recurring"),
        ("trước 16 giờ thứ Ba và thứ Sáu hằng tuần", None, "recurring"),
        ("vào thứ Hai, thứ Tư và thứ Sáu hằng tuần", None, "recurring"),
        ("trước 17 giờ, ngày 24/7/2022", "2022-07-24T17:00:00", "by"),
        ("chậm nhất ngày 24/7", "2021-07-24", "by"),
        ("từ ngày 20/7 đến 24/7/2022", "2022-07-24", "by"),
        ("24/7", None, "recurring"),
        ("trước 17h chiều nay", "2021-09-15T17:00:00", "by"),
        ("trước 8 giờ sáng ngày mai", "2021-09-16T08:00:00", "by"),
        ("trước 17 giờ 00' thứ Sáu (ngày 17/9/2021)", "2021-09-17T17:00:00", "by"),
        ("vào ngày 15, 30 hằng tháng", None, "recurring"),
        ("trước ngày 20 của tháng cuối quý", None, "recurring"),
        ("trước mùa mưa bão năm 2022", None, "vague"),
        ("vào cuối ngày", None, "vague"),
        ("ngay sau khi nhận được văn bản", None, "vague"),
        ("trong vòng 24 giờ", None, "vague"),
        ("ngay từ bây giờ", None, "vague"),
        ("trong 02 ngày làm việc kể từ ngày nhận được văn bản", None, "vague"),
        ("trong 03 ngày làm việc kể từ ngày ký", "2021-09-20", "by"),
        ("trong vòng 10 ngày kể từ ngày 20/9/2021", "2021-09-30", "by"),
        ("trong vòng 10 ngày kể từ 0 giờ ngày 20/9/2021", "2021-09-29", "by"),
        ("cho đến khi có thông báo tiếp theo của Sở Y tế", None, "vague"),
        ("chậm nhất 10 giờ sáng mai", "2021-09-16T10:00:00", "by"),
        ("ngay trong sáng mai", "2021-09-16T12:00:00", "by"),
        ("sau mỗi buổi thi", None, "recurring"),
        ("vào 5 giờ 30 và 17 giờ hằng ngày", None, "recurring"),
        ("định kỳ 15 giờ 00 hằng ngày", None, "recurring"),
        ("định kỳ thứ Năm hằng tuần (trước 16 giờ)", None, "recurring"),
        ("mỗi ngày 2 lần", None, "recurring"),
        ("vào ngày làm việc cuối cùng của tháng", None, "recurring"),
        ("trong 03 ngày", None, "vague"),
        ("trước ngày họp 01 ngày", None, "vague"),
        ("trong vòng 05 ngày, kể từ ngày nhận được Công văn này", None, "vague"),
        ("ngay trong ngày có kết quả xét nghiệm", None, "vague"),
    ],
)
def test_deadline(words: str, due: str | None, kind: str) -> None:
    found = deadlines(words)
    assert [(d.due, d.kind) for d in found] == [(due, kind)]
    assert found[0].text.split()[-1] == words.rsplit(maxsplit=1)[-1]


@pytest.mark.parametrize(
    "words",
    [
        "theo Công văn số 100/UBND-KGVX ngày 03/8/2021",
        "chi thường xuyên năm 2021",
        "của những người đã khỏi bệnh 06 tháng",
        "về việc theo dõi 07 ngày tiếp theo",
        "từ ngày 01/9/2021",
        "khẩn trương",
        "của người có giấy xét nghiệm âm tính trong vòng 72 giờ",
        "của lớp có 02 trẻ mắc trong vòng 7 ngày thì nghỉ học",
    ],
)
def test_no_deadline(words: str) -> None:
    assert deadlines(words) == []


@pytest.mark.parametrize(
    ("text", "lead", "support"),
    [
        ("Sở A chủ trì, phối hợp với Công an tỉnh, Sở B rà soát.", ["Sở A"], ["Công an tỉnh", "Sở B"]),
        ("Giao Sở Giáo dục và Đào tạo hướng dẫn.", ["Sở Giáo dục và Đào tạo"], []),
        (
            "Sở Văn hóa, Thể thao và Du lịch và UBND các huyện, thành phố tổ chức tập huấn.",
            ["Sở Văn hóa, Thể thao và Du lịch", "UBND các huyện, thành phố"],
            [],
        ),
        ("Các sở, ban, ngành tỉnh tăng cường tuyên truyền.", ["Các sở, ban, ngành tỉnh"], []),
        (
            "Giám đốc, Thủ trưởng các Sở, ban, ngành Thành phố và Công an Thành phố kiểm tra các chợ.",
            ["Giám đốc, Thủ trưởng các Sở, ban, ngành Thành phố", "Công an Thành phố"],
            [],
        ),
        ("Trưởng các ấp đến từng hộ phát tờ rơi.", ["Trưởng các ấp"], []),
        ("Đồn Biên phòng Hòn Khoai đếm tàu thuyền.", ["Đồn Biên phòng Hòn Khoai"], []),
        ("Các xã, thị trấn còn lại rà soát người về.", ["Các xã, thị trấn còn lại"], []),
        ("Sở A phối hợp với chính quyền các cấp vận động.", ["Sở A"], ["chính quyền các cấp"]),
        ("Yêu cầu các khoa, phòng, trạm y tế triển khai.", ["các khoa, phòng, trạm y tế"], []),
        ("Yêu cầu các cơ quan, đơn vị và người dân chấp hành.", ["các cơ quan, đơn vị", "người dân"], []),
        ("Yêu cầu Giám đốc các Sở Y tế, bệnh viện báo cáo.", ["Giám đốc các Sở Y tế, bệnh viện"], []),
        (
            "Riêng huyện U Minh: phối hợp Công an tỉnh, chính quyền cơ sở tuần tra.",
            ["huyện U Minh"],
            ["Công an tỉnh", "chính quyền cơ sở"],
        ),
        ("LĐLĐ huyện rà soát đoàn viên.", ["LĐLĐ huyện"], []),
        ("Địa phương nào báo cáo chậm, Chủ tịch UBND chịu trách nhiệm.", ["Chủ tịch UBND"], []),
        ("Những trường hợp trốn cách ly phải xử lý nghiêm.", [], []),
        ("Trạm Y tế phối hợp các trường học phun khử khuẩn lớp học.", ["Trạm Y tế"], ["các trường học"]),
        (
            "Công an tỉnh phối hợp Sở A, Sở B cấp giấy đi đường.",
            ["Công an tỉnh"],
            ["Sở A", "Sở B"],
        ),
        (
            "Sở A phối hợp với Sở B, chính quyền địa phương ven sông sơ tán người dân.",
            ["Sở A"],
            ["Sở B", "chính quyền địa phương ven sông"],
        ),
        (
            "Cấp ủy, chính quyền các cấp kiểm tra các chốt.",
            ["Cấp ủy, chính quyền các cấp"],
            [],
        ),
        (
            "Thủ trưởng các sở, Chủ tịch Ủy ban nhân dân thành phố Sông Đốc và các quận, huyện chịu trách nhiệm.",
            ["Thủ trưởng các sở", "Chủ tịch Ủy ban nhân dân thành phố Sông Đốc và các quận, huyện"],
            [],
        ),
        (
            "Đề nghị Ban Chỉ đạo các huyện và các cơ quan, đơn vị liên quan thực hiện.",
            ["Ban Chỉ đạo các huyện", "các cơ quan, đơn vị liên quan"],
            [],
        ),
        ("Đối với Bệnh viện Đa khoa: Bố trí thêm giường.", ["Bệnh viện Đa khoa"], []),
        ("Các đơn vị sự nghiệp công lập chủ động rà soát.", ["Các đơn vị sự nghiệp công lập"], []),
        ("Trung tâm Chuyển đổi số cập nhật số liệu.", ["Trung tâm Chuyển đổi số"], []),
        ("Công an tỉnh chỉ đạo Công an các huyện tuần tra.", ["Công an tỉnh"], []),
        ("Sở C báo cáo Ủy ban nhân dân tỉnh kết quả.", ["Sở C"], []),
        (
            "Phòng Nghiệp vụ Y và các cơ quan liên quan lo liệu hậu cần.",
            ["Phòng Nghiệp vụ Y", "các cơ quan liên quan"],
            [],
        ),
        ("Chánh Văn phòng, Chánh Thanh tra Sở kiểm tra.", ["Chánh Văn phòng", "Chánh Thanh tra Sở"], []),
        ("Trên cơ sở đó, giao Phòng Tổ chức tham mưu.", ["Phòng Tổ chức"], []),
        ("Rà soát số liệu; giao Sở D tổng hợp.", ["Sở D"], []),
        ("Trạm Y tế (trực tiếp là đồng chí Lê Văn Mẫu) trực tiếp điều tra.", ["Trạm Y tế", "Lê Văn Mẫu"], []),
        ("Giao đồng chí Lê Mẫu, Giám đốc Sở A chỉ đạo.", ["đồng chí Lê Mẫu, Giám đốc Sở A"], []),
        (
            "Giao đồng chí Lê Mẫu, Giám đốc Sở A và đồng chí Hồ Mẫu, Giám đốc Sở B chỉ đạo.",
            ["đồng chí Lê Mẫu, Giám đốc Sở A", "đồng chí Hồ Mẫu, Giám đốc Sở B"],
            [],
        ),
        ("Thành ủy, các huyện ủy, thị ủy phân công người trực.", ["Thành ủy", "các huyện ủy, thị ủy"], []),
        ("Việc vận chuyển do Sở E chủ trì, phối hợp với Sở F thực hiện.", ["Sở E"], ["Sở F"]),
        ("Công tác an sinh: Sở G rà soát hộ khó khăn.", ["Sở G"], []),
        ("Đề nghị UBMTTQ Việt Nam huyện vận động.", ["UBMTTQ Việt Nam huyện"], []),
        ("Các đoàn thể thuộc tỉnh giãn lịch họp.", ["Các đoàn thể thuộc tỉnh"], []),
        ("Tổ công tác liên ngành kiểm tra.", ["Tổ công tác liên ngành"], []),
        ("Công an xã phân công lực lượng trực.", ["Công an xã"], []),
        ("Ủy ban nhân dân các xã yêu cầu các cơ sở ký cam kết.", ["Ủy ban nhân dân các xã"], []),
        ("Yêu cầu Đội trưởng, Trạm trưởng chấp hành.", ["Đội trưởng", "Trạm trưởng"], []),
        ("Tổ chức giao ban hằng tuần.", [], []),
        ("Mỗi đảng viên phụ trách 05 hộ.", ["Mỗi đảng viên"], []),
        ("Bưu điện tỉnh chuyển phát thuốc.", ["Bưu điện tỉnh"], []),
        ("Nhân dân không ra khỏi nhà.", ["Nhân dân"], []),
    ],
)
def test_subjects(text: str, lead: list[str], support: list[str]) -> None:
    found = by_path(letter(f"1. {text}"), "1")
    assert leads(found) == lead
    assert supports(found) == support


def test_who_is_directed_by_the_heading_is_no_subject() -> None:
    found = letter(
        "1. Đề nghị Chủ tịch UBND các huyện chỉ đạo:", "a) Phòng Y tế rà soát.", "b) Huy động lực lượng."
    )
    assert paths(found) == ["1/a", "1/b"]
    assert leads(by_path(found, "1/a")) == leads(by_path(found, "1/b")) == ["Chủ tịch UBND các huyện"]


def test_introduction_under_a_numbered_title_names_who_acts() -> None:
    found = letter(
        "1. Thực hiện nghiêm các biện pháp",
        "Yêu cầu Giám đốc các bệnh viện áp dụng các biện pháp sau:",
        "a) Hạn chế người thăm nuôi.",
        "2. Phòng Y tế theo dõi.",
    )
    assert paths(found) == ["1/a", "2"]
    assert leads(by_path(found, "1/a")) == ["Giám đốc các bệnh viện"]


def test_ordinal_words_are_unnumbered_paragraphs() -> None:
    found = letter(
        "Thứ nhất, thống nhất với báo cáo của Phòng Y tế.",
        "Thứ hai, Phòng Y tế tham mưu kế hoạch.",
        "Ba là, giao Trung tâm Y tế truy vết.",
    )
    assert paths(found) == ["p1", "p2"]
    assert leads(by_path(found, "p1")) == ["Phòng Y tế"]
    assert leads(by_path(found, "p2")) == ["Trung tâm Y tế"]


def test_praise_and_agreement_are_no_orders() -> None:
    found = letter(
        "1. Ghi nhận, biểu dương nỗ lực của các bệnh viện.",
        "2. Đồng ý tạm thời đóng bến đò.",
        "3. Biểu dương, khen thưởng kịp thời các tập thể chống dịch tốt.",
    )
    assert paths(found) == ["3"]


def test_findings_and_contents_are_no_orders() -> None:
    found = letter(
        "1. Kết quả đạt được: đã xử lý 12 ổ dịch.",
        "2. Các biện pháp phòng bệnh do Bộ Y tế khuyến cáo.",
        "3. Truyền thông:",
        "a) Phát tờ rơi.",
        "4. Căn cứ cấp độ dịch, xây dựng phương án.",
    )
    assert paths(found) == ["3/a", "4"]


def test_assessment_under_a_chapter_is_no_order() -> None:
    found = letter(
        "I. Đánh giá chung", "Thời gian qua các ngành đã nỗ lực.", "II. Nhiệm vụ", "1. Sở A rà soát."
    )
    assert paths(found) == ["II/1"]


def test_who_joins_in_the_heading_joins_below_it() -> None:
    found = letter(
        "1. Phòng Y tế", "1.1. Chủ trì, phối hợp với Công an huyện:", "a) Lập chốt.", "b) Tuần tra."
    )
    assert paths(found) == ["1/1.1/a", "1/1.1/b"]
    assert leads(by_path(found, "1/1.1/b")) == ["Phòng Y tế"]
    assert supports(by_path(found, "1/1.1/b")) == ["Công an huyện"]


def test_request_to_somebody_without_a_rank_is_done_by_who_is_told() -> None:
    found = letter("1. UBND các xã:", "a) Lập sổ quản lý:", "- Yêu cầu chủ nuôi ký cam kết.")
    assert leads(by_path(found, "1/a/-1")) == ["UBND các xã"]


def test_committee_leads_an_office_that_is_no_subject() -> None:
    found = letter("1. Đảng ủy xã", "- Lãnh đạo Phòng Kinh tế cung cấp số liệu.")
    assert leads(by_path(found, "1/-1")) == ["Đảng ủy xã"]


def test_documents_of_one_sentence_are_carried_out_alike() -> None:
    found = letter("Thực hiện Chỉ thị số 9/CT-UBND; Công văn số 8/SYT-NV; Phòng Y tế rà soát.")
    assert [r["relation"] for r in found["refers_to"]] == ["implements", "implements"]
    grounds = letter("Căn cứ Luật Dược số 44/2024/QH15; Quyết định số 7/QĐ-BYT; xét tình hình;")
    assert [r["relation"] for r in grounds["refers_to"]] == ["cites", "cites"]


def test_list_of_things_is_no_list_of_orders() -> None:
    found = letter("1. Báo cáo về Sở, gồm:", "- Số ca mắc;", "- Số người tiếp xúc.", "2. Thực hiện nghiêm.")
    assert paths(found) == ["1", "2"]


def test_condition_before_what_is_to_be_done() -> None:
    found = letter("1. Rà soát.", "", "Trong quá trình thực hiện, nếu có vướng mắc, báo cáo ngay về Sở.")
    assert paths(found) == ["1", "p1"]


def test_wrapped_lines_with_numbers_and_hyphens_at_their_start() -> None:
    found = letter(
        "1. Phòng Lao động",
        "- Thương binh và Xã hội tổng hợp số người lao động trở về theo Kế hoạch số 12/KH-UBND ngày",
        "10/9/2021 của tỉnh, báo cáo trước ngày 20/9/2021 và ghi rõ số hộ khó khăn của từng xã, năm",
        "2021. Việc báo cáo phải đầy đủ.",
        "2. Phòng Y tế theo dõi.",
    )
    assert paths(found) == ["1", "2"]
    assert leads(by_path(found, "1")) == ["Phòng Lao động - Thương binh và Xã hội"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thực hiện Công điện số 5/CĐ-TTg ngày 01/8/2021, rà soát.", ("công điện", "5", "CĐ-TTg", "2021-08-01", "implements")),
        ("Rà soát theo Văn bản số 12 -CV/TU ngày 2 tháng 8 năm 2021.", ("văn bản", "12", "CV/TU", "2021-08-02", "cites")),
        ("Công văn này thay thế Công văn số 7/SYT-VP ngày 03/8/2021.", ("công văn", "7", "SYT-VP", "2021-08-03", "replaces")),
        ("Nay sửa đổi Quyết định số 8/QĐ-SYT ngày 04/8/2021.", ("quyết định", "8", "QĐ-SYT", "2021-08-04", "amends")),
        ("Căn cứ Luật sửa đổi một số điều của Luật Dược số 44/2024/QH15.", ("luật", "44", "2024/QH15", None, "cites")),
        ("Thực hiện Công điện số 14 /CĐ- UBND của UBND tỉnh ngày 31/8/2021.", ("công điện", "14", "CĐ-UBND", "2021-08-31", "implements")),
        ("Theo Công văn số 19/SYT-VP của Sở Y tế trước ngày 05/8/2021 phải xong.", ("công văn", "19", "SYT-VP", None, "cites")),
        ("Ngày 05/8/2021, Bộ Y tế có Công văn số 6287/BYT-MT.", ("công văn", "6287", "BYT-MT", "2021-08-05", "cites")),
        ("Ngày 05/8/2021, Bộ Y tế đã ban hành Công văn số 6288/BYT-MT.", ("công văn", "6288", "BYT-MT", "2021-08-05", "cites")),
    ],
)  # fmt: skip
def test_reference(text: str, expected: tuple) -> None:
    assert [tuple(r.values()) for r in letter(text)["refers_to"]] == [expected]


def test_dates_and_fractions_are_no_references() -> None:
    assert letter("1. Trực 24/24 giờ từ 02/9/2021, đạt 80/100 hộ, giai đoạn 2021-2025.")["refers_to"] == []


def test_repealed_documents_in_a_list() -> None:
    found = letter(
        "Bãi bỏ các văn bản sau:",
        "- Công văn số 3/SYT-VP ngày 01/8/2021;",
        "- Công văn số 4/SYT-VP ngày 02/8/2021.",
    )
    assert [r["relation"] for r in found["refers_to"]] == ["replaces", "replaces"]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["ỦY BAN NHÂN DÂN", "TỈNH CÀ MAU"], "Ủy ban nhân dân tỉnh Cà Mau"),
        (["UBND TP. HÀ NỘI", "SỞ Y TẾ"], "Sở Y tế thành phố Hà Nội"),
        (["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HỒ CHÍ MINH"], "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        (["TỈNH ỦY CÀ MAU", "BAN TỔ CHỨC"], "Ban Tổ chức Tỉnh ủy Cà Mau"),
        (["TỈNH UỶ CÀ MAU", "*"], "Tỉnh ủy Cà Mau"),
        (["CHỦ TỊCH", "ỦY BAN NHÂN DÂN", "TỈNH CÀ MAU"], "Chủ tịch Ủy ban nhân dân tỉnh Cà Mau"),
        (["ỦY BAN NHÂN DÂN", "HUYỆN CƯ M'GAR"], "Ủy ban nhân dân huyện Cư M'gar"),
        (["ĐẢNG BỘ KHỐI CÁC CƠ QUAN TỈNH", "ĐẢNG ỦY SỞ Y TẾ"], "Đảng ủy Sở Y tế"),
        (["UBND TỈNH CÀ MAU", "SỞ NN&PTNT"], "Sở Nông nghiệp và Phát triển nông thôn tỉnh Cà Mau"),
        (["BỘ Y TẾ", "CỤC Y TẾ DỰ PHÒNG"], "Cục Y tế dự phòng"),
        (["BỘ Y TẾ", "VĂN PHÒNG"], "Văn phòng Bộ Y tế"),
        (["SỞ Y TẾ CÀ MAU", "TRUNG TÂM KIỂM SOÁT", "BỆNH TẬT"], "Trung tâm Kiểm soát bệnh tật tỉnh Cà Mau"),
        (["UBND HUYỆN CÁI NƯỚC", "PHÒNG Y TẾ"], "Phòng Y tế huyện Cái Nước"),
        (["BAN CHỈ ĐẠO PCD", "COVID-19 TỈNH CÀ MAU"], "Ban Chỉ đạo phòng, chống dịch COVID-19 tỉnh Cà Mau"),
        (["SỞ LAO ĐỘNG - THƯƠNG BINH", "VÀ XÃ HỘI"], "Sở Lao động - Thương binh và Xã hội"),
        (["CÔNG AN TỈNH CÀ MAU"], "Công an tỉnh Cà Mau"),
    ],
)
def test_issuer_name(lines: list[str], name: str) -> None:
    assert issuer_name(lines, "", "", None) == name


def test_committee_cut_off_takes_the_place_of_signing() -> None:
    assert issuer_name(["ỦY BAN NHÂN DÂN"], "", "", "Hà Nội") == "Ủy ban nhân dân thành phố Hà Nội"


@pytest.mark.parametrize(
    ("end", "signer"),
    [
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn Mẫu", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn Mẫu")),
        ("KT.GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n(Đã ký)\nBS.CKII. Lê Thị Mẫu", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Thị Mẫu")),
        ("TUQ. GIÁM ĐỐC\nTRƯỞNG PHÒNG NGHIỆP VỤ Y\n\nLê Mẫu", ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG NGHIỆP VỤ Y", "Lê Mẫu")),
        ("KT. BỘ TRƯỞNG THỨ TRƯỞNG Lê Văn Mẫu", ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Lê Văn Mẫu")),
        ("TM. ỦY BAN NHÂN DÂN CHỦ TỊCH     Lê Văn Mẫu", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn Mẫu")),
        ("CHỦ TỊCH     Lê Văn Mẫu\nDANH MỤC\nThuốc dự trữ\n1\nThuốc hạ sốt", (None, "CHỦ TỊCH", "Lê Văn Mẫu")),
        (
            "CHỦ TỊCH\n(đã ký)\nQUY CHẾ\nHoạt động của Tổ phản ứng nhanh\n(Ban hành kèm theo Quyết định số 9/QĐ-SYT)\nChương I\nQUY ĐỊNH CHUNG",
            (None, "CHỦ TỊCH", None),
        ),
        ("PHÓ CHỦ NHIỆMLê Văn Mẫu", (None, "PHÓ CHỦ NHIỆM", "Lê Văn Mẫu")),
        ("", (None, None, None)),
    ],
)  # fmt: skip
def test_signer(end: str, signer: tuple) -> None:
    found = letter("1. Thực hiện nghiêm./.", "", "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "", end)
    assert tuple(found["signer"].values()) == signer
    assert found["recipients"] == ["Như trên", "Lưu: VT"]


def test_head_whose_columns_ran_together() -> None:
    found = read_bytes(
        "thu.txt",
        (
            "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "HUYỆN PHÚ TÂN Độc lập - Tự do - Hạnh phúc\n"
            "Số: 76/UBND Phú Tân, ngày 14 tháng 6 năm 2022\n"
            "V/v vệ sinh môi trường\n\nKính gửi: UBND các xã.\n\nYêu cầu UBND các xã triển khai./.Nơi nhận:\n"
            "- Như trên;\nCHỦ TỊCH\nLê Văn Mẫu"
        ).encode(),
    )
    keys = ("issuer", "number", "symbol", "place", "issued_on", "subject", "recipients")
    assert [found[k] for k in keys] == [
        "Ủy ban nhân dân huyện Phú Tân",
        "76",
        "UBND",
        "Phú Tân",
        "2022-06-14",
        "vệ sinh môi trường",
        ["Như trên"],
    ]
    assert paths(found) == ["p1"]


def test_title_in_ordinary_letters_without_a_head() -> None:
    found = read_bytes(
        "thu.txt",
        "Thông Báo về việc diệt bọ gậy trong dịp lễ.\n\nCăn cứ tình hình sốt xuất huyết, Ủy ban nhân dân phường đề nghị người dân lật úp vật chứa nước.\n".encode(),
    )
    assert (found["type"], found["subject"]) == ("thông báo", "diệt bọ gậy trong dịp lễ")


def test_menus_above_the_head_are_left_out() -> None:
    menus = "\n".join(f"Mục lục {i}" for i in range(40))
    found = read_bytes("thu.txt", f"{menus}\n{HEAD}1. Rà soát.".encode())
    assert (found["issuer"], found["number"]) == ("Sở Y tế tỉnh Cà Mau", "9")
    assert paths(found) == ["1"]


def test_footnote_marks_leave_the_text() -> None:
    found = letter("1. Rà soát 03 văn bản[1] chỉ đạo của các cơ quan2 cấp trên; xét nghiệm F0, 50 km2.")
    assert (
        by_path(found, "1")["text"]
        == "Rà soát 03 văn bản chỉ đạo của các cơ quan cấp trên; xét nghiệm F0, 50 km2."
    )


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("Sở Y tế", False),
        ("UBND các huyện", True),
        ("Thủ trưởng các sở, ngành", True),
        ("Công an tỉnh", False),
    ],
)
def test_group(name: str, group: bool) -> None:
    assert is_group(name) is group


def test_doubts_of_impossible_and_late_dates() -> None:
    found = letter(
        "1. Phòng Y tế báo cáo trước ngày 10/9/2021.", "2. Sở A họp thứ Hai ngày 15/9/2021 và rà soát."
    )
    doubts = " ".join(found["doubts"])
    assert "trước ngày ban hành" in doubts
    assert "Thứ và ngày không khớp" in doubts
