"""A picture of a case laid on a specimen's."""

from django.db import models

from secondline.evidence.models import Item, Laying
from secondline.reference.models.library import LibraryPicture


class SpecimenAlignment(Laying):
    """The moving picture is a case's. Erased with the specimen's picture; it holds nothing but numbers."""

    picture = models.ForeignKey(LibraryPicture, on_delete=models.CASCADE, related_name="alignments")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")

    class Meta(Laying.Meta):
        pass
