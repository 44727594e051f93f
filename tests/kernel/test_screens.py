"""The kernel's screens: a file's whole way, the register of papers, the rules."""

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from lachan.kernel.access.actors import SYSTEM, Actor
from lachan.kernel.clock import real_now
from lachan.kernel.intake.models import Upload
from lachan.kernel.jobs.models import Job
from lachan.kernel.jobs.worker import drain
from lachan.kernel.papers import services as papers
from lachan.kernel.papers.models import NumberBlock
from lachan.kernel.policies.models import PolicyVersion
from lachan.places.models import Unit
from tests.founding import rules_load
from tests.kernel import files
from tests.kernel.conftest import NOW
from tests.kernel.test_papers import DECISION

pytestmark = pytest.mark.django_db


@pytest.fixture
def login(client, settings, monkeypatch):
    """login("lab", organisation=70): a client whose requests carry that actor."""
    from lachan.organisations import middleware

    settings.AXES_ENABLED = False
    actor = {}

    def as_actor(user, now):
        return actor["now"]

    class Known:
        is_authenticated, is_active, pk, organisation = True, True, 1, None

    monkeypatch.setattr(middleware, "actor_of", as_actor)
    monkeypatch.setattr("django.contrib.auth.middleware.get_user", lambda request: Known())

    def login(*roles, organisation=70, everywhere=False):
        actor["now"] = Actor(
            kind="user",
            label="Người thử, Đơn vị thử",
            user_id=1,
            organisation_id=organisation,
            roles=frozenset(roles),
            everywhere=everywhere,
        )
        return client

    return login


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


