"""A rule as fields: every shipped table goes through the form and comes back saying the same."""

from django.http import QueryDict

from lachan.kernel.access.actors import SYSTEM
from lachan.kernel.policies import loader
from lachan.kernel.policies.models import PolicyVersion
from lachan.kernel.views.policy_forms import RowsForm, fits
from tests.kernel.conftest import NOW


def typed(form):
    """What a browser would send of a form left as it was shown."""
    data = QueryDict(mutable=True)
    data["row_count"] = str(len(form.forms))
    for row in form.forms:
        for bound in row:
            value = bound.value()
            name = f"{row.prefix}-{bound.name}"
            if isinstance(value, list):
                data.setlist(name, value)
            elif value is True:
                data[name] = "on"
            elif value is not None and value is not False:
                data[name] = str(value)
    return data


def meaning(row):
    """A row without remarks and spellings: one value is a list of one, a number is a range of itself."""
    when = {name: _wanted(value) for name, value in (row.get("when") or {}).items()}
    return when, row["then"]


def _wanted(value):
    if isinstance(value, dict | list) or value is None or isinstance(value, str | bool):
        return value if isinstance(value, dict | list) else [value]
    return {"min": value, "max": value}


def test_every_shipped_table_survives_its_trip_through_the_fields(db):
    loader.policies_load(by=SYSTEM, now=NOW)
    for version in PolicyVersion.objects.all():
        assert fits(version.key, version.rows), version.key
        made = {"key": version.key, "disease": version.disease}
        form = RowsForm(**made, data=typed(RowsForm(**made, rows=version.rows)))
        assert form.is_valid(), (version.key, [row.errors for row in form.forms])
        assert [meaning(row) for row in form.rows()] == [meaning(row) for row in version.rows], version.key


def test_what_fields_can_not_say_is_left_to_the_text():
    several_numbers = [{"when": {"minutes": [15, None]}, "then": {"contact": True}}]
    assert not fits("contact_definition_1", several_numbers)
    assert not fits("nothing", [])
