"""What people type is understood, and what is not is refused in words that help."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from lachan.kernel.text import fold
from lachan.kernel.times import LOCAL
from lachan.ui import fields
from lachan.ui.forms import UiForm, active_filters

PLACES = [("1", "Xã Tân Thành"), ("2", "Xã Tân Thành Đông"), ("3", "Phường 5")]


def lookup(text):
    return [(code, name) for code, name in PLACES if fold(text) in fold(name)]


def clean(field, value):
    """(value, errors) of a form with this one field; a dict gives several inputs."""
    form = type("One", (UiForm,), {"it": field})(value if isinstance(value, dict) else {"it": value})
    form.is_valid()
    return form.cleaned_data.get("it"), list(form.errors.get("it", []))


@pytest.mark.parametrize(
    "text", ["15/09/2021", "15/9/2021", " 15.09.2021 ", "15092021", "2021-09-15", "15-9-2021"]
)
def test_a_day_in_any_writing(text):
    assert clean(fields.DayField(), text) == (dt.date(2021, 9, 15), [])


@pytest.mark.parametrize("text", ["9/2021", "15/09/21", "hôm qua", "150921"])
def test_an_unreadable_day_shows_how_to_write_it(text):
    assert clean(fields.DayField(), text)[1] == [fields.DAY_ERROR]


def past(field, today=dt.date(2021, 9, 15)):
    class One(UiForm):
        it = field

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            fields.read_past_days(self, today)

    return One


@pytest.mark.parametrize(
    ("text", "day", "today"),
    [
        ("12/9", dt.date(2021, 9, 12), "2021-09-15"), ("15/9", dt.date(2021, 9, 15), "2021-09-15"),
        ("16.9", dt.date(2020, 9, 16), "2021-09-15"), ("31-12", dt.date(2021, 12, 31), "2022-01-01"),
        ("29/2", dt.date(2020, 2, 29), "2021-09-15"), ("12/09/2019", dt.date(2019, 9, 12), "2021-09-15"),
    ],
)  # fmt: skip
def test_a_day_without_its_year_is_the_last_one_and_is_shown_whole(text, day, today):
    form = past(fields.DayField(), dt.date.fromisoformat(today))({"it": text})
    assert form.is_valid()
    assert form.cleaned_data["it"] == day
    assert f'value="{day:%d/%m/%Y}"' in str(form["it"])
    moment = past(fields.MomentField(), dt.date.fromisoformat(today))({"it": "07:30", "it_day": text})
    assert moment.is_valid()
    assert moment.cleaned_data["it"] == dt.datetime.combine(day, dt.time(7, 30), LOCAL)
    assert f'value="{day:%d/%m/%Y}"' in str(moment["it"])


@pytest.mark.parametrize("text", ["31/9", "9/2021", "12", "29/2"])
def test_half_a_day_that_no_recent_year_has_is_refused_as_typed(text):
    form = past(fields.DayField(), dt.date(2022, 9, 15))({"it": text})
    assert form.errors["it"] == [fields.DAY_ERROR]
    assert f'value="{text}"' in str(form["it"])


def test_a_day_that_no_calendar_has():
    assert clean(fields.DayField(), "31/02/2021")[1] == ["Không có ngày 31/02/2021 trong lịch"]


def test_a_day_after_the_limit():
    field = fields.DayField(not_after=lambda: dt.date(2021, 9, 15))
    assert clean(field, "16/09/2021")[1] == ["Ngày không được sau 15/09/2021"]
    assert clean(field, "15/09/2021")[0] == dt.date(2021, 9, 15)


@pytest.mark.parametrize(
    "value",
    [
        {"it": "07:30", "it_day": "15/09/2021"}, {"it": "7h30", "it_day": "15092021"},
        {"it": "0730", "it_day": "2021-09-15"}, {"it": "07:30 15/09/2021"}, {"it": "15/09/2021 07:30"},
        {"it": "2021-09-15T07:30"},
    ],
)  # fmt: skip
def test_a_moment_in_two_inputs_or_one(value):
    assert clean(fields.MomentField(), value) == (dt.datetime(2021, 9, 15, 7, 30, tzinfo=LOCAL), [])


@pytest.mark.parametrize(
    ("hour", "day", "error"),
    [
        ("07:30", "", "Còn thiếu ngày"), ("", "15/09/2021", "Còn thiếu giờ"), ("25:00", "15/09/2021", fields.HOUR_ERROR),
        ("07:30", "mai", fields.DAY_ERROR), ("", "", "Chưa nhập it"),
    ],
)  # fmt: skip
def test_half_a_moment_says_which_half(hour, day, error):
    assert clean(fields.MomentField(), {"it": hour, "it_day": day})[1] == [error]


def test_a_moment_is_shown_in_local_time():
    form = type("One", (UiForm,), {"it": fields.MomentField()})(
        initial={"it": dt.datetime(2021, 9, 15, 0, 0, tzinfo=dt.UTC)}
    )
    assert 'value="07:00"' in str(form["it"])
    assert 'value="15/09/2021"' in str(form["it"])


@pytest.mark.parametrize("text", ["0000 111 222", "+84000111222", "84000111222", "0000.111.222"])
def test_a_phone_is_written_nationally(text):
    assert clean(fields.PhoneField(), text) == ("0000111222", [])


@pytest.mark.parametrize("text", ["091", "1912345678", "09123456789012", "không có", "٠٩١٢٣٤٥٦٧٨"])
def test_what_is_no_phone(text):
    assert clean(fields.PhoneField(), text)[1] == [fields.PhoneField.length_error]


def test_personal_numbers_have_9_or_12_digits():
    assert clean(fields.NationalIdField(), "000 000 000 123")[0] == "000000000123"
    assert clean(fields.NationalIdField(), "000000123")[0] == "000000123"
    assert clean(fields.NationalIdField(), "0000000001")[1] == [fields.NationalIdField.length_error]


def test_personal_numbers_stay_out_of_drafts():
    form = type(
        "One", (UiForm,), {"it": fields.NationalIdField(), "tel": fields.PhoneField(personal=False)}
    )()
    assert "data-personal" in str(form["it"])
    assert "data-personal" not in str(form["tel"])


class TestUnitByName:
    def field(self, **options):
        return fields.UnitField(lookup=lookup, **options)

    def test_one_answer_is_taken(self):
        assert clean(self.field(), "phuong 5") == ("3", [])

    def test_the_exact_name_wins(self):
        assert clean(self.field(), "xã tân thành") == ("1", [])

    def test_several_answers_are_offered(self):
        form = type("One", (UiForm,), {"it": self.field()})({"it": "tan thanh"})
        assert not form.is_valid()
        html = str(form["it"])
        assert 'name="it_pick" value="1"' in html
        assert 'name="it_pick" value="2"' in html
        assert "Phường 5" not in html

    def test_the_choice_is_taken(self):
        assert clean(self.field(), {"it": "tan thanh", "it_pick": "2"}) == ("2", [])

    def test_a_choice_that_fits_no_more_is_dropped(self):
        assert clean(self.field(), {"it": "phường 5", "it_pick": "2"}) == ("3", [])

    def test_nothing_found(self):
        assert "Không tìm thấy" in clean(self.field(), "Hà Nội")[1][0]

    def test_empty(self):
        assert clean(self.field(required=False), "") == ("", [])
        assert clean(self.field(label="Nơi ở"), "")[1] == ["Chưa nhập nơi ở"]

    def test_an_initial_value_is_described(self):
        form = type("One", (UiForm,), {"it": self.field(describe=lambda code: dict(PLACES).get(code))})(
            initial={"it": "3"}
        )
        assert 'value="Phường 5"' in str(form["it"])
        assert 'value="3" checked' in str(form["it"])


def test_unit_by_choice():
    field = fields.UnitField(choices=lambda: [("Huyện A", PLACES[:2]), ("Thành phố", PLACES[2:])])
    assert clean(field, "2") == ("2", [])
    assert clean(field, "9")[1] == ["Nơi này không có trong danh sách"]
    assert '<optgroup label="Huyện A">' in str(type("One", (UiForm,), {"it": field})()["it"])


def test_a_unit_field_needs_one_source():
    with pytest.raises(ValueError, match="lookup or choices"):
        fields.UnitField()


class TestUpload:
    def clean(self, name, content=b"x", **options):
        field = fields.UploadField(kinds=("xlsx", "csv"), **options)
        form = type("One", (UiForm,), {"it": field})({}, {"it": SimpleUploadedFile(name, content)})
        form.is_valid()
        return form.cleaned_data.get("it"), list(form.errors.get("it", []))

    def test_a_known_kind(self):
        assert self.clean("Kết quả.XLSX")[0].name == "Kết quả.XLSX"

    def test_another_kind(self):
        assert self.clean("a.pdf")[1] == ["Không đọc được loại tệp này. Hãy gửi tệp .xlsx, .csv."]

    def test_too_big(self):
        assert self.clean("a.csv", b"x" * 3000, max_bytes=2048)[1] == [
            "Tệp nặng 3 kB, quá mức 2 kB. Hãy chia nhỏ tệp."
        ]

    def test_empty(self):
        assert self.clean("a.csv", b"")[1] == ["Tệp này rỗng. Chọn lại tệp có nội dung."]

    def test_missing(self):
        assert clean(fields.UploadField(kinds=("csv",), label="Tệp"), {})[1] == ["Chưa nhập tệp"]


def test_required_errors_name_their_field():
    assert clean(forms.CharField(label="Họ và tên"), "")[1] == ["Chưa nhập họ và tên"]
    assert clean(forms.CharField(label="CCCD"), "")[1] == ["Chưa nhập CCCD"]
    assert clean(forms.ChoiceField(label="Mức", choices=[("a", "A")]), "")[1] == ["Chưa chọn mức"]
    assert clean(forms.BooleanField(label="Đã xem"), "")[1] == ["Cần đánh dấu: Đã xem"]
    assert clean(forms.CharField(error_messages={"required": "Ghi tên."}), "")[1] == ["Ghi tên."]


def test_active_filters_speak_the_words_of_the_choices():
    class Filters(UiForm):
        level = forms.ChoiceField(label="Mức", required=False, choices=[("", "Tất cả"), ("f1", "F1")])
        kinds = forms.MultipleChoiceField(label="Loại", required=False, choices=[("a", "Đơn"), ("b", "Gộp")])
        late = forms.BooleanField(label="Quá hạn", required=False)
        since = fields.DayField(label="Từ", required=False)
        until = fields.DayField(label="Đến", required=False)

    form = Filters({"level": "f1", "kinds": ["a", "b"], "late": "on", "since": "1/9/2021", "until": "sai"})
    form.is_valid()
    assert active_filters(form) == [
        ("level", "Mức", "F1"), ("kinds", "Loại", "Đơn, Gộp"), ("late", "Quá hạn", "có"), ("since", "Từ", "01/09/2021"),
    ]  # fmt: skip
