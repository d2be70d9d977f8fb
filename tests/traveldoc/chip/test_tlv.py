"""Tag, length, value: strict about bounds, tolerant about form, and cheap to be wrong about."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traveldoc.chip.fault import ChipError
from traveldoc.chip.tlv import IRREGULAR, MAX_ELEMENTS, Irregularity, Notes, Tlv, parse


def read(data: str) -> Tlv:
    return parse(bytes.fromhex(data))


def irregular(data: str) -> set[Irregularity]:
    notes = Notes()
    waiting = [parse(bytes.fromhex(data), notes)]
    while waiting:
        element = waiting.pop()
        if element.constructed:
            waiting += element.children
    return set(notes.irregular)


def test_an_element_has_tag_value_and_bounds() -> None:
    element = read("61035F1F00")
    assert (element.tag, element.value.hex(), element.encoded.hex()) == (0x61, "5f1f00", "61035f1f00")
    (child,) = element.children
    assert (child.tag, child.value, child.offset, child.after) == (0x5F1F, b"", 2, 5)
    assert element.children is element.children


@pytest.mark.parametrize(
    ("data", "tag"),
    [("0400", 0x04), ("5F0100", 0x5F01), ("7F6100", 0x7F61), ("7F818100", None), ("5F81010100", 0x5F8101)],
)
def test_tags_have_one_to_four_bytes(data: str, tag: int | None) -> None:
    if tag is None:
        with pytest.raises(ChipError):
            read(data)
    else:
        assert read(data).tag == tag


@pytest.mark.parametrize(
    "data",
    [
        "",
        "04",
        "0401",
        "048101",
        "04820001",
        "0485000000000100",
        "5F",
        "5FFFFFFFFF0100",
        "30800401",
        "3080",
        "0480010000",
        "30803080308004010000000000",
        "308004040000000000000000"[:16],
    ],
)
def test_what_ends_too_early_or_too_late_is_refused(data: str) -> None:
    with pytest.raises(ChipError):
        read(data)


def test_the_fault_says_where_in_words() -> None:
    with pytest.raises(ChipError) as caught:
        read("04021F")
    assert str(caught.value) == "the data ends within an element that begins at byte 0"
    assert caught.value.phrase.values == {"offset": "0"}


def test_a_child_may_not_reach_beyond_its_parent() -> None:
    with pytest.raises(ChipError):
        _ = read("30020405AABBCCDDEE").children


def test_a_header_may_not_reach_beyond_its_parent() -> None:
    with pytest.raises(ChipError):
        _ = read("30010400").children


def test_a_value_has_no_children() -> None:
    with pytest.raises(ChipError, match="holds a value"):
        _ = read("040100").children


def test_elements_of_indefinite_length_end_at_their_mark() -> None:
    element = read("3080" + "040101" + "3080" + "040102" + "0000" + "0000")
    assert element.indefinite
    first, second = element.children
    assert first.value == b"\x01"
    assert second.children[0].value == b"\x02"
    assert second.encoded.hex() == "30800401020000"
    assert not first.indefinite


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("300304010A", None),
        ("3080040101" + "0000", Irregularity.INDEFINITE),
        ("048101AA", Irregularity.LONG_LENGTH),
        ("04820001AA", Irregularity.LONG_LENGTH),
        ("0400AA", Irregularity.TRAILING),
        ("5F1E00", Irregularity.LONG_TAG),
        ("5F800100", Irregularity.LONG_TAG),
    ],
)
def test_departures_from_der_are_named(data: str, kind: Irregularity | None) -> None:
    assert irregular(data) == ({kind} if kind else set())


def test_every_irregularity_has_its_words() -> None:
    assert set(IRREGULAR) == set(Irregularity)


def deepest(element: Tlv) -> int:
    depth = 0
    while element.children:
        (element,) = element.children
        depth += 1
    return depth


def test_nesting_is_bounded() -> None:
    data = b""
    for _ in range(40):
        data = bytes([0x30, len(data)]) + data
    with pytest.raises(ChipError, match="nested"):
        deepest(parse(data))


def test_nesting_of_indefinite_lengths_is_bounded() -> None:
    with pytest.raises(ChipError, match="nested"):
        parse(b"\x30\x80" * 100 + b"\0\0" * 100)


@pytest.mark.parametrize("head", [b"\x30\x83", b"\x30\x80"])
def test_the_number_of_elements_is_bounded(head: bytes) -> None:
    body = b"\x05\x00" * (MAX_ELEMENTS + 1)
    data = head + len(body).to_bytes(3) + body if head[1] == 0x83 else head + body + b"\0\0"
    with pytest.raises(ChipError, match="more than"):
        _ = parse(data).children


def test_a_mark_hidden_behind_a_long_length_is_not_the_end() -> None:
    with pytest.raises(ChipError, match="no end"):
        read("3080" + "0405AABB" + "0000")


def walk(data: bytes) -> None:
    waiting = [parse(data)]
    while waiting:
        element = waiting.pop()
        assert element.offset < element.start <= element.end <= element.after <= len(data)
        if element.constructed:
            waiting += element.children


def test_a_mark_that_is_only_half_inside_its_parent_is_not_the_end() -> None:
    with pytest.raises(ChipError, match="no end"):
        _ = read("3005" + "30800400" + "0000").children


@given(st.binary(max_size=200))
def test_no_bytes_do_anything_but_parse_or_say_why_not(data: bytes) -> None:
    with contextlib.suppress(ChipError):
        walk(data)


trees = st.recursive(
    st.binary(max_size=20).map(lambda value: ("04", value)),
    lambda inside: st.lists(inside, max_size=4).map(lambda parts: ("30", parts)),
    max_leaves=12,
)


def written(tree: Any, *, indefinite: bool) -> bytes:
    kind, content = tree
    if kind == "04":
        return b"\x04" + bytes([len(content), *content])
    body = b"".join(written(part, indefinite=indefinite) for part in content)
    if indefinite:
        return b"\x30\x80" + body + b"\0\0"
    size = bytes([len(body)]) if len(body) < 128 else b"\x82" + len(body).to_bytes(2)
    return b"\x30" + size + body


def shape(element: Tlv) -> object:
    if not element.constructed:
        return ("04", element.value)
    return ("30", [shape(child) for child in element.children])


@given(trees, st.booleans())
def test_what_was_written_is_read_with_either_kind_of_length(tree: object, indefinite: bool) -> None:
    assert shape(parse(written(tree, indefinite=indefinite))) == tree
