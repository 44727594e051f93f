"""The register: numbers, duplicates, confirmation, filing, striking off."""

from __future__ import annotations

import datetime as dt

import pytest

from lachan.directives import queries, services
from lachan.directives.models import Letter, LetterOrder
from lachan.kernel.errors import Forbidden, OutOfSight, Refused
from lachan.kernel.times import LOCAL
from tests.directives.letters import Office, state_letter
from tests.directives.test_screens import Log, log_in  # noqa: F401

LETTER = state_letter(
    "Sở Y tế chủ trì, phối hợp với Công an tỉnh báo cáo trước ngày 20/9/2021.",
    "Công an tỉnh kiểm tra các chốt hằng ngày.",
)


def test_a_letter_gets_the_next_number_of_the_year(office: Office) -> None:
    first = office.register(LETTER)
    second = office.register(state_letter("Sở Y tế báo cáo ngay.", number=902))
    typed = office.register(state_letter("Sở Y tế báo cáo ngay.", number=903), arrival_number=40)
    after = office.register(state_letter("Sở Y tế báo cáo ngay.", number=904))
    assert [one.arrival_number for one in (first, second, typed, after)] == [1, 2, 40, 41]
    assert queries.next_arrival_number(first.organisation_id, office.now) == 42
    assert (first.number, first.symbol, first.issuer) == ("901", "UBND-KGVX", "Ủy ban nhân dân tỉnh Cà Mau")
    assert first.state == Letter.State.REGISTERED


def test_what_is_stored_is_the_file_itself(office: Office) -> None:
    letter = Letter.objects.get(pk=office.register(LETTER).pk)
    assert bytes(letter.content) != LETTER
    assert queries.letter_file(letter) == LETTER
    assert "Sở Y tế chủ trì" in letter.text


