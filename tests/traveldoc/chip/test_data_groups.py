"""Every data group: what it says is read, what it should not be is refused in words (Doc 9303-10, 4.6 and 4.7)."""

from collections.abc import Callable

import pytest
from chipmaker import (
    JPEG,
    NULL,
    ZONE,
    biometric_file,
    com_file,
    der,
    face_file,
    face_record,
    key,
    num,
    oid,
    public,
    seq,
    set_of,
    zone_file,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from traveldoc.chip.card_access import card_access
from traveldoc.chip.com import Com, com
from traveldoc.chip.contents import contents
from traveldoc.chip.dg1 import dg1
from traveldoc.chip.dg2 import dg2
from traveldoc.chip.dg3 import dg3
from traveldoc.chip.dg4 import dg4
from traveldoc.chip.dg5 import dg5
from traveldoc.chip.dg7 import dg7
from traveldoc.chip.dg11 import dg11
from traveldoc.chip.dg12 import dg12
from traveldoc.chip.dg13 import dg13
from traveldoc.chip.dg14 import dg14
from traveldoc.chip.dg15 import dg15
from traveldoc.chip.dg16 import PersonToNotify, dg16
from traveldoc.chip.fault import ChipError
from traveldoc.chip.files import ChipFiles
from traveldoc.chip.image import image
from traveldoc.chip.key import UnknownKey, key_info
from traveldoc.chip.tlv import parse

JP2 = b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(40)
READERS: dict[str, Callable[[bytes], object]] = {
    "com": com,
    "1": dg1,
    "2": dg2,
    "3": dg3,
    "4": dg4,
    "5": dg5,
    "7": dg7,
    "11": dg11,
    "12": dg12,
    "13": dg13,
    "14": dg14,
    "15": dg15,
    "16": dg16,
    "access": card_access,
}


def test_the_list_of_data_groups() -> None:
    """A.1 of the standard: version 1.7, Unicode 4.0.0, data groups 1, 2, 4 and 12."""
    example = bytes.fromhex("60165F0104303130375F36063034303030305C0461757" + "66C")
    assert com(example) == Com("0107", "040000", (1, 2, 4, 12), ())
    assert com(der(0x60, der(0x5C, b"\x61\x7f\x61\x99"))) == Com("", "", (1,), (0x7F61, 0x99))
    assert com(com_file(0x61)).groups == (1,)


@pytest.mark.parametrize(
    ("example", "layout", "number"),
    [
        # A.2 of the standard: a TD3, and the other sizes
        (ZONE, "TD3", "L898902C3"),
        ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6", "TD2", "D23145890"),
        (
            "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            "TD1",
            "D23145890",
        ),
    ],
)
def test_the_zone_of_every_size(example: str, layout: str, number: str) -> None:
    found = dg1(zone_file(example))
    assert (found.layout, found.values["document_number"]) == (layout, number)


@pytest.mark.parametrize("zone", ["", "P<UTO", "P" * 91, "P<" + "é" * 20])
def test_what_is_no_zone_is_refused(zone: str) -> None:
    with pytest.raises(ChipError):
        dg1(zone_file(zone))


@pytest.mark.parametrize(
    ("picture", "kind"), [(JPEG, "image/jpeg"), (JP2, "image/jp2"), (b"\xff\x4f\xff\x51", "image/j2c")]
)
def test_a_face_of_the_old_format(picture: bytes, kind: str) -> None:
    record = face_record(picture, kind=int(kind != "image/jpeg"), points=3)
    (found,) = dg2(biometric_file(0x75, record))
    assert (found.image.data, found.image.media_type) == (picture, kind)
    assert (found.width, found.height, found.standard) == (240, 320, "ISO/IEC 19794-5")
    assert found.announced == ("image/jpeg" if kind == "image/jpeg" else "image/jp2")


def test_a_face_of_the_new_format() -> None:
    inner = der(0xA0, der(0xA0, der(0x80, JPEG), der(0xA1, der(0x80, b"\1"))))
    block = der(0x65, der(0xA0, der(0x80, b"\3")), der(0xA1, seq(der(0x80, b"\0"), der(0xA1, inner))))
    (found,) = dg2(biometric_file(0x75, block, data_tag=0x7F2E))
    assert (found.image.data, found.standard) == (JPEG, "ISO/IEC 39794-5")


def test_several_faces() -> None:
    assert len(dg2(biometric_file(0x75, face_record(), face_record(JP2, 1)))) == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (der(0x61), "begins with the tag 61, not 75"),
        (b"\x75" + bytes(3_000_000), "more than"),
        (der(0x75), "7F61 is missing"),
        (der(0x75, der(0x7F61, num(2))), "announces 2"),
        (biometric_file(0x75), "no picture of a face"),
        (der(0x75, der(0x7F61, num(1), der(0x7F60, der(0xA1)))), "5F2E is missing"),
        (biometric_file(0x75, b"GIF"), "of no kind"),
        (biometric_file(0x75, b"FAC\0"), "too early"),
        (biometric_file(0x75, b"FAC\x00020\x00" + bytes(6)), "of no kind"),
        (biometric_file(0x75, b"FAC\x00010\x00" + bytes(4) + b"\0\1"), "too early"),
        (biometric_file(0x75, face_record()[:-70]), "too early"),
        (biometric_file(0x75, face_record()[:18] + b"\xff\xff" + face_record()[20:]), "too early"),
        (biometric_file(0x75, der(0x65, der(0x80, b"nothing")), data_tag=0x7F2E), "no picture"),
    ],
)
def test_what_is_no_face_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(ChipError, match=words):
        dg2(data)


