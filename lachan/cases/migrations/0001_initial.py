import django.db.models.deletion
import lachan.kernel.ids
import lachan.kernel.secrets.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=lachan.kernel.ids.new_uid, editable=False, unique=True)),
                ("disease", models.CharField(max_length=30)),
                ("number", models.SmallIntegerField(default=1)),
                ("code", models.CharField(max_length=30, unique=True)),
                ("national_number", models.CharField(blank=True, max_length=20)),
                ("trigger_uid", models.UUIDField(db_index=True)),
                (
                    "context",
                    models.CharField(
                        choices=[
                            ("community", "Cộng đồng"),
                            ("quarantine", "Khu cách ly tập trung"),
                            ("home_isolation", "Cách ly tại nhà"),
                            ("lockdown", "Khu phong tỏa"),
                            ("checkpoint", "Chốt kiểm soát"),
                            ("hospital", "Sàng lọc bệnh viện"),
                            ("after_quarantine", "Sau cách ly tập trung"),
                            ("returnee", "Người từ ngoài tỉnh về"),
                            ("workplace", "Sàng lọc cơ quan, doanh nghiệp"),
                            ("unknown", "Chưa rõ"),
                        ],
                        default="unknown",
                        max_length=18,
                    ),
                ),
                (
                    "classification",
                    models.CharField(
                        choices=[
                            ("suspected", "Nghi ngờ"),
                            ("confirmed", "Xác định"),
                            ("excluded", "Đã loại trừ"),
                        ],
                        max_length=10,
                    ),
                ),
                ("repositive", models.BooleanField(default=False)),
                ("late_first_positive", models.BooleanField(default=False)),
                ("source_known", models.BooleanField(null=True)),
                ("onset_on", models.DateField(null=True)),
                ("symptomatic", models.BooleanField(null=True)),
                ("sampled_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("withdrawn", models.BooleanField(default=False)),
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["disease", "classification", "opened_at"], name="case_opened"),
                    models.Index(
                        fields=[
                            "disease",
                            "confirmed_at",
                            "unit",
                            "context",
                            "classification",
                            "withdrawn",
                            "person",
                        ],
                        name="case_confirmed",
                    ),
                    models.Index(
                        fields=[
                            "disease",
                            "closed_at",
                            "confirmed_at",
                            "source_known",
                            "unit",
                            "classification",
                            "withdrawn",
                            "person",
                        ],
                        name="case_under_way",
                    ),
                    models.Index(fields=["disease", "onset_on"], name="case_onset"),
                    models.Index(fields=["opened_at", "id"], name="case_latest"),
                    models.Index(fields=["unit", "opened_at"], name="case_unit"),
                    models.Index(fields=["person", "disease"], name="case_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("national_number", ""), _negated=True),
                        fields=("national_number",),
                        name="case_one_national_number",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContextStatement",
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
                    "context",
                    models.CharField(
                        choices=[
                            ("community", "Cộng đồng"),
                            ("quarantine", "Khu cách ly tập trung"),
                            ("home_isolation", "Cách ly tại nhà"),
                            ("lockdown", "Khu phong tỏa"),
                            ("checkpoint", "Chốt kiểm soát"),
                            ("hospital", "Sàng lọc bệnh viện"),
                            ("after_quarantine", "Sau cách ly tập trung"),
                            ("returnee", "Người từ ngoài tỉnh về"),
                            ("workplace", "Sàng lọc cơ quan, doanh nghiệp"),
                            ("unknown", "Chưa rõ"),
                        ],
                        max_length=18,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contexts", to="cases.case"
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NationalNumber",
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
                ("number", models.CharField(max_length=20)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="national_numbers",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OnsetStatement",
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
                ("symptomatic", models.BooleanField()),
                ("onset_on", models.DateField(null=True)),
                ("symptoms", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="onsets", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Outcome",
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
                            ("recovered", "Khỏi bệnh"),
                            ("died", "Tử vong"),
                            ("transferred", "Chuyển tỉnh khác"),
                        ],
                        max_length=12,
                    ),
                ),
                ("ct_at_discharge", models.FloatField(null=True)),
                ("note", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Publication",
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
                ("published_on", models.DateField(db_index=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SourceStatement",
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
                ("known", models.BooleanField()),
                ("first_contact_on", models.DateField(null=True)),
                ("note", lachan.kernel.secrets.fields.EncryptedTextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sources", to="cases.case"
                    ),
                ),
                (
                    "source_case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
