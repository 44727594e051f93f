"""A person is forgotten: nothing names them any more, everything that happened still counts."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from lachan.demo.files import results_xlsx
from lachan.isolation.models import Site
from lachan.journeys import case_investigated, person_forgotten, person_separated, rebuilt
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.audit import chain
from lachan.kernel.audit import services as audit
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.kernel.intake.models import Upload, UploadRow
from lachan.kernel.intake.services import upload_apply, upload_map, upload_stage, upload_start
from lachan.people import queries as people
from lachan.people.identity import identity
from lachan.people.models import FORGOTTEN, Person
from lachan.people.services import household_join, persons_merge, profile_change
from lachan.standing.models import StandingInterval
from lachan.testing import services as testing
from lachan.testing.types import LabRow
from lachan.tracing.services import timeline_entry_record
from tests.journeys.stories import DISEASE, Story
from tests.journeys.test_inputs_agree import kept, sources
from tests.zones.outbreak import Outbreak, at

NAME, CARD, PHONE, HOME = "Huỳnh Ngọc Quyên", "096181004321", "0918765432", "Số 7 hẻm Cây Me"
FIRST_PHONE, REMARK = "0918765111", "chị Quyên bán vé số ở bến tàu"
TRACES = (NAME, "huynh ngoc quyen", "quyen", CARD, PHONE, HOME, FIRST_PHONE, REMARK)
# Signed papers and letters are kept as they are; events are read with the keys that are left.
KEPT_WHOLE = {"Paper", "Letter", "LetterOrder", "Task", "TaskEntry", "Session"}
WHY = {"ground": "asked", "paper": "Phiếu yêu cầu 12 ngày 20/11/2021", "reason": "Người này yêu cầu xóa"}


@pytest.fixture
def story(world, morning, tmp_path, settings):
    settings.VAR_DIR = tmp_path  # heads of a chain of its own
    return Story(world, morning)


@pytest.fixture
def quyen(story):
    """Somebody who was ill, was in treatment and went home: known to every room."""
    person = story.person(NAME, national_id=CARD, phone=FIRST_PHONE, birth_year=1981)
    hand = {"by": story.actor(), "now": story.now}
    profile_change(
        person=person, seen={"phone": FIRST_PHONE}, values={"phone": PHONE, "address": HOME}, **hand
    )
    household_join(person=person, address=HOME, **hand)
    _tested_in_a_file(story, person)
    met = story.person("Lâm Thị Bé")
    story.met(met, person, dt.date(2021, 9, 14))
    story.tested(person, "rt_pcr", "positive")
    case = story.case(person)
    timeline_entry_record(
        case_id=case.pk, person_id=person.pk, occurred_at=story.now, place_name="Bến tàu", activity=REMARK, **hand
    )  # fmt: skip
    site = Site.objects.get(organisation=story.world.organisations["site-city"])
    arrival = person_separated.stay_begin(
        person_id=person.pk, disease=DISEASE, measure="temporary", site=site, occurred_at=story.now, **hand
    )  # fmt: skip
    story.now += dt.timedelta(days=14)
    hand["now"] = story.now
    case_investigated.outcome_record(case=case, kind="recovered", occurred_at=story.now, note=REMARK, **hand)
    person_separated.stay_end(stay=arrival.stay, occurred_at=story.now, reason="recovered", **hand)
    story.now += dt.timedelta(days=60)
    person.refresh_from_db()
    return person


def _tested_in_a_file(story, person):
    """Their negative result in a laboratory's sheet, and a line of theirs that was handed back."""
    lab = {"by": story.actor("phongxn"), "now": story.now}
    book = load_workbook(io.BytesIO(results_xlsx([(person, "negative")])))
    [taken] = [row for row in book.active.iter_rows() if row[2].value == NAME]
    book.active.append([cell.value if place != 8 else "không rõ giờ" for place, cell in enumerate(taken)])
    data = io.BytesIO()
    book.save(data)
    upload = upload_stage(
        file_name="kq.xlsx", data=data.getvalue(), kind="testing.results", options={"disease": DISEASE}, **lab
    ).upload
    named = dict(upload.columns) | {"sampled_at": "Giờ lấy mẫu", "resulted_at": "Giờ có KQ"}
    upload_map(upload=upload, columns=named, **lab)
    upload_start(upload=upload, **lab)
    upload_apply(uid=upload.uid, by=lab["by"], clock=lambda: lab["now"])


