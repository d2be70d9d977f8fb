"""Which quick-check cards a post is offered."""

from django.db import models
from django.db.models import Q

from secondline.people.models import Person, Post, new_id
from secondline.reference.models.library import Alert, DocumentType


class CardOffer(models.Model):
    """A card for the officers of one post, until it is taken back or the day `until` has passed.

    `origin` names the plan because of which it is offered: such offers come and go with the plan. What a
    person offers has none, and no plan takes it away.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    type = models.ForeignKey(DocumentType, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    alert = models.ForeignKey(Alert, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    origin = models.UUIDField(null=True, blank=True)  # the plan that brought it, and its month
    origin_month = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    offered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()

    class Meta:
        ordering = ("-offered_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(type__isnull=True) ^ Q(alert__isnull=True), name="card_of_one_thing"
            ),
            models.UniqueConstraint(
                fields=("post", "type"), condition=Q(type__isnull=False), name="one_offer_a_type"
            ),
            models.UniqueConstraint(
                fields=("post", "alert"), condition=Q(alert__isnull=False), name="one_offer_an_alert"
            ),
        )

    def __str__(self) -> str:
        return f"{self.post_id} {self.type_id or self.alert_id}"
