"""What standing computes from is what these rooms hold: the same facts, no more and no less."""

from __future__ import annotations

from lachan.isolation import queries as isolation
from lachan.isolation.models import OrderMember, Stay
from lachan.journeys import exposure_recorded, person_separated
from lachan.kernel.policies.queries import rulebook_forget
from lachan.standing import queries as standing
from lachan.tracing import queries as tracing
from lachan.tracing.models import Exposure
from tests.founding import rules_load
from tests.isolation.test_drafts import draft, proposed
from tests.isolation.world import NOW, at
from tests.tracing.test_contacts import contact

D = "covid19"


def held() -> dict[str, set[str]]:
    """Uids of the standing facts of the two rooms, by the kind that standing calls them."""
    return {
        "exposure": {str(row.uid) for row in tracing.every_exposure(D)},
        "separation": {str(row.uid) for row in isolation.every_stay(D)},
        "order": {str(row.uid) for row in isolation.every_member(D)},
        "lift": {str(row.uid) for row in isolation.every_lift(D)},
    }


def taken_in() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {kind: set() for kind in held()}
    for uid, kind, _ in standing.inputs_in_force(disease=D):
        if kind in found:
            found[kind].add(uid)
    return found


def test_inputs_follow_every_record_and_every_revocation(world):
    rulebook_forget()
    rules_load(NOW)
    case = world.derived_case(world.person(), at("15/9 01:00"))
    who, office = {"by": world.tracer, "now": NOW}, {"by": world.system, "now": NOW}

    names = ("Lê Văn Một", "Phạm Thị Hai", "Võ Minh Ba")
    exposure_recorded.contacts_add(case=case, contacts=[contact(name) for name in names], **who)
    assert taken_in() == held()
    first, second, third = Exposure.objects.order_by("id")

    exposure_recorded.exposure_revoke(exposure=third, reason="Nhầm người", **who)
    assert taken_in() == held()

    order = draft(world, [proposed(first.person), proposed(second.person)], by=world.tracer, disease=D)
    assert taken_in() == held()
    sign = {"position_id": world.position.pk, "signed_at": at("15/9 06:00")}
    person_separated.order_issue(order=order, number=1, **sign, **office)
    assert taken_in() == held()

    for person, hour in ((first.person, "06:10"), (second.person, "06:20")):
        person_separated.stay_begin(
            person_id=person.pk, disease=D, measure="home", unit_id=world.here.pk,
            occurred_at=at(f"15/9 {hour}"), **who,
        )  # fmt: skip
    person_separated.stay_revoke(stay=Stay.objects.first(), reason="Ghi nhầm", **who)
    assert taken_in() == held()

    member = OrderMember.objects.get(person=second.person)
    sign["signed_at"] = at("15/9 06:40")
    person_separated.order_lift(members=[member], reason="Hết căn cứ", number=2, **sign, **office)
    assert taken_in() == held()
    assert {kind: len(uids) for kind, uids in held().items()} == {
        "exposure": 2, "separation": 1, "order": 2, "lift": 1,
    }  # fmt: skip
