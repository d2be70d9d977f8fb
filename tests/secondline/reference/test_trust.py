"""The trust store: looked into first, imported on a verified word or a written one, kept for old cases."""

from base64 import b64encode
from datetime import datetime, timedelta

import pytest
from cast import Cast
from chipmaker import (
    DEVIATION_LIST,
    SIGNED_AT,
    Envelope,
    csca,
    der,
    key_names,
    master_list,
    num,
    oid,
    pem,
    purposes,
    revocation_list,
    seq,
    set_of,
    signer,
    text,
    usage,
)
from trustlists import LISTER, OTHER, ROOT, WORD, Look, Take, listed, print_of

from secondline.record.models import Entry
from secondline.reference.actions.trust_look import (
    TrustRefusedError,
)
from secondline.reference.models import StateKey, TrustSource
from secondline.reference.queries.trust import (
    trust_of,
)
from secondline.reference.queries.trust_preview import Preview
from secondline.reference.trust_rules import Verdict

pytestmark = pytest.mark.django_db


DEVIATION_SIGNER = purposes("2.23.136.1.1.8")


def verdicts(seen: Preview) -> list[Verdict]:
    return [part.verdict for part in seen.parts]


def test_looking_into_a_list_changes_nothing_and_says_what_would_change(look: Look) -> None:
    seen = look(listed(ROOT.encoded(), OTHER.encoded(), der(0x30)))
    (part,) = seen.parts
    assert (part.verdict, part.keys, len(part.new), part.known) == (Verdict.PIN, 2, 2, 0)
    assert [root.fingerprint for root in part.roots] == [print_of(ROOT.encoded())]
    assert [str(where) for where, _why in part.part.unreadable] == ["certificate 1"]
    assert not TrustSource.objects.exists()
    assert not StateKey.objects.exists()
    assert not Entry.objects.exists()


def test_a_list_that_vouches_for_itself_needs_a_persons_word(cast: Cast, take: Take, at: datetime) -> None:
    for reason in ("", "short"):
        with pytest.raises(TrustRefusedError, match="sentence"):
            take(listed(), reason=reason)
    assert not TrustSource.objects.exists()
    done = take(listed(), reason=WORD, origin="by hand, from the ministry")
    assert [source.standing for source in (*done.sources, *done.pinned)] == ["pinned", "pinned"]
    assert {source.reason for source in TrustSource.objects.all()} == {WORD}
    found = trust_of(cast.centre, at)
    assert (len(found.store), found.store.refused) == (2, [])
    assert [entry.verb for entry in Entry.objects.all()] == ["trust.import", "trust.pin", "trust.take"]
    assert "ministry" not in "".join(entry.facts for entry in Entry.objects.all())


def test_the_next_list_of_a_pinned_root_is_verified_and_takes_the_place_of_the_first(
    cast: Cast, look: Look, take: Take, at: datetime
) -> None:
    first = take(listed(), reason=WORD).sources[0]
    later, third = at + timedelta(days=1), csca(number=2)
    second = listed(ROOT.encoded(), third.encoded(), at=SIGNED_AT + timedelta(days=30))
    (part,) = look(second, "newer.ml", now=later).parts
    assert (part.verdict, [key.sha256 for key in part.new]) == (Verdict.VERIFIED, [print_of(third.encoded())])
    assert [key.sha256 for key in part.missing] == [print_of(OTHER.encoded())]
    assert list(part.replaces) == [first]
    done = take(second, "newer.ml", now=later)
    assert done.ended == [first]
    assert done.sources[0].standing == "verified"
    assert print_of(OTHER.encoded()) not in _prints(cast, later)
    # An examination of the time before is repeated with what was trusted then.
    assert print_of(OTHER.encoded()) in _prints(cast, at)
    assert print_of(third.encoded()) not in _prints(cast, at)


def _prints(cast: Cast, at: datetime) -> set[str]:
    return {known.fingerprint for known in trust_of(cast.centre, at).store.authorities}


def test_an_older_list_than_the_one_that_is_here_is_refused(look: Look, take: Take, at: datetime) -> None:
    take(listed(), reason=WORD)
    (part,) = look(listed(OTHER.encoded(), at=SIGNED_AT - timedelta(days=9))).parts
    assert part.verdict == Verdict.REFUSED
    assert str(part.reason) == "a newer one of this kind and State is here already, dated 2024-03-01"


def test_the_same_list_again_is_known(look: Look, take: Take) -> None:
    take(listed(), reason=WORD)
    assert verdicts(look(listed())) == [Verdict.KNOWN]
    with pytest.raises(TrustRefusedError, match="Nothing of this file"):
        take(listed())


