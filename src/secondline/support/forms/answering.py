"""The examiner's opinion: what is asked of every one, of each finding, and of each further document."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from secondline.inspections.naming import language
from secondline.reference.fields import TermField, TermsField
from secondline.support.answering import (
    EVIDENCE,
    NO_ADVICE,
    NO_REASONS,
    Answer,
    Further,
    Judged,
    Source,
    Verdict,
    faults,
    unsaid,
)
from secondline.support.gathering import ADDED, Claim, part_label
from secondline.support.rules import SCALE
from secondline.support.wording import judged_words
from traveldoc.vocabulary import vocabulary


def _labels(name: str) -> list[tuple[str, str]]:
    return [(term.id, term.label(language())) for term in vocabulary(name)]


def _verdicts() -> list[tuple[str, str]]:
    return [("", _("not judged")), (Verdict.ACCEPTED, _("accepted")), (Verdict.REJECTED, _("rejected"))]


def _area(label: Any, help_text: Any = "", rows: int = 2, missing: Any = "") -> forms.CharField:
    """With words for `missing` it is always required; else the conclusion decides (rules.faults)."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(missing),
        error_messages={"required": missing},
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class AnswerForm(forms.Form):
    reasons = _area(
        gettext_lazy("What you found"),
        gettext_lazy("Findings first: what you looked at, what you saw, what it is compared with."),
        rows=5,
        missing=NO_REASONS,
    )
    run = forms.IntegerField(required=False, widget=forms.HiddenInput)
    in_favour = _area(
        gettext_lazy("What speaks for the bearer"),
        gettext_lazy("Asked of every opinion. If you looked for it and found nothing, say so below."),
    )
    none_in_favour = forms.BooleanField(
        label=gettext_lazy("I looked for it and found nothing"), required=False
    )
    compared = forms.CharField(
        label=gettext_lazy("Compared with"),
        help_text=gettext_lazy("The specimen: id of the reference type, such as UTO-AO-01001."),
        required=False,
        max_length=200,
    )
    picture_quality = TermField(
        "picture-quality", label=gettext_lazy("Quality of the pictures"), empty=gettext_lazy("Not said")
    )
    limits = _area(gettext_lazy("Limits: what you could not look at"))
    conclusion = forms.ChoiceField(
        label=gettext_lazy("Conclusion"),
        choices=lambda: _labels(SCALE),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose where on the scale you stand, or that you can't.")},
    )
    cannot_reason = TermField(
        "cannot-determine",
        label=gettext_lazy("Why it cannot be determined"),
        empty=gettext_lazy("Does not apply"),
    )
    fraud = TermField("fraud", label=gettext_lazy("Kind of fraud"), empty=gettext_lazy("None, or not known"))
    evidence = forms.MultipleChoiceField(
        label=gettext_lazy("Evidence about the person"),
        help_text=gettext_lazy("For “impostor” only: at least two kinds that do not depend on each other."),
        choices=lambda: [(each.id, each.label) for each in EVIDENCE.values()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    modus = TermsField("modus-operandi", label=gettext_lazy("Modus operandi"))
    advice = _area(gettext_lazy("What the officer should do next"), missing=NO_ADVICE)
    wants_second = forms.BooleanField(
        label=gettext_lazy("Let a second examiner look as well"), required=False
    )

    def __init__(
        self,
        *args: Any,
        claims: Sequence[Claim] = (),
        parts: Sequence[dict[str, Any]] = (),
        run: int | None = None,
        marked: Sequence[str] = (),
        **options: Any,
    ) -> None:
        """`marked`: the findings for which the examiner has marked a place."""
        super().__init__(*args, **options)
        self.claims, self.parts, self.marked = list(claims), list(parts), list(marked)
        self.fields["run"].initial = run
        for claim in self.claims:
            self.fields[f"judge-{claim.key}"] = forms.ChoiceField(
                label=judged_words(claim.words), choices=_verdicts, required=False
            )
            self.fields[f"why-{claim.key}"] = forms.CharField(
                label=_("Reason"), required=False, max_length=1000
            )
        for number in range(1, ADDED + 1):
            self.fields[f"added-{number}"] = forms.CharField(
                label=_("Finding of your own"), required=False, max_length=2000
            )
        for number in range(2, len(self.parts) + 1):
            self._add_further(number)

    def _add_further(self, number: int) -> None:
        """A further document has a conclusion of its own."""
        self.fields[f"conclusion-{number}"] = forms.ChoiceField(
            label=_("Conclusion"),
            choices=lambda: [("", _("Choose")), *_labels(SCALE)],
            error_messages={
                "required": _("Conclude about this document too, or that it can't be determined.")
            },
        )
        self.fields[f"cannot_reason-{number}"] = TermField(
            "cannot-determine", label=_("Why it cannot be determined"), empty=_("Does not apply")
        )
        self.fields[f"fraud-{number}"] = TermField(
            "fraud", label=_("Kind of fraud"), empty=_("None, or not known")
        )

    def judging(self) -> Iterator[tuple[Claim, Any, Any]]:
        """Each finding with its two fields."""
        for claim in self.claims:
            yield claim, self[f"judge-{claim.key}"], self[f"why-{claim.key}"]

    def adding(self) -> list[Any]:
        return [self[f"added-{number}"] for number in range(1, ADDED + 1)]

    def further_documents(self) -> Iterator[tuple[str, list[Any]]]:
        for number in range(2, len(self.parts) + 1):
            names = ("conclusion", "cannot_reason", "fraud")
            yield (
                f"{number}. {part_label(self.parts[number - 1], language())}",
                [self[f"{name}-{number}"] for name in names],
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "conclusion" in data:
            given = self.answer()
            for name, words in (faults(given) | unsaid(given, self.marked)).items():
                if name not in self.errors:
                    self.add_error(name, str(words))
        return data

    def answer(self) -> Answer:
        data = self.cleaned_data
        return Answer(
            conclusion=data["conclusion"],
            reasons=data.get("reasons", ""),
            advice=data.get("advice", ""),
            cannot_reason=data.get("cannot_reason", ""),
            fraud=data.get("fraud", ""),
            evidence=tuple(data.get("evidence", ())),
            limits=data.get("limits", ""),
            in_favour=data.get("in_favour", ""),
            none_in_favour=bool(data.get("none_in_favour")),
            compared=data.get("compared", ""),
            picture_quality=data.get("picture_quality", ""),
            modus=tuple(data.get("modus", ())),
            judged=tuple(self._judged()),
            further=tuple(self._further()),
            run=data.get("run"),
            wants_second=bool(data.get("wants_second")),
        )

    def _judged(self) -> Iterator[Judged]:
        data = self.cleaned_data
        for claim in self.claims:
            if verdict := data.get(f"judge-{claim.key}"):
                yield Judged(
                    claim.key,
                    claim.source,
                    Verdict(verdict),
                    data.get(f"why-{claim.key}", ""),
                    claim.part,
                    claim.grade,
                    claim.words,
                )
        for number in range(1, ADDED + 1):
            if words := data.get(f"added-{number}"):
                yield Judged(f"x-{number}", Source.EXAMINER, Verdict.ADDED, words=words)

    def _further(self) -> Iterator[Further]:
        data = self.cleaned_data
        for number in range(2, len(self.parts) + 1):
            if f"conclusion-{number}" in data:
                yield Further(
                    number,
                    data[f"conclusion-{number}"],
                    data.get(f"fraud-{number}", ""),
                    data.get(f"cannot_reason-{number}", ""),
                    part_label(self.parts[number - 1], language()),
                )
