"""Phrases of the counts behave as those of the documents, so that one page can show both."""

from borderstats.phrase import Phrase, gettext_noop
from traveldoc.finding import Phrase as OfDocuments


def test_both_phrases_fill_the_same_way() -> None:
    for values in ({"n": "5"}, {}):
        template = gettext_noop("%(n)s seen") if values else gettext_noop("nothing seen")
        assert str(Phrase(template, values)) == str(OfDocuments(template, values))
        assert Phrase(template, values).filled("-") == OfDocuments(template, values).filled("-")
