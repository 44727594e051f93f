"""The kernel's screens: a file's whole way, the register of papers, the jobs."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.clock import real_now
from lachan.kernel.intake.models import Upload
from lachan.kernel.jobs.models import Job
from lachan.kernel.jobs.worker import drain
from lachan.kernel.papers import services as papers
from lachan.kernel.papers.models import NumberBlock
from tests.kernel import files
from tests.kernel.conftest import NOW
from tests.kernel.test_papers import DECISION

pytestmark = pytest.mark.django_db


def send(client, data, name="kq.xlsx"):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("kernel:upload_new", args=["tests.notes"]), {"file": file})


class TestUpload:
    def test_whole_way(self, login, notes_kind):
        client = login("lab")
        answer = send(client, files.plain_xlsx(60, bad=frozenset({7})))
        upload = Upload.objects.get()
        page = reverse("kernel:upload_page", args=[upload.uid])
        preview = reverse("kernel:upload_preview", args=[upload.uid])
        assert answer["Location"] == preview
        assert client.get(page)["Location"] == preview
        text = client.get(preview).content.decode()
        assert "Nạp 59 dòng" in text
        assert "không phải ngày có thật" in text
        client.post(reverse("kernel:upload_start", args=[upload.uid]))
        waiting = client.get(page).content.decode()
        assert "Chờ đến lượt" in waiting
        assert "Tiếp tục" not in waiting
        drain(real_now())
        done = client.get(page).content.decode()
        assert "Tải 1 dòng trả lại" in done
        assert "Dương tính" in done
        sheet = client.get(reverse("kernel:upload_bad_rows", args=[upload.uid]))
        assert load_workbook(io.BytesIO(sheet.content)).active.max_row == 2
        assert "kq.xlsx" in client.get(reverse("kernel:upload_list")).content.decode()

    def test_unknown_columns_and_words_are_asked(self, login, notes_kind):
        client = login("lab")
        rows = [["Số ống", "Người bệnh", "Đánh giá"], ["M1", "A Một", "phản ứng"], ["M2", "B Hai", "Âm tính"]]
        send(client, files.xlsx(("A", rows)))
        upload = Upload.objects.get()
        page = client.get(reverse("kernel:upload_page", args=[upload.uid]))
        mapping = reverse("kernel:upload_mapping", args=[upload.uid])
        assert page["Location"] == mapping
        shown = client.get(mapping).content.decode()
        unknown, others = shown.split("Bắt buộc, chưa biết ở cột nào")[1].split("Cột của tệp</legend>")
        assert ('id="id_column-name"' in unknown, 'id="id_column-birth"' in others) == (True, True)
        chosen = {"column-code": "Số ống", "column-name": "Người bệnh", "column-outcome": "Đánh giá"}
        nothing = client.post(mapping, {"column-code": "Số ống"})
        assert "Chưa chọn cột cho “Họ và tên”, “Kết quả”" in nothing.content.decode()
        asked = client.post(mapping, chosen, follow=True).content.decode()
        assert "Kết quả: “phản ứng” nghĩa là" in asked
        preview = client.post(mapping, chosen | {"word-outcome-0": "positive"}, follow=True)
        assert "Nạp 2 dòng" in preview.content.decode()

    def test_rows_that_will_not_be_taken_are_told_on_every_page_of_the_way(self, login, notes_kind):
        client = login("lab")
        head = ["Mã mẫu", "Họ và tên", "Kết quả"]
        first, second = [*head, "Ghi chú"], ["Kết quả", "Mã mẫu", "Họ và tên"]
        sheets = (
            ("Đơn", [first, ["M1", "A Một", "Âm tính", "x"]]),
            ("Gộp", [second, ["Âm tính", "G1", "B Hai"]]),
        )
        preview = client.get(send(client, files.xlsx(*sheets))["Location"])
        told = "“Gộp” có cột khác với bảng chính nên 1 dòng của nó không được nạp"
        assert told in preview.content.decode()
        upload = Upload.objects.get()
        assert told in client.get(reverse("kernel:upload_mapping", args=[upload.uid])).content.decode()
        client.post(reverse("kernel:upload_start", args=[upload.uid]))
        assert told in client.get(reverse("kernel:upload_page", args=[upload.uid])).content.decode()

    def test_wrong_files_are_refused_beside_the_field(self, login, notes_kind):
        answer = send(login("lab"), b"%PDF-1.7", "kq.pdf")
        assert answer.status_code == 200
        assert Upload.objects.count() == 0
        answer = send(login("lab"), b"PK\x03\x04xxxx", "kq.xlsx")
        assert "hỏng" in answer.content.decode()

    def test_stopped_import_offers_to_go_on(self, login, notes_kind):
        client = login("lab")
        send(client, files.plain_xlsx(10))
        upload = Upload.objects.get()
        client.post(reverse("kernel:upload_start", args=[upload.uid]))
        Job.objects.update(state="failed", message="Lỗi khi xử lý (OSError).")
        page = client.get(reverse("kernel:upload_page", args=[upload.uid])).content.decode()
        assert "Lỗi khi xử lý (OSError)." in page
        assert "Tiếp tục" in page
        client.post(reverse("kernel:upload_start", args=[upload.uid]))
        drain(real_now())
        upload.refresh_from_db()
        assert upload.state == "done"

    def test_progress_block_alone_for_htmx(self, login, notes_kind):
        client = login("lab")
        send(client, files.plain_xlsx(10))
        upload = Upload.objects.get()
        client.post(reverse("kernel:upload_start", args=[upload.uid]))
        address = reverse("kernel:upload_progress", args=[upload.uid])
        assert client.get(address).status_code == 302
        block = client.get(address, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in block
        assert 'hx-trigger="every 2s"' in block

    def test_other_organisations_get_404_and_other_roles_403(self, login, notes_kind):
        client = login("lab")
        send(client, files.plain_xlsx(10, bad=frozenset({1})))
        upload = Upload.objects.get()
        names = ("upload_page", "upload_mapping", "upload_preview", "upload_progress", "upload_bad_rows")
        for name in names:
            assert (
                login("lab", organisation=71).get(reverse(f"kernel:{name}", args=[upload.uid])).status_code
                == 404
            )
        for name in ("upload_start", "upload_cancel"):
            address = reverse(f"kernel:{name}", args=[upload.uid])
            assert login("lab", organisation=71).post(address).status_code == 404
            assert login("lab").get(address).status_code == 405
        assert login("commune").get(reverse("kernel:upload_list")).status_code == 403
        assert login("commune").get(reverse("kernel:upload_new", args=["tests.notes"])).status_code == 403
        assert login("lab").get(reverse("kernel:upload_new", args=["tests.nothing"])).status_code == 404
        upload.refresh_from_db()
        assert upload.state == "staged"

    def test_dropping_a_file(self, login, notes_kind):
        client = login("lab")
        send(client, files.plain_xlsx(10))
        upload = Upload.objects.get()
        client.post(reverse("kernel:upload_cancel", args=[upload.uid]))
        assert client.get(reverse("kernel:upload_preview", args=[upload.uid])).status_code == 404
        assert (
            "Tệp này đã bỏ" in client.get(reverse("kernel:upload_page", args=[upload.uid])).content.decode()
        )


class TestPapers:
    def issue(self, number=12):
        return papers.paper_issue(
            kind="t",
            paper=DECISION,
            organisation_id=70,
            by=SYSTEM,
            now=NOW,
            book="QĐ",
            number=number,
            subjects=[41],
        )

    def test_register_and_file(self, login):
        row = self.issue()
        client = login("clerk")
        assert "áp dụng biện pháp cách ly" in client.get(reverse("kernel:paper_list")).content.decode()
        assert (
            "Chưa có văn bản đi"
            in client.get(reverse("kernel:paper_list"), {"number": "13"}).content.decode()
        )
        answer = client.get(reverse("kernel:paper_file", args=[row.uid]))
        assert answer.content[:2] == b"PK"
        assert "van-ban-12-15092021.docx" in answer["Content-Disposition"]
        assert (
            login("clerk", organisation=71).get(reverse("kernel:paper_file", args=[row.uid])).status_code
            == 404
        )
        assert login("lab").get(reverse("kernel:paper_list")).status_code == 403

    def test_numbers_of_papers_are_not_grouped_by_thousands(self, login):
        self.issue(number=901012)
        text = login("clerk").get(reverse("kernel:paper_list")).content.decode()
        assert "901012" in text and "901.012" not in text

    def test_reading_a_paper_is_noted(self, login):
        from lachan.kernel.audit import reads
        from lachan.kernel.audit.models import ReadEvent

        row = self.issue()
        login("clerk").get(reverse("kernel:paper_file", args=[row.uid]))
        reads.gather()
        assert ReadEvent.objects.filter(path__contains=str(row.uid)).get().subjects == [41]

    def test_clerk_releases_a_block(self, login):
        address = reverse("kernel:block_release")
        form = {"book": "QĐ", "symbol": "QĐ-UBND", "year": "2021", "first": "20", "last": "29"}
        answer = login("clerk").post(address, form, follow=True)
        assert "Đã cấp dải số 20–29" in answer.content.decode()
        again = login("clerk").post(address, form).content.decode()
        assert "Trùng với dải 20–29" in again
        assert NumberBlock.objects.get().organisation_id == 70
        assert login("leader").get(address).status_code == 403


class TestJobs:
    def test_what_gave_up_is_shown_and_can_run_again(self, login):
        row = Job.objects.create(
            kind="jobs.purge",
            state="failed",
            message="Lỗi khi xử lý (OSError).",
            run_after=NOW,
            created_at=NOW,
        )
        client = login("admin")
        text = client.get(reverse("kernel:job_list"), {"state": "failed"}).content.decode()
        assert "Dọn việc đã xong" in text
        assert "Lỗi khi xử lý (OSError)." in text
        again = reverse("kernel:job_retry", args=[row.uid])
        assert "xếp hàng chạy lại" in client.post(again, follow=True).content.decode()
        row.refresh_from_db()
        assert row.state == "queued"
        assert "không ở trạng thái không thành" in client.post(again, follow=True).content.decode()
        assert login("leader").get(reverse("kernel:job_list")).status_code == 403
        assert login("leader").post(again).status_code == 403
