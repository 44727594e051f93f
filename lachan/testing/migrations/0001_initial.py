import django.db.models.deletion
import lachan.kernel.ids
import lachan.kernel.secrets.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Specimen",
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
                ("disease", models.CharField(max_length=30)),
                ("code", models.CharField(max_length=60)),
                ("pooled", models.BooleanField(default=False)),
                ("pool_size", models.SmallIntegerField(null=True)),
                ("kind", models.CharField(blank=True, max_length=30)),
                ("reason", models.CharField(blank=True, max_length=60)),
                ("collector", models.CharField(blank=True, max_length=120)),
                (
                    "collected_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "laboratory",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["laboratory", "occurred_at"], name="specimen_laboratory"),
                    models.Index(
                        condition=models.Q(("pooled", True)), fields=["occurred_at"], name="specimen_pooled"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("laboratory", "disease", "code"),
                        name="specimen_one_code_a_laboratory",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Result",
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
                ("method", models.CharField(max_length=20)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("positive", "Dương tính"),
                            ("negative", "Âm tính"),
                            ("inconclusive", "Nghi ngờ, làm lại"),
                        ],
                        max_length=12,
                    ),
                ),
                ("ct", models.FloatField(null=True)),
                ("ct_detail", models.JSONField(null=True)),
                ("supervised", models.BooleanField(default=True)),
                ("upload_uid", models.UUIDField(null=True)),
                (
                    "specimen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="testing.specimen",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["outcome", "occurred_at"], name="result_outcome"),
                    models.Index(fields=["occurred_at"], name="result_occurred"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("specimen", "method", "occurred_at"),
                        name="result_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=lachan.kernel.ids.new_uid, editable=False, unique=True)),
                ("position", models.SmallIntegerField(default=1)),
                ("full_name", models.CharField(max_length=120)),
                ("name_key", models.CharField(max_length=120)),
                ("birth_year", models.SmallIntegerField(null=True)),
                ("birth_date", models.DateField(null=True)),
                ("sex", models.CharField(blank=True, max_length=7)),
                ("national_id", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                ("national_id_index", models.CharField(blank=True, max_length=40)),
                ("phone", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                ("phone_index", models.CharField(blank=True, max_length=40)),
                ("address", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                (
                    "link",
                    models.CharField(
                        choices=[
                            ("automatic", "khớp tự động"),
                            ("decided", "cán bộ xác nhận"),
                            ("waiting", "chờ nhận diện"),
                            ("registered", "lập hồ sơ mới"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("wait_reason", models.CharField(blank=True, max_length=12)),
                ("linked_at", models.DateTimeField(null=True)),
                ("linked_by", models.BigIntegerField(null=True)),
                ("alarm", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.unit",
                    ),
                ),
                (
                    "specimen",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="testing.specimen",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("link", "waiting")),
                        fields=["unit", "alarm"],
                        name="member_waiting_unit",
                    ),
                    models.Index(
                        condition=models.Q(("link", "waiting")), fields=["alarm", "id"], name="member_waiting"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("specimen", "position"), name="member_position")
                ],
            },
        ),
        migrations.CreateModel(
            name="UnlinkedAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("linked", "xác nhận là người này"),
                            ("registered", "lập hồ sơ mới"),
                            ("not_same", "không phải người này"),
                            ("undone", "hoàn tác nhận diện"),
                        ],
                        max_length=12,
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                ("decided_by", models.BigIntegerField(null=True)),
                ("shown", lachan.kernel.secrets.fields.EncryptedJSONField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="testing.member",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=lachan.kernel.ids.new_uid, editable=False, unique=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("positive", "Dương tính"),
                            ("negative", "Âm tính"),
                            ("inconclusive", "Nghi ngờ, làm lại"),
                        ],
                        max_length=12,
                    ),
                ),
                ("ct", models.FloatField(null=True)),
                ("ct_detail", models.JSONField(null=True)),
                ("upload_uid", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "chờ xác nhận"),
                            ("accepted", "đã đính chính"),
                            ("refused", "giữ kết quả cũ"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.BigIntegerField(null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="testing.result",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["asked_at"],
                        name="correction_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("result", "outcome"), name="correction_asked_once")
                ],
            },
        ),
    ]
