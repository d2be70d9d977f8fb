"""The trust store: looked into first, imported on a verified word or a written one, kept for old cases."""

import io
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

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
from django.db import IntegrityError
from django.http import Http404

from secondline.people.models import Person
from secondline.people.rules import Role
from secondline.record.models import Entry
from secondline.reference.actions.trust_import import Imported, end_source, import_trust
from secondline.reference.actions.trust_look import (
    TrustRefusedError,
    look_again,
    look_into,
    sweep_parked,
)
from secondline.reference.models import StateKey, TrustSource
from secondline.reference.queries import trust
from secondline.reference.queries.trust import (
    by_state,
    contradicts,
    in_force,
    others_of_key,
    storage,
    trust_of,
    visible_to,
)
from secondline.reference.queries.trust_preview import Preview, shown
from secondline.reference.trust_rules import Verdict

pytestmark = pytest.mark.django_db
REAL = Path(__file__).parents[2] / "traveldoc" / "chip" / "data"
LIST_SIGNER, DEVIATION_SIGNER = purposes("2.23.136.1.1.3"), purposes("2.23.136.1.1.8")
ROOT, OTHER = csca(), csca(number=1)
LISTER = signer(ROOT, "p256", 70, LIST_SIGNER)
WORD = "Fingerprint compared by telephone with the Utopian ministry."
Look = Callable[..., Preview]
Take = Callable[..., Imported]


def listed(*papers: bytes, at: datetime = SIGNED_AT) -> bytes:
    return master_list(LISTER, papers or (ROOT.encoded(), OTHER.encoded()), signed_at=at)


@pytest.fixture
def centre_admin(cast: Cast) -> Person:
    return Person.objects.create(
        username="keeper", name="Keeper", agency=cast.centre, role=Role.ADMINISTRATOR
    )


@pytest.fixture
def look(centre_admin: Person, at: datetime) -> Look:
    def into(data: bytes, name: str = "list.ml", *, by: Person = centre_admin, now: datetime = at) -> Preview:
        return look_into(by=by, at=now, name=name, stream=io.BytesIO(data))

    return into


@pytest.fixture
def take(look: Look, centre_admin: Person, at: datetime) -> Take:
    def in_(
        data: bytes,
        name: str = "list.ml",
        *,
        reason: str = "",
        by: Person = centre_admin,
        now: datetime = at,
        origin: str = "",
    ) -> Imported:
        seen = look(data, name, by=by, now=now)
        return import_trust(by=by, at=now, name=name, sha256=seen.sha256, reason=reason, origin=origin)

    return in_


def verdicts(seen: Preview) -> list[Verdict]:
    return [part.verdict for part in seen.parts]


def test_looking_into_a_list_changes_nothing_and_says_what_would_change(look: Look) -> None:
    seen = look(listed(ROOT.encoded(), OTHER.encoded(), der(0x30)))
    (part,) = seen.parts
    assert (part.verdict, part.keys, len(part.new), part.known) == (Verdict.PIN, 2, 2, 0)
    assert [root.fingerprint for root in part.roots] == [_print(ROOT.encoded())]
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
    assert (part.verdict, [key.sha256 for key in part.new]) == (Verdict.VERIFIED, [_print(third.encoded())])
    assert [key.sha256 for key in part.missing] == [_print(OTHER.encoded())]
    assert list(part.replaces) == [first]
    done = take(second, "newer.ml", now=later)
    assert done.ended == [first]
    assert done.sources[0].standing == "verified"
    assert _print(OTHER.encoded()) not in _prints(cast, later)
    # An examination of the time before is repeated with what was trusted then.
    assert _print(OTHER.encoded()) in _prints(cast, at)
    assert _print(third.encoded()) not in _prints(cast, at)


def _print(encoded: bytes) -> str:
    return sha256(encoded).hexdigest()


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


