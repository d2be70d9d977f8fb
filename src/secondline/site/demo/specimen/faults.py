"""What can be wrong with a specimen, as a table: what was done, how one sees it, and where."""

from dataclasses import dataclass
from enum import StrEnum

from secondline.site.demo.specimen.inks import Light
from traveldoc.finding import gettext_noop


class Trait(StrEnum):
    """One thing that differs from the genuine document: what the drawing asks for."""

    MRZ_BIRTH_DIGIT = "a digit of the birth date in the MRZ is altered"
    VISUAL_BIRTH_DIGIT = "a digit of the birth date in the visual zone is altered"
    LATER_EXPIRY = "the expiry is put off in both zones, the composite check digit is left"
    NO_CHECK_DIGITS = "zeros stand where the check digits belong"
    SCRAPED = "the surface is scraped where something was altered"
    OTHER_PORTRAIT = "another face"
    CUT_EDGES = "the portrait is cut and glued"
    COPIER_PAPER = "paper with optical brightener"
    PRINTED_COPY = "the ground is a copy: soft lines, no microtext"
    FOREIGN_TYPE = "the MRZ is not in OCR-B"
    DYE = "personalised with an office printer's dye"
    NO_WATERMARK = "no watermark and no thread"
    NO_RELIEF = "nothing can be felt"
    NO_FIBRES = "no fibres and no hidden pattern"
    DULL_FOIL = "the foil is a grey print"
    OTHER_PERFORATION = "the perforated number is another one"


class Zone(StrEnum):
    """The part of the side in which a fault can be seen."""

    MRZ = "mrz"
    VISUAL = "visual"
    PORTRAIT = "portrait"
    PERFORATION = "perforation"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Fault:
    """`subtype` is an id of the fraud vocabulary; `done` and `seen` are for people (translatable)."""

    id: str
    subtype: str
    done: str
    seen: str
    traits: frozenset[Trait] = frozenset()
    zones: frozenset[Zone] = frozenset()
    lights: tuple[Light, ...] = ()


_COPY = frozenset(
    {
        Trait.COPIER_PAPER,
        Trait.PRINTED_COPY,
        Trait.DYE,
        Trait.NO_WATERMARK,
        Trait.NO_RELIEF,
        Trait.NO_FIBRES,
        Trait.DULL_FOIL,
    }
)

FAULTS: tuple[Fault, ...] = (
    Fault(
        "birth-altered-mrz",
        "data-alteration",
        gettext_noop(
            "One digit of the birth date in the machine readable zone was scraped off and overprinted."
        ),
        gettext_noop(
            "The check digit does not fit, the two zones disagree, and the scraped spot glows under UV."
        ),
        frozenset({Trait.MRZ_BIRTH_DIGIT, Trait.SCRAPED}),
        frozenset({Zone.MRZ}),
        (Light.WHITE, Light.UV, Light.OBLIQUE),
    ),
    Fault(
        "birth-altered-visual",
        "data-alteration",
        gettext_noop("One digit of the birth date in the visual zone was scraped off and overprinted."),
        gettext_noop(
            "The visual zone disagrees with the machine readable zone; fine lines are missing there."
        ),
        frozenset({Trait.VISUAL_BIRTH_DIGIT, Trait.SCRAPED}),
        frozenset({Zone.VISUAL}),
        (Light.WHITE, Light.UV, Light.OBLIQUE),
    ),
    Fault(
        "expiry-prolonged",
        "data-alteration",
        gettext_noop("The expiry was put off in both zones, with a new check digit of its own."),
        gettext_noop("The composite check digit does not fit, and the validity is longer than ten years."),
        frozenset({Trait.LATER_EXPIRY}),
        frozenset({Zone.MRZ, Zone.VISUAL}),
        (Light.WHITE,),
    ),
    Fault(
        "photo-substituted",
        "photo-substitution",
        gettext_noop("The portrait was cut out and another one glued in."),
        gettext_noop(
            "Hard and tilted edges, no fine lines over the portrait, and the ghost image shows another face."
        ),
        frozenset({Trait.OTHER_PORTRAIT, Trait.CUT_EDGES}),
        frozenset({Zone.PORTRAIT}),
        (Light.WHITE, Light.UV, Light.OBLIQUE, Light.TRANSMITTED),
    ),
    Fault(
        "counterfeit",
        "counterfeit",
        gettext_noop("The whole page was copied and printed on office paper."),
        gettext_noop(
            "Not OCR-B, bright under UV, no microtext, no watermark, and the print vanishes in infrared."
        ),
        _COPY | {Trait.FOREIGN_TYPE},
        frozenset({Zone.PAGE}),
        (Light.WHITE, Light.UV, Light.OBLIQUE, Light.TRANSMITTED, Light.IR),
    ),
    Fault(
        "page-substituted",
        "biodata-page-substitution",
        gettext_noop("The page of personal data was taken from another booklet."),
        gettext_noop("The perforated number is not the printed one."),
        frozenset({Trait.OTHER_PERFORATION}),
        frozenset({Zone.PERFORATION}),
        (Light.WHITE, Light.TRANSMITTED),
    ),
    Fault(
        "blank-stolen",
        "stolen-blank",
        gettext_noop("A genuine blank was stolen and personalised with an office printer."),
        gettext_noop("Paper and ground are right, but the personal data and the MRZ vanish in infrared."),
        frozenset({Trait.DYE}),
        frozenset({Zone.MRZ, Zone.VISUAL, Zone.PORTRAIT}),
        (Light.WHITE, Light.IR),
    ),
    Fault(
        "fantasy",
        "pseudo",
        gettext_noop("The document of an authority that may not issue any."),
        gettext_noop("The issuer is unknown, all check digits are zeros, and there is no security printing."),
        _COPY | {Trait.NO_CHECK_DIGITS},
        frozenset({Zone.PAGE}),
        (Light.WHITE, Light.UV, Light.OBLIQUE, Light.TRANSMITTED, Light.IR),
    ),
    Fault(
        "expired",
        "no-fraud-found",
        gettext_noop("Nothing: the document has expired."),
        gettext_noop("The date of expiry lies in the past."),
    ),
    Fault(
        "impostor",
        "impostor",
        gettext_noop("Nothing: a person who looks alike presents another one’s genuine document."),
        gettext_noop("Only in the comparison of the face with the portrait."),
    ),
)

BY_ID: dict[str, Fault] = {fault.id: fault for fault in FAULTS}
