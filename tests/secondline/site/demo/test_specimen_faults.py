"""Each fault is where its row says, and nowhere else; under the lights that its row names."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import numpy as np
import pytest
from numpy.typing import NDArray

from secondline.site.demo.specimen import CAST, FAULTS, Kind, Light, Side, Specimen, cast, draw
from secondline.site.demo.specimen.cast import DRAWN_ON
from secondline.site.demo.specimen.document import LAYOUTS
from secondline.site.demo.specimen.faults import Zone
from secondline.site.demo.specimen.layout import Layout
from traveldoc.examine import Examination, examine
from traveldoc.facts import Facts, VisualForm
from traveldoc.finding import Grade
from traveldoc.mrz import Reading, check_digit, parse
from traveldoc.vocabulary import vocabulary

PER_MM = 14.0
SPOILED = {name: specimen for name, specimen in CAST.items() if specimen.fault and specimen.fault.zones}
SOUND = {name: specimen for name, specimen in CAST.items() if not (specimen.fault and specimen.fault.zones)}


@lru_cache(maxsize=96)
def difference(specimen: Specimen, light: Light, side: Side) -> NDArray[np.bool_]:
    """Where the page differs from the same page without the fault (by more than rounding)."""
    one = np.asarray(draw(specimen, light, side), np.int16)
    other = np.asarray(draw(specimen.genuine, light, side), np.int16)
    found: NDArray[np.bool_] = (np.abs(one - other) > 3).any(axis=2)
    return found


def window(shape: tuple[int, ...], left: float, top: float, right: float, bottom: float) -> NDArray[np.bool_]:
    mask = np.zeros(shape[:2], bool)
    cut = [max(0, round(edge * PER_MM)) for edge in (left, top, right, bottom)]
    mask[cut[1] : cut[3], cut[0] : cut[2]] = True
    return mask


def zones(place: Layout, shape: tuple[int, ...]) -> dict[Zone, NDArray[np.bool_]]:
    """The zones of a side as masks, each a little larger than the layout says."""
    wide, high = place.size
    free = high - (23.2 if place.lines else 0)
    found = {
        Zone.PAGE: np.ones(shape[:2], bool),
        Zone.MRZ: window(shape, 0, free, wide, high) if place.lines else np.zeros(shape[:2], bool),
        Zone.VISUAL: window(shape, 32 if place.portrait else 0, 12, wide - 5, free),
    }
    if place.portrait:
        left, top, across, down = place.portrait
        # The foil over the portrait's corner belongs to it: a glued photo covers it.
        found[Zone.PORTRAIT] = window(shape, left - 2.5, top - 2.5, left + across + 2.6, top + down + 3)
    if place.perforation:
        x, y = place.perforation
        found[Zone.PERFORATION] = window(shape, x - 0.6, y - 0.6, x + 3.4, y + 25)
    return found


@pytest.mark.parametrize("name", sorted(SPOILED))
def test_a_fault_is_seen_in_its_zones_and_nowhere_else(name: str) -> None:
    specimen = SPOILED[name]
    assert specimen.fault
    seen = set()
    for side in specimen.sides:
        place = LAYOUTS[specimen.kind, side]
        for light in specimen.fault.lights:
            changed = difference(specimen, light, side)
            masks = zones(place, changed.shape)
            allowed = np.zeros(changed.shape, bool)
            for zone in specimen.fault.zones:
                if zone in masks:
                    allowed |= masks[zone]
                    if (changed & masks[zone]).sum() > 100:
                        seen.add(zone)
            assert not (changed & ~allowed).any(), f"{side} under {light}"
    assert seen == set(specimen.fault.zones)


@pytest.mark.parametrize("name", sorted(SPOILED))
def test_a_fault_shows_under_every_light_that_its_row_names(name: str) -> None:
    specimen = SPOILED[name]
    assert specimen.fault
    for light in specimen.fault.lights:
        assert any(difference(specimen, light, side).sum() > 100 for side in specimen.sides), light


@pytest.mark.parametrize("name", sorted(SOUND))
def test_a_sound_document_is_its_own_genuine_page(name: str) -> None:
    specimen = SOUND[name]
    for side in specimen.sides:
        assert draw(specimen, side=side).tobytes() == draw(specimen.genuine, side=side).tobytes()


def test_the_ghost_image_keeps_the_face_of_the_one_who_was_issued_the_document() -> None:
    specimen = CAST["passport-photo"]
    left, top, wide, high = LAYOUTS[specimen.kind, Side.FRONT].ghost or (0, 0, 0, 0)
    changed = difference(specimen, Light.WHITE, Side.FRONT)
    assert wide > 0
    assert not (changed & window(changed.shape, left, top, left + wide, top + high)).any()


def brightness(specimen: Specimen, light: Light) -> float:
    return float(np.asarray(draw(specimen, light).convert("L")).mean())


def test_a_counterfeit_s_paper_glows_under_ultraviolet() -> None:
    specimen = CAST["passport-counterfeit"]
    assert brightness(specimen, Light.UV) > 2.5 * brightness(specimen.genuine, Light.UV)


def mrz_contrast(specimen: Specimen, light: Light) -> float:
    zone = np.asarray(draw(specimen, light).convert("L"), np.float32)[
        -round(20 * PER_MM) : -round(6 * PER_MM)
    ]
    return float(np.percentile(zone, 95) - np.percentile(zone, 1))


@pytest.mark.parametrize("name", ["passport-counterfeit", "passport-stolen-blank"])
def test_an_office_printer_s_mrz_vanishes_in_infrared(name: str) -> None:
    """Doc 9303-3, 4.5: the genuine one must be readable at B900."""
    specimen = CAST[name]
    assert mrz_contrast(specimen, Light.IR) < 40
    assert mrz_contrast(specimen.genuine, Light.IR) > 120
    assert mrz_contrast(specimen, Light.WHITE) > 120


def test_a_counterfeit_s_microtext_is_a_smear() -> None:
    """Letters change from column to column along the line; a smear hardly does."""

    def busy(specimen: Specimen) -> float:
        page = np.asarray(draw(specimen).convert("L"), np.float32)
        top = round((88 - 23.2 + 0.05) * PER_MM)
        return float(np.abs(np.diff(page[top : top + 7, 200:1500], axis=1)).mean())

    specimen = CAST["passport-counterfeit"]
    assert busy(specimen.genuine) > 3 * busy(specimen)


def test_every_fault_is_played_by_somebody() -> None:
    assert {fault.id for fault in FAULTS} == {
        specimen.fault.id for specimen in CAST.values() if specimen.fault
    }


def test_every_fault_s_class_is_in_the_fraud_vocabulary() -> None:
    known = {term.id for term in vocabulary("fraud")}
    assert {fault.subtype for fault in FAULTS} <= known


def test_kinds_and_lights_are_called_by_the_vocabularies_ids() -> None:
    assert {kind.value for kind in Kind} <= {term.id for term in vocabulary("document-kind")}
    assert {light.value for light in Light} <= {term.id for term in vocabulary("light")}


def grades(name: str, on: date = DRAWN_ON) -> dict[str, Grade]:
    """What the engine says to the MRZ as printed, by id of the check."""
    facts = Facts(mrz=(Reading(CAST[name].mrz),))
    return {finding.id: finding.grade for finding in examine(facts, on=on).findings}


def inconsistent(name: str) -> set[str]:
    return {check for check, grade in grades(name).items() if grade is Grade.INCONSISTENT}


@pytest.mark.parametrize(
    "name",
    [
        "passport-genuine", "card-genuine", "visa-genuine", "permit-genuine", "passport-impostor", "passport-photo",
        "passport-page", "passport-stolen-blank", "passport-birth-visual", "passport-counterfeit", "permit-photo",
    ],
)  # fmt: skip
def test_an_mrz_that_nobody_touched_holds_together(name: str) -> None:
    assert inconsistent(name) == set()


@pytest.mark.parametrize("name", ["passport-birth-mrz", "card-birth-mrz"])
def test_an_altered_birth_date_fails_its_check_digit_and_the_composite(name: str) -> None:
    specimen = CAST[name]
    values, genuine = parse(specimen.mrz).values, parse(specimen.genuine.mrz).values
    different = {field for field in values if values[field] != genuine[field]}
    assert different == {"date_of_birth"}
    assert check_digit(values["date_of_birth"]) != values["date_of_birth_check"]
    assert any("birth" in check for check in inconsistent(name))
    assert any("composite" in check for check in inconsistent(name))


def test_a_prolonged_passport_fails_the_composite_alone() -> None:
    specimen = CAST["passport-prolonged"]
    values = parse(specimen.mrz).values
    assert check_digit(values["date_of_expiry"]) == values["date_of_expiry_check"]
    found = inconsistent("passport-prolonged")
    assert any("composite" in check for check in found)
    assert not any("check-digit" in check and "composite" not in check for check in found)
    assert specimen.shown_expiry.year == specimen.expires.year + 5


def test_a_fantasy_has_no_check_digit_that_fits_by_more_than_luck() -> None:
    assert len([check for check in inconsistent("passport-fantasy") if "check-digit" in check]) >= 3


def test_only_the_expired_passport_has_expired() -> None:
    late = {name for name, specimen in CAST.items() if specimen.expires < DRAWN_ON}
    assert late == {"passport-expired"}
    assert grades("passport-expired") != grades("passport-genuine")


def visual_form(specimen: Specimen) -> VisualForm:
    """What an officer types from the visual zone."""
    printed = specimen.printed
    months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    day, month, year = printed["birth"].split()
    number = months.index(month) + 1 if month in months else int(month)
    return VisualForm(
        surname=printed["surname"],
        given_names=printed["given_names"],
        document_number=printed["number"],
        date_of_birth=f"{year}-{number:02}-{day}",
        sex=printed["sex"],
    )


def wrong(examination: Examination) -> set[str]:
    return {finding.id for finding in examination.findings if finding.grade is Grade.INCONSISTENT}


@pytest.mark.parametrize("name", sorted(CAST))
def test_the_visual_zone_agrees_with_the_mrz_unless_one_birth_date_was_altered(name: str) -> None:
    specimen = CAST[name]
    facts = Facts(mrz=(Reading(specimen.mrz),), visual=visual_form(specimen))
    alone = examine(Facts(mrz=(Reading(specimen.mrz),)), on=DRAWN_ON)
    both = examine(facts, on=DRAWN_ON)

    added = wrong(both) - wrong(alone)
    altered = specimen.fault is not None and specimen.fault.id.startswith("birth-altered")
    assert bool(added) == altered, added


def days() -> Iterator[date]:
    for year in (2024, 2026, 2027, 2032):
        for month in range(1, 13):
            yield from (date(year, month, 1), date(year, month, 28))
    yield date(2028, 2, 29)


def test_on_any_day_only_what_should_be_expired_is() -> None:
    for on in days():
        made = cast(on)
        assert {name for name, specimen in made.items() if specimen.expires < on} == {"passport-expired"}, on
        assert all(specimen.issued < on for specimen in made.values()), on
        assert all(specimen.mrz for specimen in made.values()), on