def test_a_forged_list_is_refused_whatever_anybody_writes(look: Look, take: Take) -> None:
    forged = master_list(LISTER, [ROOT.encoded()], digest=bytes(32))
    assert verdicts(look(forged)) == [Verdict.REFUSED]
    with pytest.raises(TrustRefusedError):
        take(forged, reason=WORD)
    assert not TrustSource.objects.exists()


def test_a_single_certificate_is_pinned_and_a_link_from_a_known_key_is_verified(
    cast: Cast, look: Look, take: Take, at: datetime
) -> None:
    assert verdicts(look(pem(ROOT.encoded()), "root.pem")) == [Verdict.PIN]
    (source,) = take(pem(ROOT.encoded()), "root.pem", reason=WORD).sources
    assert (source.kind, source.standing, source.issuer) == ("certificate", "pinned", "UTO")
    new = csca(number=3)
    link = new.but(issuer_key=ROOT.key, extensions=(*key_names(new.public, ROOT.public), usage(5)))
    assert verdicts(look(link.encoded(), "link.cer")) == [Verdict.VERIFIED]
    assert verdicts(look(csca(number=4).encoded(), "alone.cer")) == [Verdict.PIN]
    take(link.encoded(), "link.cer")
    assert len(trust_of(cast.centre, at).store) == 2


def test_a_revocation_list_is_taken_only_from_a_state_whose_key_is_here(look: Look, take: Take) -> None:
    data = revocation_list(ROOT, [1050])
    assert verdicts(look(data, "list.crl")) == [Verdict.REFUSED]
    with pytest.raises(TrustRefusedError):
        take(data, "list.crl", reason=WORD)
    take(ROOT.encoded(), "root.cer", reason=WORD)
    (source,) = take(data, "list.crl").sources
    (entry,) = source.revocations.all()
    assert (entry.revoked, entry.state, source.standing) == (1, "UT", "verified")
    unnamed = revocation_list(ROOT, [1050, 1051], named=False, at=SIGNED_AT + timedelta(days=1))
    assert verdicts(look(unnamed, "list.crl")) == [Verdict.VERIFIED]


def deviations(at: datetime = SIGNED_AT) -> bytes:
    """One fault: the hash value of a data group is wrong (Doc 9303-12, 10.2)."""
    entry = seq(seq(), set_of(seq(text("hash of DG3"), oid("2.23.136.1.1.7.2.2"))))
    lister = signer(ROOT, "p256", 71, DEVIATION_SIGNER)
    return Envelope(seq(num(0), set_of(entry)), lister, DEVIATION_LIST, signed_at=at).encoded()


def test_a_deviation_list_is_taken_like_a_master_list(look: Look, take: Take) -> None:
    assert verdicts(look(deviations(), "faults.bin")) == [Verdict.REFUSED]
    take(ROOT.encoded(), "root.cer", reason=WORD)
    (source,) = take(deviations(), "faults.bin").sources
    assert (source.kind, source.standing) == ("deviation list", "verified")
    assert [str(entry) for entry in source.deviations.all()] == ["hash of DG3"]


def test_a_directory_brings_lists_and_certificates_each_on_its_own_word(
    cast: Cast, look: Look, take: Take, at: datetime
) -> None:
    data = ldif(
        ("cscaMasterListData", listed()),
        ("userCertificate;binary", signer(ROOT).encoded()),
        ("certificateRevocationList;binary", revocation_list(ROOT, [7])),
        ("userCertificate;binary", b"\x30\x00"),
    )
    assert verdicts(look(data, "pkd.ldif")) == [Verdict.PIN, Verdict.VERIFIED]
    done = take(data, "pkd.ldif", reason=WORD)
    lists = {source.kind: source for source in done.sources}
    assert set(lists) == {"master list", "directory"}
    assert (lists["directory"].signers, lists["directory"].revocations.count()) == (2, 1)
    assert (len(trust_of(cast.centre, at).store), len(done.pinned)) == (2, 1)
    unsigned = ldif(("cACertificate;binary", csca(number=5).encoded()))
    (part,) = look(unsigned, "more.ldif").parts
    assert (part.verdict, str(part.reason)) == (
        Verdict.PIN,
        "its certificates of States stand in it unsigned",
    )


def ldif(*entries: tuple[str, bytes]) -> bytes:
    lines = ["version: 1"]
    for attribute, value in entries:
        lines += ["", "dn: c=UT", f"{attribute}:: {b64encode(value).decode()}"]
    return "\n".join(lines).encode()
