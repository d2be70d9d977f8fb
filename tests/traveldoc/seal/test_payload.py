"""What else bar codes hold: shown as what it is, and a zone in it compared."""

from datetime import date

import pytest
from chipmaker import ZONE
from hypothesis import given, settings
from hypothesis import strategies as st
from sealmaker import EMERGENCY, Seal, json_seal

from traveldoc.barcode import Barcode
from traveldoc.examine import examine
from traveldoc.facts import Facts, Reading
from traveldoc.finding import Grade
from traveldoc.seal.examine import formats_in
from traveldoc.seal.payload import MAX_SHOWN, Kind, recognise

LICENCE = b"@\n\x1e\rANSI 636000100002DL00410278ZV03190008DLDAQT64235789\nDCSSAMPLE\nDACMICHAEL\r"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (Seal().encoded(), Kind.SEAL),
        (json_seal(), Kind.JSON_SEAL),
        (ZONE.encode(), Kind.ZONE),
        (f"{ZONE[:44]}\r\n{ZONE[44:]}\r\n".encode(), Kind.ZONE),
        (LICENCE, Kind.LICENCE),
        (b"HC1:NCFOXN%TS3DH3ZSUZK", Kind.HEALTH),
        (b"DC04FR000001FFFF1C2E0101", Kind.STAMP),
        (b"NDB1AAAA", Kind.IDB),
        (b"https://example.org/?q=1", Kind.ADDRESS),
        (b"M1SAMPLE/MIKE         EABC123 LHRJFK", Kind.BOARDING),
        (b"hello", Kind.TEXT),
        ("Grüße".encode("latin-1"), Kind.TEXT),
        (b'{"name": "x"}', Kind.TEXT),
        (bytes(range(40)), Kind.BYTES),
        (b"", Kind.BYTES),
        (b"\xc3\x9c\xff", Kind.BYTES),
    ],
)
def test_the_beginning_tells_the_kind(content: bytes, kind: Kind) -> None:
    assert recognise(content).kind is kind


def test_a_seal_written_as_a_text_is_read_and_called_irregular() -> None:
    content = Seal().encoded()
    for written in (content.decode("latin-1").encode(), content.hex(" ").upper().encode()):
        found = recognise(written)
        assert (found.kind, found.content, found.recoded) == (Kind.SEAL, content, True)
        (seal,) = examine(Facts(seals=(Barcode(written),)), on=date(2020, 7, 1)).seals
        assert Grade.INCONCLUSIVE in {f.grade for f in seal.findings if f.id == "seal.structure"}


def test_what_is_no_seal_is_shown_and_nothing_is_concluded_from_it() -> None:
    found = examine(Facts(seals=(Barcode(b"https://example.org/"),)), on=date(2020, 7, 1))
    (finding,) = (f for f in found.findings if f.id == "seal.kind")
    assert finding.grade is Grade.NOT_EXAMINED
    assert str(finding.seen) == "a web address, not a seal; it was not opened: https://example.org/"
    assert not found.seals[0].is_seal


@pytest.mark.parametrize(
    ("zone", "grade"), [(ZONE, Grade.CONSISTENT), (ZONE.replace("ANNA", "EVAA"), Grade.INCONSISTENT)]
)
def test_a_zone_in_plain_text_is_compared_with_the_printed_one(zone: str, grade: Grade) -> None:
    facts = Facts((Reading((ZONE[:44], ZONE[44:])),), seals=(Barcode(zone.encode(), "PDF417"),))
    found = examine(facts, on=date(2020, 7, 1))
    assert [f.grade for f in found.findings if f.id == "seal.data.code-zone"] == [grade]


def test_a_long_text_is_cut_and_says_so() -> None:
    found = recognise(b"word " * 1000)
    assert len(found.text) == MAX_SHOWN
    assert found.text.endswith("…")


@pytest.mark.parametrize(
    ("content", "formats"),
    [
        (Seal().encoded(), {"MRVB"}),
        (EMERGENCY.encoded(), {"TD2"}),
        (ZONE.encode(), {"TD3"}),
        (b"\xdc\x03", set()),
        (b"hello", set()),
    ],
)
def test_a_code_tells_the_format_of_its_document(content: bytes, formats: set[str]) -> None:
    assert formats_in(Barcode(content)) == formats


@settings(deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from([b"", b"{", b"@\nANSI ", b"\xc3\x9c", b"DC", Seal().header()])
)
def test_any_bytes_are_examined(data: bytes, before: bytes) -> None:
    facts = Facts((Reading((ZONE,)),), seals=(Barcode(before + data),))
    found = examine(facts, on=date(2020, 7, 1)).seals
    assert found[0].findings
    assert not found[0].trusted


@settings(deadline=None)
@given(st.text(max_size=300))
def test_what_is_shown_is_one_printable_line(text: str) -> None:
    assert recognise(text.encode("utf-8", "replace")).text.isprintable()
