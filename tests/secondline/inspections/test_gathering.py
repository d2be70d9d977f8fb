"""Readings become documents: photos of one passport together, a visa apart, a person's reading first."""

from typing import Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from secondline.inspections.gathering import documents, from_person, from_picture, lines_of
from traveldoc.mrz.typeface import Typeface, Verdict

PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
MISREAD = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UT07408122F1204159ZE184226B<<<<<10")
OTHER = ("P<UTOJONSDOTTIR<<BERTA<<<<<<<<<<<<<<<<<<<<<<", "X123456785UTO8801015F3001011<<<<<<<<<<<<<<04")
VISA = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")


def read(lines: tuple[str, ...] | None, form: str | None = "TD3", sure: float = 0.99) -> dict[str, Any]:
    return {
        "format": form,
        "lines": list(lines) if lines else None,
        "confidence": [[sure] * len(line) for line in lines or ()],
        "runners_up": [" " * len(line) for line in lines or ()],
    }


def source(lines: tuple[str, ...], form: str = "TD3", sure: float = 0.99) -> Any:
    return from_picture(uuid4(), read(lines, form, sure))


def test_a_picture_without_a_zone_or_not_read_yet_is_no_source() -> None:
    assert from_picture(uuid4(), None) is None
    assert from_picture(uuid4(), read(None, None)) is None


def test_two_photos_of_one_passport_are_one_document_and_the_surer_leads() -> None:
    blurred, sharp = source(MISREAD, sure=0.6), source(PASSPORT)
    (one,) = documents([blurred, sharp], {})
    assert one.sources == [sharp, blurred]


def test_passport_and_visa_are_two_documents_and_the_passport_leads() -> None:
    visa, passport = source(VISA, "MRVA"), source(PASSPORT)
    first, second = documents([visa, passport], {})
    assert (first.best, second.best) == (passport, visa)


def test_two_passports_are_two_documents() -> None:
    assert len(documents([source(PASSPORT), source(OTHER)], {})) == 2


def test_what_a_person_confirmed_takes_the_place_of_what_was_read_in_that_picture() -> None:
    picture = source(MISREAD, sure=0.5)
    typed = from_person("\n".join(PASSPORT), picture.exhibit)
    (one,) = documents([picture], {picture.exhibit: typed})
    assert one.sources == [typed]
    assert lines_of(one.best) == PASSPORT
    assert one.best.reading.confidences == ()


def print_of(verdict: Verdict, *odd: tuple[int, int, str]) -> dict[str, Any]:
    return {"verdict": verdict.value, "kinds": 20, "odd": [list(each) for each in odd]}


def test_each_picture_of_a_document_says_how_its_zone_is_printed() -> None:
    one = from_picture(uuid4(), read(PASSPORT) | {"typeface": print_of(Verdict.OCR_B)})
    two = from_picture(uuid4(), read(PASSPORT, sure=0.7) | {"typeface": print_of(Verdict.SMALL)})
    assert one is not None
    assert two is not None
    (seen,) = documents([one, two, source(PASSPORT, sure=0.6)], {})
    assert [each.verdict for each in seen.typefaces] == [Verdict.OCR_B, Verdict.SMALL]


def test_a_confirmed_picture_keeps_its_print_less_what_was_compared_with_the_wrong_character() -> None:
    """Of a zero that was read as O no one can say that its shape is wrong."""
    found = print_of(Verdict.OTHER, (1, 1, "P"), (2, 13, "0"))
    picture = from_picture(uuid4(), read(MISREAD) | {"typeface": found})
    assert picture is not None
    typed = from_person("\n".join(PASSPORT), picture.exhibit)
    (seen,) = documents([picture], {picture.exhibit: typed})
    assert [[odd.character for odd in each.odd] for each in seen.typefaces] == [["P"]]
    assert seen.typefaces[0].verdict is Verdict.OTHER

    alone = from_picture(uuid4(), read(MISREAD) | {"typeface": print_of(Verdict.OTHER, (2, 13, "0"))})
    assert alone is not None
    (seen,) = documents([alone], {alone.exhibit: typed})
    assert seen.typefaces == [Typeface(Verdict.UNCLEAR, 20)]
    (seen,) = documents([alone], {alone.exhibit: from_person("\n".join(MISREAD), alone.exhibit)})
    assert seen.typefaces == [alone.typeface]


def test_what_a_person_typed_for_no_picture_is_compared_with_the_pictures() -> None:
    picture = source(MISREAD)
    typed = from_person("\n".join(PASSPORT).lower(), None)
    (one,) = documents([picture], {None: typed})
    assert one.sources == [typed, picture]


def test_text_of_no_format_stays_by_itself() -> None:
    scrap = from_person("P<UTO", None)
    assert scrap.format is None
    found = documents([source(PASSPORT)], {None: scrap})
    assert [seen.best.format for seen in found] == ["TD3", None]
    assert lines_of(found[1].best) == ("P<UTO",)


def test_no_sources_no_documents() -> None:
    assert documents([], {}) == []


@given(st.lists(st.text("P<UTO0123456789\n ", max_size=120), max_size=5))
def test_whatever_is_typed_every_source_stands_in_exactly_one_document(texts: list[str]) -> None:
    typed: dict[UUID | None, str] = {uuid4(): text for text in texts}
    found = documents([], {key: from_person(text, key) for key, text in typed.items()})
    assert sorted(str(s.exhibit) for seen in found for s in seen.sources) == sorted(map(str, typed))
