"""An opinion as an examiner gives it, and what it lacks before anybody may rely on it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from secondline.support.rules import CANNOT, Said, Side, is_impostor, side


@dataclass(frozen=True, slots=True)
class Evidence:
    """A kind of evidence for or against an impostor. Kinds of one `root` are not independent."""

    id: str
    label: object
    root: str


# Two comparisons of one face are one kind of evidence, however often they are made: passport officers
# accept 14 % of mismatched photographs whatever their experience (White et al. 2014).
EVIDENCE: Final = {
    each.id: each
    for each in (
        Evidence("face-portrait", _("Face compared with the printed portrait"), "face"),
        Evidence("face-chip", _("Face compared with the portrait in the chip"), "face"),
        Evidence("fingerprint", _("Fingerprints compared"), "fingerprint"),
        Evidence("issuer", _("Answer of the issuing authority"), "authority"),
        Evidence("database", _("Lost and stolen list, or another register"), "authority"),
        Evidence("interview", _("Account of the person, checked against facts"), "account"),
        Evidence("travel-history", _("Stamps, visas and bookings against the account"), "history"),
        Evidence("other-document", _("Another document of the person"), "other document"),
        Evidence("signature", _("Signature or handwriting compared"), "handwriting"),
        Evidence("body", _("Height, age, scars and other marks of the body"), "body"),
    )
}
IMPOSTOR_NEEDS: Final = 2


def independent(kinds: Sequence[str]) -> int:
    """How many independent kinds of evidence these are."""
    return len({EVIDENCE[kind].root for kind in kinds})


class Source(StrEnum):
    """Who found it."""

    ENGINE = "engine"
    OFFICER = "officer"
    AUTHORITY = "authority"
    EXAMINER = "examiner"


class Verdict(StrEnum):
    """What the examiner says to a finding of somebody else; the own ones are added."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding and what the examiner says to it. `key` names it within the request, `part` its document.

    `words` is what was found, as text or as a stored sentence (template and values) of the engine.
    """

    key: str
    source: Source
    verdict: Verdict
    reason: str = ""
    part: int = 1
    grade: str = ""
    words: object = ""


@dataclass(frozen=True, slots=True)
class Further:
    """What is concluded about a further document of the case; `label` is what it was called then."""

    part: int
    conclusion: str
    fraud: str = ""
    cannot_reason: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An examiner's opinion as it is given. `fraud` is a term of the vocabulary `fraud`, "" for none."""

    conclusion: str
    reasons: str
    advice: str
    cannot_reason: str = ""
    fraud: str = ""
    evidence: tuple[str, ...] = ()
    limits: str = ""
    in_favour: str = ""
    none_in_favour: bool = False
    compared: str = ""
    picture_quality: str = ""
    modus: tuple[str, ...] = ()
    judged: tuple[Judged, ...] = ()
    further: tuple[Further, ...] = ()
    run: int | None = None
    wants_second: bool = False

    @property
    def said(self) -> Said:
        others = tuple(Said(each.conclusion, each.fraud) for each in self.further)
        return Said(self.conclusion, self.fraud, self.wants_second, others=others)


NO_REASONS: Final = _("Give your reasons: the officer has to be able to follow them.")
NO_ADVICE: Final = _("Say what the officer should do next.")


def faults(answer: Answer) -> dict[str, object]:
    """What an opinion lacks before anybody may rely on it: field and sentence. Empty: nothing."""
    found: dict[str, object] = {}
    if not answer.reasons.strip():
        found["reasons"] = NO_REASONS
    if not answer.advice.strip():
        found["advice"] = NO_ADVICE
    if answer.conclusion == CANNOT and not answer.cannot_reason:
        found["cannot_reason"] = _("Say why it cannot be determined.")
    if answer.conclusion != CANNOT and answer.cannot_reason:
        found["cannot_reason"] = _("This reason belongs to “cannot be determined” only. Leave it out.")
    if answer.fraud and side(answer.conclusion) == Side.IS:
        found["fraud"] = _(
            "This contradicts your conclusion. Leave the kind of fraud out, or conclude otherwise."
        )
    elif is_impostor(answer.fraud) and independent(answer.evidence) < IMPOSTOR_NEEDS:
        found["evidence"] = _(
            "“Impostor” needs two independent kinds of evidence. Two comparisons of a face count as one kind."
        )
    found.update(_faults_of_favour(answer))
    found.update(_faults_of_parts(answer))
    return found


def _faults_of_favour(answer: Answer) -> dict[str, object]:
    """Asked of every opinion: who looks only for faults finds only faults."""
    said = bool(answer.in_favour.strip())
    if not said and not answer.none_in_favour:
        return {
            "in_favour": _("Say what speaks for the bearer, or that you looked for it and found nothing.")
        }
    if not said and answer.said.grave:
        return {
            "in_favour": _("Such a grave conclusion: say where you looked for what speaks for the bearer.")
        }
    return {}


def _faults_of_parts(answer: Answer) -> dict[str, object]:
    """Rejected and added findings with their reasons; each further document by itself."""
    found: dict[str, object] = {
        f"why-{each.key}": _("Say why you reject it.")
        for each in answer.judged
        if each.verdict == Verdict.REJECTED and not each.reason.strip()
    }
    for each in answer.further:
        if (each.conclusion == CANNOT) != bool(each.cannot_reason):
            found[f"cannot_reason-{each.part}"] = _("“Cannot be determined” and its reason go together.")
        if each.fraud and side(each.conclusion) == Side.IS:
            found[f"fraud-{each.part}"] = _("This contradicts your conclusion about this document.")
        elif is_impostor(each.fraud) and independent(answer.evidence) < IMPOSTOR_NEEDS:
            found["evidence"] = _(
                "“Impostor” needs two independent kinds of evidence. Two comparisons of a face count as "
                "one kind."
            )
    return found


def unsaid(answer: Answer, marked: Iterable[str]) -> dict[str, object]:
    """A place was marked for a finding of the examiner's own that the opinion does not put in words."""
    said = {each.key for each in answer.judged}
    return {
        f"added-{key.removeprefix('x-')}": _("You marked a place for this finding: say in words what it is.")
        for key in sorted(set(marked))
        if key.startswith("x-") and key not in said
    }
