"""The procedure: an agency's own questions, and what officers answered, never overwritten."""

from collections.abc import Sequence

from django.db import models
from django.db.models import Q

from secondline.inspections.models.case import Inspection
from secondline.inspections.models.document import Document
from secondline.people.models import Agency, Person, new_id


class Question(models.Model):
    """An agency's own question at a step. Its words never change: it is withdrawn and another is added."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=32)
    text = models.CharField(max_length=200)
    hint = models.CharField(max_length=400, blank=True)
    words = models.JSONField(default=dict)  # language -> [text, hint], where the agency says it in others too
    lights = models.JSONField(default=list)
    forms = models.JSONField(default=list)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("added_at", "id")

    def __str__(self) -> str:
        return self.text

    def label(self, language: str) -> str:
        text: str = self._said(language)[0]
        return text

    def definition(self, language: str) -> str:
        hint: str = self._said(language)[1]
        return hint

    def _said(self, language: str) -> Sequence[str]:
        """In this language, or as it was first written."""
        return self.words.get(language) or (self.text, self.hint)


class Answer(models.Model):
    """What an officer saw at one place. The last one for a question and a document counts.

    `value` is of the vocabulary `procedure-answer`, "" takes an answer back: not looked at after all.
    `question` is an id of the vocabulary `procedure` in its `vocabulary` version, or `own` is the agency's.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="answers")
    document = models.ForeignKey(Document, null=True, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=64, blank=True)
    own = models.ForeignKey(Question, null=True, on_delete=models.PROTECT, related_name="+")
    value = models.CharField(max_length=32, blank=True)
    note = models.TextField(blank=True)
    vocabulary = models.CharField(max_length=20)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(question="", own__isnull=False) | (~Q(question="") & Q(own__isnull=True)),
                name="answer_to_one_question",
            ),
        )
        indexes = (models.Index(fields=("inspection", "at"), name="answers_of_a_case"),)

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"

    @property
    def key(self) -> str:
        """How a form names the question."""
        return self.question or own_key(self.own_id)


def own_key(question: object) -> str:
    """An agency's own question beside those of the vocabulary, whose ids hold no dot."""
    return f"own.{question}"
