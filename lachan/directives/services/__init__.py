"""Every write of directives: the register of letters, the draft and its release, the life of a task."""

from lachan.directives.services.drafts import (
    draft_discard,
    order_measure,
    task_add,
    task_change,
    task_drop,
    tasks_change,
    tasks_draft,
    tasks_drop,
    tasks_release,
)
from lachan.directives.services.letters import (
    letter_file,
    letter_register,
    letter_void,
    reading_confirm,
)
from lachan.directives.services.reports import report_print
from lachan.directives.services.tasks import (
    task_assign,
    task_entry_record,
    task_entry_revoke,
    task_reassign,
    task_share,
)

__all__ = [
    "draft_discard",
    "letter_file",
    "letter_register",
    "letter_void",
    "order_measure",
    "reading_confirm",
    "report_print",
    "task_add",
    "task_assign",
    "task_change",
    "task_drop",
    "task_entry_record",
    "task_entry_revoke",
    "task_reassign",
    "task_share",
    "tasks_change",
    "tasks_draft",
    "tasks_drop",
    "tasks_release",
]
