"""The screens of testing through the whole house: permissions, effects, and what each button does."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lachan.cases.models import Case
from lachan.kernel.intake.models import Upload
from lachan.kernel.policies.queries import rulebook_forget
from lachan.testing.jobs import chunk_take
from lachan.testing.models import Correction, Member, Result, Specimen
from tests.founding import rules_load
from tests.testing.conftest import DISEASE, NOW, row

CARD = "096090000001"


def url(name, *args):
    return reverse(f"testing:{name}", args=args)


def page(client, name, *args, **query):
    return client.get(url(name, *args), query)


@pytest.fixture
def journey(world):
    """Rows taken with all that follows from them, under the shipped rules."""
    rules_load(NOW)
    rulebook_forget()

    def take(*rows, at=NOW):
        return chunk_take(
            rows=rows, disease=DISEASE, laboratory_id=world.lab.organisation_id, by=world.lab, now=at
        )

    return take


@pytest.fixture
def positive(journey, person, world):
    person("Nguyễn Văn An", birth_year=1990, national_id=CARD, unit=world.ward)
    journey(row("M1", birth_year=1990, national_id=CARD, outcome="positive"))
    return Result.objects.get(specimen__code="M1")


@pytest.fixture
def waiting(journey, world):
    journey(row("M2", "Trần Thị Bé", birth_year=1985, outcome="positive", unit_id=world.ward.pk))
    return Member.objects.get(specimen__code="M2")


DAYS = {"since": "13/09/2021", "until": "16/09/2021"}


def test_everybody_in_a_positive_pool_is_to_be_sampled_again(journey, person, world, browse):
    known = person("Lê Văn Cá", birth_year=1980, national_id=CARD)
    pool = {"pooled": True, "outcome": "positive", "unit_id": world.ward.pk}
    journey(
        row("G1", "Lê Văn Cá", birth_year=1980, national_id=CARD, **pool),
        row("G1", "Mạc Thị Bưởi", **pool),
    )
    unknown = Member.objects.get(person=None)
    shown = page(browse(world.cdc), "resample").content.decode()
    assert "Mạc Thị Bưởi" in shown
    assert url("member", unknown.uid) in shown
    assert url("specimen_collect", known.uid) in shown
    assert "Nhận diện rồi lấy mẫu đơn" in shown


def test_a_positive_pool_is_not_said_to_be_each_members_result(journey, waiting, world, browse):
    pool = {"pooled": True, "outcome": "positive", "unit_id": world.ward.pk}
    journey(row("G1", "Mạc Thị Bưởi", **pool), row("G1", "Mạc Thị Cam", **pool))
    client = browse(world.station)
    shown = page(client, "waiting").content.decode()
    assert shown.count("Mẫu gộp dương tính") == 2
    alone, member = (Member.objects.filter(specimen__code=code).first() for code in ("M2", "G1"))
    assert "Mẫu này dương tính." in page(client, "member", alone.uid).content.decode()
    told = page(client, "member", member.uid).content.decode()
    assert "Mẫu gộp này dương tính, chưa rõ của ai." in told
    assert "Mẫu này dương tính." not in told


def test_what_waits_without_alarm_says_its_result_or_that_there_is_none(journey, world, browse):
    journey(row("M3", "Hồ Văn Âm", birth_year=1985, unit_id=world.ward.pk, outcome="negative"))
    journey(row("M4", "Hồ Văn Chờ", birth_year=1986, unit_id=world.ward.pk, outcome="negative"))
    Member.objects.update(link=Member.Link.WAITING)
    Result.objects.filter(specimen__code="M4").update(revoked_at=NOW, revoke_reason="Ghi nhầm")
    shown = page(browse(world.station), "waiting").content.decode()
    assert shown.count("Âm tính") == shown.count("chưa có kết quả") == 1


def test_each_office_sees_its_results(positive, waiting, world, browse):
    for actor, codes in (
        (world.lab, {"M1", "M2"}),
        (world.station, {"M1", "M2"}),
        (world.other_station, set()),
    ):
        shown = page(browse(actor), "list", **DAYS).content.decode()
        assert {code for code in ("M1", "M2") if f">{code}<" in shown} == codes, actor.label


def test_filters_narrow_the_list(positive, journey, world, browse):
    journey(row("M3", "Lê Văn Cá", outcome="negative"))
    client = browse(world.cdc)
    assert ">M3<" in page(client, "list", **DAYS).content.decode()
    assert ">M3<" not in page(client, "list", outcome="positive", **DAYS).content.decode()
    assert ">M1<" not in page(client, "list", waiting="on", **DAYS).content.decode()
    assert ">M1<" in page(client, "list", code="M1").content.decode()
    week = page(client, "list").content.decode()
    assert ">M1<" not in week, "without a day the list is the last week's, and says where the others are"
    assert "Xem mọi ngày" in week
    assert ">M1<" in page(client, "list", all="1").content.decode()


def test_a_positive_from_a_file_is_a_case(positive, world):
    assert Case.objects.get().person == Member.objects.get().person


def test_the_laboratory_does_not_learn_who_was_matched(positive, waiting, world, browse):
    client = browse(world.lab)
    shown = page(client, "specimen", Specimen.objects.get(code="M1").uid).content.decode()
    assert "/nguoi-dan/" not in shown.split("<main")[1]
    for name, args in (("waiting", ()), ("member", (waiting.uid,)), ("resample", ())):
        assert page(client, name, *args).status_code == 403


def test_deciding_side_by_side(waiting, person, world, browse):
    known = person("Trần Thị Bé", birth_year=1985, unit=world.ward)
    client = browse(world.station)
    assert "Trần Thị Bé" in page(client, "waiting").content.decode()
    shown = page(client, "member", waiting.uid).content.decode()
    assert "Đúng là người này" in shown
    assert str(known.uid) in shown
    client.post(url("member_decide", waiting.uid), {"decision": "link", "person": known.uid})
    waiting.refresh_from_db()
    assert waiting.person == known
    assert Case.objects.get().person == known
    client.post(url("member_unlink", waiting.uid))
    waiting.refresh_from_db()
    assert waiting.person is None
    assert not Case.objects.filter(withdrawn=False).exists()


def test_registering_from_the_queue(waiting, world, browse):
    browse(world.station).post(url("member_decide", waiting.uid), {"decision": "register"})
    waiting.refresh_from_db()
    assert waiting.link == "registered"
    assert Case.objects.get().person == waiting.person


def test_not_this_person(waiting, person, world, browse):
    known = person("Trần Thị Bé", birth_year=1985, unit=world.ward)
    client = browse(world.station)
    client.post(url("member_decide", waiting.uid), {"decision": "not_same", "person": known.uid})
    assert str(known.uid) not in page(client, "member", waiting.uid).content.decode()
    assert (
        client.post(url("member_decide", waiting.uid), {"decision": "link", "person": "x"}).status_code == 404
    )


def test_other_communes_do_not_find_it(waiting, positive, world, browse):
    client = browse(world.other_station)
    assert page(client, "member", waiting.uid).status_code == 404
    assert page(client, "specimen", waiting.specimen.uid).status_code == 404
    assert page(client, "result_record", waiting.specimen.uid).status_code == 404


def test_revoking_shows_what_would_change_first(positive, world, browse):
    client = browse(world.cdc)
    shown = page(client, "result_revoke", positive.uid).content.decode()
    assert "Nguyễn Văn An" in shown
    assert "F0" in shown
    assert client.post(url("result_revoke", positive.uid), {"reason": ""}).status_code == 200
    assert Result.objects.get().revoked_at is None
    client.post(url("result_revoke", positive.uid), {"reason": "nhầm ống mẫu"})
    assert Result.objects.get().revoked_at is not None
    assert not Case.objects.filter(withdrawn=False).exists()


@pytest.mark.parametrize(("decision", "outcome"), [("replace", "negative"), ("keep", "positive")])
def test_deciding_on_a_correction(positive, journey, world, browse, decision, outcome):
    journey(row("M1", birth_year=1990, national_id=CARD, outcome="negative"))
    client = browse(world.cdc)
    assert ">M1<" in page(client, "corrections").content.decode()
    address = url("correction_decide", Correction.objects.get().uid)
    assert "Nếu kết quả đang ghi bị thay" in client.get(address).content.decode()
    client.post(address, {"decision": decision, "reason": "phòng xét nghiệm gọi xác nhận"})
    assert Result.objects.get(revoked_at=None).outcome == outcome
    assert Case.objects.filter(withdrawn=False).exists() is (outcome == "positive")


def test_a_negative_corrected_to_a_positive_shows_the_case_it_makes(journey, world, browse):
    """The laboratory read the wrong well: who decides sees what the new outcome does, not only what the old one did."""
    identified = {"birth_year": 1990, "national_id": CARD}
    journey(row("M1", **identified, outcome="negative"), row("M2", "Lê Chưa Rõ", outcome="negative"))
    journey(row("M1", **identified, outcome="positive"), row("M2", "Lê Chưa Rõ", outcome="positive"))
    client = browse(world.cdc)
    shown = {
        one.specimen.code: page(client, "correction_decide", one.uid).content.decode()
        for one in Correction.objects.all()
    }
    assert "thành F0" in shown["M1"]
    assert "người dương tính chưa nhận diện, báo động ngay" in shown["M2"]
    assert "Không kéo theo thay đổi nào khác" not in shown["M1"] + shown["M2"]
    assert not Case.objects.exists(), "a preview writes nothing"


def test_a_rapid_test_by_hand(journey, person, world, browse):
    known = person("Nguyễn Văn An", unit=world.ward)
    client = browse(world.station)
    form = {
        "disease": DISEASE,
        "sampled_at": "07:00 15/09/2021",
        "resulted_at": "07:15 15/09/2021",
        "method": "rapid",
        "outcome": "positive",
    }
    assert page(client, "specimen_collect", known.uid).status_code == 200
    asked = client.post(url("specimen_collect", known.uid), form)
    assert "Kết quả này thay đổi gì" in asked.content.decode()
    assert "Nguyễn Văn An" in asked.content.decode()
    assert not Specimen.objects.exists(), "a preview writes nothing"
    done = client.post(url("specimen_collect", known.uid), form | {"confirmed": "1"})
    specimen = Specimen.objects.get()
    assert done.headers["Location"] == url("specimen", specimen.uid)
    assert specimen.occurred_at == dt.datetime(2021, 9, 15, 0, 0, tzinfo=dt.UTC)
    more = {"method": "rt_pcr", "outcome": "negative", "resulted_at": "20:00 15/09/2021"}
    client.post(url("result_record", specimen.uid), more | {"confirmed": "1"})
    assert Result.objects.count() == 2


def test_another_disease_chosen_is_never_recorded_as_the_one_shown(person, world, browse):
    """Its methods are others: the form comes back for it, with what was typed, and nothing is written."""
    known = person("Nguyễn Văn An", unit=world.ward)
    client = browse(world.station)
    form = {
        "disease": "measles", "shown_for": DISEASE, "code": "S-01", "method": "rt_pcr", "outcome": "positive",
        "sampled_at": "07:00 15/09/2021", "resulted_at": "07:15 15/09/2021",
    }  # fmt: skip
    back = client.post(url("specimen_collect", known.uid), form).content.decode()
    assert "Đã đổi bệnh" in back
    assert 'value="S-01"' in back
    assert "ELISA IgM" in back
    assert not Specimen.objects.exists()
    again = form | {"shown_for": "measles", "method": "igm", "confirmed": "1"}
    client.post(url("specimen_collect", known.uid), again)
    assert Specimen.objects.get().disease == "measles"


def test_the_person_page_tells_of_tests(positive, world, browse):
    person = Member.objects.get().person
    shown = browse(world.station).get(reverse("people:person", args=[person.uid])).content.decode()
    assert url("specimen", positive.specimen.uid) in shown
    assert url("specimen_collect", person.uid) in shown


def test_sending_a_file(world, browse):
    data = "Mã mẫu,Họ tên,Ngày lấy mẫu,Ngày trả KQ,Phương pháp,Kết quả\nA1,Lê A,14/9/2021,14/9/2021,PCR,AT\n"
    client = browse(world.lab)
    assert page(client, "result_import").status_code == 200
    file = SimpleUploadedFile("kq.csv", data.encode("utf-8-sig"))
    done = client.post(url("result_import"), {"disease": DISEASE, "file": file})
    upload = Upload.objects.get()
    assert done.headers["Location"] == reverse("kernel:upload_page", args=[upload.uid])
    assert upload.options["disease"] == DISEASE


def test_few_queries_a_page(positive, waiting, world, browse, django_assert_max_num_queries):
    client = browse(world.station)
    pages = [
        ("list", (), DAYS),
        ("waiting", (), {}),
        ("specimen", (positive.specimen.uid,), {}),
        ("resample", (), {}),
    ]
    page(client, "resample")  # the office's area is remembered for half a minute
    for name, args, query in pages:
        with django_assert_max_num_queries(12):
            assert page(client, name, *args, **query).status_code == 200
