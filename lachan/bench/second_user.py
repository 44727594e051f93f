"""Somebody who goes on saving profiles until standard input is closed; one line of JSON for each save."""

from __future__ import annotations

import json
import select
import sys
import time
from pathlib import Path


def main(log: Path) -> None:
    import django

    django.setup()
    from django.db import DatabaseError

    from lachan.bench.world import NOW
    from lachan.organisations.models import User
    from lachan.organisations.queries import actor_of
    from lachan.people.models import Person
    from lachan.people.services import profile_change

    by = actor_of(User.objects.get(username="cdc"), NOW)
    known = list(Person.objects.order_by("pk")[:50])
    with log.open("w", buffering=1) as lines:
        lines.write("ready\n")
        number = 0
        while not _closed():
            person = known[number % len(known)]
            began, error = time.perf_counter(), ""
            try:
                profile_change(
                    person=person,
                    seen={"workplace": Person.objects.get(pk=person.pk).workplace},
                    values={"workplace": f"Xưởng số {number}"},
                    by=by,
                    now=NOW,
                )
            except DatabaseError as fault:
                error = str(fault)
            lines.write(json.dumps({"seconds": time.perf_counter() - began, "error": error}) + "\n")
            number += 1
            time.sleep(0.1)


def _closed() -> bool:
    return bool(select.select([sys.stdin], [], [], 0)[0]) and not sys.stdin.read(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
