"""A process that confirms cases, each with its cascade, and may be killed at any moment.

python -m tests.journeys.cascade_process found NUMBER | work 0 | report 0
(run by test_cascade_killed with a database of its own)
"""

from __future__ import annotations

import json
import os
import sys

CLOSE, FAR = 50, 50  # F1 of a case, and F2 of them
HOUR = (2021, 9, 15, 7)


def main(what: str, value: int) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "lachan.config.settings"
    django.setup()
    {"found": _found, "work": _work, "report": _report}[what](value)


def _now():
    import datetime as dt

    from lachan.kernel.times import LOCAL

    return dt.datetime(*HOUR, tzinfo=LOCAL)


def _found(number: int) -> None:
    """`number` people with a specimen each, and the meetings that a positive would turn into levels."""
    import datetime as dt

    from django.core.management import call_command

    from lachan.demo.cast import WARD_4, WARD_5, add_logins, found_world
    from lachan.demo.history import History
    from lachan.kernel.access.actors import SYSTEM
    from lachan.kernel.policies.loader import policies_load
    from lachan.places import shipped
    from lachan.testing.services import specimen_collect

    now = _now()
    call_command("migrate", verbosity=0)
    shipped.camau_load(by=SYSTEM, now=now)
    policies_load(by=SYSTEM, now=now)
    world = found_world(on=now.date(), now=now)
    add_logins(world, now=now)
    history = History(world)
    for index in range(number):
        [ill] = history.register(1, now, world.commune(WARD_4, now.date()))
        close = history.register(CLOSE, now)
        far = history.register(FAR, now)
        pairs = [(contact, ill) for contact in close]
        pairs += [(contact, close[place % CLOSE]) for place, contact in enumerate(far)]
        _meet(pairs, world.actor("cdc", now), now)
        specimen_collect(
            disease="covid19",
            code=f"K{index}",
            sampled_at=now - dt.timedelta(hours=2),
            person_ids=[ill.pk],
            unit_id=world.commune(WARD_5, now.date()).pk,
            by=world.actor("cdc", now),
            now=now,
        )


def _meet(pairs, by, now) -> None:
    import datetime as dt

    from lachan.journeys import following, inputs
    from lachan.tracing.meetings import Meeting
    from lachan.tracing.services import exposures_record

    day = dt.date(2021, 9, 14)
    meetings = [
        Meeting(person_id=one.pk, other_id=other.pk, at=day, closeness="table", unit_id=one.residence_id)
        for one, other in pairs
    ]
    recorded = exposures_record(disease="covid19", meetings=meetings, by=by, now=now)
    added = [inputs.exposure_input(exposure) for exposure in recorded.added]
    following.take_in(disease="covid19", added=added, now=now)


def _work(_: int) -> None:
    """Confirms whoever is not confirmed yet, one after the other; says when it begins."""
    import datetime as dt

    from lachan.journeys.result_received import result_record
    from lachan.organisations.queries import User, actor_of
    from lachan.testing.models import Specimen

    now = _now()
    tracer = actor_of(User.objects.get(username="cdc"), now)
    print("begins", flush=True)
    for specimen in Specimen.objects.filter(results=None).order_by("pk"):
        result_record(
            specimen=specimen,
            method="rt_pcr",
            outcome="positive",
            resulted_at=now - dt.timedelta(hours=1),
            by=tracer,
            now=now,
        )


def _report(_: int) -> None:
    """For each specimen what is on record of its cascade, and whether the audit chain holds."""
    from lachan.kernel.audit import chain
    from lachan.kernel.audit.services import seal_pending
    from lachan.kernel.clock import real_now
    from lachan.testing.models import Specimen

    while seal_pending(now=real_now()):
        pass
    cascades = [_of(specimen) for specimen in Specimen.objects.order_by("pk")]
    print(json.dumps({"cascades": cascades, "intact": chain.verify(real_now()).intact}), flush=True)


def _of(specimen):
    from lachan.cases.models import Case
    from lachan.kernel.access.models import Sight
    from lachan.kernel.audit.models import Event
    from lachan.standing import queries as standing
    from lachan.tracing.models import Exposure

    [ill] = specimen.members.values_list("person_id", flat=True)
    close = list(Exposure.objects.filter(other=ill).values_list("person_id", flat=True))
    close += list(Exposure.objects.filter(person=ill).values_list("other_id", flat=True))
    far = Exposure.objects.filter(other__in=close).exclude(person__in=[ill, *close])
    people = [ill, *close, *far.values_list("person_id", flat=True)]
    levels = standing.levels_of(disease="covid19", person_ids=people, at=_now())
    found = [row.value for row in levels.values()]
    result_uids = list(specimen.results.values_list("uid", flat=True))
    return {
        "results": len(result_uids),
        "events": Event.objects.filter(kind="testing.result_recorded", object_uid__in=result_uids).count(),
        "cases": Case.objects.filter(person=ill, classification="confirmed").count(),
        "levels": [found.count(level) for level in ("F0", "F1", "F2")],
        "sights": Sight.objects.filter(subject_id=ill, ground="found").count(),
    }


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