@pytest.mark.parametrize("data", [b"hello", b"\x30\x00", b"", b"-----BEGIN CERTIFICATE-----\n!\n-----END"])
def test_what_is_no_trust_file_is_refused_and_not_kept(data: bytes, look: Look, cast: Cast) -> None:
    with pytest.raises(TrustRefusedError):
        look(data)
    assert not list(storage(cast.centre.pk).root.glob("originals/*/*/*"))


def test_a_file_that_is_gone_or_changed_is_not_imported(
    look: Look, centre_admin: Person, cast: Cast, at: datetime
) -> None:
    seen = look(listed())
    place = storage(cast.centre.pk).path(seen.sha256)
    place.chmod(0o600)
    place.write_bytes(b"something else")
    with pytest.raises(TrustRefusedError, match="Choose it again"):
        import_trust(by=centre_admin, at=at, name="x", sha256=seen.sha256, reason=WORD)
    with pytest.raises(TrustRefusedError, match="Choose it again"):
        look_again(by=centre_admin, at=at, name="x", sha256="00" * 32)
    assert not TrustSource.objects.exists()


def test_what_was_only_looked_into_is_swept_after_a_day(
    look: Look, take: Take, cast: Cast, at: datetime
) -> None:
    take(listed(), reason=WORD)
    look(ROOT.encoded(), "root.cer")
    long_after = at.replace(year=at.year + 3)
    assert sweep_parked(at=at.replace(year=at.year - 9)) == 0
    assert sweep_parked(at=long_after) == 0  # the root itself was pinned with the list
    look(OTHER.encoded(), "other.cer")
    assert sweep_parked(at=long_after) == 1
    assert len(trust_of(cast.centre, at).store) == 2


def test_a_centres_import_serves_the_agencies_that_ask_it_and_nobody_else(
    cast: Cast, take: Take, at: datetime
) -> None:
    take(listed(), reason=WORD)
    assert len(trust_of(cast.utopia, at).store) == 2
    stranger = cast.utopia.__class__.objects.create(code="LIL", name="Lilliput")
    assert len(trust_of(stranger, at).store) == 0
    own = take(csca(number=6).encoded(), "own.cer", reason=WORD, by=cast.administrator).sources[0]
    assert own.agency == cast.utopia
    assert len(trust_of(cast.utopia, at).store) == 3
    assert len(trust_of(cast.arcadia, at).store) == len(trust_of(cast.centre, at).store) == 2
    assert own in visible_to(cast.officer)
    assert own not in visible_to(cast.outsider)


@pytest.mark.parametrize("role", ["officer", "examiner", "analyst", "auditor", "outsider"])
def test_only_an_administrator_imports_and_ends(
    role: str, cast: Cast, take: Take, look: Look, at: datetime
) -> None:
    person: Person = getattr(cast, role)
    (source,) = take(ROOT.encoded(), "root.cer", reason=WORD).sources
    with pytest.raises(Http404):
        look(listed(), by=person)
    with pytest.raises(Http404):
        import_trust(by=person, at=at, name="x", sha256=source.sha256)
    with pytest.raises(Http404):
        end_source(source=source, reason=WORD, by=person, at=at)
    with pytest.raises(Http404):  # another agency's administrator, too
        end_source(source=source, reason=WORD, by=cast.administrator, at=at)
    assert not visible_to(cast.analyst)


def test_a_source_is_ended_with_a_reason_and_old_cases_keep_it(
    cast: Cast, take: Take, centre_admin: Person, at: datetime
) -> None:
    (source,) = take(ROOT.encoded(), "root.cer", reason=WORD).sources
    later = at + timedelta(days=2)
    with pytest.raises(TrustRefusedError, match="sentence"):
        end_source(source=source, reason="no", by=centre_admin, at=later)
    end_source(source=source, reason="The key was stolen, says the ministry.", by=centre_admin, at=later)
    assert len(trust_of(cast.centre, later).store) == 0
    assert len(trust_of(cast.centre, at).store) == 1
    with pytest.raises(TrustRefusedError, match="ended already"):
        end_source(source=source, reason="The key was stolen again.", by=centre_admin, at=later)
    again = take(ROOT.encoded(), "root.cer", reason=WORD, now=later)
    assert len(again.sources) == 1


