"""Certificates: the real ones of a master list against two other libraries, and every oddity that is named."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from asn1crypto import x509 as second
from chipmaker import (
    END,
    START,
    Scheme,
    authority_constraint,
    csca,
    der,
    document_types,
    extension,
    key,
    key_id,
    name,
    oid,
    private_key_period,
    public,
    purposes,
    seq,
    signer,
    state_name,
    usage,
)
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from traveldoc.chip import certificate as certificates
from traveldoc.chip.certificate import Certificate, load_certificate
from traveldoc.chip.extension import Period
from traveldoc.chip.fault import ChipError
from traveldoc.chip.key import EcKey
from traveldoc.chip.master_list import MasterList, master_list
from traveldoc.chip.proof import State
from traveldoc.chip.tlv import Irregularity

DATA = Path(__file__).parent / "data"


@cache
def dutch() -> MasterList:
    return master_list((DATA / "NL_2025-07-29.ml").read_bytes())


def test_every_certificate_of_a_real_list_is_read() -> None:
    found = dutch()
    assert (len(found.certificates), found.unreadable) == (394, ())


def test_real_certificates_say_what_another_library_reads_in_them() -> None:
    for ours in dutch().certificates:
        theirs = second.Certificate.load(ours.encoded)
        validity = theirs["tbs_certificate"]["validity"].native
        assert (ours.serial, ours.version) == (theirs.serial_number, 3)
        assert ours.validity == Period(validity["not_before"], validity["not_after"])
        assert ours.subject.country == theirs.subject.native["country_name"].upper()
        assert ours.fingerprint == theirs.sha256.hex()
        assert ours.issuer.encoded == theirs.issuer.dump()
        if theirs.key_identifier is not None:
            assert ours.key_identifier == theirs.key_identifier
        assert ours.authority_key_identifier == (theirs.authority_key_identifier or b"")
        wanted = theirs.key_usage_value
        assert ours.key_usage is not None
        assert ("key_cert_sign" in wanted.native, "crl_sign" in wanted.native) == (
            5 in ours.key_usage,
            6 in ours.key_usage,
        )
        assert ours.broken == ()


def test_real_certificates_that_the_usual_library_refuses_are_read_and_their_signatures_hold() -> None:
    refused = explicit = 0
    for ours in dutch().certificates:
        try:
            theirs = x509.load_der_x509_certificate(ours.encoded)
            theirs.public_key()
        except Exception:  # noqa: BLE001  # whatever that library raises
            refused += 1
            explicit += isinstance(ours.key, EcKey) and ours.key.explicit
        if ours.self_issued:
            assert ours.signed_by(ours.key), ours.subject
    assert refused >= explicit > 50


def test_what_we_make_for_tests_is_what_another_library_reads() -> None:
    theirs = x509.load_der_x509_certificate(signer(csca()).encoded())
    theirs.verify_directly_issued_by(x509.load_der_x509_certificate(csca().encoded()))
    assert theirs.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature


def read(encoded: bytes) -> Certificate:
    return load_certificate(encoded)


def test_a_certificate_has_the_fields_that_were_written() -> None:
    extras = (
        private_key_period(START, datetime(2020, 4, 1, tzinfo=UTC)),
        document_types("P", "ID"),
        purposes("1.2.3", "2.23.136.1.1.3"),
        extension("2.5.29.31", seq(seq(der(0xA0, der(0xA0, der(0x86, b"http://crl.ut")))))),
    )
    found = read(signer(csca(), "p256", 50, *extras).encoded())
    assert str(found.subject) == "C=UT, O=Utopia, CN=Document Signer 50"
    assert (found.serial, found.version, found.oddities, found.broken) == (1050, 3, (), ())
    assert found.validity == Period(START, END)
    assert found.key_usage == frozenset({0})
    assert found.private_key_usage == Period(START, datetime(2020, 4, 1, tzinfo=UTC))
    assert found.document_types == ("ID", "P") or found.document_types == ("P", "ID")
    assert found.extended_key_usage == ("1.2.3", "2.23.136.1.1.3")
    assert found.distribution_points == ("http://crl.ut",)
    assert found.codes == ("UTO",)
    assert found.basic_constraints is None
    assert not found.self_issued
    assert found.signed_by(read(csca().encoded()).key)
    assert found.signed_by(found.key).state is State.FAILED


def test_an_authority_says_so() -> None:
    found = read(csca().encoded())
    assert (found.basic_constraints, found.key_usage, found.self_issued) == (
        (True, 0),
        frozenset({5, 6}),
        True,
    )
    assert found.key_identifier == found.authority_key_identifier == key_id(public(key()))
    assert read(csca(extensions=(authority_constraint(is_authority=False),)).encoded()).basic_constraints == (
        False,
        None,
    )


def test_a_certificate_without_extensions_names_its_key_by_its_hash() -> None:
    found = read(csca(extensions=(), version=1).encoded())
    assert found.key_identifier == found.key_info.sha1
    assert (found.authority_key_identifier, found.key_usage, found.codes) == (b"", None, ())
    assert found.oddities == (certificates.VERSION,)


def test_the_state_is_taken_from_the_issuers_other_name_where_the_subject_has_none() -> None:
    found = read(csca(extensions=(state_name("UTO", "2.5.29.18"),)).encoded())
    assert found.codes == ("UTO",)
    directory = seq(der(0x82, b"utopia.example"), der(0xA4, name("L=UTO", "ST=UTA", tag=0x13)))
    assert read(csca(extensions=(extension("2.5.29.17", directory),)).encoded()).codes == ("UTO", "UTA")


@pytest.mark.parametrize("serial", [0, -5, 1 << 161])
def test_a_serial_number_that_the_standard_forbids_is_named_not_refused(serial: int) -> None:
    found = read(csca(serial=serial).encoded())
    assert (found.serial, found.oddities) == (serial, (certificates.SERIAL,))
    assert found.signed_by(found.key)


def test_other_oddities_are_named_not_refused() -> None:
    other = seq(oid("1.2.840.10045.4.3.4"))
    assert read(csca(outer=other).encoded()).oddities == (certificates.ALGORITHMS,)
    twice = usage(5), usage(0)
    found = read(csca(extensions=twice).encoded())
    assert (found.oddities, found.key_usage) == ((certificates.TWICE,), frozenset({5}))
    assert read(csca(after=der(0x30)).encoded()).oddities == (certificates.EXTRA,)
    null = Scheme(encoded=seq(oid("1.2.840.10045.4.3.2"), der(5)))
    found = read(csca(scheme=null).encoded())
    assert found.oddities == (certificates.PARAMETERS,)
    assert found.signed_by(found.key)


def test_times_after_2049_are_read() -> None:
    late = datetime(2055, 6, 1, tzinfo=UTC)
    assert read(csca(end=late).encoded()).validity.end == late


@pytest.mark.parametrize(
    "dotted",
    [
        "2.5.29.14",
        "2.5.29.35",
        "2.5.29.15",
        "2.5.29.37",
        "2.5.29.19",
        "2.5.29.16",
        "2.23.136.1.1.6.2",
        "2.5.29.17",
        "2.5.29.18",
        "2.5.29.31",
    ],
)
def test_a_broken_extension_is_named_and_the_rest_is_read(dotted: str) -> None:
    found = read(csca(extensions=(extension(dotted, b"\x30\x05\x01"),)).encoded())
    assert len(found.broken) == 1
    assert found.key_identifier == found.key_info.sha1
    assert found.authority_key_identifier == b""
    assert found.signed_by(found.key)


def test_an_extension_that_is_not_der_is_read_and_named() -> None:
    careless = seq(der(1, b"\x01"), der(2, b"\0"))
    found = read(csca(extensions=(extension("2.5.29.19", careless, critical=True),)).encoded())
    assert found.basic_constraints == (True, 0)
    assert set(found.notes.irregular) == {Irregularity.BOOLEAN}


def test_a_critical_extension_is_told_from_another() -> None:
    found = read(csca().encoded())
    assert found.extensions["2.5.29.15"].critical
    assert not found.extensions["2.5.29.14"].critical


def test_a_certificate_is_itself_and_no_other() -> None:
    one, same, other = read(csca().encoded()), read(csca().encoded()), read(csca(number=1).encoded())
    assert one != other
    assert one == read(one.encoded)
    assert hash(one) == hash(read(one.encoded))
    assert one != one.encoded
    assert same.subject == one.subject


def test_periods_may_be_open() -> None:
    late = datetime(2030, 1, 1, tzinfo=UTC)
    assert Period(None, None).covers(late)
    assert not Period(late, None).covers(START)
    assert not Period(None, START).covers(late)
    assert str(Period(None, START)) == " - 2020-01-01"


@pytest.mark.parametrize(
    "encoded",
    [
        seq(),
        seq(seq(), seq(oid("1.2.3")), der(3, b"\0")),
        csca().encoded()[:-1],
        seq(*(der(0x04, b"\1"),) * 3),
    ],
)
def test_what_is_no_certificate_is_refused(encoded: bytes) -> None:
    with pytest.raises(ChipError):
        read(encoded)


def test_an_absurd_certificate_is_refused() -> None:
    with pytest.raises(ChipError, match="bytes, more than"):
        read(csca(extensions=(extension("1.2.3", bytes(70_000)),)).encoded())
    many = tuple(extension(f"1.2.{number}", b"\5\0") for number in range(65))
    with pytest.raises(ChipError, match="more than 64 extensions"):
        read(csca(extensions=many).encoded())


def test_a_signature_algorithm_that_nobody_knows_is_not_examined() -> None:
    made = csca().encoded().replace(oid("1.2.840.10045.4.3.2"), oid("1.2.840.10045.4.3.7"))
    found = read(made)
    assert found.signed_by(found.key).state is State.NOT_EXAMINED


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 255), st.sampled_from(["AT", "DE", "MY", "NZ"]))
def test_a_changed_certificate_is_read_or_refused_and_never_verified(
    place: int, change: int, state: str
) -> None:
    whole = bytearray((DATA / f"{state}.csca.cer").read_bytes())
    true = read(bytes(whole))
    whole[place % len(whole)] ^= change
    try:
        found = read(bytes(whole))
    except ChipError:
        return
    assert found.broken is not None
    if found.signed_by(true.key):
        assert (found.signed, found.signature) == (true.signed, true.signature)
        assert found.oddities or found.notes.irregular
    assert str(found.subject)
