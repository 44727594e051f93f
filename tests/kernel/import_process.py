"""A process that imports and may be killed at any moment; run by test_import_killed with a database of its own.

python -m tests.kernel.import_process stage NUMBER | work HOURS | report
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import sys
import time

ROWS = 1500


def main(what: str, value: int) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "lachan.config.settings"
    django.setup()
    from lachan.kernel.intake import kinds
    from tests.kernel import notebook

    def slowly(*args):
        time.sleep(0.03)  # so that kills fall into transactions, not only between them
        outcome = notebook.apply_chunk(*args)
        time.sleep(0.03)
        return outcome

    kinds.declare(dataclasses.replace(notebook.KIND, apply_chunk=slowly))
    {"stage": _stage, "work": _work, "report": _report}[what](value)


def _stage(number: int) -> None:
    from django.core.management import call_command

    from lachan.kernel.clock import real_now
    from lachan.kernel.intake import services
    from tests.kernel import files
    from tests.kernel.conftest import LAB

    now = real_now()  # the clock of the workers, so that no retention date passes meanwhile
    call_command("migrate", "kernel", verbosity=0)
    rows = files.plain_rows(ROWS * (number + 1), bad=frozenset({ROWS * number + 7}))[ROWS * number :]
    data = files.xlsx(("A", [files.HEADER, *rows]))
    upload = services.upload_stage(file_name="a.xlsx", data=data, kind="tests.notes", by=LAB, now=now).upload
    services.upload_start(upload=upload, by=LAB, now=now)


def _work(hours: int) -> None:
    """Says what it found, then works as a worker does that sees the lease of a dead one run out."""
    from lachan.kernel.clock import real_now
    from lachan.kernel.jobs import worker

    _report(0)
    worker.drain(real_now() + dt.timedelta(hours=hours))


def _report(_: int) -> None:
    from lachan.kernel.audit import chain
    from lachan.kernel.audit.services import seal_pending
    from lachan.kernel.clock import real_now
    from lachan.kernel.intake.models import Upload, UploadRow
    from lachan.kernel.papers.models import NumberBlock

    seal_pending(now=real_now())
    print(
        json.dumps(
            {
                "uploads": list(
                    Upload.objects.values("state", "cursor", "added", "repeated", "bad", "total")
                ),
                "kept": NumberBlock.objects.count(),
                "refused": UploadRow.objects.count(),
                "intact": chain.verify(real_now()).intact,
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