def test_a_kept_file_that_was_changed_on_the_disk_is_not_relied_on(
    cast: Cast, take: Take, at: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    papers = (csca(number=7).encoded(), csca(number=8).encoded())
    (source,) = take(papers[0], "a.cer", reason=WORD).sources
    take(papers[1], "b.cer", reason=WORD)
    from_cache = trust_of(cast.centre, at)
    assert len(from_cache.store) == 2
    clear()
    path = storage(cast.centre.pk).path(source.sha256)
    path.chmod(0o600)
    path.write_bytes(papers[1])
    found = trust_of(cast.centre, at)
    assert (len(found.store), [each.pk for each in found.damaged]) == (1, [source.pk])
    assert "can't be used" in caplog.text
    clear()
    path.unlink()
    assert len(trust_of(cast.centre, at).damaged) == 1


def clear() -> None:
    trust.parts_of.cache_clear()
    trust._store.cache_clear()


def test_a_pin_without_a_reason_cannot_even_be_stored(take: Take) -> None:
    (source,) = take(ROOT.encoded(), "root.cer", reason=WORD).sources
    source.reason = ""
    with pytest.raises(IntegrityError):
        source.save()


def test_two_certificates_that_cannot_both_be_right_are_shown(
    cast: Cast, take: Take, look: Look, at: datetime
) -> None:
    take(ROOT.encoded(), "root.cer", reason=WORD)
    longer = ROOT.but(end=datetime(2055, 1, 1, tzinfo=at.tzinfo), serial=9)
    (part,) = look(longer.encoded(), "longer.cer").parts
    ((new, old),) = part.contradictory
    assert (new.valid_to.year, old.valid_to.year) == (2055, 2035)  # type: ignore[union-attr]
    take(longer.encoded(), "longer.cer", reason=WORD)
    key = StateKey.objects.get(sha256=_print(ROOT.encoded()))
    (other,) = others_of_key(key, in_force(cast.centre, at))
    assert contradicts(key, other)
    same_number = csca(number=9).but(serial=ROOT.serial)
    (part,) = look(same_number.encoded(), "number.cer").parts
    assert len(part.contradictory) == 1
    link = ROOT.but(
        issuer_key=OTHER.key, serial=77, extensions=(*key_names(ROOT.public, OTHER.public), usage(5))
    )
    (part,) = look(link.encoded(), "link.cer").parts
    assert part.contradictory == ()


def test_a_real_list_is_imported_by_state(cast: Cast, take: Take, look: Look, at: datetime) -> None:
    root, data = (REAL / "NL_ROOT.cer").read_bytes(), (REAL / "NL_2025-07-29.ml").read_bytes()
    take(root, "NL.cer", reason=WORD)
    (part,) = look(data, "NL.ml").parts
    assert (part.verdict, part.keys + len(part.part.unreadable), part.known) == (Verdict.VERIFIED, 394, 1)
    assert part.expired
    (source,) = take(data, "NL.ml").sources
    assert (source.issuer, source.issued_on.isoformat()) == ("NLD", "2025-07-30")  # type: ignore[union-attr]
    rows = {row.state: row for row in by_state(list(in_force(cast.centre, at)), at.date())}
    assert rows["NZL"].keys > 1
    assert rows["NZL"].newest == source.issued_on
    assert sum(row.keys for row in rows.values()) == 394
    assert rows["NZL"].freshness == "ageing"


def test_texts_of_certificates_are_fit_for_every_database() -> None:
    assert shown("a\0b\u202ec") == "a\ufffdb\ufffdc"
    assert len(shown("x" * 900)) == 500
