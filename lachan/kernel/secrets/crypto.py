"""AES-GCM and HMAC with keys that live outside the database (settings.KEY_FILE)."""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from lachan.kernel.secrets.keyfile import keys

_NONCE = 12


class Unreadable(Exception):
    """The ciphertext was made with another key or was altered."""


@lru_cache(maxsize=4)
def _cipher(key_hex: str) -> AESGCM:
    return AESGCM(bytes.fromhex(key_hex))


def encrypt_bytes(data: bytes, key_hex: str | None = None) -> bytes:
    """nonce + ciphertext under the field key, or under a given one (hex)."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(key_hex or _field_key()).encrypt(nonce, data, None)


def decrypt_bytes(data: bytes, key_hex: str | None = None) -> bytes:
    try:
        return _cipher(key_hex or _field_key()).decrypt(data[:_NONCE], data[_NONCE:], None)
    except InvalidTag as error:
        raise Unreadable("ciphertext does not fit the key") from error


def encrypt(text: str) -> bytes:
    return encrypt_bytes(text.encode())


def decrypt(data: bytes) -> str:
    return decrypt_bytes(bytes(data)).decode()


def blind_index(kind: str, value: str) -> str:
    """HMAC of a normalised number; equal numbers give equal indexes, and nothing else is learnt.

    `kind` keeps a CCCD and a phone of the same digits apart.
    """
    key = bytes.fromhex(keys(settings.KEY_FILE)["blind"])
    return hmac.new(key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()[:40]


def _field_key() -> str:
    return keys(settings.KEY_FILE)["field"]