REFUSED = [
    ({"arrival_number": 1}, "Số đến 1 của năm 2021 đã dùng", "arrival_number"),
    ({"arrival_number": 0}, "Số đến 0", "arrival_number"),
    ({"received_at": dt.datetime(2021, 9, 15, 7, 1, tzinfo=LOCAL)}, "ở sau hiện tại", "received_at"),
    ({"name": "anh.jpg", "data": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"}, "Tệp|tệp", "file"),
    ({"data": b""}, "Tệp|tệp", "file"),
]


@pytest.mark.parametrize(("given", "words", "field"), REFUSED)
def test_refused_with_what_to_do(office: Office, given: dict, words: str, field: str) -> None:
    office.register(state_letter("Sở Y tế báo cáo ngay.", number=900))
    data = given.pop("data", LETTER)
    with pytest.raises(Refused, match=words) as refused:
        office.register(data, **given)
    assert refused.value.field == field
    assert Letter.objects.count() == 1


def test_the_same_file_again_names_the_earlier_number(office: Office) -> None:
    office.register(LETTER, arrival_number=17)
    with pytest.raises(Refused, match="đã vào sổ với số đến 17"):
        office.register(LETTER, "ten-khac.txt")


SAME_NUMBER = [
    # issuer's head, first letter's day, second letter's day, refused?
    ("state", "14/09/2021", "15/09/2021", True),
    ("state", "14/09/2020", "15/09/2021", False),
    ("party", "14/09/2021", "15/09/2021", True),
    ("party", "02/11/2020", "15/09/2021", True),  # another year, but the same term
    ("party", "02/09/2020", "15/09/2021", False),  # the term before
]


@pytest.mark.parametrize(("kind", "first", "second", "refused"), SAME_NUMBER)
def test_numbers_count_by_year_in_the_state_and_by_term_in_the_party(
    office: Office, kind: str, first: str, second: str, refused: bool
) -> None:
    earlier = office.register(LETTER)
    iso = dt.datetime.strptime(first, "%d/%m/%Y").date().isoformat()
    office.confirm(earlier, issuer_kind=kind, issued_on=iso)
    later = office.register(
        state_letter("Sở Y tế báo cáo ngay.", day=int(second[:2])), accept_same_number=True
    )
    # The second reading is made a Party's as well, by the clerk's confirmation of another number first.
    office.confirm(later, issuer_kind=kind, number="999")
    if refused:
        with pytest.raises(Refused, match="đã vào sổ với số đến 1"):
            office.confirm(later, issuer_kind=kind)
    else:
        assert office.confirm(later, issuer_kind=kind).number == "901"


def test_another_letter_of_the_same_number_passes_when_the_clerk_says_so(office: Office) -> None:
    office.register(LETTER)
    other = state_letter("Công an tỉnh báo cáo ngay.")
    with pytest.raises(Refused) as refused:
        office.register(other)
    assert refused.value.field == "accept_same_number"
    accepted = office.register(other, accept_same_number=True)
    assert office.confirm(accepted).state == Letter.State.CONFIRMED


def test_confirming_keeps_both_readings_and_makes_the_orders(office: Office) -> None:
    letter = office.register(LETTER)
    orders = [dict(order) for order in letter.reading["orders"]]
    orders[0]["text"] = "Sở Y tế báo cáo số ca mới."
    office.confirm(letter, subject="phòng, chống sốt xuất huyết", orders=orders[:1])
    letter.refresh_from_db()
    assert letter.state == Letter.State.CONFIRMED
    assert len(letter.reading["orders"]) == 2
    assert [row.text for row in letter.orders.all()] == ["Sở Y tế báo cáo số ca mới."]
    assert letter.subject == "phòng, chống sốt xuất huyết"
    assert queries.letters_where(
        queries.letter_rows(office.actor("vanthu")), {"text": "SỐT xuất"}, office.now
    ).exists()


WRONG = [
    ({"issuer_kind": "firm"}, "issuer_kind"),
    ({"urgency": "rất khẩn"}, "urgency"),
    ({"issued_on": "31/02/2021"}, "issued_on"),
    ({"orders": [{"path": ["1"], "text": " "}]}, "orders"),
    ({"orders": [{"path": [], "text": "Làm ngay."}]}, "orders"),
    ({"orders": [{"path": ["1"], "text": "A."}, {"path": ["1"], "text": "B."}]}, "orders"),
    ({"orders": "không phải danh sách"}, "orders"),
    ({"orders": [{"path": ["1"], "text": "A.", "subjects": [{"name": None, "role": "lead"}]}]}, "subjects"),
    ({"orders": [{"path": ["1"], "text": "A.", "subjects": [{"name": "X", "role": "chief"}]}]}, "subjects"),
    ({"orders": [{"path": ["1"], "text": "A.", "deadlines": [{"kind": "by", "due": None}]}]}, "deadlines"),
    ({"orders": [{"path": ["1"], "text": "A.", "deadlines": [{"kind": "by", "due": "mai"}]}]}, "deadlines"),
    ({"refers_to": [{"number": "5", "relation": "cites"}]}, "refers_to"),
    ({"refers_to": [{"number": "5", "symbol": "TB", "relation": "likes"}]}, "refers_to"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_a_reading_that_breaks_the_contract_is_refused(office: Office, changes: dict, field: str) -> None:
    letter = office.register(LETTER)
    with pytest.raises(Refused) as refused:
        office.confirm(letter, **changes)
    assert refused.value.field == field
    assert Letter.objects.get(pk=letter.pk).state == Letter.State.REGISTERED
    assert not LetterOrder.objects.exists()


def test_a_letter_without_orders_is_filed(office: Office) -> None:
    letter = office.confirm(office.register(LETTER), orders=[])
    services.letter_file(letter=letter, reason="", by=office.actor("vanthu"), now=office.now)
    letter.refresh_from_db()
    assert (letter.state, letter.closed_reason) == (Letter.State.FILED, "Văn bản để biết")
    with pytest.raises(Refused):
        office.draft(letter)


def test_filing_a_letter_with_orders_needs_a_reason(office: Office) -> None:
    letter = office.confirm(office.register(LETTER))
    with pytest.raises(Refused, match="lý do"):
        services.letter_file(letter=letter, reason=" ", by=office.actor("vanthu"), now=office.now)
    services.letter_file(letter=letter, reason="Gửi nhầm nơi nhận", by=office.actor("vanthu"), now=office.now)
    assert Letter.objects.get().state == Letter.State.FILED


def test_a_struck_off_letter_keeps_its_number_and_may_come_again(office: Office) -> None:
    letter = office.register(LETTER)
    services.letter_void(letter=letter, reason="Nhầm tệp", by=office.actor("vanthu"), now=office.now)
    again = office.register(LETTER)
    assert (Letter.objects.get(pk=letter.pk).state, again.arrival_number) == (Letter.State.VOID, 2)
    with pytest.raises(Refused):
        office.confirm(letter)


def test_only_the_clerk_of_the_house_registers_and_confirms(office: Office) -> None:
    with pytest.raises(Forbidden):
        office.register(LETTER, by=office.actor("lanhdao"))
    with pytest.raises(Forbidden):
        office.register(LETTER, organisation_id=office.world.organisations["department"].pk)
    letter = office.register(LETTER)
    Letter.objects.filter(pk=letter.pk).update(organisation=office.world.organisations["department"])
    letter.refresh_from_db()
    with pytest.raises(OutOfSight):
        office.confirm(letter)


def test_the_reading_is_closed_once_tasks_are_drafted(office: Office) -> None:
    letter = office.drafted(LETTER)
    with pytest.raises(Refused):
        office.confirm(letter)
    services.draft_discard(letter=letter, by=office.actor("thammuu"), now=office.now)
    assert office.confirm(letter).state == Letter.State.CONFIRMED


CONDITIONS = [
    ({"text": "sốt xuất huyết"}, 2),
    ({"text": "UBND KGVX 902"}, 1),
    ({"text": "không có"}, 0),
    ({"state": "registered"}, 1),
    ({"urgency": "hỏa tốc"}, 1),
    ({"since": dt.date(2021, 9, 15)}, 2),
    ({"since": dt.date(2021, 9, 16)}, 0),
    ({"until": dt.date(2021, 9, 15)}, 2),
    ({"until": dt.date(2021, 9, 14)}, 0),
    ({"late": True}, 0),
]


def test_conditions_of_the_register(office: Office) -> None:
    office.confirm(office.register(LETTER), urgency="hỏa tốc")
    office.register(state_letter("Sở Y tế báo cáo ngay.", number=902))
    rows = queries.letter_rows(office.actor("vanthu"))
    found = [queries.letters_where(rows, chosen, office.now).count() for chosen, _ in CONDITIONS]
    assert found == [count for _, count in CONDITIONS]


def test_letters_that_change_one_another_are_found(office: Office) -> None:
    earlier = office.register(LETTER)
    later = office.register(state_letter("Sở Y tế báo cáo ngay.", number=950, day=15))
    refers = {"type": "công văn", "number": "901", "symbol": "UBND-KGVX", "date": None, "relation": "amends"}
    office.confirm(later, refers_to=[refers])
    clerk = office.actor("vanthu")
    assert queries.related_letters(later, clerk) == [("amends", earlier)]
    assert queries.later_letters(earlier, clerk) == [("amends", later)]


def test_an_unconfirmed_letter_is_not_said_to_order_nothing(office: Office, log_in: Log) -> None:  # noqa: F811
    letter = office.register(LETTER)
    page = log_in("vanthu").get(f"/van-ban/{letter.uid}/").content.decode()
    assert "Nội dung giao việc hiện ở đây khi văn thư xác nhận bản đọc." in page
    assert "Văn bản không có nội dung giao việc." not in page
