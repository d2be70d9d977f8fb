"""The values in the elements, against asn1crypto as the second way."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from asn1crypto import core
from hypothesis import given
from hypothesis import strategies as st

from traveldoc.chip import der
from traveldoc.chip.fault import ChipError
from traveldoc.chip.tlv import Irregularity, Notes, Tlv, parse


def element(data: str) -> Tlv:
    return parse(bytes.fromhex(data))


@given(st.integers(min_value=-(2**300), max_value=2**300))
def test_numbers_are_read_as_another_library_does(value: int) -> None:
    encoded = core.Integer(value).dump()
    assert der.integer(parse(encoded)) == value


@given(st.lists(st.integers(min_value=0, max_value=2**70), max_size=8), st.integers(0, 2), st.integers(0, 39))
def test_identifiers_are_read_as_another_library_does(arcs: list[int], first: int, second: int) -> None:
    dotted = ".".join(map(str, (first, second, *arcs)))
    encoded = core.ObjectIdentifier(dotted).dump()
    if len(encoded) < 60:
        assert der.identifier(parse(encoded)) == dotted


def test_the_second_arc_below_two_has_no_limit() -> None:
    assert der.identifier(element("06028837")) == "2.999"


@pytest.mark.parametrize(
    "data", ["0200", "0302", "0600", "060181", "0101", "010200FF", "0300", "0400", "1700"]
)
def test_a_value_of_another_kind_or_of_no_bytes_is_refused(data: str) -> None:
    readers = (der.integer, der.boolean, der.identifier, der.bits, der.text, der.time)
    for reader in readers:
        with pytest.raises(ChipError):
            reader(element(data))


def test_an_identifier_or_number_of_absurd_length_is_refused() -> None:
    with pytest.raises(ChipError):
        der.identifier(parse(b"\x06\x41" + b"\x2a" * 65))
    with pytest.raises(ChipError):
        der.integer(parse(b"\x02\x82\x10\x01" + b"\x01" * 4097))


@pytest.mark.parametrize(
    ("reader", "data", "kind"),
    [
        (der.integer, "02020001", Irregularity.PADDED_NUMBER),
        (der.integer, "0202FFFF", Irregularity.PADDED_NUMBER),
        (der.boolean, "010101", Irregularity.BOOLEAN),
        (der.bits, "030201FE", Irregularity.UNUSED_BITS),
        (der.octets, "2404040101" + "", None),
        (der.octets, "2406040101040102", Irregularity.PIECES),
    ],
)
def test_values_that_are_not_der_are_read_and_named(
    reader: Callable[[Tlv], object], data: str, kind: Irregularity | None
) -> None:
    notes = Notes()
    if kind is None:
        with pytest.raises(ChipError):
            reader(parse(bytes.fromhex(data), notes))
    else:
        reader(parse(bytes.fromhex(data), notes))
        assert set(notes.irregular) == {kind}


def test_truth_values_and_bits() -> None:
    assert der.boolean(element("0101FF"))
    assert not der.boolean(element("010100"))
    assert der.flags(element("03020780")) == {0}
    assert der.flags(element("03020106")) == {5, 6}
    assert der.bits(element("030300AABB")) == b"\xaa\xbb"
    assert der.octets(element("2408040201022402" + "0400")) == b"\x01\x02"


@pytest.mark.parametrize(
    ("tag", "encoding"),
    [
        (0x0C, "utf-8"),
        (0x13, "ascii"),
        (0x14, "latin-1"),
        (0x16, "ascii"),
        (0x1E, "utf-16-be"),
        (0x1C, "utf-32-be"),
    ],
)
def test_texts_of_all_types_say_the_same(tag: int, encoding: str) -> None:
    value = "Utopia".encode(encoding)
    assert der.text(parse(bytes([tag, len(value)]) + value)) == "Utopia"


def test_a_text_that_cannot_be_decoded_is_shown_with_marks() -> None:
    assert der.text(element("0C02C3" + "41")) == "�A"


@pytest.mark.parametrize(
    ("written", "short", "expected"),
    [
        ("500101000000Z", True, datetime(1950, 1, 1, tzinfo=UTC)),
        ("491231235959Z", True, datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2403011230Z", True, datetime(2024, 3, 1, 12, 30, tzinfo=UTC)),
        ("240301123000+0130", True, datetime(2024, 3, 1, 11, 0, tzinfo=UTC)),
        ("20500101000000Z", False, datetime(2050, 1, 1, tzinfo=UTC)),
        ("20240301123000.5Z", False, datetime(2024, 3, 1, 12, 30, tzinfo=UTC)),
        ("20240301123000-0100", False, datetime(2024, 3, 1, 13, 30, tzinfo=UTC)),
        ("20240301123000", False, datetime(2024, 3, 1, 12, 30, tzinfo=UTC)),
    ],
)
def test_times_are_read_in_every_form(written: str, short: bool, expected: datetime) -> None:
    assert der.moment(written, short=short) == expected
    tag = 0x17 if short else 0x18
    assert der.time(parse(bytes([tag, len(written)]) + written.encode())) == expected


@pytest.mark.parametrize(
    "written",
    ["", "20241301000000Z", "00010101000000+0100", "2024030112300", "x" * 15, "99991231235959-2359"],
)
def test_what_is_no_time_is_refused_in_words(written: str) -> None:
    with pytest.raises(ChipError, match="is not a time"):
        der.moment(written, short=False)


@given(st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2049, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_times_are_read_as_another_library_writes_them(at: datetime) -> None:
    at = at.replace(microsecond=0)
    assert der.time(parse(core.UTCTime(at).dump())) == at
    assert der.time(parse(core.GeneralizedTime(at).dump())) == at


def test_fields_are_taken_in_their_order() -> None:
    fields = der.Fields(element("300602010104010A"))
    assert fields.optional(0x04) is None
    assert der.integer(fields.take(0x02)) == 1
    with pytest.raises(ChipError, match="too many"):
        fields.end()
    assert [each.tag for each in fields.rest()] == [0x04]
    fields.end()
    assert fields.optional() is None
    with pytest.raises(ChipError, match="missing"):
        fields.take(0x04)
    with pytest.raises(ChipError, match="has the tag 31, not 30"):
        der.Fields(element("3100"))
    with pytest.raises(ChipError, match="has the tag 04, not 02/05"):
        der.Fields(element("30020400")).take(0x02, 0x05)
    with pytest.raises(ChipError, match="missing"):
        der.Fields(element("3000")).take()


def test_an_explicit_tag_holds_one_element() -> None:
    assert der.integer(der.inner(element("A003020105"))) == 5
    with pytest.raises(ChipError):
        der.inner(element("A006020105020106"))


@pytest.mark.parametrize("size", [0, 1, 127, 128, 255, 256, 70000])
def test_lengths_are_written_as_short_as_can_be(size: int) -> None:
    assert der.encode(0x04, bytes(size)) == core.OctetString(bytes(size)).dump()


def test_ber_is_rewritten_as_der() -> None:
    ber = bytes.fromhex("3180" + "2480040102040103" + "0000" + "02810105" + "0000")
    assert der.canonical(parse(ber)).hex() == "3107" + "020105" + "04020203"
    assert der.canonical(parse(bytes.fromhex("A0800401FF0000")), 0x31).hex() == "310304" + "01ff"
    assert der.canonical(parse(bytes.fromhex("30060402AABB0500"))).hex() == "30060402aabb0500"
