"""Names are compared by what they say: order, letter case and type of string are the issuer's habit."""

import pytest
from asn1crypto import x509
from chipmaker import der, name, oid, seq, set_of, text
from hypothesis import given
from hypothesis import strategies as st

from traveldoc.chip import name as names
from traveldoc.chip.fault import ChipError
from traveldoc.chip.tlv import parse


def read(encoded: bytes) -> names.Name:
    return names.name(parse(encoded))


def test_a_name_is_shown_as_people_write_it() -> None:
    found = read(name("C=UT", "O=Ministry of Utopia", "CN=CSCA"))
    assert str(found) == "C=UT, O=Ministry of Utopia, CN=CSCA"
    assert found.country == "UT"
    assert found.first("2.5.4.3") == "CSCA"
    assert found.first("2.5.4.99") == ""


def test_an_unknown_attribute_is_shown_by_its_identifier() -> None:
    encoded = seq(set_of(seq(oid("1.2.3.4"), der(0x02, b"\x05"))))
    assert str(read(encoded)) == "1.2.3.4=05"
    assert read(encoded).country == ""


def test_the_same_name_written_otherwise_is_the_same() -> None:
    plain = read(name("C=UT", "O=Utopia", "CN=Country  Signer"))
    for other in (
        name("C=ut", "O=UTOPIA", "CN=country signer"),
        name("CN=Country Signer", "O=Utopia", "C=UT"),
        name("C=UT", "O=Utopia", "CN=Country Signer", tag=0x13),
        name("C=UT", "O=Utopia", "CN=Country Signer", tag=0x1E),
    ):
        assert read(other).normal == plain.normal
        assert read(other).encoded != plain.encoded
    assert read(name("C=UT", "O=Utopia", "CN=Country Signer 2")).normal != plain.normal


def test_for_naming_a_signer_every_letter_counts() -> None:
    plain = read(name("C=UT", "O=Utopia", "CN=Signer"))
    assert plain.names(plain)
    assert read(name("CN=Signer", "C=UT", "O=Utopia")).names(plain)
    assert read(name("CN=Signer", "C=UT", "O=Utopia", tag=0x13)).names(plain)
    assert not read(name("C=UT", "O=Utopia", "CN=signer")).names(plain)


def test_for_naming_a_signer_one_attribute_of_another_type_is_too_much() -> None:
    plain = read(name("C=UT", "O=Utopia", "CN=Signer"))
    changed = name("C=UT", "O=Utopia", "CN=Signer").replace(text("Utopia"), text("Utopia", 0x13))
    assert read(changed).said == plain.said
    assert not read(changed).names(plain)
    country = name("C=UT", "O=Utopia", "CN=Signer").replace(text("UT", 0x13), text("UT", 0x0C))
    assert not read(country).names(plain)


@pytest.mark.parametrize(
    "encoded",
    [set_of(), seq(seq()), seq(set_of(seq())), seq(set_of(seq(oid("2.5.4.3"), text("a"), text("b"))))],
)
def test_what_is_no_name_is_refused(encoded: bytes) -> None:
    with pytest.raises(ChipError):
        read(encoded)


values = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)


@given(
    st.dictionaries(
        st.sampled_from(["common_name", "organization_name", "locality_name"]), values, max_size=3
    )
)
def test_names_are_read_as_another_library_writes_them(wanted: dict[str, str]) -> None:
    encoded = x509.Name.build(wanted, use_printable=False).dump()
    assert sorted(value for _, value in read(encoded).attributes) == sorted(wanted.values())