def test_fingers_and_irises_are_counted_and_left_closed() -> None:
    assert dg3(biometric_file(0x63, b"closed", b"closed")) == 2
    assert dg3(der(0x63, der(0x7F61, num(0)), der(0x53, b"random"))) == 0
    assert dg4(der(0x76, der(0x7F61, num(0)), der(0x53, b"random"))) == 0


def test_portraits_and_signatures_for_display() -> None:
    (portrait,) = dg5(der(0x65, num(1), der(0x5F40, JPEG)))
    assert portrait == image(JPEG)
    (mark,) = dg7(der(0x67, num(1), der(0x5F43, b"?")))
    assert mark.media_type == ""
    for reader, tag in ((dg5, 0x65), (dg7, 0x67)):
        for count in (0, 2):
            with pytest.raises(ChipError, match="announces"):
                reader(der(tag, num(count)))


def test_details_of_the_holder() -> None:
    """A.5 of the standard, with every other data object beside it."""
    texts = {
        0x5F10: "4711",
        0x5F12: "+1",
        0x5F13: "Author",
        0x5F14: "Dr",
        0x5F15: "-",
        0x5F17: "A<B",
        0x5F18: "none",
    }
    found = dg11(
        der(
            0x6B,
            der(0x5C, bytes.fromhex("5F0E5F2B5F11")),
            der(0x5F0E, b"SMITH<<JOHN<J"),
            der(0xA0, num(2), der(0x5F0F, b"A"), der(0x5F0F, b"B")),
            der(0x5F2B, b"19740812"),
            der(0x5F11, "Zürich<Utopia".encode("latin-1")),
            der(0x5F42, "Übergasse 1".encode()),
            der(0x5F16, JPEG),
            *(der(tag, value.encode()) for tag, value in texts.items()),
        )
    )
    assert (found.full_name, found.other_names) == ("SMITH<<JOHN<J", ("A", "B"))
    assert (found.date_of_birth, found.place_of_birth) == ("1974-08-12", "Zürich<Utopia")
    assert (found.address, found.profession, found.title, found.personal_number) == (
        "Übergasse 1",
        "Author",
        "Dr",
        "4711",
    )
    assert (found.summary, found.other_documents, found.custody, found.telephone) == (
        "-",
        "A<B",
        "none",
        "+1",
    )
    assert found.proof_of_citizenship == image(JPEG)
    assert dg11(der(0x6B)).full_name == ""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (b"19740812", "1974-08-12"),
        (b"\x19\x74\x08\x12", "1974-08-12"),
        (b"19740000", "1974-XX-XX"),
        (b"00000800", "XXXX-08-XX"),
    ],
)
def test_dates_in_both_encodings_with_unknown_parts(written: bytes, expected: str) -> None:
    assert dg11(der(0x6B, der(0x5F2B, written))).date_of_birth == expected


@pytest.mark.parametrize("written", [b"", b"1974", b"\xaa\xbb\xcc\xdd", "１９７４".encode()])
def test_what_is_no_date_is_refused(written: bytes) -> None:
    with pytest.raises(ChipError, match="date"):
        dg11(der(0x6B, der(0x5F2B, written)))


def test_details_of_the_document() -> None:
    found = dg12(
        der(
            0x6C,
            der(0x5F19, b"UTOPIA OFFICE"),
            der(0x5F26, b"20190501"),
            der(0xA0, num(1), der(0x5F1A, b"CHILD<<A")),
            der(0x5F1B, b"none"),
            der(0x5F1C, b"free"),
            der(0x5F1D, JPEG),
            der(0x5F1E, JP2),
            der(0x5F55, bytes.fromhex("20190501123059")),
            der(0x5F56, b"SN1"),
        )
    )
    assert (found.authority, found.date_of_issue, found.other_persons) == (
        "UTOPIA OFFICE",
        "2019-05-01",
        ("CHILD<<A",),
    )
    assert (found.observations, found.tax_or_exit, found.personalization_system) == ("none", "free", "SN1")
    assert (found.front, found.rear, found.personalized) == (image(JPEG), image(JP2), "20190501123059")
    assert dg12(der(0x6C, der(0x5F55, b"20190501123059"))).personalized == "20190501123059"
    assert dg12(der(0x6C)).date_of_issue == ""


