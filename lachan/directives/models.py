"""Tables of directives: the letter as registered, its orders as read, and the tasks that were released."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lachan.kernel.facts import Fact
from lachan.kernel.ids import new_uid
from lachan.kernel.secrets.fields import EncryptedTextField


class Letter(models.Model):
    """An incoming directive. `reading` is the machine's, `confirmed` the clerk's; both are kept."""

    class State(models.TextChoices):
        REGISTERED = "registered", "chờ kiểm bản đọc"
        CONFIRMED = "confirmed", "chờ dự thảo phân công"
        DRAFTED = "drafted", "chờ lãnh đạo giao việc"
        RELEASED = "released", "đã giao việc"
        FILED = "filed", "lưu, không có nhiệm vụ"
        VOID = "void", "đã hủy vào sổ"

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    arrival_number = models.IntegerField()
    arrival_year = models.IntegerField()
    received_at = models.DateTimeField()
    registered_by = models.BigIntegerField(null=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()  # encrypted bytes of the file as it came
    text = EncryptedTextField()
    reading = models.JSONField(default=dict)
    confirmed = models.JSONField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.REGISTERED)
    closed_reason = models.CharField(max_length=500, blank=True)  # why filed without tasks, or void
    void_number = models.IntegerField(default=0)  # 0 while valid; lets the same file come again after
    issuer = models.CharField(max_length=200, blank=True)
    issuer_kind = models.CharField(max_length=5, blank=True)  # party, state, other
    doc_type = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=20, blank=True)
    symbol = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True)
    subject = models.CharField(max_length=500, blank=True)
    search_key = models.CharField(max_length=900, blank=True)  # folded number, issuer and subject
    urgency = models.CharField(max_length=12, blank=True)
    refers_key = models.TextField(blank=True)  # "|114/TB-VPTU|…|": what it cites, to be found by

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "arrival_year", "arrival_number"],
                name="letter_one_arrival_number",
            ),
            models.UniqueConstraint(
                fields=["organisation", "sha256", "void_number"], name="letter_same_file_once"
            ),
        ]
        indexes = [
            models.Index(fields=["received_at"], name="letter_received"),
            models.Index(fields=["number", "symbol"], name="letter_number"),
        ]


class LetterOrder(models.Model):
    """One order of a letter, at its path of printed labels."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="orders")
    position = models.IntegerField()
    path = models.JSONField(default=list)
    text = models.TextField()
    indicator = models.CharField(max_length=60, blank=True)  # code of a declared indicator

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "position"], name="letter_order_position")]


class Task(models.Model):
    """What one unit has to do for one order, from the leader's release on."""

    class State(models.TextChoices):
        DRAFT = "draft", "dự thảo"
        RELEASED = "released", "đang thực hiện"
        REPORTED = "reported", "đã báo cáo, chờ xác nhận"
        RETURNED = "returned", "bị trả lại"
        ESCALATED = "escalated", "đã trình, chờ ý kiến"
        DONE = "done", "đã hoàn thành"
        CANCELLED = "cancelled", "đã dừng"

    class Recurrence(models.TextChoices):
        NONE = "", "một lần"
        DAILY = "daily", "hằng ngày"
        WEEKLY = "weekly", "hằng tuần"
        MONTHLY = "monthly", "hằng tháng"
        REGULAR = "regular", "thường xuyên"

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    order = models.ForeignKey(LetterOrder, models.PROTECT, related_name="tasks")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    lead = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    lead_words = models.CharField(max_length=300, blank=True)  # as the letter names it, kept for good
    lead_words_key = models.CharField(
        max_length=300, blank=True
    )  # folded: found without a lead of the directory
    person_named = models.CharField(max_length=200, blank=True)
    co_workers = models.ManyToManyField("organisations.Organisation", related_name="+")
    co_worker_words = models.JSONField(default=list)  # named by the letter, not in the directory
    content = models.TextField()
    due_at = models.DateTimeField(null=True)
    ordered_due_at = models.DateTimeField(null=True)  # as released, whatever was granted later
    due_words = models.CharField(max_length=300, blank=True)
    due_kind = models.CharField(max_length=10, blank=True)  # by, vague, recurring
    recurrence = models.CharField(max_length=20, blank=True, choices=Recurrence)
    # Weekday (1 is Monday) of a weekly task, or two of them as two digits (25: Tuesday and Friday); day of a monthly one.
    by_day = models.SmallIntegerField(null=True)
    by_hour = models.TimeField(null=True)  # of a recurring task; without one the day ends it
    overdue_on_receipt = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    released_at = models.DateTimeField(null=True)
    released_by = models.BigIntegerField(null=True)
    instruction = models.TextField(blank=True)  # the leader's bút phê
    reported_at = models.DateTimeField(null=True)  # the report that stands; it decides "in time"
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["lead", "state", "due_at"], name="task_lead"),
            models.Index(fields=["state", "due_at"], name="task_due"),
        ]


class TaskEntry(Fact):
    """What happened to a task: evidence, report, return, acceptance, a changed deadline, its lead found, what its lead
    cannot do and what was said to that."""

    class Kind(models.TextChoices):
        ASSIGN = "assign", "chọn đơn vị chủ trì"
        EVIDENCE = "evidence", "minh chứng"
        SHARE = "share", "giao lại"
        ASK = "ask", "đề nghị điều chỉnh hạn"
        REPORT = "report", "báo cáo hoàn thành"
        RETURN = "return", "trả lại"
        ACCEPT = "accept", "xác nhận hoàn thành"
        ESCALATE = "escalate", "trình cấp trên xử lý"
        EXTEND = "extend", "điều chỉnh hạn"
        HOLD = "hold", "giữ nguyên nhiệm vụ"
        REASSIGN = "reassign", "giao đơn vị khác"
        REMIND = "remind", "đôn đốc"
        STOP = "stop", "dừng thực hiện"

    task = models.ForeignKey(Task, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    actor_label = models.CharField(max_length=200, blank=True)
    words = EncryptedTextField(blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_content = models.BinaryField(null=True)  # encrypted
    new_due_at = models.DateTimeField(null=True)
    new_lead = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="task_entry_extends_to_a_date",
                condition=~Q(kind="extend") | Q(new_due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="task_entry_assigns_a_lead",
                condition=~Q(kind="assign") | Q(new_lead__isnull=False),
            ),
        ]
