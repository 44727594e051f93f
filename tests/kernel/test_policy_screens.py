"""The screens of rules: read by everybody, tried and adopted by the administrator."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from lachan.kernel.policies.models import PolicyVersion
from lachan.places.models import Unit
from tests.founding import rules_load
from tests.kernel.conftest import NOW

pytestmark = pytest.mark.django_db


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

    def test_an_earlier_table_is_taken_up_again_without_typing_it(self, login):
        """What a mistaken paper changed is put right by the table that held before."""
        client = login("admin")
        form = {
            "effective_from": "16/09/2021", "instrument": "CV 04/UBND", "confidence": "S", "reason": "Nhầm",
            "way": "text", "rows": "- then: {hours: 99}\n", "backdated_reason": "Văn bản đến chậm",
        }  # fmt: skip
        tried = client.post(self.address("policy_adopt"), form).content.decode()
        client.post(self.address("policy_adopt"), form | {"adopt": "1", "shown": shown_in(tried)})
        shipped = PolicyVersion.objects.get(key="separation_target", place="96", shipped=True)
        again = f"{self.address('policy_adopt')}?ban={shipped.pk}"
        assert again in client.get(self.address()).content.decode()
        assert client.get(self.address("policy_adopt")).context["latest"].rows == [{"then": {"hours": 99}}]
        assert client.get(again).context["latest"] == shipped

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
