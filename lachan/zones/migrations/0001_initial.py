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
            name="Ring",
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
                ("lat", models.FloatField(null=True)),
                ("lon", models.FloatField(null=True)),
                ("address", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                ("radius_m", models.PositiveIntegerField()),
                ("rule_id", models.CharField(max_length=120)),
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.unit"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "occurred_at"], name="ring_unit"),
                    models.Index(fields=["disease", "occurred_at"], name="ring_disease"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)), fields=("case",), name="ring_one_for_a_case"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lat", None), ("lon", None)),
                            models.Q(
                                ("lat__isnull", False),
                                ("lat__range", (-90, 90)),
                                ("lon__isnull", False),
                                ("lon__range", (-180, 180)),
                            ),
                            _connector="OR",
                        ),
                        name="ring_whole_coordinate",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RingCase",
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "ring",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links", to="zones.ring"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("case",),
                        name="ring_case_in_one_ring",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RingClosing",
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
                ("rule_id", models.CharField(blank=True, max_length=120)),
                ("gaps", models.CharField(blank=True, max_length=300)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "ring",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closings", to="zones.ring"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RingHouse",
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
                ("number", models.PositiveIntegerField()),
                ("owner", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                ("address", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                (
                    "household",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.household",
                    ),
                ),
                (
                    "ring",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="houses", to="zones.ring"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("ring", "number"), name="ring_house_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("ring", "household"),
                        name="ring_household_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HouseVisit",
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
                    "outcome",
                    models.CharField(
                        choices=[
                            ("inspected", "Đã kiểm tra"),
                            ("closed", "Khóa cửa, vắng nhà"),
                            ("refused", "Từ chối"),
                        ],
                        max_length=10,
                    ),
                ),
                ("people_home", models.PositiveSmallIntegerField(null=True)),
                ("fevers", models.PositiveSmallIntegerField(null=True)),
                ("containers", models.PositiveSmallIntegerField(null=True)),
                ("positive", models.PositiveSmallIntegerField(null=True)),
                ("destroyed", models.PositiveSmallIntegerField(null=True)),
                ("note", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                (
                    "house",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="zones.ringhouse",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("containers__isnull", False),
                                ("outcome", "inspected"),
                                ("positive__isnull", False),
                            ),
                            models.Q(
                                models.Q(("outcome", "inspected"), _negated=True),
                                ("containers", None),
                                ("destroyed", None),
                                ("positive", None),
                            ),
                            _connector="OR",
                        ),
                        name="visit_counts_where_inspected",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("positive", None), ("positive__lte", models.F("containers")), _connector="OR"
                        ),
                        name="visit_larvae_in_containers",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("house", "occurred_at"),
                        name="visit_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RingReopening",
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
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "closing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reopenings",
                        to="zones.ringclosing",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("closing",),
                        name="ring_reopened_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Spraying",
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
                ("round", models.PositiveSmallIntegerField()),
                ("houses", models.PositiveIntegerField()),
                ("chemical", models.CharField(max_length=120)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "ring",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sprayings", to="zones.ring"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("ring", "round"),
                        name="spraying_round_once",
                    )
                ],
            },
        ),
    ]