class TestPolicies:
    @pytest.fixture(autouse=True)
    def _loaded(self, db):
        rules_load(NOW)

    def address(self, name="policy_page"):
        return reverse(f"kernel:{name}", args=["covid19", "96", "separation_target"])

    def test_rules_are_read_by_everybody_in_words(self, login):
        client = login("lab")
        text = client.get(reverse("kernel:policy_list"), {"disease": "covid19"}).content.decode()
        assert "chưa kiểm chứng" in text
        page = client.get(self.address()).content.decode()
        assert "Ca bệnh xác định" in page
        assert "Trong (giờ)" in page
        assert "Ban hành bản mới" not in page
        assert client.get(self.address("policy_adopt")).status_code == 403
        assert client.get(reverse("kernel:policy_page", args=["covid19", "96", "nothing"])).status_code == 404

    def test_a_place_has_its_name_and_a_bare_code_where_nobody_knows_it(self, login):
        client = login("lab")
        listed = reverse("kernel:policy_list")
        assert "đơn vị mã 96 ·" in client.get(listed, {"disease": "covid19"}).content.decode()
        Unit.objects.create(
            code="96", name="Tỉnh Cà Mau", name_key="tinh ca mau", kind="tinh", level=1, path="96~20200101/",
            valid_from=dt.date(2020, 1, 1),
        )  # fmt: skip
        for address in (f"{listed}?disease=covid19", self.address()):
            page = client.get(address).content.decode()
            assert "tỉnh Cà Mau" in page
            assert "đơn vị mã" not in page

    def test_day_0_of_a_measure_is_named_as_what_it_is(self, login):
        at = ["covid19", "VN", "measures_confirmed"]
        for name in ("policy_page", "policy_adopt"):
            page = login("admin").get(reverse(f"kernel:{name}", args=at)).content.decode()
            assert "ngày bắt đầu tình trạng" in page
            assert "đã rõ" not in page

    def test_how_sure_a_paper_is_has_to_be_chosen(self, login):
        client = login("admin")
        assert not client.get(self.address("policy_adopt")).context["draft"].form["confidence"].value()
        form = {
            "effective_from": "16/09/2090", "instrument": "CV 01/UBND-KGVX", "reason": "Rút ngắn", "way": "text",
            "rows": "- when: {status: confirmed}\n  then: {hours: 3}\n",
        }  # fmt: skip
        assert "Chưa chọn mức tin cậy" in client.post(self.address("policy_adopt"), form).content.decode()

    def test_every_rule_has_its_page(self, login):
        client = login("admin")
        identities = set(PolicyVersion.objects.values_list("disease", "place", "key"))
        for identity in identities:
            assert client.get(reverse("kernel:policy_page", args=identity)).status_code == 200, identity
            assert client.get(reverse("kernel:policy_adopt", args=identity)).status_code == 200, identity

    def test_a_disease_without_levels_has_no_word_of_them(self, login):
        client = login("admin")
        for disease, place, key in set(PolicyVersion.objects.values_list("disease", "place", "key")):
            if disease in {"dengue", "measles", "hfmd"}:
                for name in ("policy_page", "policy_adopt"):
                    page = client.get(reverse(f"kernel:{name}", args=[disease, place, key])).content.decode()
                    assert not re.search(r"\bF[0-3]\b|covid", page, re.IGNORECASE), (name, disease, key)

    def test_a_disease_gets_the_first_version_of_a_rule_that_it_lacked(self, login):
        """Measles counts no contacts as shipped; who is a contact is made law on the screens alone."""
        at = {name: reverse(f"kernel:{name}", args=["measles", "VN", "contact_definition_1"])
              for name in ("policy_page", "policy_adopt")}  # fmt: skip
        client, listed = login("admin"), reverse("kernel:policy_list")
        assert at["policy_page"] in client.get(listed, {"disease": "measles"}).content.decode()
        assert at["policy_page"] not in client.get(listed, {"disease": "covid19"}).content.decode()
        assert at["policy_adopt"] in client.get(at["policy_page"]).content.decode()
        form = {
            "effective_from": "16/09/2090", "instrument": "CV 01/UBND", "confidence": "S", "reason": "Có dịch",
            "way": "table", "row_count": "1", "r0-order": "10", "r0-when-closeness": ["household"],
            "r0-then-contact": "yes",
        }  # fmt: skip
        shown = client.get(at["policy_adopt"]).content.decode()
        assert "bản đầu tiên" in shown
        assert 'name="r0-then-contact"' in shown
        tried = client.post(at["policy_adopt"], form).content.decode()
        client.post(at["policy_adopt"], form | {"adopt": "1", "shown": shown_in(tried)})
        made = PolicyVersion.objects.get(shipped=False)
        assert (made.disease, made.rows[0]["then"]) == ("measles", {"contact": True})
        after = client.get(listed, {"disease": "measles"}).content.decode()
        assert at["policy_page"] in after.split("Chưa có quy định riêng")[0]
        nowhere = reverse("kernel:policy_page", args=["measles", "12345", "contact_definition_2"])
        assert client.get(nowhere).status_code == 404

    def test_what_holds_for_every_disease_is_where_its_own_rule_starts(self, login):
        own = reverse("kernel:policy_adopt", args=["measles", "VN", "order_duration"])
        page = login("admin").get(own).content.decode()
        assert "chung cho mọi bệnh" in page
        assert 'value="21"' in page

    def test_adopting_is_tried_first_and_then_done(self, login):
        client = login("admin")
        form = {
            "effective_from": "16/09/2090",
            "instrument": "CV 01/UBND-KGVX",
            "confidence": "S",
            "reason": "Rút ngắn",
            "way": "text",
            "rows": "- when: {status: confirmed}\n  then: {hours: 3}\n",
        }
        before = PolicyVersion.objects.count()
        tried = client.post(self.address("policy_adopt"), form).content.decode()
        assert "Bản mới sẽ được đọc như sau" in tried
        assert PolicyVersion.objects.count() == before
        wrong = client.post(
            self.address("policy_adopt"), form | {"rows": "- then: {hours: mau}"}
        ).content.decode()
        assert "phải là số" in wrong
        unseen = client.post(self.address("policy_adopt"), form | {"adopt": "1"}).content.decode()
        assert "đã đổi sau khi xem thử" in unseen
        assert PolicyVersion.objects.count() == before
        form |= {"shown": shown_in(tried), "adopt": "1"}
        done = client.post(self.address("policy_adopt"), form, follow=True).content.decode()
        assert "Đã ban hành" in done
        assert PolicyVersion.objects.get(shipped=False).effective_from == dt.date(2090, 9, 16)

    def test_a_district_gets_a_rule_of_its_own(self, login):
        """A rule differs in one district: it starts from what holds there now, and holds nowhere else."""
        since = dt.date(2020, 1, 1)
        province = Unit.objects.create(
            code="96", name="Tỉnh Cà Mau", name_key="tinh ca mau", kind="tinh", level=1, path="96~20200101/",
            valid_from=since,
        )  # fmt: skip
        Unit.objects.create(
            code="966", name="Huyện U Minh", name_key="huyen u minh", kind="huyen", level=2, parent=province,
            path="96~20200101/966~20200101/", valid_from=since,
        )  # fmt: skip
        country = reverse("kernel:policy_page", args=["covid19", "VN", "measures_ring2"])
        own = reverse("kernel:policy_adopt", args=["covid19", "966", "measures_ring2"])
        client = login("admin")
        assert "Ban hành riêng cho một địa phương" in client.get(country).content.decode()
        assert (
            "Không rõ “Huyện Không Có” là nơi nào"
            in client.get(country, {"noi": "Huyện Không Có"}).content.decode()
        )
        started = client.get(country, {"noi": "huyện U Minh"}, follow=True)
        assert started.redirect_chain[0][0] == f"{own}?tu=VN"
        assert "huyện U Minh theo bản riêng này, nơi khác không đổi" in started.content.decode()
        form = {
            "effective_from": "16/09/2090", "instrument": "CV 01/UBND", "confidence": "S", "reason": "Hết chỗ",
            "way": "text", "rows": "- then: {phases: [{measure: home, days: 7}], anchor: last_exposure}\n",
        }  # fmt: skip
        tried = client.post(f"{own}?tu=VN", form).content.decode()
        client.post(f"{own}?tu=VN", form | {"shown": shown_in(tried), "adopt": "1"})
        adopted = PolicyVersion.objects.get(shipped=False)
        assert (adopted.place, adopted.key) == ("966", "measures_ring2")
        assert (
            client.get(reverse("kernel:policy_page", args=["covid19", "966", "measures_ring2"])).status_code
            == 200
        )
        unknown = reverse("kernel:policy_adopt", args=["covid19", "12345", "measures_ring2"])
        assert client.get(unknown).status_code == 404
        assert "Ban hành riêng" not in login("lab").get(country).content.decode()

    def test_a_row_is_written_in_fields_with_vietnamese_labels(self, login):
        client = login("admin")
        page = client.get(self.address("policy_adopt")).content.decode()
        assert "Trong (giờ)" in page
        assert "hours" not in page.replace("then-hours", "")
        form = {
            "effective_from": "16/09/2090",
            "instrument": "CV 01/UBND-KGVX",
            "confidence": "S",
            "reason": "Rút ngắn",
            "way": "table",
            "row_count": "2",
            "r0-order": "20",
            "r0-then-hours": "12",
            "r1-order": "10",
            "r1-when-status": ["confirmed", "suspected"],
            "r1-then-hours": "2,5",
        }
        tried = client.post(self.address("policy_adopt"), form).content.decode()
        done = client.post(self.address("policy_adopt"), form | {"adopt": "1", "shown": shown_in(tried)})
        assert done.status_code == 302
        assert PolicyVersion.objects.get(shipped=False).rows == [
            {"when": {"status": ["confirmed", "suspected"]}, "then": {"hours": 2.5}},
            {"then": {"hours": 12}},
        ]

    def test_an_added_row_is_empty_and_a_dropped_one_is_gone(self, login):
        client = login("admin")
        form = {"way": "table", "row_count": "1", "r0-order": "10", "r0-then-hours": "12"}
        more = client.post(self.address("policy_adopt"), form | {"more": "1"}).content.decode()
        assert "Dòng 2" in more
        assert "Bản mới sẽ được đọc như sau" not in more
        form |= {
            "effective_from": "16/09/2090",
            "instrument": "CV 02/UBND-KGVX",
            "confidence": "S",
            "reason": "Thôi áp dụng",
            "r0-drop": "on",
        }
        assert (
            "Bản này thôi áp dụng quy tắc tại đây"
            in client.post(self.address("policy_adopt"), form).content.decode()
        )

    def test_a_start_in_the_past_needs_its_reason_and_shows_it(self, login):
        client = login("admin")
        form = {
            "effective_from": "01/09/2021",
            "instrument": "CV 03/UBND-KGVX",
            "confidence": "S",
            "reason": "Rút ngắn",
            "way": "table",
            "row_count": "1",
            "r0-order": "10",
            "r0-then-hours": "4",
        }
        refused = client.post(self.address("policy_adopt"), form).content.decode()
        assert "01/09/2021 đã qua" in refused
        form["backdated_reason"] = "Văn bản đến chậm hai tuần"
        tried = client.post(self.address("policy_adopt"), form).content.decode()
        assert "Quyết định đã ký và số liệu đã chốt giữ nguyên" in tried
        client.post(self.address("policy_adopt"), form | {"adopt": "1", "shown": shown_in(tried)})
        page = client.get(self.address()).content.decode()
        assert "hiệu lực trở về trước" in page
        assert "Văn bản đến chậm hai tuần" in page


def shown_in(page):
    """The mark of what a preview showed, which adopting must bring back."""
    found = re.search(r'name="shown" value="(\w+)"', page)
    return found[1] if found else ""


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
