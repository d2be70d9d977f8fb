"""Files read from a chip as evidence: taken by their first bytes, unpacked apart, kept like pictures."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from archives import packed
from cast import Cast, log_in
from chipmaker import chip, com_file, csca, face_file, signer, zone_file
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pictures import encoded
from PIL import Image

from secondline.evidence.actions import RefusedError, erase_expired, let_go, prepare, seal
from secondline.evidence.darkroom import TroubleError
from secondline.evidence.darkroom.answer import unpacked
from secondline.evidence.darkroom.chip import unpack_chip
from secondline.evidence.darkroom.frame import Frame
from secondline.evidence.models import Item
from secondline.evidence.queries import chip_files, has_picture, reading, storage
from secondline.evidence.rules import HEAD_BYTES, KINDS, Size, State, What, kind_of, sniff, sniff_chip

JPEG = encoded(Image.new("RGB", (24, 32), "navy"), "JPEG")
CHIP = chip(signer(csca()), [(2, face_file(JPEG))]).files()
PIXELS = 1_000_000


ZIP = packed(CHIP)


def names(answer: dict[str, object]) -> list[str]:
    return [name for name, _size in answer["files"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("data", [ZIP, *CHIP.values(), b"\x31\x03abc", b"\x75\x80\0\0"])
def test_a_file_of_a_chip_is_known_by_its_first_bytes(data: bytes) -> None:
    kind = sniff_chip(data[:HEAD_BYTES])
    assert (kind.trouble, kind.what) == ("", What.CHIP)
    assert sniff(data[:HEAD_BYTES]).trouble == "not-a-picture"
    assert kind_of(data[:HEAD_BYTES]) == kind


@pytest.mark.parametrize(
    "data", [b"hello", b"%PDF-1.7", b"\xff\xd8\xff\xe0", b"\x61", b"\x77\xff\0", b"\x7fELF"]
)
def test_what_is_no_file_of_a_chip_is_refused_as_one(data: bytes) -> None:
    assert sniff_chip(data).trouble == "not-a-chip"


def test_an_empty_file_is_said_to_be_empty() -> None:
    assert sniff_chip(b"").trouble == "empty"


@given(st.binary(max_size=HEAD_BYTES))
def test_nothing_is_both_a_picture_and_a_file_of_a_chip(head: bytes) -> None:
    assert sniff(head).trouble or sniff_chip(head).trouble


def test_no_kind_of_picture_begins_like_a_file_of_a_chip() -> None:
    assert all(sniff_chip(kind.magic).trouble for kind in KINDS if not kind.offset)


PROOFS = b'{"active": {"challenge": "3132333435363738", "response": "00ff"}}'


def test_what_the_reader_recorded_of_the_proofs_lies_with_the_files() -> None:
    header, blobs = unpack_chip(packed({**CHIP, "dump/evidence.json": PROOFS}), PIXELS)
    assert names(header) == ["EF.COM", "EF.SOD", "DG1", "DG2", "evidence.json"]
    assert blobs[0] == b"".join(CHIP.values()) + PROOFS
    assert unpacked(Frame(header, tuple(blobs)), PIXELS).files[-1] == ("evidence.json", len(PROOFS))


@pytest.mark.parametrize("broken", [b"{", b"[]", b'{"active": {"challenge": "zz"}}', b'{"chip": 5}'])
def test_a_broken_record_of_the_proofs_is_a_name_not_understood(broken: bytes) -> None:
    header, _blobs = unpack_chip(packed({**CHIP, "evidence.json": broken}), PIXELS)
    assert "evidence.json" not in names(header)
    assert header["ignored"] == ["evidence.json"]


def test_proofs_alone_are_no_chip() -> None:
    with pytest.raises(TroubleError, match="not-a-chip"):
        unpack_chip(packed({"evidence.json": PROOFS}), PIXELS)


def test_a_zip_is_unpacked_and_its_face_developed() -> None:
    header, blobs = unpack_chip(packed({f"dump/{name}": data for name, data in CHIP.items()}), PIXELS)
    assert names(header) == ["EF.COM", "EF.SOD", "DG1", "DG2"]
    assert blobs[0] == b"".join(CHIP.values())
    assert (header["width"], header["height"], header["face"]) == (24, 32, "")
    assert [Image.open(io.BytesIO(blob)).format for blob in blobs[1:]] == ["JPEG", "JPEG"]


def test_a_name_that_lies_does_not_make_another_file_of_it() -> None:
    header, _ = unpack_chip(packed({"DG2.bin": zone_file(), "holiday.bin": face_file(JPEG)}), PIXELS)
    assert names(header) == ["DG1", "DG2"]


def test_a_name_tells_where_the_first_byte_is_broken() -> None:
    header, _ = unpack_chip(packed({"EF_DG1.BIN": b"\x62" + zone_file()[1:]}), PIXELS)
    assert names(header) == ["DG1"]


def test_what_else_lies_in_the_zip_is_named() -> None:
    files = {**CHIP, "log\u202e.txt": b"read at 9:30", "DG1-again.bin": zone_file() + b"\0"}
    header, _ = unpack_chip(packed(files), PIXELS)
    assert (header["ignored"], header["twice"]) == (["log .txt"], ["DG1-again.bin"])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (packed({"notes.txt": b"hello"}), "not-a-chip"),
        (packed({}), "not-a-chip"),
        (packed({str(number): b"a" for number in range(101)}), "zip-many"),
        (packed({"DG2.bin": b"\x75" + bytes(3_000_000)}), "zip-large"),
        (packed({"DG2.bin": b"\x75" + bytes(500_000)}), "zip-large"),  # no chip shrinks to a thousandth
        (packed({f"{n}": bytes(2_000_000) for n in range(9)}, zipfile.ZIP_STORED), "zip-large"),
        (packed({"inner.zip": ZIP}), "zip-nested"),
        (packed(CHIP, zipfile.ZIP_LZMA), "zip-packed"),
        (ZIP[:-30], "zip-damaged"),
        (b"\x75\x83\x20\x00\x00" + bytes(2_200_000), "chip-large"),
        (b"\x30\x03\x02\x01\x00", "not-a-chip"),
    ],
)
def test_a_hostile_zip_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(TroubleError, match=code):
        unpack_chip(data, PIXELS)


def test_a_locked_zip_is_refused() -> None:
    first = ZIP.index(b"PK\x01\x02") + 8
    with pytest.raises(TroubleError, match="zip-locked"):
        unpack_chip(ZIP[:first] + b"\x01\x00" + ZIP[first + 2 :], PIXELS)


@given(st.binary(max_size=600))
def test_any_bytes_are_unpacked_or_refused(data: bytes) -> None:
    for start in (b"PK\x03\x04", b"\x75", b"\x77", b""):
        try:
            header, blobs = unpack_chip(start + data, PIXELS)
        except TroubleError:
            continue
        assert sum(size for _, size in header["files"]) == len(blobs[0])


@pytest.mark.parametrize(
    ("picture", "trouble"),
    [(b"\xff\xd8\xff" + bytes(40), "damaged"), (b"no picture", "not-a-picture")],
)
def test_a_chip_whose_face_is_broken_is_still_a_chip(picture: bytes, trouble: str) -> None:
    header, blobs = unpack_chip(face_file(picture), PIXELS)
    assert (header["face"], len(blobs)) == (trouble, 1)
    assert unpack_chip(b"\x75\x00", PIXELS)[0]["face"] == "not-a-picture"


GOOD = {"files": [["DG1", 3]], "ignored": [], "twice": [], "face": ""}


@pytest.mark.parametrize(
    ("header", "blobs"),
    [
        (GOOD, ()),
        (GOOD, (b"four",)),
        (GOOD, (b"abc", b"\xff\xd8\xff")),
        ({**GOOD, "files": None}, (b"abc",)),
        ({**GOOD, "files": [["DG99", 3]]}, (b"abc",)),
        ({**GOOD, "files": [["DG1", True]]}, (b"a",)),
        ({**GOOD, "files": [["DG1", 1], ["DG1", 2]]}, (b"abc",)),
        ({**GOOD, "files": []}, (b"",)),
        ({**GOOD, "face": "<script>"}, (b"abc",)),
        ({**GOOD, "face": None}, (b"abc",)),
        ({**GOOD, "ignored": "x"}, (b"abc",)),
        ({**GOOD, "twice": ["x" * 200]}, (b"abc",)),
    ],
)
def test_a_child_that_was_taken_over_is_not_believed(
    header: dict[str, object], blobs: tuple[bytes, ...]
) -> None:
    assert unpacked(Frame(GOOD, (b"abc",)), PIXELS).files == (("DG1", 3),)
    with pytest.raises(TroubleError, match="damaged"):
        unpacked(Frame(header, blobs), PIXELS)


@pytest.fixture
def sealed(cast: Cast, at: datetime) -> Callable[..., Item]:
    def put(data: bytes, name: str = "dump.zip") -> Item:
        stream = io.BytesIO(data)
        return seal(by=cast.officer, at=at, delivery=uuid4(), stream=stream, name=name, what=What.CHIP).item

    return put


def test_a_zip_goes_through_the_darkroom_and_its_files_are_there(
    sealed: Callable[..., Item], at: datetime
) -> None:
    item = prepare(item=sealed(ZIP), at=at)
    assert (item.state, item.kind, item.media_type) == (State.PREPARED, What.CHIP, "application/zip")
    assert (item.width, item.height) == (24, 32)
    assert list(chip_files(item).values()) == list(CHIP.values())
    assert has_picture(item)
    assert reading(item) is None  # nobody reads a zone in it
    assert storage(item.agency_id).holds_derived(item.sha256, Size.PAGE)


def test_what_was_unpacked_is_made_again_when_it_is_lost_or_changed(
    sealed: Callable[..., Item], at: datetime
) -> None:
    item = prepare(item=sealed(ZIP), at=at)
    path = storage(item.agency_id).derived_path(item.sha256, "chip")
    path.write_bytes(b"another chip")
    assert chip_files(item) == {}
    path.unlink()
    assert chip_files(item) == {}
    assert list(chip_files(prepare(item=item, at=at))) == ["EF.COM", "EF.SOD", "DG1", "DG2"]


def test_the_same_file_again_is_the_same_item(sealed: Callable[..., Item], at: datetime) -> None:
    item = prepare(item=sealed(CHIP["EF_SOD.BIN"], "EF_SOD.BIN"), at=at)
    assert sealed(CHIP["EF_SOD.BIN"], "sod.bin").pk == item.pk
    assert list(chip_files(item)) == ["EF.SOD"]
    assert not has_picture(item)


def test_what_is_no_chip_after_all_is_unusable_and_says_why(
    sealed: Callable[..., Item], at: datetime
) -> None:
    item = prepare(item=sealed(packed({"a.txt": b"hello"})), at=at)
    assert (item.state, item.trouble) == (State.UNUSABLE, "not-a-chip")


def test_a_chip_with_a_broken_face_is_ready_and_says_so(sealed: Callable[..., Item], at: datetime) -> None:
    item = prepare(item=sealed(face_file(b"\xff\xd8\xff" + bytes(40))), at=at)
    assert (item.state, item.trouble, has_picture(item)) == (State.PREPARED, "damaged", False)


@pytest.mark.django_db
def test_pictures_and_chip_files_are_not_taken_for_each_other(cast: Cast, at: datetime) -> None:
    for data, what, code in (
        (ZIP, What.PICTURE, "not-a-picture"),
        (CHIP["EF_SOD.BIN"], What.PICTURE, "not-a-picture"),
        (JPEG, What.CHIP, "not-a-chip"),
        (b"\x75" + bytes(17_000_000), What.CHIP, "chip-large"),
    ):
        with pytest.raises(RefusedError) as refused:
            seal(by=cast.officer, at=at, delivery=uuid4(), stream=io.BytesIO(data), what=what)
        assert refused.value.code == code
    assert not Item.objects.exists()


def test_a_chip_is_erased_like_a_picture(sealed: Callable[..., Item], at: datetime) -> None:
    item = prepare(item=sealed(ZIP), at=at)
    assert let_go(items=[item.pk], at=at.replace(year=at.year + 1)) == 1
    item.refresh_from_db()
    assert (item.state, item.reading, chip_files(item)) == (State.ERASED, None, {})
    assert not list(storage(item.agency_id).derived_path(item.sha256, "x").parent.glob("*"))
    other = prepare(item=sealed(CHIP["EF_DG1.BIN"]), at=at)
    assert erase_expired(at=at.replace(year=at.year + 6)) >= 1
    other.refresh_from_db()
    assert other.state == State.ERASED


def test_the_door_takes_a_chip_file_only_as_one(cast: Cast) -> None:
    officer = log_in(cast.officer)

    def put(data: bytes, **headers: str) -> tuple[int, str]:
        answer = officer.put(
            reverse("evidence:delivery", args=[uuid4()]),
            data,
            content_type="application/octet-stream",
            headers=headers,
        )
        return answer.status_code, answer.json().get("error", "")

    assert put(ZIP, **{"X-File-Kind": "chip"}) == (201, "")
    assert put(ZIP) == (415, "not-a-picture")
    assert put(JPEG, **{"X-File-Kind": "chip"}) == (415, "not-a-chip")
    assert put(CHIP["EF_COM.BIN"], **{"X-File-Kind": "anything"}) == (415, "not-a-picture")
    assert put(b"\x77\x83\x20\0\0" + bytes(17_000_000), **{"X-File-Kind": "chip"}) == (413, "chip-large")


def test_a_chips_face_is_looked_at_and_its_file_saved(
    cast: Cast, sealed: Callable[..., Item], at: datetime
) -> None:
    item = prepare(item=sealed(ZIP), at=at)
    officer, outsider = log_in(cast.officer), log_in(cast.outsider)
    face = reverse("evidence:picture", args=[item.pk, "page"])
    whole = reverse("evidence:original", args=[item.pk])
    assert officer.get(face).headers["Content-Type"] == "image/jpeg"
    saved = officer.get(whole)
    assert saved.headers["Content-Type"] == "application/zip"
    assert b"".join(saved.streaming_content) == ZIP  # type: ignore[attr-defined]
    for role in (cast.analyst, cast.administrator, cast.auditor, cast.examiner, cast.outsider):
        assert log_in(role).get(face).status_code == 404, role.role
        assert log_in(role).get(whole).status_code == 404
    faceless = prepare(item=sealed(com_file(0x61)), at=at)
    shown = officer.get(reverse("evidence:picture", args=[faceless.pk, "thumb"]))
    assert shown.headers["Location"].endswith("unusable.svg")
    assert outsider.get(face).status_code == 404
