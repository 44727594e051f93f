"""The database engine of the settings: Django's own, with the queue for the write lock."""

from __future__ import annotations

from django.db.backends.sqlite3 import base

from lachan.kernel.sqlite import queue


class DatabaseWrapper(base.DatabaseWrapper):
    def _start_transaction_under_autocommit(self) -> None:
        with queue.waiting(self.settings_dict["NAME"]):
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # its stubs leave it out
