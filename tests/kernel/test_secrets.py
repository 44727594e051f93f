"""Encryption that notices changes, blind indexes that tell nothing, keys made once."""

import json
import stat
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.kernel.secrets import crypto
from lachan.kernel.secrets.fields import EncryptedJSONField, EncryptedTextField


@given(st.binary(max_size=300))
def test_what_goes_in_comes_out(data):
    assert crypto.decrypt_bytes(crypto.encrypt_bytes(data)) == data


@given(st.text(max_size=50))
def test_texts_too_and_never_twice_the_same(text):
    first, second = crypto.encrypt(text), crypto.encrypt(text)
    assert first != second
    assert crypto.decrypt(first) == crypto.decrypt(second) == text


@given(st.binary(min_size=1, max_size=40), st.data())
def test_a_changed_bit_is_noticed(data, draw):
    sealed = bytearray(crypto.encrypt_bytes(data))
    place = draw.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << draw.draw(st.integers(0, 7))
    with pytest.raises(crypto.Unreadable):
        crypto.decrypt_bytes(bytes(sealed))


def test_another_key_reads_nothing():
    with pytest.raises(crypto.Unreadable):
        crypto.decrypt_bytes(crypto.encrypt_bytes(b"x", "11" * 32), "22" * 32)


def test_blind_index_is_steady_and_keeps_kinds_apart():
    assert crypto.blind_index("cccd", "096") == crypto.blind_index("cccd", "096")
    assert crypto.blind_index("cccd", "096") != crypto.blind_index("phone", "096")
    assert "096" not in crypto.blind_index("cccd", "096")


@pytest.mark.parametrize("value", [{"a": ["ắ", 1, None]}, [], {}, "x", 0, False])
def test_json_field_keeps_even_empty_values(value):
    field = EncryptedJSONField()
    assert field.from_db_value(field.get_prep_value(value), None, None) == value


def test_fields_leave_nothing_of_nothing():
    assert EncryptedTextField().get_prep_value("") == b""
    assert EncryptedTextField().from_db_value(b"", None, None) == ""
    assert EncryptedJSONField().from_db_value(EncryptedJSONField().get_prep_value(None), None, None) is None


def test_processes_starting_at_once_agree_on_one_key_file(tmp_path):
    path = tmp_path / "new" / "keys.json"
    code = f"from pathlib import Path; from lachan.kernel.secrets.keyfile import keys; print(keys(Path({str(path)!r})))"
    started = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    said = {process.communicate(timeout=30)[0] for process in started}
    assert len(said) == 1
    assert sorted(json.loads(path.read_text())) == ["blind", "django", "field"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["keys.json"]
