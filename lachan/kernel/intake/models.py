"""Uploaded files, their mappings and the rows that were refused; contents are encrypted."""

from __future__ import annotations

from django.db import models

from lachan.kernel.ids import new_uid
from lachan.kernel.secrets.fields import EncryptedJSONField


class UploadMapping(models.Model):
    """How an organisation's own column names map to ours, kept for the next file of the same shape."""

    organisation_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    signature = models.CharField(max_length=64)  # hash of the header row
    columns = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "kind", "signature"], name="upload_mapping_unique"
            )
        ]


class Upload(models.Model):
    """A file from outside. `cursor` counts the rows already applied, so that a killed import resumes.

    `columns`: our field → the file's column. `values`: our field → {written word: our code}.
    `constants`: our field → one word for the whole file. `notes`: what was skipped on reading, for the screen.
    """

    class State(models.TextChoices):
        STAGED = "staged", "chờ kiểm tra"
        APPLYING = "applying", "đang nạp"
        DONE = "done", "đã nạp xong"
        CANCELLED = "cancelled", "đã hủy"

    uid = models.UUIDField(default=new_uid, unique=True)
    kind = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField()
    organisation_id = models.BigIntegerField(null=True)
    uploaded_by = models.BigIntegerField(null=True)
    uploaded_at = models.DateTimeField()
    delete_after = models.DateTimeField()
    columns = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    constants = EncryptedJSONField(null=True)
    notes = EncryptedJSONField(null=True)
    options = EncryptedJSONField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.STAGED)
    total = models.IntegerField(default=0)
    cursor = models.IntegerField(default=0)
    added = models.IntegerField(default=0)
    repeated = models.IntegerField(default=0)
    bad = models.IntegerField(default=0)
    tallies = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation_id", "kind", "uploaded_at"], name="upload_organisation")
        ]


class UploadRow(models.Model):
    """A row that could not be taken, handed back with its reasons.

    `number` counts the file's data rows from 1; `sheet` and `line` say where a reader finds it.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="bad_rows")
    number = models.IntegerField()
    sheet = models.CharField(max_length=100, blank=True)
    line = models.IntegerField(default=0)
    cells = EncryptedJSONField(null=True)
    reasons = EncryptedJSONField(null=True)  # a reason may quote what was typed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="upload_row_unique")]