def test_optional_details_are_left_as_they_are() -> None:
    assert dg13(der(0x6D, b"anything")) == b"anything"


BSI = "0.4.0.127.0.7.2.2"


def test_security_protocols_have_names_and_keys() -> None:
    info = public(key("bp256"))
    found = dg14(
        der(
            0x6E,
            set_of(
                seq(oid(f"{BSI}.1.2"), info, num(7)),
                seq(oid(f"{BSI}.3.2.4"), num(1), num(7)),
                seq(oid(f"{BSI}.4.2.2"), num(2), num(13)),
                seq(oid(f"{BSI}.2"), num(1)),
                seq(oid("2.23.136.1.1.5"), num(1), oid("0.4.0.127.0.7.1.1.4.1.3")),
                seq(oid("1.2.3"), NULL),
                seq(oid(f"{BSI}.1.1"), seq()),
            ),
        )
    )
    by_name = {each.name: each for each in found}
    assert set(by_name) == {
        "Chip Authentication public key ECDH",
        "Chip Authentication public key DH",
        "Chip Authentication ECDH AES-256",
        "PACE ECDH-GM AES-128",
        "Terminal Authentication",
        "Active Authentication",
        "1.2.3",
    }
    chip_key = by_name["Chip Authentication public key ECDH"]
    assert chip_key.key is not None
    assert (chip_key.key, chip_key.key_id) == (key_info(parse(info)), 7)
    assert by_name["Chip Authentication public key DH"].key is None
    assert by_name["PACE ECDH-GM AES-128"].version == 2
    assert by_name["Active Authentication"].algorithm == "0.4.0.127.0.7.1.1.4.1.3"


def test_access_protocols_can_be_read_by_anybody() -> None:
    (found,) = card_access(set_of(seq(oid(f"{BSI}.4.6.4"), num(2), num(13))))
    assert found.name == "PACE ECDH-CAM AES-256"


def test_the_key_of_active_authentication() -> None:
    info = public(key("rsa"))
    assert dg15(der(0x6F, info)) == key_info(parse(info))
    assert isinstance(dg15(der(0x6F, seq(seq(oid("1.2.3")), der(3, b"\0")))).key, UnknownKey)


def test_persons_to_notify() -> None:
    """A.6 of the standard, shortened."""
    one = der(
        0xA1, der(0x5F50, b"20020101"), der(0x5F51, b"SMITH<<CHARLES<R"), der(0x5F52, b"1"), der(0x5F53, b"X")
    )
    assert dg16(der(0x70, num(2), one, der(0xA2))) == (
        PersonToNotify("2002-01-01", "SMITH<<CHARLES<R", "1", "X"),
        PersonToNotify(),
    )
    with pytest.raises(ChipError, match="announces 3"):
        dg16(der(0x70, num(3), one))


def test_all_files_are_read_at_once_and_faults_are_told_by_file() -> None:
    found = contents(
        ChipFiles({"DG1": zone_file(), "DG2": b"\x75\x01", "DG11": der(0x6B), "DG6": b"\x66\x00"})
    )
    assert found.zone is not None
    assert found.holder is not None
    assert (found.faces, found.com) == ((), None)
    assert list(found.faults) == ["DG2"]


@settings(max_examples=400, deadline=2000)
@given(st.sampled_from(sorted(READERS)), st.data())
def test_a_mutilated_data_group_is_read_or_refused_in_words(name: str, data: st.DataObject) -> None:
    samples = {
        "com": com_file(0x61, 0x75),
        "1": zone_file(),
        "2": face_file(),
        "3": biometric_file(0x63, b"x"),
        "4": biometric_file(0x76, b"x"),
        "5": der(0x65, num(1), der(0x5F40, JPEG)),
        "7": der(0x67, num(1), der(0x5F43, JPEG)),
        "11": der(
            0x6B,
            der(0x5C, b"\x5f\x0e"),
            der(0x5F0E, b"A<<B"),
            der(0xA0, num(1), der(0x5F0F, b"C")),
            der(0x5F2B, b"19740812"),
        ),
        "12": der(0x6C, der(0x5F26, b"20190501"), der(0x5F55, bytes(7))),
        "13": der(0x6D, b"x"),
        "14": der(0x6E, set_of(seq(oid(f"{BSI}.1.2"), public(key("bp256")), num(7)))),
        "15": der(0x6F, public(key("rsa"))),
        "16": der(0x70, num(1), der(0xA1, der(0x5F50, b"20020101"))),
        "access": set_of(seq(oid(f"{BSI}.4.6.4"), num(2), num(13))),
    }
    whole = bytearray(samples[name])
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(whole)))
        whole[start : start + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=5))
    try:
        READERS[name](bytes(whole))
    except ChipError as error:
        assert str(error)  # noqa: PT017  # either outcome is right; the words must be there
