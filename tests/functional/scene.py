"""A province in which every kind of object exists twice: "here" (Phường 4, Cà Mau) and "there" (a commune of Đầm Dơi)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from lachan.cases import queries as cases
from lachan.demo.cast import CITY, DAM_DOI, WARD_4, Login, World, add_logins
from lachan.demo.files import contacts_xlsx, results_xlsx
from lachan.demo.letter import earlier_letter_text
from lachan.directives import services as directives
from lachan.directives.models import LetterOrder, Task
from lachan.insight.models import DayClosing
from lachan.insight.services import day_close
from lachan.isolation.models import Completion, Site
from lachan.isolation.services.drafts import Proposed, order_draft
from lachan.isolation.services.sites import capacity_record
from lachan.isolation.services.stays import told_record
from lachan.journeys import (
    case_investigated,
    exposure_recorded,
    person_separated,
    result_received,
    ring_opened,
)
from lachan.kernel.access import roles
from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.audit.models import Event
from lachan.kernel.intake.services import upload_apply, upload_map, upload_stage, upload_start
from lachan.kernel.jobs.models import Job
from lachan.kernel.jobs.services import job_enqueue
from lachan.kernel.papers.models import Paper
from lachan.kernel.papers.services import block_release
from lachan.organisations.models import Position
from lachan.people.identity import identity
from lachan.people.models import Merge
from lachan.people.services import NewPerson, person_register, persons_merge
from lachan.places import queries as places
from lachan.places.kinds import Level
from lachan.testing import services as testing
from lachan.testing.models import Correction, Member
from lachan.testing.types import LabRow
from lachan.tracing.contacts import Contact
from lachan.tracing.meetings import Meeting
from lachan.tracing.models import ContactLine
from lachan.tracing.services import timeline_entry_record
from lachan.zones import services as zones
from tests.cast import MORNING, world_found

COVID, DENGUE = "covid19", "dengue"
# Log-ins beside the cast: who owns what lies "there", so that nobody of the cast does.
NEIGHBOURS = (
    Login("phongxn-2", "Lâm Thị Bé", "Kỹ thuật viên", roles.LAB, "lab-2"),
    Login("huyen-2", "Lý Văn Tám", "Phó Giám đốc", roles.DISTRICT, f"ttyt-{DAM_DOI}"),
)


@dataclass
class Side:
    """What one commune holds; `names` are the objects by the word that the table of addresses uses."""

    key: str
    commune: Any
    district: str
    lab: str
    lab_user: str
    site: str
    user: str
    names: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return vars(self)["names"][name]  # while it is being copied, there are no names yet
        except KeyError as error:
            raise AttributeError(name) from error


class Scene:
    def __init__(self, world: World, now: dt.datetime) -> None:
        self.world, self.now = world, now
        add_logins(world, now=now, logins=NEIGHBOURS)
        self.here = Side(
            "here", world.commune(WARD_4, now.date()), CITY, "lab", "phongxn", "site-city", "huyen"
        )
        self.there = Side(
            "there",
            self._commune_of(DAM_DOI),
            DAM_DOI,
            "lab-2",
            "phongxn-2",
            "site-cai-nuoc",
            "huyen-2",
        )
        for side in (self.here, self.there):
            self._people(side)
            self._tests(side)
            self._meetings(side)
            self._separation(side)
            self._uploads(side)
            self._ring(side)
        self._letters()
        self._everybodys()

    def by(self, username: str) -> Any:
        return self.world.actor(username, self.now)

    def cdc(self) -> dict[str, Any]:
        return {"by": self.by("cdc"), "now": self.now}

    def hours(self, count: float) -> dt.datetime:
        """A moment `count` hours ago."""
        return self.now - dt.timedelta(hours=count)

    def organisation(self, key: str) -> Any:
        return self.world.organisations[key]

    def _commune_of(self, district_code: str) -> Any:
        district = places.unit_by_code(district_code, self.now.date(), Level.DISTRICT)
        return places.units_on(self.now.date(), Level.COMMUNE, district).order_by("code").first()

    # --- one side --------------------------------------------------------------------------------

    def _person(self, side: Side, name: str, **known: Any) -> Any:
        who = identity(f"{name} {side.key}", unit_id=side.commune.pk, **({"birth_year": 1980} | known))
        return person_register(person=NewPerson(identity=who), **self.cdc())

    def _people(self, side: Side) -> None:
        named = {word: self._person(side, f"Trần Văn {word}") for word in ("ill", "met", "double", "bitten")}
        merge = persons_merge(kept=named["met"], absorbed=named["double"], reason="Trùng", **self.cdc())
        assert isinstance(merge, Merge)
        side.names |= named | {"merge": merge, "person": named["met"], "commune": side.commune}

    def _tests(self, side: Side) -> None:
        lab = self.by(side.lab_user)
        specimen = testing.specimen_collect(
            disease=COVID,
            code=f"S-{side.key}",
            sampled_at=self.hours(5),
            person_ids=[side.ill.pk],
            laboratory_id=self.organisation(side.lab).pk,
            **self.cdc(),
        )
        result_received.result_record(
            specimen=specimen,
            method="rt_pcr",
            outcome="positive",
            resulted_at=self.hours(3),
            by=lab,
            now=self.now,
        )
        self._waiting(side, "positive")
        self._waiting(side, "negative")  # the same tube told otherwise waits as a correction
        member = Member.objects.get(specimen__code=f"W-{side.key}")
        case = cases.open_case_of(side.ill.pk, COVID)
        case_investigated.onset_state(
            case=case, symptomatic=True, onset_on=dt.date(2021, 9, 13), **self.cdc()
        )
        side.names |= {
            "specimen": specimen,
            "result": specimen.results.get(),
            "member": member,
            "linked_member": specimen.members.get(),
            "correction": Correction.objects.get(result__specimen=member.specimen),
            "case": case,
            "onset": case.onsets.get(),
        }

    def _waiting(self, side: Side, outcome: str) -> None:
        """A row of the laboratory that no one in the register agrees with well enough."""
        lab = self.by(side.lab_user)
        row = LabRow(
            number=1,
            code=f"W-{side.key}",
            who=identity("Nguyễn Văn Bé", birth_year=1975, unit_id=side.commune.pk),
            sampled_at=self.hours(5),
            resulted_at=self.hours(4),
            method="rt_pcr",
            outcome=outcome,
        )
        testing.results_take(
            rows=[row], disease=COVID, laboratory_id=lab.organisation_id, by=lab, now=self.now
        )

    def _meetings(self, side: Side) -> None:
        meeting = Meeting(
            person_id=side.met.pk,
            other_id=side.ill.pk,
            at=dt.date(2021, 9, 13),
            closeness="table",
            unit_id=side.commune.pk,
        )
        exposure, _ = exposure_recorded.exposure_add(disease=COVID, meeting=meeting, **self.cdc())
        # The name and the year of somebody on record: not sure enough to be that person.
        doubtful = Contact(
            identity=identity(
                side.bitten.full_name, birth_year=side.bitten.birth_year, unit_id=side.commune.pk
            ),
            at=dt.date(2021, 9, 13),
            closeness="table",
        )
        exposure_recorded.contacts_add(case=side.case, contacts=[doubtful], **self.cdc())
        entry = timeline_entry_record(
            case_id=side.case.pk,
            person_id=side.ill.pk,
            occurred_at=self.hours(24),
            place_name="Chợ",
            unit_id=side.commune.pk,
            **self.cdc(),
        )
        line = ContactLine.objects.get(case_id=side.case.pk, state=ContactLine.State.WAITING)
        side.names |= {"exposure": exposure, "line": line, "timeline_entry": entry}

    def _separation(self, side: Side) -> None:
        site = Site.objects.get(organisation=self.organisation(side.site))
        committee = self.organisation(f"ubnd-{side.district}")
        told = told_record(person_id=side.met.pk, disease=COVID, occurred_at=self.hours(2), **self.cdc())
        issued = self._order(side, committee, side.met, site)
        person_separated.order_issue(
            order=issued,
            position_id=Position.objects.get(organisation=committee).pk,
            number=990_001,
            signed_at=self.hours(1),
            by=self.by("lanhdao"),
            now=self.now,
        )
        for person in (side.ill, side.met):
            arrival = person_separated.stay_begin(
                person_id=person.pk,
                disease=COVID,
                measure="concentrated",
                site=site,
                occurred_at=self.hours(0.5),
                **self.cdc(),
            )
        side.names |= self._to_take_back(side, committee, site, issued.members.get())
        side.names |= {
            "site_row": site,
            "order": issued,
            "order_member": issued.members.get(),
            "draft_order": self._order(side, committee, side.ill, site),
            "paper": Paper.objects.get(object_uid=issued.uid),
            "stay": arrival.stay,
            "told": told,
        }

    def _to_take_back(self, side: Side, committee: Any, site: Site, member: Any) -> dict[str, Any]:
        """A lifting, a certificate and a number of places that somebody may find to be wrong."""
        ended = self._order(side, committee, side.bitten, site)
        position = Position.objects.get(organisation=committee).pk
        signed = {"position_id": position, "by": self.by("lanhdao"), "now": self.now}
        person_separated.order_issue(order=ended, number=990_002, signed_at=self.hours(1), **signed)
        [lift] = person_separated.order_lift(
            members=[ended.members.get()],
            reason="Nhầm",
            number=990_003,
            signed_at=self.hours(0.5),
            **signed,
        )
        moment = {"occurred_at": self.now, "recorded_at": self.now}
        completion = Completion.objects.create(
            member=member, number=990_004, symbol="GXN", signer_name="x", **moment
        )
        capacity = capacity_record(site=site, places=50, by=SYSTEM, now=self.now)
        return {"lift": lift, "completion": completion, "capacity": capacity}

    def _order(self, side: Side, committee: Any, person: Any, site: Site) -> Any:
        proposed = Proposed(
            person_id=person.pk,
            measure="concentrated",
            starts_at=self.hours(1),
            ends_at=self.now + dt.timedelta(days=14),
            site=site,
        )
        return order_draft(disease=COVID, organisation_id=committee.pk, members=[proposed], **self.cdc())

    def _uploads(self, side: Side) -> None:
        lab = {"by": self.by(side.lab_user), "now": self.now}
        # Each side its own file: the same bytes twice would be the same upload.
        results = results_xlsx([(side.bitten, "negative")])
        done = upload_stage(
            file_name="kq.xlsx", data=results, kind="testing.results", options={"disease": COVID}, **lab
        ).upload
        named = dict(done.columns) | {"sampled_at": "Giờ lấy mẫu", "resulted_at": "Giờ có KQ"}
        upload_map(upload=done, columns=named, **lab)  # remembered for the next file of this laboratory
        upload_start(upload=done, **lab)
        upload_apply(uid=done.uid, by=lab["by"], clock=lambda: self.now)
        done.refresh_from_db()
        assert done.bad, "rows that went back are wanted here"
        staged = upload_stage(
            file_name="kq-2.xlsx",
            data=results_xlsx([(side.met, "negative")]),
            kind="testing.results",
            options={"disease": COVID},
            **lab,
        ).upload
        listed = upload_stage(
            file_name="tx.xlsx",
            data=contacts_xlsx([side.bitten]),
            kind="tracing.contacts",
            options={"case": str(side.case.uid)},
            by=self.by(side.user),
            now=self.now,
        ).upload
        side.names |= {"upload_done": done, "upload": staged, "upload_list": listed}

    def _ring(self, side: Side) -> None:
        specimen = testing.specimen_collect(
            disease=DENGUE,
            code=f"D-{side.key}",
            kind="serum",
            sampled_at=self.hours(5),
            person_ids=[side.bitten.pk],
            **self.cdc(),
        )
        result_received.result_record(
            specimen=specimen,
            method="ns1",
            outcome="positive",
            resulted_at=self.hours(4),
            **self.cdc(),
        )
        case = cases.open_case_of(side.bitten.pk, DENGUE)
        ring = ring_opened.ring_open(case=case, unit_id=side.commune.pk, **self.cdc())
        house = zones.house_add(ring=ring, owner="Chủ nhà", **self.cdc())
        visit = zones.house_visit_record(house=house, outcome="closed", **self.cdc())
        side.names |= {"dengue_case": case, "ring": ring, "house": house, "visit": visit}

    # --- letters and what belongs to nobody ---------------------------------------------------------

    def _letters(self) -> None:
        fresh, read, drafted, released = (self._letter(number) for number in range(9001, 9005))
        for letter in (read, drafted, released):
            directives.reading_confirm(
                letter=letter, confirmed=letter.reading, by=self.by("vanthu"), now=self.now
            )
        for letter in (drafted, released):
            directives.tasks_draft(letter=letter, by=self.by("thammuu"), now=self.now)
        directives.tasks_release(
            letter=released, instruction="Giao thực hiện.", by=self.by("lanhdao"), now=self.now
        )
        report = directives.report_print(
            letter=released,
            position=Position.objects.filter(organisation=self.organisation("ubnd")).first(),
            by=self.by("thammuu"),
            now=self.now,
        )
        first = LetterOrder.objects.filter(letter=drafted).first()
        for side in (self.here, self.there):
            body = self.organisation(f"ubnd-{side.district}")
            task = Task.objects.filter(order__letter=released, lead=body).earliest("pk")
            entry = directives.task_entry_record(
                task=task,
                kind="evidence",
                words="Đã làm",
                file_name="minh-chung.txt",
                file_content=b"xong",
                by=self.by("thammuu"),
                now=self.now,
            )
            side.names |= {
                "letter_new": fresh,
                "letter_read": read,
                "letter_drafted": drafted,
                "letter_released": released,
                "report": report,
                "letter_order": first,
                "task": task,
                "task_entry": entry,
                "task_drafted": Task.objects.filter(order__letter=drafted, lead=body).earliest("pk"),
            }

    def _letter(self, number: int) -> Any:
        return directives.letter_register(
            file_name=f"{number}.txt",
            data=earlier_letter_text().replace("9998", str(number)).encode(),
            organisation_id=self.organisation("ubnd").pk,
            received_at=self.now,
            by=self.by("vanthu"),
            now=self.now,
        )

    def _everybodys(self) -> None:
        block_release(
            organisation_id=self.organisation("ubnd").pk,
            book="QĐ",
            symbol="QĐ-UBND",
            year=2021,
            first=990_001,
            last=990_050,
            by=self.by("vanthu"),
            now=self.now,
        )
        day = self.now.date() - dt.timedelta(days=1)
        day_close(disease=COVID, day=day, signer_name="Lê Quốc Bảo", by=self.by("lanhdao"), now=self.now)
        job_enqueue(kind="audit.seal", payload={}, by=SYSTEM, now=self.now)
        common = {
            "closing": DayClosing.objects.get(day=day),
            "event": Event.objects.first(),
            "job": Job.objects.first(),
            "organisation": self.organisation("cdc"),
            "someone": self.world.users["xa"],
        }
        for side in (self.here, self.there):
            side.names |= common


def scene_found() -> Scene:
    """The scene in a new world of the cast."""
    return Scene(world_found(), MORNING)