def forget(story, person, **changes):
    given = {"number": person.pk, "by": story.actor("quantri"), "now": story.now, **WHY, **changes}
    person_forgotten.person_forget(**given)


def traces() -> set[str]:
    """Where a word of the person's still stands, in clear or under the keys of the store."""
    found = set()
    for model in apps.get_models():
        if model.__name__ in KEPT_WHOLE or not model.__module__.startswith("lachan"):
            continue
        for row in model.objects.all():
            values = {field.name: str(field.value_from_object(row)) for field in model._meta.concrete_fields}
            found |= {
                f"{model.__name__}.{name}"
                for name, value in values.items()
                if any(trace in value for trace in TRACES)
            }
    return found


def stored() -> set[tuple[int, int]]:
    return set(StandingInterval.objects.values_list("person_id", "mark"))


def test_nothing_names_the_person_and_everything_still_counts(story, quyen):
    assert {"Person.full_name", "NameWord.word", "ProfileRevision.before", "Member.full_name"} <= traces()
    assert {"UploadRow.cells", "TimelineEntry.activity", "Outcome.note", "Household.address"} <= traces()
    facts, levels = sources(), stored()
    forget(story, quyen)
    assert traces() == set()
    assert bytes(Upload.objects.get().content) == b""
    assert UploadRow.objects.exists(), "what names others stays until its own day"
    assert sources() == facts == kept()
    assert rebuilt.rebuild(disease=DISEASE, by=SYSTEM, now=story.now).changed == 0
    assert stored() == levels
    assert story.case(quyen).outcome == "recovered"


def test_nobody_finds_the_person_and_pages_say_why(story, quyen):
    reader = story.actor()
    forget(story, quyen)
    for asked in (NAME, "Quyên", CARD, PHONE, FORGOTTEN):
        assert people.search(asked, reader, story.now).people == []
    browser = Client()
    browser.force_login(story.world.users["cdc"], "django.contrib.auth.backends.ModelBackend")
    for address in (
        reverse("people:person", args=[quyen.uid]),
        reverse("desk:case_file", args=[story.case(quyen).uid]),
    ):
        page = browser.get(address, follow=True).content.decode()
        assert FORGOTTEN in page
        assert not any(trace in page for trace in (NAME, CARD, PHONE, HOME))
    again = story.person(NAME, national_id=CARD)
    assert people.search(CARD, reader, story.now).people == [again], "the number may be registered anew"


def test_the_chain_still_holds_also_when_something_is_told_later(story, quyen):
    audit.seal_pending(now=story.now)
    forget(story, quyen)
    audit.record(kind="isolation.told_recorded", by=SYSTEM, now=story.now, about={quyen.pk: {"name": NAME}})
    audit.seal_pending(now=story.now)
    assert chain.verify(story.now + dt.timedelta(days=3650)).faults == ()


@pytest.mark.parametrize("attempt", ["profile", "merge", "again"])
def test_what_was_forgotten_does_not_come_back(story, quyen, attempt):
    other = story.person("Tô Văn Hai")
    forget(story, quyen)
    quyen.refresh_from_db()
    hand = {"by": story.actor(), "now": story.now}
    with pytest.raises((Refused, OutOfSight)):
        if attempt == "profile":
            profile_change(person=quyen, seen={"full_name": FORGOTTEN}, values={"full_name": NAME}, **hand)
        elif attempt == "merge":
            persons_merge(kept=other, absorbed=quyen, reason="một người", **hand)
        else:
            forget(story, quyen)
    assert Person.objects.get(pk=quyen.pk).full_name == FORGOTTEN


def test_merged_records_are_forgotten_together(story, quyen):
    double = story.person(NAME, phone=PHONE)
    persons_merge(kept=quyen, absorbed=double, reason=f"cùng số {CARD}", by=story.actor(), now=story.now)
    forget(story, double)
    assert traces() == set()


def _is_ill_again(story, person):
    story.tested(person, "rt_pcr", "positive")


def _met_a_case(story, person):
    source = story.person("Kiều Văn Ba")
    story.tested(source, "rt_pcr", "positive")
    story.met(person, source, story.now.date() - dt.timedelta(days=1))


