"""What somebody has typed and not sent yet."""

from django.db import models

from secondline.people.models import Person, new_id


class Draft(models.Model):
    """The texts of one form of one person, until they are sent. Seen by nobody else."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=64)
    fields = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "form"), name="one_draft_a_form"),)

    def __str__(self) -> str:
        return self.form
