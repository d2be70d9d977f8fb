"""Sentences for people that can be translated: the twin of `traveldoc.finding.Phrase`, out of reach here."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Mark a text for the translators; whoever shows it translates it."""
    return text


@dataclass(frozen=True, slots=True)
class Phrase:
    """A fixed English template and the values that go into it.

    `str()` gives the English sentence; a page translates `template` first and calls `filled`.
    """

    template: str
    values: Mapping[str, str] = field(default_factory=dict)

    def filled(self, template: str) -> str:
        return template % self.values if self.values else template

    def __str__(self) -> str:
        return self.filled(self.template)
