"""Seals in bytes: header, message and signature (Doc 9303-13, 2), in both versions and with what is odd."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sealmaker import EMERGENCY_EXAMPLE, VISA_EXAMPLE, Seal, c40, day

from traveldoc.seal.fault import SealError
from traveldoc.seal.header import to_date
from traveldoc.seal.vds import CHARACTERS, LONG_LENGTH, TRAILING, TWICE, read_vds


def test_the_visa_of_the_standard_is_read() -> None:
    seal = read_vds(VISA_EXAMPLE)
    header = seal.header
    assert (header.version, header.country, header.signer, header.reference) == (4, "UTO", "UTTS", "5B")
    assert (header.issued, header.signed) == (date(2020, 6, 13), date(2020, 6, 15))
    assert (header.feature_reference, header.category) == (93, 1)
    assert [feature.tag for feature in seal.features] == [2, 4, 5, 3]
    assert seal.signature.hex().upper().startswith("21C6785B027EC4A5")
    assert seal.signed + b"\xff\x40" + seal.signature == VISA_EXAMPLE
    assert seal.oddities == ()


def test_the_emergency_document_of_the_standard_is_read() -> None:
    seal = read_vds(EMERGENCY_EXAMPLE)
    assert (seal.header.feature_reference, seal.header.category) == (94, 3)
    assert [(feature.tag, len(feature.value)) for feature in seal.features] == [(2, 48)]


def test_version_3_has_five_characters_and_lengths_in_one_byte() -> None:
    long = (9, bytes(200))
    seal = read_vds(Seal(((1, b"A"), long), version=3, reference="0005B").encoded())
    assert (seal.header.version, seal.header.reference, seal.header.size) == (3, "0005B", 18)
    assert seal.features[1].value == bytes(200)
    assert seal.header.serials == (0x5B,)


@pytest.mark.parametrize("reference", ["1", "5B", "ABC", "0123456789ABCDEF", "F" * 40])
def test_version_4_has_a_reference_of_any_length(reference: str) -> None:
    header = read_vds(Seal(reference=reference).encoded()).header
    assert header.reference == reference
    assert header.serials == ((int(reference, 16),) if len(reference) != 3 else (0xABC, 0x03ABC))


@pytest.mark.parametrize("size", [0, 1, 127, 128, 255, 256, 300])
def test_lengths_of_several_bytes_are_read(size: int) -> None:
    seal = read_vds(Seal(((8, bytes(size)),)).encoded())
    assert [len(feature.value) for feature in seal.features] == [size]
    assert seal.oddities == ()


def test_a_state_with_fewer_than_three_letters_has_fillers() -> None:
    assert read_vds(Seal(country="D").encoded()).header.country == "D"


@settings(deadline=None)
@given(st.dates(min_value=date(1, 1, 1)))
def test_every_date_comes_back(at: date) -> None:
    assert to_date(f"{int.from_bytes(day(at)):08d}") == at
    assert read_vds(Seal(issued=day(at)).encoded()).header.issued == at


def test_the_date_of_the_standard_is_written_month_first() -> None:
    assert to_date(f"{0x319EF5:08d}") == date(1957, 3, 25)
    assert to_date("13062020") is None
    assert to_date("00000000") is None


@pytest.mark.parametrize(
    ("content", "oddity"),
    [
        (Seal(after=b"\x81").encoded(), TRAILING),
        (Seal(((7, b""), (7, b""))).encoded(), TWICE),
        (Seal().message() + b"\x08\x81\x01A\xff\x02AA", LONG_LENGTH),
        (Seal().message() + b"\x08\x82\x00\x81" + bytes(129) + b"\xff\x02AA", LONG_LENGTH),
        (Seal().encoded()[:2] + b"\x08\xf7" + Seal().encoded()[4:], CHARACTERS),
    ],
    ids=["trailing", "twice", "length of one", "length of two", "characters"],
)
def test_what_is_irregular_is_read_and_named(content: bytes, oddity: object) -> None:
    assert oddity in read_vds(content).oddities


def test_a_signature_of_128_bytes_is_understood_with_its_length_in_one_byte() -> None:
    content = Seal(version=3, reference="0005B", features=()).message() + b"\xff\x80" + bytes(128)
    assert read_vds(content).signature == bytes(128)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xdc",
        b"\xdc\x03",
        b"\xdc\x01" + Seal().encoded()[2:],
        b"\xdc\x04" + Seal().encoded()[2:],
        b"\xdd" + Seal().encoded()[1:],
        Seal(announced="0G").encoded(),
        Seal(announced="FF").encoded(),
        Seal(announced="01").encoded(),
        Seal().message(),
        Seal().message() + b"\xff",
        Seal().message() + b"\xff\x41" + bytes(64),
        Seal().message() + b"\x08\x80",
        Seal().message() + b"\x08\x85\x00\x00\x00\x00\x01A\xff\x00",
        Seal().message() + b"\x08\x84\xff\xff\xff\xffA\xff\x00",
        Seal(tuple((9, b"") for _ in range(65))).encoded(),
    ],
)
def test_what_is_no_seal_is_refused(content: bytes) -> None:
    with pytest.raises(SealError):
        read_vds(content)


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"\xdc\x02", b"\xdc\x03", Seal().header()]))
def test_any_bytes_are_read_or_refused(data: bytes, before: bytes) -> None:
    try:
        read_vds(before + data)
    except SealError as error:
        assert str(error)  # noqa: PT017  # both ends are right; anything else is not


def test_c40_of_the_test_is_that_of_the_standard() -> None:
    assert (c40("XK<CD").hex(), c40("XKCD").hex()) == ("eb0466a9", "eb11fe45")
