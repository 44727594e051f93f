"""The list of cases: scope, filters, search by name, code and number."""

from __future__ import annotations

import pytest

from lachan.cases import figures, queries
from tests.desk.conftest import MORNING

pytestmark = pytest.mark.django_db


def listed(client, **filters) -> set[str]:
    return {case.person.full_name for case in client.get("/ca-benh/", filters).context["table"].rows}


def test_each_reader_lists_their_own(log_in):
    assert len(listed(log_in("cdc"))) == 4
    assert listed(log_in("xa")) == {"Trần Văn Bình", "Mai Thị Nghi"}


def test_filters_narrow(log_in, morning):
    client = log_in("cdc")
    assert listed(client, classification="suspected") == {"Mai Thị Nghi"}
    assert listed(client, context="quarantine") == {"Ngô Văn Xa"}
    assert listed(client, disease="dengue") == set()
    assert listed(client, since="15/09/2021") == {"Trần Văn Bình", "Mai Thị Nghi"}
    assert listed(client, until="10/09/2021") == {"Lý Thị Cũ"}
    district = morning.people["far"].residence.parent_id
    assert listed(client, place=district) == {"Ngô Văn Xa", "Lý Thị Cũ"}


@pytest.mark.parametrize("text", ["ngo van xa", "xa ngo", "NGÔ XA"])
def test_names_are_found_without_marks_in_any_order(log_in, text):
    assert "Ngô Văn Xa" in listed(log_in("cdc"), text=text)


def test_codes_and_numbers_are_found(log_in, morning):
    case = morning.case("far")
    client = log_in("cdc")
    assert listed(client, text=case.code) == {"Ngô Văn Xa"}
    assert listed(client, text=case.code.rpartition("-")[2]) == {"Ngô Văn Xa"}
    assert listed(log_in("xa"), text=case.code) == set()


def test_figures_split_what_is_under_way(morning):
    """Every case is suspected, confirmed under way, or ended at any hour: never two of them."""
    rows = figures.of_disease(morning.actor("cdc"), MORNING, "covid19")
    suspected = set(figures.suspected_under_way(rows, MORNING).values_list("pk", flat=True))
    confirmed = set(figures.confirmed_under_way(rows, MORNING).values_list("pk", flat=True))
    assert not suspected & confirmed
    assert suspected | confirmed == set(rows.values_list("pk", flat=True))


def test_days_of_result_are_local_days(morning):
    """05:00 in Cà Mau is 22:00 of the day before in UTC."""
    rows = figures.of_disease(morning.actor("cdc"), MORNING, "covid19")
    days = figures.days_of_result(rows, MORNING.date().replace(day=1), MORNING.date())
    assert {day.day: n for (day, _), n in days.items()} == {10: 1, 14: 1, 15: 1}
    assert (
        sum(days.values())
        == queries.visible_to(morning.actor("cdc"), MORNING).exclude(confirmed_at=None).count()
    )
