"""From a signer to a State's key: several keys of one name, link certificates, keys that are not there."""

from datetime import UTC, datetime

from chipmaker import (
    END,
    UTOPIA,
    Paper,
    authority_constraint,
    csca,
    extension,
    key,
    key_names,
    name,
    public,
    signer,
    usage,
)

from traveldoc.chip.certificate import Certificate, load_certificate
from traveldoc.chip.path import Path, Why, find_path
from traveldoc.chip.proof import State
from traveldoc.chip.trust import TrustStore
from traveldoc.chip.trust_file import read_trust_file


def store(*papers: Paper) -> TrustStore:
    return TrustStore(part for paper in papers for part in read_trust_file("x", paper.encoded()))


def held(paper: Paper) -> Certificate:
    return load_certificate(paper.encoded())


def path(paper: Paper, *papers: Paper) -> Path:
    return find_path(held(paper), store(*papers))


def test_a_signer_leads_to_the_key_that_issued_it() -> None:
    found = path(signer(csca(number=1)), csca(number=0), csca(number=1), csca(number=2))
    assert found.proof
    assert found.authority == held(csca(number=1)) or found.authority is not None
    assert found.authority.serial == 101


def test_without_key_names_every_key_of_the_name_is_tried() -> None:
    bare = signer(csca(number=1)).but(extensions=(usage(0),))
    found = path(bare, csca(number=0), csca(number=1))
    assert found.authority is not None
    assert found.authority.serial == 101


def test_of_several_certificates_with_one_key_the_one_valid_then_is_taken() -> None:
    root = csca()
    early = datetime(2018, 1, 1, tzinfo=UTC)
    expired = root.but(serial=7, start=early, end=datetime(2019, 1, 1, tzinfo=UTC))
    new_name = name("C=UT", "CN=New CSCA")
    link = root.but(subject=new_name, serial=8, issuer_key=key("p256", 1))
    for order in ([expired, link, root], [root, link, expired]):
        found = path(signer(root), *order)
        assert found.authority is not None
        assert found.authority.serial == root.serial


def test_a_link_certificate_carries_the_new_key() -> None:
    old, new = (
        csca(number=0),
        csca(number=1, subject=name("C=UT", "CN=New CSCA"), issuer=name("C=UT", "CN=New CSCA")),
    )
    names = key_names(new.public, old.public)
    link = Paper(new.subject, UTOPIA, new.key, old.key, (*names, usage(5), authority_constraint()), serial=9)
    found = path(signer(new), old, link)
    assert found.proof
    assert found.authority == held(link) or found.authority is not None
    assert found.authority.serial == 9


def test_a_signer_of_a_state_without_keys_fails() -> None:
    other = csca(number=3, subject=name("C=AR", "CN=Arcadia"), issuer=name("C=AR", "CN=Arcadia"))
    found = path(signer(csca()), other)
    assert (found.proof.state, found.why) == (State.FAILED, Why.NO_STATE)
    assert "no key of UT" in str(found.proof.reason)


def test_a_signer_of_a_key_that_the_state_is_not_known_to_have_fails() -> None:
    found = path(signer(csca(number=1)), csca(number=0))
    assert (found.proof.state, found.why) == (State.FAILED, Why.NO_KEY)


def test_a_signer_that_names_a_known_key_which_did_not_sign_it_fails() -> None:
    forged = signer(csca()).but(issuer_key=key("p256", 1))
    found = path(forged, csca())
    assert (found.proof.state, found.why, found.authority) == (State.FAILED, Why.WRONG, None)


def test_without_trust_store_nothing_is_examined() -> None:
    found = path(signer(csca()))
    assert (found.proof.state, found.why) == (State.NOT_EXAMINED, Why.EMPTY)


def test_a_state_key_that_cannot_be_used_is_not_examined() -> None:
    root = csca()
    odd = public(root.key).replace(bytes.fromhex("2a8648ce3d030107"), bytes.fromhex("2a8648ce3d030109"))
    names = (extension("2.5.29.14", b"\x04\x14" + held(root).key_identifier), authority_constraint())
    found = path(signer(root), root.but(info=odd, extensions=names))
    assert (found.proof.state, found.why) == (State.NOT_EXAMINED, Why.UNVERIFIABLE)


def test_a_signer_without_country_is_told_so() -> None:
    nobody = csca(subject=name("CN=x"), issuer=name("CN=x"))
    assert "no key of ?" in str(path(signer(nobody), csca(number=1)).proof.reason)


def test_a_signer_issued_before_the_key_still_leads_to_it() -> None:
    late = csca(start=datetime(2024, 1, 1, tzinfo=UTC), end=END)
    assert path(signer(late), late).proof
