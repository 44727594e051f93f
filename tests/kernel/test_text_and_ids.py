"""Laws of folded keys and of identifiers."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.kernel.ids import new_uid
from lachan.kernel.text import clean_name, fold, sort_key, tokens

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđbcghklmnpqrstvx"
vietnamese = st.text(alphabet=LETTERS + LETTERS.upper() + " -.'", max_size=40)


@given(st.text(max_size=60))
def test_fold_gives_only_plain_words_and_folding_again_changes_nothing(text):
    folded = fold(text)
    assert fold(folded) == folded
    assert set(folded) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert folded == " ".join(folded.split())


@given(vietnamese)
def test_fold_ignores_case_and_how_marks_are_composed(text):
    assert fold(text) == fold(text.upper()) == fold(unicodedata.normalize("NFD", text))


@given(vietnamese, vietnamese)
def test_fold_of_two_words_is_the_two_folds(first, second):
    assert fold(f"{first} {second}") == " ".join([*tokens(first), *tokens(second)])


@given(vietnamese)
def test_sort_key_has_the_same_words(text):
    assert sorted(sort_key(text).split()) == sorted(tokens(text))


@given(vietnamese)
def test_clean_name_is_composed_and_tidy(text):
    cleaned = clean_name(unicodedata.normalize("NFD", f"  {text}  "))
    assert cleaned == unicodedata.normalize("NFC", cleaned) == clean_name(cleaned)
    assert fold(cleaned) == fold(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Đặng Thị Ưu", "dang thi uu"), ("Hoà Bình", "hoa binh"), ("TP. Cà-Mau", "tp ca mau"), ("", "")],
)
def test_fold_examples(text, folded):
    assert fold(text) == folded


def test_vietnamese_lists_sort_by_given_name():
    names = ["Nguyễn Văn Bé", "Trần Thị An", "Đỗ Văn An"]
    assert sorted(names, key=sort_key) == ["Đỗ Văn An", "Trần Thị An", "Nguyễn Văn Bé"]


def test_identifiers_are_version_7_unique_and_sort_by_time():
    first = new_uid()
    time.sleep(0.002)
    rest = [new_uid() for _ in range(1000)]
    assert len({first, *rest}) == 1001
    assert all(first < later for later in rest)
    assert {uid.version for uid in rest} == {7}
    assert {uid.variant for uid in rest} == {"specified in RFC 4122"}
