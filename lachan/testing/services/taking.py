"""A laboratory's rows in bulk: specimens, members, results; idempotent by content, within one short transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from lachan.kernel.access.actors import Actor
from lachan.kernel.access.roles import check
from lachan.kernel.audit import services as audit
from lachan.kernel.bulk import insert_many, maker
from lachan.kernel.times import show_moment
from lachan.people.matching import Match, match_many
from lachan.people.queries import residences_of
from lachan.people.services import NewPerson, people_register
from lachan.testing.concerned import added_result
from lachan.testing.identity import member_fields, same_member
from lachan.testing.models import Correction, Member, Result, Specimen
from lachan.testing.types import LabRow, Taken

_specimen, _member, _result = maker(Specimen), maker(Member), maker(Result)


@transaction.atomic
def results_take(
    *,
    rows: Sequence[LabRow],
    disease: str,
    laboratory_id: int | None,
    by: Actor,
    now: dt.datetime,
    upload_uid: uuid.UUID | None = None,
) -> Taken:
    """Record what is new. The same rows again add nothing; another outcome for a known result waits for a person.

    Called by the journey of received results, which carries `Taken.added` on to the rules.
    """
    check(by, "testing.result_import")
    batch = _Batch(rows, disease, laboratory_id, by, now, upload_uid)
    batch.sort_out()
    batch.identify()
    batch.write()
    if batch.taken.taken:
        audit.record(
            kind="testing.results_taken",
            by=by,
            now=now,
            object_uid=upload_uid,
            data=batch.taken.summary()
            | {"result_uids": [str(one.uid) for one in batch.new_results]}
            | {"laboratory_id": laboratory_id},
        )
    return batch.taken


@dataclass(slots=True)
class _Tube:
    """A specimen with its members and results, stored or new."""

    specimen: Specimen
    members: list[Member] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)


@dataclass(slots=True)
class _Waiting:
    """A new member together with the row that named them."""

    member: Member
    row: LabRow


class _Batch:
    """One chunk on its way into the tables."""

    def __init__(
        self,
        rows: Sequence[LabRow],
        disease: str,
        laboratory_id: int | None,
        by: Actor,
        now: dt.datetime,
        upload_uid: uuid.UUID | None,
    ) -> None:
        self.rows, self.disease, self.laboratory_id = rows, disease, laboratory_id
        self.by, self.now, self.upload_uid = by, now, upload_uid
        self.taken = Taken()
        self.tubes: dict[str, _Tube] = {}
        self.new_specimens: list[Specimen] = []
        self.new_members: list[_Waiting] = []
        self.new_results: list[Result] = []
        self.asked: list[Correction] = []
        self.known_corrections: set[tuple[int, str]] = set()
        self.touched: list[tuple[_Tube, Member, Result]] = []

    def sort_out(self) -> None:
        """Each row finds its specimen, member and result, or makes them."""
        self._load()
        for row in self.rows:
            tube = self.tubes.get(row.code) or self._new_tube(row)
            fault = _fault(tube, row)
            if fault:
                self.taken.refused[row.number] = fault
            else:
                self._place(tube, row)

    def _load(self) -> None:
        codes = {row.code for row in self.rows}
        specimens = Specimen.objects.standing().filter(
            laboratory=self.laboratory_id, disease=self.disease, code__in=codes
        )
        by_id = {specimen.pk: _Tube(specimen) for specimen in specimens}
        if not by_id:
            return
        for member in Member.objects.filter(specimen__in=by_id).order_by("position"):
            by_id[member.specimen_id].members.append(member)
        for result in Result.objects.standing().filter(specimen__in=by_id):
            by_id[result.specimen_id].results.append(result)
        self.tubes = {tube.specimen.code: tube for tube in by_id.values()}
        stored = [result.pk for tube in by_id.values() for result in tube.results]
        asked = Correction.objects.filter(result__in=stored)
        self.known_corrections = set(asked.values_list("result_id", "outcome"))

    def _new_tube(self, row: LabRow) -> _Tube:
        specimen = _specimen(
            disease=self.disease,
            code=row.code,
            pooled=row.pooled,
            pool_size=row.pool_size,
            kind=row.kind[:30],
            reason=row.reason[:60],
            collector=row.collector[:120],
            laboratory_id=self.laboratory_id,
            unit_id=row.who.unit_id,
            occurred_at=row.sampled_at,
            recorded_at=self.now,
            recorded_by=self.by.user_id,
        )
        self.new_specimens.append(specimen)
        tube = self.tubes[row.code] = _Tube(specimen)
        return tube

    def _place(self, tube: _Tube, row: LabRow) -> None:
        member = next((one for one in tube.members if same_member(one, row.who)), None)
        is_new = member is None
        if member is None:
            member = self._new_member(tube, row)
        result = _result_of(tube, row)
        if result is None:
            result = self._new_result(tube, row)
            is_new = True
        elif result.outcome != row.outcome:
            self._ask_correction(result, row)
            return
        if is_new:
            self.taken.taken.add(row.number)
            self.touched.append((tube, member, result))
        else:
            self.taken.repeated.add(row.number)

    def _new_member(self, tube: _Tube, row: LabRow) -> Member:
        position = len(tube.members) + 1
        member = _member(
            specimen=tube.specimen, position=position, **member_fields(row.who), address=row.address
        )
        tube.members.append(member)
        self.new_members.append(_Waiting(member, row))
        return member

    def _new_result(self, tube: _Tube, row: LabRow) -> Result:
        result = _result(
            specimen=tube.specimen,
            method=row.method,
            outcome=row.outcome,
            ct=row.ct,
            ct_detail=row.ct_detail,
            supervised=row.supervised,
            upload_uid=self.upload_uid,
            occurred_at=row.resulted_at,
            recorded_at=self.now,
            recorded_by=self.by.user_id,
        )
        tube.results.append(result)
        self.new_results.append(result)
        return result

    def _ask_correction(self, result: Result, row: LabRow) -> None:
        key = (result.pk or id(result), row.outcome)
        if key in self.known_corrections:
            self.taken.repeated.add(row.number)
            return
        self.known_corrections.add(key)
        self.asked.append(
            Correction(
                result=result,
                outcome=row.outcome,
                ct=row.ct,
                ct_detail=row.ct_detail,
                upload_uid=self.upload_uid,
                asked_at=self.now,
                asked_by=self.by.user_id,
            )
        )
        self.taken.corrections += 1
        self.taken.taken.add(row.number)

    def identify(self) -> None:
        """New members are linked by the strict rule, registered, or left waiting."""
        matches = match_many([one.row.who for one in self.new_members])
        fresh = self._register(matches)
        for waiting, match in zip(self.new_members, matches, strict=True):
            self._link(waiting.member, match, fresh)
        self._fill_units()

    def _fill_units(self) -> None:
        """Where the laboratory wrote no commune, the linked person's own one is meant."""
        lacking = [one.member for one in self.new_members if not one.member.unit_id and one.member.person_id]
        homes = residences_of({member.person_id for member in lacking if member.person_id})
        for member in lacking:
            member.unit_id = homes.get(member.person_id or 0)
            if member.specimen.unit_id is None:
                member.specimen.unit_id = member.unit_id

    def _register(self, matches: Sequence[Match]) -> dict[int, int]:
        """Position in the batch → id of the person registered for it."""
        places = [place for place, match in enumerate(matches) if match.registers == place]
        wanted = [self.new_members[place] for place in places]
        news = [NewPerson(one.row.who, address=one.row.address) for one in wanted]
        made = people_register(rows=news, by=self.by, now=self.now)
        self.taken.registered = len(made)
        return {place: person.pk for place, person in zip(places, made, strict=True)}

    def _link(self, member: Member, match: Match, fresh: dict[int, int]) -> None:
        if match.wait is not None:
            member.wait_reason = match.wait
            self.taken.waiting += 1
            return
        new = match.person_id is None
        member.person_id = fresh[match.registers] if match.registers is not None else match.person_id
        member.link = Member.Link.REGISTERED if new else Member.Link.AUTOMATIC
        member.linked_at = self.now
        self.taken.linked += not new

    def write(self) -> None:
        insert_many(self.new_specimens)
        for waiting in self.new_members:
            waiting.member.specimen_id = waiting.member.specimen.pk
        self._raise_alarms()
        insert_many([waiting.member for waiting in self.new_members])
        for result in self.new_results:
            result.specimen_id = result.specimen.pk
        insert_many(self.new_results)
        for correction in self.asked:
            correction.result_id = correction.result.pk
        insert_many(self.asked)
        self.taken.specimens, self.taken.results = len(self.new_specimens), len(self.new_results)
        self._tell()

    def _raise_alarms(self) -> None:
        """Whoever waits unlinked in a positive specimen alarms, stored members too."""
        stored = []
        for tube in {id(tube): tube for tube, _, _ in self.touched}.values():
            if not any(result.outcome == Result.Outcome.POSITIVE for result in tube.results):
                continue
            for member in tube.members:
                if member.link == Member.Link.WAITING and not member.alarm:
                    member.alarm = True
                    self.taken.alarms += 1
                    stored += [member.pk] if member.pk else []
        if stored:
            Member.objects.filter(pk__in=stored).update(alarm=True)

    def _tell(self) -> None:
        """A result concerns every linked member of its specimen, also those named by earlier rows."""
        told: set[tuple[int, uuid.UUID]] = set()
        new = {result.uid for result in self.new_results}
        for tube, named, result in self.touched:
            to_all = tube.specimen.pooled and result.uid in new
            for member in tube.members if to_all else [named]:
                key = (member.person_id or 0, result.uid)
                if member.person_id and key not in told:
                    told.add(key)
                    self.taken.added.append(added_result(tube.specimen, member, result))


def _fault(tube: _Tube, row: LabRow) -> str:
    """Why a row contradicts the specimen that its code names; empty where it does not."""
    stored = tube.specimen.occurred_at
    if abs(stored - row.sampled_at) >= dt.timedelta(minutes=1):
        return f"Mã mẫu {row.code} đã có với giờ lấy mẫu khác ({show_moment(stored)})."
    if tube.specimen.pooled or not tube.members or any(same_member(one, row.who) for one in tube.members):
        return ""
    return f"Mã mẫu {row.code} đã dùng cho một người khác. Kiểm tra lại mã, hoặc ghi là mẫu gộp."


def _result_of(tube: _Tube, row: LabRow) -> Result | None:
    """The tube's result of the same method and minute."""
    for result in tube.results:
        near = abs(result.occurred_at - row.resulted_at) < dt.timedelta(minutes=1)
        if result.method == row.method and near:
            return result
    return None
