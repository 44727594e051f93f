import django.db.models.deletion
import lachan.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=lachan.kernel.ids.new_uid, editable=False, unique=True)),
                ("code", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=120)),
                ("name_key", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tinh", "tỉnh"),
                            ("thanh_pho", "thành phố"),
                            ("quan", "quận"),
                            ("huyen", "huyện"),
                            ("thi_xa", "thị xã"),
                            ("xa", "xã"),
                            ("phuong", "phường"),
                            ("thi_tran", "thị trấn"),
                            ("dac_khu", "đặc khu"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "cấp tỉnh"), (2, "cấp huyện"), (3, "cấp xã")]
                    ),
                ),
                ("path", models.CharField(max_length=80, unique=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("lat", models.FloatField(blank=True, null=True)),
                ("lon", models.FloatField(blank=True, null=True)),
                ("coordinate_approximate", models.BooleanField(default=False)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="places.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["code", "valid_from"],
                "indexes": [models.Index(fields=["name_key"], name="places_unit_name")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "level", "valid_from"), name="places_unit_one_version_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="places_unit_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", 1), ("parent", None)),
                            models.Q(("level__gt", 1), ("parent__isnull", False)),
                            _connector="OR",
                        ),
                        name="places_unit_only_provinces_have_no_parent",
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
                        name="places_unit_whole_coordinate",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_on", models.DateField()),
                (
                    "part",
                    models.CharField(
                        choices=[("whole", "nhập toàn bộ"), ("part", "nhập một phần")], max_length=5
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "new",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came_from",
                        to="places.unit",
                    ),
                ),
                (
                    "old",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="went_to", to="places.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["effective_on", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("old", "new"), name="places_succession_once"),
                    models.CheckConstraint(
                        condition=models.Q(("old", models.F("new")), _negated=True),
                        name="places_succession_to_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Population",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_of", models.DateField()),
                ("value", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=200)),
                ("invented", models.BooleanField(default=False)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="populations",
                        to="places.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["unit", "-as_of"],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "as_of"), name="places_population_one_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("value__gt", 0)), name="places_population_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hamlet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=lachan.kernel.ids.new_uid, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("name_key", models.CharField(max_length=120)),
                ("kind", models.CharField(choices=[("khom", "khóm"), ("ap", "ấp")], max_length=6)),
                ("lat", models.FloatField(blank=True, null=True)),
                ("lon", models.FloatField(blank=True, null=True)),
                ("invented", models.BooleanField(default=False)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hamlets", to="places.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["unit", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "name_key", "valid_from"), name="places_hamlet_one_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="places_hamlet_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Venue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=lachan.kernel.ids.new_uid, editable=False, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("name_key", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("home", "nơi ở"),
                            ("market", "chợ"),
                            ("shop", "cửa hàng, quán ăn"),
                            ("company", "công ty"),
                            ("school", "trường học"),
                            ("health", "cơ sở y tế"),
                            ("quarantine", "khu cách ly"),
                            ("office", "cơ quan"),
                            ("worship", "cơ sở tôn giáo"),
                            ("checkpoint", "chốt kiểm soát"),
                            ("other", "địa điểm khác"),
                        ],
                        max_length=12,
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300)),
                ("address_key", models.CharField(blank=True, max_length=300)),
                ("recorded_at", models.DateTimeField()),
                (
                    "hamlet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="venues",
                        to="places.hamlet",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="venues", to="places.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["name_key", "id"],
                "indexes": [models.Index(fields=["name_key"], name="places_venue_name")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "kind", "name_key", "address_key"), name="places_venue_once"
                    )
                ],
            },
        ),
    ]
