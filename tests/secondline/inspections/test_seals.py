"""Seals in an inspection: given to their document, examined with it, their findings among the others."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from cast import Cast
from chipmaker import ZONE
from django.test import Client
from django.urls import reverse
from inspection_kit import SPECIMEN, reading_of
from sealmaker import EMERGENCY, EMERGENCY_LINES, VISA_LINES, Seal

from secondline.evidence.darkroom.develop import codes_to_plain
from secondline.inspections.actions import Verdict, decide, erase_expired, open_inspection
from secondline.inspections.gathering import Seen, Source, beside, place_codes
from secondline.inspections.models import Inspection
from secondline.inspections.rules import SLOT, Particulars
from secondline.inspections.showing_seal import shown_seal
from traveldoc.barcode import Barcode
from traveldoc.facts import Reading

Picture = Callable[..., Any]
SQUARE = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
VISA_SEAL, EMERGENCY_SEAL = Seal().encoded(), EMERGENCY.encoded()


def source(lines: tuple[str, ...], form: str) -> Source:
    return Source(Reading(lines), form, uuid4())


def homes(*codes: tuple[Seen | None, bytes]) -> tuple[Seen, Seen]:
    """A passport and a visa, with codes in the pictures of one or the other."""
    passport, visa = Seen([source(SPECIMEN, "TD3")]), Seen([source(VISA_LINES, "MRVB")])
    pictures = {id(None): uuid4()}
    placed = [
        ((seen.best.exhibit if seen else None) or pictures[id(None)], Barcode(content))
        for seen, content in codes
    ]
    place_codes([passport, visa], placed)
    return passport, visa


def test_a_seal_goes_to_the_document_that_it_is_made_for() -> None:
    passport, visa = homes((None, VISA_SEAL), (None, VISA_SEAL), (None, ZONE.encode()))
    assert [code.content for code in visa.codes] == [VISA_SEAL]
    assert [code.content for code in passport.codes] == [ZONE.encode()]


def test_a_code_that_fits_nothing_stays_with_its_picture_or_the_leading_document() -> None:
    visa = Seen([source(VISA_LINES, "MRVB")])
    passport = Seen([source(SPECIMEN, "TD3")])
    assert visa.best.exhibit is not None
    place_codes([passport, visa], [(visa.best.exhibit, Barcode(b"here")), (uuid4(), Barcode(b"anywhere"))])
    assert [code.content for code in visa.codes] == [b"here"]
    assert [code.content for code in passport.codes] == [b"anywhere"]


def test_the_other_documents_lie_beside() -> None:
    passport, visa = Seen([source(SPECIMEN, "TD3")]), Seen([source(VISA_LINES, "MRVB")])
    assert [reading.lines for reading in beside(visa, [passport, visa])] == [SPECIMEN]


def with_code(lines: tuple[str, ...] | None, form: str | None, content: bytes) -> dict[str, Any]:
    reading = reading_of(lines)
    return reading | {"format": form, "codes": codes_to_plain((Barcode(content, "QR Code", SQUARE),), 1.0)}


def findings(cast: Cast, at: datetime, *items: Any) -> list[list[dict[str, Any]]]:
    """Of each document that the pictures show, in the order of the documents."""
    inspection = open_inspection(
        id=uuid4(),
        post=cast.airport,
        particulars=Particulars(),
        given=[(item, SLOT["data"]) for item in items],
        by=cast.officer,
        at=at,
    )
    return [part["findings"] for part in inspection.examinations.get().parts]


def grades(found: list[dict[str, Any]], check: str) -> set[str]:
    return {each["grade"] for each in found if each["id"] == check}


@pytest.mark.django_db
def test_a_seal_in_a_picture_is_examined_with_its_document(
    cast: Cast, at: datetime, picture: Picture
) -> None:
    (found,) = findings(cast, at, picture(with_code(EMERGENCY_LINES, "TD2", EMERGENCY_SEAL)))
    assert grades(found, "seal.data.zone") == {"consistent"}
    assert grades(found, "seal.signature") == {"not examined"}


@pytest.mark.django_db
def test_a_seal_of_another_document_is_inconsistent(cast: Cast, at: datetime, picture: Picture) -> None:
    changed = (EMERGENCY_LINES[0].replace("ANNA", "EVAA"), EMERGENCY_LINES[1])
    (found,) = findings(cast, at, picture(with_code(changed, "TD2", EMERGENCY_SEAL)))
    assert grades(found, "seal.data.zone") == {"inconsistent"}


@pytest.mark.django_db
def test_the_seal_of_a_visa_is_compared_with_the_passport_beside_it(
    cast: Cast, at: datetime, picture: Picture
) -> None:
    pictures = picture(reading_of(SPECIMEN)), picture(with_code(VISA_LINES, "MRVB", VISA_SEAL))
    passport, visa = findings(cast, at, *pictures)
    assert grades(passport, "seal.kind") == set()
    assert grades(visa, "seal.data.passport") == {"inconsistent"}


@pytest.mark.django_db
def test_a_code_without_any_zone_is_examined_all_the_same(cast: Cast, at: datetime, picture: Picture) -> None:
    (found,) = findings(cast, at, picture(with_code(None, None, b"https://example.org/")))
    (kind,) = (each for each in found if each["id"] == "seal.kind")
    assert kind["seen"]["values"] == {"text": "https://example.org/"}


def case_with(cast: Cast, at: datetime, item: Any) -> Inspection:
    return open_inspection(
        id=uuid4(),
        post=cast.airport,
        particulars=Particulars(),
        given=[(item, SLOT["data"])],
        by=cast.officer,
        at=at,
    )


@pytest.mark.django_db
def test_the_page_shows_a_seals_three_states_and_what_it_says(
    cast: Cast, at: datetime, picture: Picture, as_officer: Client
) -> None:
    inspection = case_with(cast, at, picture(with_code(VISA_LINES, "MRVB", VISA_SEAL)))
    shown = as_officer.get(reverse("case", args=[inspection.pk])).content.decode()
    for words in ("Seal read", "Seal verified", "Seal verified against a trust list", "What the seal says"):
        assert words in shown
    (seal,) = inspection.examinations.get().parts[0]["seals"]
    assert seal["fields"]["passport_number"] in shown
    assert seal["signature"]["state"] == "not examined"
    assert "passport number" in shown


@pytest.mark.django_db
def test_a_code_that_is_no_seal_has_no_panel(
    cast: Cast, at: datetime, picture: Picture, as_officer: Client
) -> None:
    inspection = case_with(cast, at, picture(with_code(None, None, b"https://example.org/")))
    assert inspection.examinations.get().parts[0]["seals"] == []
    assert "Seal read" not in as_officer.get(reverse("case", args=[inspection.pk])).content.decode()


@pytest.mark.django_db
def test_after_erasure_a_seals_states_are_left_and_nothing_that_it_says(
    cast: Cast, at: datetime, picture: Picture
) -> None:
    inspection = case_with(cast, at, picture(with_code(VISA_LINES, "MRVB", VISA_SEAL)))
    decide(
        inspection=inspection.pk,
        verdict=Verdict(outcome="admitted", fraud_class="no-fraud-found"),
        by=cast.officer,
        at=at,
    )
    erase_expired(at=at + timedelta(days=10 * 365))
    (seal,) = inspection.examinations.get().parts[0]["seals"]
    assert seal == {
        "read": True,
        "signature": {"state": "not examined"},
        "trusted": {"state": "not examined"},
    }


def test_fields_of_a_seal_in_json_have_words_too() -> None:
    none: dict[str, Any] = {"state": "not examined", "reason": {"template": "", "values": {}}}
    seal: dict[str, Any] = {
        "symbology": "QR Code", "read": True, "signature": none, "trusted": none, "profile": "vaccination",
        "issuer": "UTO", "reference": "", "signer": "", "csca": "", "algorithms": {"hash": "sha256"},
        "issued": "", "signed": "2026-01-02", "fields": {"certificate_number": "U32870", "tag_9": "x"},
    }  # fmt: skip
    shown = shown_seal(seal)
    assert shown.says == [("Certificate number", "U32870"), ("tag 9", "x")]
    assert [str(label) for label, _value in shown.origin] == ["Signed on", "hash"]
    assert shown.of == "vaccination"


@pytest.mark.parametrize(
    ("stay", "words"),
    [  # Doc 9303-7, table 1: one byte each for days, months and years; two values are reserved
        ("5A0000", "90 days"), ("010201", "1 day, 2 months, 1 year"), ("000000", "until the date in the zone"),
        ("FFFFFF", "decided at the border"), ("5A00", "5A00"),
    ],
)  # fmt: skip
def test_a_stay_is_told_in_days_months_and_years(stay: str, words: str) -> None:
    none: dict[str, Any] = {"state": "not examined", "reason": {"template": "", "values": {}}}
    seal: dict[str, Any] = {
        "read": True, "signature": none, "trusted": none, "profile": "visa", "issuer": "UTO", "reference": "",
        "signer": "", "csca": "", "algorithms": {}, "issued": "", "signed": "",
        "fields": {"duration_of_stay": stay},
    }  # fmt: skip
    assert shown_seal(seal).says == [("duration of stay", words)]
