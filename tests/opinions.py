"""Opinions as examiners give them: a plain one, and a grave one that nobody says alone."""

from secondline.support.answering import Answer

PLAIN = Answer(
    conclusion="is-not-moderate",
    fraud="data-alteration",
    reasons="Ink-jet line",
    advice="Look under UV",
    none_in_favour=True,
)
IMPOSTOR = Answer(
    conclusion="is-not-strong",
    fraud="impostor",
    reasons="Ears differ",
    advice="Fingerprints",
    in_favour="Knows the address",
    evidence=("face-portrait", "interview"),
)
