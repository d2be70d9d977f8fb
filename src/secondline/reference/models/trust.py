"""What is trusted, from where, since when: sources with their kept bytes, and the keys that they bring."""

from django.db import models

from secondline.people.models import Agency, Person, new_id
from secondline.reference.trust_rules import KINDS, STANDINGS, Standing


class TrustSource(models.Model):
    """One list, certificate or directory as it was imported for an agency (for a centre: and its agencies).

    Its bytes lie in the trust folder under their SHA-256; `part` is its number in the file. It is in
    force from `imported_at` until `ended_at`; what it said then stays, for the examinations of that time.
    `reason` is why an administrator vouches for what could not be verified.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    part = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=80)
    origin = models.CharField(max_length=200, blank=True)
    issuer = models.CharField(max_length=3, blank=True)
    issued_on = models.DateField(null=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    standing = models.CharField(max_length=8)
    reason = models.TextField(blank=True)
    signers = models.PositiveIntegerField(default=0)
    unreadable = models.JSONField(default=list)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-imported_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "sha256", "part"),
                name="a_source_once",
                condition=models.Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=models.Q(standing=Standing.VERIFIED.value)
                | models.Q(standing=Standing.PINNED.value) & ~models.Q(reason=""),
                name="pinned_with_a_reason",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=list(KINDS)), name="trust_kind"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def kind_words(self) -> str:
        return str(KINDS[self.kind])

    @property
    def standing_words(self) -> str:
        return str(STANDINGS[Standing(self.standing)])


class StateKey(models.Model):
    """A State's certificate, known by its SHA-256: what it says. Who vouches for it is in Holding."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    encoded = models.BinaryField()
    state = models.CharField(max_length=3, db_index=True)
    subject = models.TextField()
    issuer = models.TextField()
    serial = models.CharField(max_length=128)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    algorithm = models.CharField(max_length=80)
    key_identifier = models.CharField(max_length=128)
    public_key = models.CharField(max_length=64, db_index=True)
    link = models.BooleanField(default=False)
    oddities = models.JSONField(default=list)

    class Meta:
        ordering = ("state", "valid_from", "sha256")

    def __str__(self) -> str:
        return self.subject


class Holding(models.Model):
    """A source has this certificate."""

    source = models.ForeignKey(TrustSource, on_delete=models.CASCADE, related_name="holdings")
    key = models.ForeignKey(StateKey, on_delete=models.PROTECT, related_name="holdings")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("source", "key"), name="a_holding_once"),)

    def __str__(self) -> str:
        return f"{self.source_id} {self.key_id}"


class RevocationEntry(models.Model):
    """A State's list of withdrawn certificates in a source."""

    source = models.ForeignKey(TrustSource, on_delete=models.CASCADE, related_name="revocations")
    issuer = models.TextField()
    state = models.CharField(max_length=3)
    this_update = models.DateField()
    next_update = models.DateField(null=True)
    revoked = models.PositiveIntegerField()

    class Meta:
        ordering = ("state", "issuer")

    def __str__(self) -> str:
        return f"{self.issuer} {self.this_update:%F}"


class DeviationEntry(models.Model):
    """A fault of its documents that a State announced."""

    source = models.ForeignKey(TrustSource, on_delete=models.CASCADE, related_name="deviations")
    kinds = models.JSONField(default=list)
    descriptions = models.JSONField(default=list)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return "; ".join(self.descriptions) or ", ".join(self.kinds)
