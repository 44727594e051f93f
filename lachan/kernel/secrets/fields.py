"""Model fields whose value is encrypted in the database."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from lachan.kernel.secrets.crypto import decrypt, encrypt


class EncryptedTextField(models.BinaryField):  # type: ignore[type-arg]
    """Text in Python, AES-GCM bytes in the database; empty text stays empty and can't be searched."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        return decrypt(bytes(value)) if value else ""

    def to_python(self, value: Any) -> str:
        return value if isinstance(value, str) else (decrypt(bytes(value)) if value else "")

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return encrypt(value) if value else b""
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def get_default(self) -> str:
        return ""


class EncryptedJSONField(EncryptedTextField):
    """JSON in Python, AES-GCM bytes in the database."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return json.loads(decrypt(bytes(value))) if value else None

    def to_python(self, value: Any) -> Any:
        return value

    def get_prep_value(self, value: Any) -> Any:
        return b"" if value is None else encrypt(json.dumps(value, ensure_ascii=False))

    def get_default(self) -> Any:
        return None
