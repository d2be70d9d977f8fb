"""What becomes of trust files that are kept: refused, swept, ended, relied on."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cast import Cast
from chipmaker import (
    csca,
    key_names,
    usage,
)
from django.db import IntegrityError
from django.http import Http404
from trustlists import OTHER, ROOT, WORD, Look, Take, listed, print_of

from secondline.people.models import Person
from secondline.reference.actions.trust_import import end_source, import_trust
from secondline.reference.actions.trust_look import (
    TrustRefusedError,
    look_again,
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
from secondline.reference.queries.trust_preview import shown
from secondline.reference.trust_rules import Verdict

pytestmark = pytest.mark.django_db


REAL = Path(__file__).parents[2] / "traveldoc" / "chip" / "data"


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
    key = StateKey.objects.get(sha256=print_of(ROOT.encoded()))
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
