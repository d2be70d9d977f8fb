"""What the reader owes: ICAO's specimens exactly, drawn pages in every attitude, and nothing where nothing is."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from traveldoc.page import hypothesis, read, reader, strip, zone
from traveldoc.page.course import Course
from traveldoc.page.rectify import Source
from traveldoc.page.zone import Region, find_courses

Picture = NDArray[np.uint8]
Draw = Callable[..., Picture]

# Typed from the pictures; the zones are those of the specimens in Doc 9303 parts 4 to 7.
SPECIMENS = {
    "td1": (
        "TD1",
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ),
    "td2": ("TD2", "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
    "td3": (
        "TD3",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ),
    "mrva": (
        "MRVA",
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
    ),
    "mrvb": ("MRVB", "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"),
}
TD1, TD2, TD3 = SPECIMENS["td1"][1:], SPECIMENS["td2"][1:], SPECIMENS["td3"][1:]


def spoil_finding(monkeypatch: pytest.MonkeyPatch, change: Callable[[list[Course]], list[Course]]) -> None:
    """Let finding, from near and from afar, find only what `change` leaves of it."""
    lay = zone.lay_courses
    monkeypatch.setattr(zone, "lay_courses", lambda *points: change(lay(*points)))


@pytest.mark.parametrize("name", SPECIMENS)
def test_icaos_specimens_are_read_to_the_last_character(name: str, pictures: Path) -> None:
    reading = read(np.asarray(Image.open(pictures / f"{name}.jpg").convert("RGB")))
    assert (reading.format, *(reading.lines or ())) == SPECIMENS[name]


def test_a_payment_card_has_no_zone(pictures: Path) -> None:
    reading = read(np.asarray(Image.open(pictures / "nomrz.jpg").convert("RGB")))
    assert reading.format is None
    assert reading.lines is None
    assert (reading.confidence, reading.runners_up, reading.boxes, reading.choices) == ((), (), (), ())
    assert reading.quality.contrast > 0


@pytest.mark.parametrize("lines", [TD1, TD2, TD3])
@pytest.mark.parametrize("pitch", [8, 16, 40])
def test_a_clean_page_is_read_at_every_size(lines: tuple[str, ...], pitch: float, draw_page: Draw) -> None:
    assert read(draw_page(lines, pitch=pitch)).lines == lines


@pytest.mark.parametrize("degrees", [0, 90, 180, 270, 4, -7, 33, 128])
def test_a_page_is_read_at_every_turn(degrees: float, draw_page: Draw, lean_page: Draw) -> None:
    assert read(lean_page(draw_page(TD3), degrees)).lines == TD3


def test_a_page_seen_from_the_side_is_read(draw_page: Draw, lean_page: Draw) -> None:
    assert read(lean_page(draw_page(TD1, pitch=20), 5, tilt=0.15)).lines == TD1


def test_faint_print_is_read(draw_page: Draw) -> None:
    assert read(draw_page(TD2, paper=200, ink=165)).lines == TD2


def test_print_lighter_than_the_paper_is_read(draw_page: Draw) -> None:
    assert read(draw_page(TD3, paper=40, ink=220)).lines == TD3


def test_noise_and_blur_are_borne(draw_page: Draw) -> None:
    page = cv2.GaussianBlur(draw_page(TD3, pitch=14), (0, 0), 1.2).astype(np.float64)
    noisy = page + np.random.default_rng(4).normal(0, 14, page.shape)
    assert read(np.clip(noisy, 0, 255).astype(np.uint8)).lines == TD3


def test_boxes_follow_the_characters_of_a_turned_page(draw_page: Draw, lean_page: Draw) -> None:
    """Characters stand a pitch apart, 2.5 pitches from line to line, and turn with the page."""
    page = draw_page(TD2, pitch=16)
    for degrees in (0, 90, 200):
        reading = read(lean_page(page, degrees))
        middles = np.array([[np.mean(quad, axis=0) for quad in line] for line in reading.boxes])
        along = np.array([np.cos(np.deg2rad(degrees)), -np.sin(np.deg2rad(degrees))])
        down = np.array([-along[1], along[0]])
        steps = np.diff(middles, axis=1).reshape(-1, 2)
        assert np.allclose(steps @ along, 16, atol=3)
        assert np.allclose(steps @ down, 0, atol=1.5)
        assert np.allclose((middles[1] - middles[0]) @ down, 40, atol=2)
        corners = np.array(reading.boxes[0][0])
        assert np.allclose(corners[1] - corners[0], 16 * along, atol=1)
        assert np.allclose((corners[3] - corners[0]) @ down, 18.6, atol=2)


def test_boxes_lie_on_the_ink(draw_page: Draw) -> None:
    page = draw_page(TD3, pitch=20)
    for quad in read(page).boxes[1]:
        (left, top), _, (right, bottom), _ = quad
        assert page[round(top) : round(bottom), round(left) : round(right)].min() < 90
        assert page[round(top) - 3 : round(top) - 1, round(left) : round(right)].min() > 200


def test_every_character_has_a_confidence_a_runner_up_and_a_box(draw_page: Draw) -> None:
    reading = read(draw_page(TD1))
    assert [len(line) for line in reading.runners_up] == [30, 30, 30]
    assert [len(line) for line in reading.boxes] == [30, 30, 30]
    assert all(0.5 < share <= 1 for line in reading.confidence for share in line)
    for line, others in zip(reading.lines or (), reading.runners_up, strict=True):
        assert all(a != b for a, b in zip(line, others, strict=True))


def test_the_height_of_capitals_is_measured_in_the_given_picture(draw_page: Draw) -> None:
    """Capitals of this face are 0.965 of its pitch high (696 and 723 units)."""
    for pitch in (12, 24, 48):
        assert read(draw_page(TD3, pitch=pitch)).quality.character_height == pytest.approx(
            0.965 * pitch, rel=0.15
        )


def test_a_wrong_check_digit_is_read_as_printed(draw_page: Draw) -> None:
    wrong = (TD3[0], TD3[1][:9] + "7" + TD3[1][10:])
    assert read(draw_page(wrong)).lines == wrong


def test_a_grey_picture_and_the_same_in_colour_read_alike(draw_page: Draw) -> None:
    grey = draw_page(TD2)
    assert read(grey).lines == read(np.repeat(grey[:, :, None], 3, axis=2)).lines == TD2


@pytest.mark.parametrize("light", [0, 1, 2])
def test_a_zone_in_coloured_ink_is_read_and_its_typeface_judged(light: int, draw_page: Draw) -> None:
    grey = draw_page(TD3)
    page = np.repeat(grey[:, :, None], 3, axis=2)
    page[:, :, light] = 235  # ink as light as the paper in one colour: red, green or blue
    reading = read(page)
    assert reading.lines == TD3
    assert reading.typeface == read(grey).typeface


def test_only_a_picture_with_more_colour_in_one_part_than_in_another_is_looked_at_colour_by_colour() -> None:
    chance = np.random.default_rng(4)
    tinted = np.full((200, 300, 3), (238, 218, 208), np.uint8)  # black ink on pinkish paper
    tinted[50:60, 20:280] = 20
    grainy = np.clip(tinted.astype(int) + chance.integers(-6, 7, tinted.shape), 0, 255).astype(np.uint8)
    inked = tinted.copy()
    inked[100:110, 20:280] = (60, 40, 160)
    assert [reader.is_coloured(each) for each in (tinted[:, :, 0], tinted, grainy, inked)] == [
        False, False, False, True,
    ]  # fmt: skip


def test_a_zone_that_runs_out_of_the_picture_is_never_passed_off_as_whole(draw_page: Draw) -> None:
    page = draw_page(TD3)
    reading = read(page[:, : int(page.shape[1] * 0.6)])
    assert reading.lines is None or reading.quality.retake


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_noise_holds_no_zone(seed: int) -> None:
    assert read(np.random.default_rng(seed).integers(0, 256, (300, 420, 3), np.uint8)).lines is None


@pytest.mark.parametrize(
    "text",
    [
        ("THE HOLDER OF THIS DOCUMENT", "IS REQUESTED TO REPORT", "TO THE AUTHORITY AT ONCE"),
        ("1234 5678 9012 3456", "VALID THRU 12/23", "UTOPIA BANK"),
        ("Lorem ipsum dolor sit amet, consectetur", "adipiscing elit, sed do eiusmod tempor"),
    ],
)
def test_a_page_of_text_holds_no_zone(text: tuple[str, ...], draw_page: Draw) -> None:
    assert read(draw_page(text)).lines is None


def test_capitals_in_the_zones_own_face_and_shape_are_no_zone(draw_page: Draw) -> None:
    text = ("THEBEARERISASKEDTOKEEPTHISPAGECLEANANDFLATXY", "ANDTOREPORTTOTHENEARESTOFFICEWHENEVERASKEDTO")
    assert read(draw_page(text)).lines is None


def test_a_specimen_with_letters_for_dates_and_number_is_read_as_printed(draw_page: Draw) -> None:
    specimen = (
        "P<UTOSPECIMEN<<SPECIMEN<<<<<<<<<<<<<<<<<<<<<",
        "XXXXXXXXX0UTOXXXXXX0XXXXXXX0<<<<<<<<<<<<<<00",
    )
    assert read(draw_page(specimen)).lines == specimen


def test_an_empty_page_and_a_speck_hold_no_zone() -> None:
    assert read(np.full((400, 600, 3), 255, np.uint8)).lines is None
    assert read(np.zeros((9, 700), np.uint8)).lines is None


@pytest.mark.parametrize(
    "size", [(1, 1), (23, 23), (24, 24), (25, 31), (24, 960), (30, 5000), (700, 26), (33, 47)]
)
def test_a_picture_of_any_size_is_borne(size: tuple[int, int]) -> None:
    assert read(np.random.default_rng(5).integers(0, 256, size, np.uint8)).lines is None


@pytest.mark.parametrize("row", [40, 60])
def test_the_zone_alone_without_its_page_is_read(row: int, draw_page: Draw) -> None:
    strip = draw_page(TD3, captions=False, above=2, room=1)
    assert read(strip[: strip.shape[0] - 60 + row]).lines == TD3


@pytest.mark.parametrize(
    "image",
    [np.zeros((40, 40), np.float32), np.zeros((40, 40, 4), np.uint8), np.zeros(40, np.uint8)],
)
def test_what_is_no_picture_is_refused_in_words(image: Picture) -> None:
    with pytest.raises(ValueError, match="8-bit numbers"):
        read(image)


def test_a_picture_over_fifty_megapixels_is_refused() -> None:
    huge = np.broadcast_to(np.zeros((1, 1), np.uint8), (10_000, 5_001))
    with pytest.raises(ValueError, match="5001 x 10000"):
        read(huge)


def test_a_reading_does_not_depend_on_the_number_of_threads(draw_page: Draw) -> None:
    page = draw_page(TD3, pitch=9)
    before = cv2.getNumThreads()
    try:
        readings = []
        for threads in (1, 2):
            cv2.setNumThreads(threads)
            readings.append(read(page))
    finally:
        cv2.setNumThreads(before)
    assert readings[0] == readings[1]


@pytest.mark.parametrize(
    ("lines", "found"),
    [(TD3, (0,)), (TD3, (1,)), (TD1, (0,)), (TD1, (1,)), (TD1, (2,)), (TD1, (0, 1)), (TD1, (1, 2))],
)
def test_a_line_that_finding_missed_is_looked_for(
    lines: tuple[str, ...], found: tuple[int, ...], draw_page: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil_finding(monkeypatch, lambda courses: [courses[index] for index in found])
    assert read(draw_page(lines)).lines == lines


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_line_of_which_only_a_part_was_found_is_followed_to_its_ends(
    share: float, draw_page: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil_finding(
        monkeypatch,
        lambda courses: [replace(c, right=c.left + share * (c.right - c.left)) for c in courses],
    )
    assert read(draw_page(TD3)).lines == TD3


def test_a_large_picture_without_a_zone_is_searched_twice_and_holds_none() -> None:
    assert read(np.full((900, 1500), 200, np.uint8)).lines is None


def test_where_the_closer_look_sees_no_lines_there_is_no_zone(
    draw_page: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_courses(np.full((120, 320), 200, np.float32)) == []
    spoil_finding(monkeypatch, lambda _: [])
    assert read(draw_page(TD3)).lines is None


def test_one_line_alone_is_no_zone(draw_page: Draw) -> None:
    assert read(draw_page(TD3[:1])).lines is None


def test_a_line_is_not_followed_for_ever(draw_page: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil_finding(
        monkeypatch,
        lambda courses: [replace(c, right=c.left + 0.2 * (c.right - c.left)) for c in courses],
    )
    monkeypatch.setattr(strip, "MOST_LOOKS", 1)
    assert read(draw_page(TD3)).lines != TD3


def test_a_small_picture_is_searched_once_and_a_large_one_from_coarse_to_fine() -> None:
    assert reader.find_zooms(300) == [1.0]
    assert reader.find_zooms(560) == [1.0]  # reduced to 448 it would hardly be smaller
    assert reader.find_zooms(700) == [700 / 448, 1.0]
    assert reader.find_zooms(7000) == [7000 / 448, 7000 / 800, 5.0]


def test_once_a_zone_is_plain_no_other_place_is_read(
    draw_page: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = draw_page(TD3, pitch=10)
    both = np.vstack([page, page])
    calls: list[float] = []
    true_region = reader.read_region

    def count(picture: Picture, region: Region, zoom: float) -> list[hypothesis.Zone]:
        calls.append(zoom)
        return true_region(picture, region, zoom)

    monkeypatch.setattr(reader, "read_region", count)
    assert read(both).lines == TD3
    assert len(calls) == 1


def test_long_lines_without_any_filler_are_not_read(draw_page: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(lines: list[strip.Line]) -> list[strip.Line]:
        raise AssertionError(lines)

    monkeypatch.setattr(reader, "look_closer", refuse)
    text = ("THEBEARERISASKEDTOKEEPTHISPAGECLEANANDFLATXY", "ANDTOREPORTTOTHENEARESTOFFICEWHENEVERASKEDTO")
    assert read(draw_page(text)).lines is None


def test_only_the_doubtful_part_of_a_zone_is_looked_at_again(
    draw_page: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Course] = []

    def count(source: Source, course: Course, network: str) -> strip.Line:
        looks.append(course)
        return strip.look(source, course, network)

    monkeypatch.setattr(hypothesis, "look", count)
    assert read(draw_page(TD1, pitch=24)).lines == TD1
    assert not looks
    small = cv2.GaussianBlur(draw_page(TD1, pitch=7), (0, 0), 1.0)
    doubtful = np.clip(small + np.random.default_rng(2).normal(0, 14, small.shape), 0, 255).astype(np.uint8)
    assert read(doubtful).format == "TD1"
    assert len(looks) in {count * len(hypothesis.LOOKS) for count in (1, 2, 3)}  # at each line with a doubt
    assert min((course.right - course.left) / course.pitch for course in looks) < 29  # and no more of it


def find_zones(page: Picture, monkeypatch: pytest.MonkeyPatch) -> list[hypothesis.Zone]:
    """The zones that a reading of the page chooses from."""
    zones: list[hypothesis.Zone] = []

    def keep(lines: list[strip.Line], attitude: strip.Attitude) -> hypothesis.Zone | None:
        found = read_attitude(lines, attitude)
        zones.extend([found] if found else [])
        return found

    read_attitude = reader.read_attitude
    monkeypatch.setattr(reader, "read_attitude", keep)
    assert read(page).lines
    return zones


def test_what_two_looks_agree_on_is_enough_though_neither_is_plain(
    draw_page: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    (zone,) = find_zones(draw_page(TD3), monkeypatch)
    faint = replace(zone, there=zone.there - (zone.evidence - reader.PLAIN) - 0.01)
    other = replace(faint, wording=replace(faint.wording, text=faint.wording.text[::-1]))
    assert reader.CONVINCING < faint.evidence < reader.PLAIN < zone.evidence
    assert reader.are_enough([zone])
    assert not reader.are_enough([faint, other])
    assert reader.are_enough([faint, other, faint])


@pytest.mark.parametrize("negative", [False, True])
def test_lines_that_make_no_plain_zone_as_they_seem_to_stand_are_also_read_as_they_are_seen_best(
    negative: bool, draw_page: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seem(lines: list[strip.Line], sure: float) -> tuple[strip.Attitude, float]:
        return find_attitude(lines, sure) if sure == np.inf else ((False, not negative), 1.5)

    find_attitude = strip.find_attitude
    monkeypatch.setattr(reader, "find_attitude", seem)
    page = draw_page(TD3)
    assert read(255 - page if negative else page).lines == TD3


def test_a_pattern_that_looks_like_one_character_again_and_again_is_no_zone() -> None:
    assert reader.is_worded("".join(TD3))
    assert not reader.is_worded(88 * "<")
    assert not reader.is_worded(22 * "<K<X")
    assert not reader.is_worded("ERIKSSON<ANNAMARIA")
    assert not reader.is_worded("<" + "".join(TD3)[1:])  # a document begins with its code
    assert not reader.is_worded(10 * "I<<K<<<<<<" + "7D12")  # brackets with a few other characters
