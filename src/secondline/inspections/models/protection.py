"""Whom an agency calls when a person needs protection, and who of its own people follows that up."""

from django.db import models
from django.db.models import Q

from secondline.inspections.rules import REFERRALS
from secondline.people.models import Agency, Person, new_id


class Contact(models.Model):
    """Whom to call for one kind of referral; kept by the agency's administrator, shown at the referral."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    reach = models.CharField(max_length=200)
    hours = models.CharField(max_length=120, blank=True)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("kind", "name", "id")
        constraints = (models.CheckConstraint(condition=Q(kind__in=list(REFERRALS)), name="contact_kind"),)

    def __str__(self) -> str:
        return self.name


class Focal(models.Model):
    """A person of the agency who sees its referrals, whatever the role: named, not a right of a role."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        ordering = ("named_at", "id")
        constraints = (models.UniqueConstraint(fields=("agency", "person"), name="a_focal_person_once"),)

    def __str__(self) -> str:
        return str(self.person_id)
