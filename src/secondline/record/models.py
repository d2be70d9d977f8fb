"""The record: one row a deed or a look, chained by hash; and the head, which says where the chain ends."""

from django.db import models


class Entry(models.Model):
    """Append-only: the database itself refuses UPDATE and DELETE (see the migrations)."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True, db_index=True)
    agency = models.UUIDField(null=True, db_index=True)
    verb = models.CharField(max_length=64)
    thing = models.UUIDField(null=True, db_index=True)
    facts = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"


class Head(models.Model):
    """One row. Whoever appends locks it first, so that numbers have no gap and no double."""

    number = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_head"),)

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"
