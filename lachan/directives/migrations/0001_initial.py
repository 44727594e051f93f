import django.db.models.deletion
import lachan.kernel.ids
import lachan.kernel.secrets.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=lachan.kernel.ids.new_uid, editable=False, unique=True)),
                ("arrival_number", models.IntegerField()),
                ("arrival_year", models.IntegerField()),
                ("received_at", models.DateTimeField()),
                ("registered_by", models.BigIntegerField(null=True)),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("text", lachan.kernel.secrets.fields.EncryptedTextField()),
                ("reading", models.JSONField(default=dict)),
                ("confirmed", models.JSONField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("confirmed_by", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "chờ kiểm bản đọc"),
                            ("confirmed", "chờ dự thảo phân công"),
                            ("drafted", "chờ lãnh đạo giao việc"),
                            ("released", "đã giao việc"),
                            ("filed", "lưu, không có nhiệm vụ"),
                            ("void", "đã hủy vào sổ"),
                        ],
                        default="registered",
                        max_length=10,
                    ),
                ),
                ("closed_reason", models.CharField(blank=True, max_length=500)),
                ("void_number", models.IntegerField(default=0)),
                ("issuer", models.CharField(blank=True, max_length=200)),
                ("issuer_kind", models.CharField(blank=True, max_length=5)),
                ("doc_type", models.CharField(blank=True, max_length=40)),
                ("number", models.CharField(blank=True, max_length=20)),
                ("symbol", models.CharField(blank=True, max_length=60)),
                ("issued_on", models.DateField(null=True)),
                ("subject", models.CharField(blank=True, max_length=500)),
                ("search_key", models.CharField(blank=True, max_length=900)),
                ("urgency", models.CharField(blank=True, max_length=12)),
                ("refers_key", models.TextField(blank=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["received_at"], name="letter_received"),
                    models.Index(fields=["number", "symbol"], name="letter_number"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "arrival_year", "arrival_number"),
                        name="letter_one_arrival_number",
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "sha256", "void_number"), name="letter_same_file_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=lachan.kernel.ids.new_uid, editable=False, unique=True)),
                ("position", models.IntegerField()),
                ("path", models.JSONField(default=list)),
                ("text", models.TextField()),
                ("indicator", models.CharField(blank=True, max_length=60)),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="directives.letter",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("letter", "position"), name="letter_order_position")
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=lachan.kernel.ids.new_uid, editable=False, unique=True)),
                ("lead_words", models.CharField(blank=True, max_length=300)),
                ("lead_words_key", models.CharField(blank=True, max_length=300)),
                ("person_named", models.CharField(blank=True, max_length=200)),
                ("co_worker_words", models.JSONField(default=list)),
                ("content", models.TextField()),
                ("due_at", models.DateTimeField(null=True)),
                ("ordered_due_at", models.DateTimeField(null=True)),
                ("due_words", models.CharField(blank=True, max_length=300)),
                ("due_kind", models.CharField(blank=True, max_length=10)),
                (
                    "recurrence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "một lần"),
                            ("daily", "hằng ngày"),
                            ("weekly", "hằng tuần"),
                            ("monthly", "hằng tháng"),
                            ("regular", "thường xuyên"),
                        ],
                        max_length=20,
                    ),
                ),
                ("by_day", models.SmallIntegerField(null=True)),
                ("by_hour", models.TimeField(null=True)),
                ("overdue_on_receipt", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "dự thảo"),
                            ("released", "đang thực hiện"),
                            ("reported", "đã báo cáo, chờ xác nhận"),
                            ("returned", "bị trả lại"),
                            ("escalated", "đã trình, chờ ý kiến"),
                            ("done", "đã hoàn thành"),
                            ("cancelled", "đã dừng"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("released_at", models.DateTimeField(null=True)),
                ("released_by", models.BigIntegerField(null=True)),
                ("instruction", models.TextField(blank=True)),
                ("reported_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("co_workers", models.ManyToManyField(related_name="+", to="organisations.organisation")),
                (
                    "lead",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="directives.letterorder",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="directives.task",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["lead", "state", "due_at"], name="task_lead"),
                    models.Index(fields=["state", "due_at"], name="task_due"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=lachan.kernel.ids.new_uid, editable=False, unique=True)),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.BigIntegerField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_by", models.BigIntegerField(blank=True, null=True)),
                ("revoke_reason", models.CharField(blank=True, max_length=500)),
                ("replaced_by", models.UUIDField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assign", "chọn đơn vị chủ trì"),
                            ("evidence", "minh chứng"),
                            ("share", "giao lại"),
                            ("ask", "đề nghị điều chỉnh hạn"),
                            ("report", "báo cáo hoàn thành"),
                            ("return", "trả lại"),
                            ("accept", "xác nhận hoàn thành"),
                            ("escalate", "trình cấp trên xử lý"),
                            ("extend", "điều chỉnh hạn"),
                            ("hold", "giữ nguyên nhiệm vụ"),
                            ("reassign", "giao đơn vị khác"),
                            ("remind", "đôn đốc"),
                            ("stop", "dừng thực hiện"),
                        ],
                        max_length=8,
                    ),
                ),
                ("actor_label", models.CharField(blank=True, max_length=200)),
                ("words", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("file_content", models.BinaryField(null=True)),
                ("new_due_at", models.DateTimeField(null=True)),
                (
                    "new_lead",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="directives.task",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "extend"), _negated=True),
                            ("new_due_at__isnull", False),
                            _connector="OR",
                        ),
                        name="task_entry_extends_to_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "assign"), _negated=True),
                            ("new_lead__isnull", False),
                            _connector="OR",
                        ),
                        name="task_entry_assigns_a_lead",
                    ),
                ],
            },
        ),
    ]