def _is_at_a_site(story, person):
    site = Site.objects.get(organisation=story.world.organisations["site-city"])
    person_separated.stay_begin(
        person_id=person.pk, disease=DISEASE, measure="concentrated", site=site,
        occurred_at=story.now, by=story.actor(), now=story.now,
    )  # fmt: skip


def _has_a_specimen_waiting(story, person):
    lab = story.actor("phongxn")
    row = LabRow(
        number=1, code="W-1", who=identity("Tên khác hẳn", birth_year=1950, national_id=CARD, unit_id=person.residence_id),
        sampled_at=story.now, resulted_at=story.now, method="rt_pcr", outcome="negative",
    )  # fmt: skip
    testing.results_take(
        rows=[row], disease=DISEASE, laboratory_id=lab.organisation_id, by=lab, now=story.now
    )


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (_is_ill_again, "ca bệnh đang theo dõi"),
        (_met_a_case, "mức, nghĩa vụ"),
        (_is_at_a_site, "lượt cách ly"),
        (_has_a_specimen_waiting, "chờ nhận diện"),
    ],
)
def test_refused_while_the_work_needs_the_person(story, quyen, happens, words):
    happens(story, quyen)
    foreseen = person_forgotten.foresee(number=quyen.pk, by=story.actor("quantri"), now=story.now)
    assert any(words in needed for needed in foreseen.needed_by)
    with pytest.raises(Refused, match=words):
        forget(story, quyen)
    assert Person.objects.get(pk=quyen.pk).full_name == NAME


def test_a_ring_forbids_it_while_open_and_names_no_house_of_theirs_after(world):
    dengue = Outbreak(world, at(1))
    case = dengue.ill(NAME, dt.date(2021, 8, 30))
    ring = dengue.opened(case, address=HOME)
    mine, neighbour = dengue.house(ring, NAME), dengue.house(ring, "Nhà bên cạnh")
    dengue.visited(mine, outcome="closed", note=REMARK)
    dengue.now = at(30)
    case_investigated.outcome_record(
        case=case, kind="recovered", occurred_at=at(9), by=dengue.actor("cdc"), now=dengue.now
    )
    with pytest.raises(Refused, match="ổ dịch đang mở"):
        forget(dengue, case.person)
    dengue.closed(ring, reason="Hết thời gian theo dõi")
    forget(dengue, case.person)
    assert traces() == set()
    neighbour.refresh_from_db()
    assert neighbour.owner == "Nhà bên cạnh"


def test_only_the_administrator_forgets(story, quyen):
    for username in ("cdc", "lanhdao", "kiemtra"):
        with pytest.raises(Forbidden):
            forget(story, quyen, by=story.actor(username))


@pytest.mark.parametrize(
    ("field", "words"),
    [("reason", ""), ("paper", " "), ("reason", f"Bà {NAME} yêu cầu"), ("paper", f"CCCD {CARD}"), ("ground", "x")],
)  # fmt: skip
def test_ground_paper_and_reason_are_given_and_name_nobody(story, quyen, field, words):
    with pytest.raises(Refused) as refused:
        forget(story, quyen, **{field: words})
    assert refused.value.field == field
    assert Person.objects.get(pk=quyen.pk).full_name == NAME


def test_the_screen_shows_the_effect_and_wants_the_number_again(story, quyen, monkeypatch):
    monkeypatch.setattr("lachan.organisations.middleware.domain_now", lambda: story.now)
    browser = Client()
    browser.force_login(story.world.users["quantri"], "django.contrib.auth.backends.ModelBackend")
    address = f"{reverse('people:person_forget')}?so={quyen.pk}"
    page = browser.get(address).content.decode()
    assert "H. N. Q." in page
    assert NAME not in page
    assert "Mẫu xét nghiệm và kết quả: 2" in page
    refused = browser.post(address, {**WHY, "typed": quyen.pk + 1})
    assert "không khớp" in refused.content.decode()
    assert browser.post(address, {**WHY, "typed": quyen.pk}).status_code == 302
    assert Person.objects.get(pk=quyen.pk).full_name == FORGOTTEN
    assert "đã được xóa" in browser.get(address).content.decode()
