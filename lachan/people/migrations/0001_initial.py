import django.db.models.deletion
import lachan.kernel.ids
import lachan.kernel.secrets.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DuplicateAsk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user_id", models.BigIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("found", models.BooleanField()),
            ],
            options={
                "indexes": [models.Index(fields=["user_id", "asked_at"], name="duplicate_ask_user")],
            },
        ),
        migrations.CreateModel(
            name="Household",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=lachan.kernel.ids.new_uid, editable=False, unique=True)),
                ("address", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                ("lat", models.FloatField(null=True)),
                ("lon", models.FloatField(null=True)),
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
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=lachan.kernel.ids.new_uid, editable=False, unique=True)),
                ("full_name", models.CharField(max_length=120)),
                ("name_key", models.CharField(max_length=120)),
                ("name_sort", models.CharField(db_index=True, max_length=120)),
                ("birth_year", models.SmallIntegerField(null=True)),
                ("birth_date", models.DateField(null=True)),
                (
                    "sex",
                    models.CharField(
                        choices=[("male", "Nam"), ("female", "Nữ"), ("unknown", "Chưa rõ")],
                        default="unknown",
                        max_length=7,
                    ),
                ),
                ("national_id", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                ("national_id_index", models.CharField(blank=True, max_length=40)),
                ("phone", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                ("phone_index", models.CharField(blank=True, max_length=40)),
                ("address", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                ("occupation", models.CharField(blank=True, max_length=120)),
                ("workplace", models.CharField(blank=True, max_length=200)),
                ("version", models.IntegerField(default=1)),
                ("registered_at", models.DateTimeField()),
                ("registered_by", models.BigIntegerField(null=True)),
                (
                    "canonical",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="people.person",
                    ),
                ),
                (
                    "household",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="people.household",
                    ),
                ),
                (
                    "residence",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.unit",
                    ),
                ),
                (
                    "residence_hamlet",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.hamlet",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["name_key", "birth_year"], name="person_name_birth"),
                    models.Index(fields=["residence", "birth_year"], name="person_residence_birth"),
                    models.Index(
                        condition=models.Q(("canonical__isnull", False)),
                        fields=["canonical"],
                        name="person_merged",
                    ),
                    models.Index(
                        condition=models.Q(("national_id_index", ""), _negated=True),
                        fields=["national_id_index"],
                        name="person_national_id",
                    ),
                    models.Index(
                        condition=models.Q(("phone_index", ""), _negated=True),
                        fields=["phone_index"],
                        name="person_phone",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("national_id_index", ""), _negated=True), ("canonical", None)
                        ),
                        fields=("national_id_index",),
                        name="person_one_national_id",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=40)),
                ("name_key", models.CharField(max_length=120)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["word", "person", "name_key"], name="name_word_person")],
            },
        ),
        migrations.CreateModel(
            name="Merge",
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
                ("reason", models.CharField(max_length=300)),
                (
                    "absorbed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("absorbed",),
                        name="merge_absorbed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("absorbed")), _negated=True), name="merge_of_two"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProfileRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=40)),
                ("before", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                ("after", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.BigIntegerField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="people.person",
                    ),
                ),
            ],
        ),
    ]
