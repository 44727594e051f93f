"""Papers, the number blocks that the văn thư releases, and the numbers used."""

from __future__ import annotations

from django.db import models

from lachan.kernel.ids import new_uid
from lachan.kernel.secrets.fields import EncryptedJSONField


class NumberBlock(models.Model):
    """Numbers first–last of one book (organisation, kind of paper, year) handed out for use in the field."""

    uid = models.UUIDField(default=new_uid, unique=True)
    organisation_id = models.BigIntegerField()
    book = models.CharField(max_length=40)
    symbol = models.CharField(max_length=40)
    year = models.IntegerField()
    first = models.IntegerField()
    last = models.IntegerField()
    released_by = models.BigIntegerField(null=True)
    released_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="number_block_in_order", condition=models.Q(last__gte=models.F("first"))
            )
        ]


class IssuedNumber(models.Model):
    """One number of a book, used once for ever."""

    organisation_id = models.BigIntegerField()
    book = models.CharField(max_length=40)
    year = models.IntegerField()
    number = models.IntegerField()
    paper_uid = models.UUIDField()
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "book", "year", "number"], name="issued_number_unique"
            )
        ]


class Paper(models.Model):
    """A document as it left the house: its data and its bytes, both encrypted, kept as issued."""

    uid = models.UUIDField(default=new_uid, unique=True)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    number = models.IntegerField(null=True)
    symbol = models.CharField(max_length=60, blank=True)
    issued_at = models.DateTimeField()
    organisation_id = models.BigIntegerField(null=True)
    object_uid = models.UUIDField(null=True, db_index=True)
    data = EncryptedJSONField(null=True)
    content = models.BinaryField()
    made_by = models.BigIntegerField(null=True)
