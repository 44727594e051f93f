import django.db.models.deletion
import lachan.kernel.ids
import lachan.kernel.secrets.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("people", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="TimelineEntry",
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
                ("left_at", models.DateTimeField(null=True)),
                ("place_name", models.CharField(max_length=200)),
                ("place_key", models.CharField(max_length=200)),
                ("activity", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "hamlet",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.hamlet",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
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
                (
                    "venue",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.venue",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "occurred_at"], name="timeline_case"),
                    models.Index(fields=["place_key", "unit", "occurred_at"], name="timeline_place"),
                    models.Index(fields=["venue", "occurred_at"], name="timeline_venue"),
                    models.Index(fields=["occurred_at"], name="timeline_occurred"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at", None), ("left_at__gte", models.F("occurred_at")), _connector="OR"
                        ),
                        name="timeline_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("case", "place_key", "occurred_at"),
                        name="timeline_entry_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exposure",
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
                ("low", models.BigIntegerField()),
                ("high", models.BigIntegerField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("day_only", models.BooleanField(default=False)),
                ("closeness", models.CharField(max_length=20)),
                ("minutes", models.IntegerField(null=True)),
                ("masked", models.BooleanField(null=True)),
                ("relation", models.CharField(blank=True, max_length=60)),
                ("place_name", models.CharField(blank=True, max_length=200)),
                ("note", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                ("upload_uid", models.UUIDField(null=True)),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
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
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exposures",
                        to="tracing.timelineentry",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "disease"], name="exposure_person"),
                    models.Index(fields=["other", "disease"], name="exposure_other"),
                    models.Index(
                        condition=models.Q(("entry__isnull", False), ("revoked_at", None)),
                        fields=["entry"],
                        name="exposure_entry",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("low__lt", models.F("high"))), name="exposure_between_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None), ("ended_at__gte", models.F("occurred_at")), _connector="OR"
                        ),
                        name="exposure_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes", None), ("minutes__gte", 0), _connector="OR"),
                        name="exposure_minutes_positive",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("low", "high", "disease", "occurred_at", "closeness"),
                        name="exposure_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=lachan.kernel.ids.new_uid, editable=False, unique=True)),
                ("disease", models.CharField(max_length=30)),
                ("line_key", models.CharField(max_length=40)),
                ("who_key", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("linked", "đã nối với hồ sơ"),
                            ("registered", "đã lập hồ sơ mới"),
                            ("waiting", "chờ nhận diện"),
                            ("refused", "đã bỏ"),
                        ],
                        max_length=10,
                    ),
                ),
                ("wait", models.CharField(blank=True, max_length=12)),
                ("told", lachan.kernel.secrets.fields.EncryptedJSONField(null=True)),
                ("upload_uid", models.UUIDField(null=True)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.BigIntegerField(null=True)),
                ("refuse_reason", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
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
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.unit",
                    ),
                ),
                (
                    "exposure",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracing.exposure",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "who_key"], name="contact_line_who"),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["state", "recorded_at"],
                        name="contact_line_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "line_key"), name="contact_line_once")
                ],
            },
        ),
    ]
