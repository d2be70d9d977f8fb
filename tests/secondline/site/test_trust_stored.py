"""`./secondline trust import|list|show` and `chip --store` on the database: the same deeds as on the pages."""

from datetime import datetime
from pathlib import Path

import pytest
from cast import Cast
from chipmaker import chip, csca, der, master_list, pem, purposes, revocation_list, signer
from click.testing import CliRunner, Result
from django.db import DatabaseError

from secondline.people.models import Agency, Person
from secondline.people.rules import Role
from secondline.record.models import Entry
from secondline.reference.models import TrustSource
from secondline.reference.queries.trust import storage
from secondline.site.commands import program

pytestmark = pytest.mark.django_db
ROOT = csca()
LISTER = signer(ROOT, "p256", 70, purposes("2.23.136.1.1.3"))
WORD = "Fingerprint compared by telephone."


def run(*words: object, answer: str = "") -> Result:
    return CliRunner().invoke(program, list(map(str, words)), input=answer)


@pytest.fixture
def keeper(cast: Cast) -> Person:
    return Person.objects.create(
        username="keeper", name="Keeper", agency=cast.centre, role=Role.ADMINISTRATOR
    )


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "list.ml"
    path.write_bytes(master_list(LISTER, [ROOT.encoded(), der(0x30)]))
    return path


@pytest.fixture
def dumps(tmp_path: Path) -> Path:
    folder = tmp_path / "dumps"
    folder.mkdir()
    for name, data in chip(signer(ROOT)).files().items():
        (folder / name).write_bytes(data)
    return folder


def test_an_import_is_shown_confirmed_and_recorded(keeper: Person, listed: Path) -> None:
    words = ("trust", "import", listed, "--by", "keeper", "--from", "post", "--reason", WORD)
    shown = run(*words, answer="n\n")
    assert shown.exit_code == 1
    assert "master list of UT, signed on 2024-03-01: pin" in shown.output
    assert "can't be read: certificate 1" in shown.output
    assert "to vouch for: UTO C=UT, O=Utopia, CN=CSCA Utopia" in shown.output
    assert not TrustSource.objects.exists()
    done = run(*words, answer="y\n")
    assert done.exit_code == 0, done.output
    assert "relied on: list.ml (master list, pinned)" in done.stdout
    assert TrustSource.objects.get(kind="master list").origin == "post"
    assert Entry.objects.filter(verb="trust.take", by=keeper.pk).count() == 1
    listing = run("trust", "list", "--on", "2024-06-01")
    assert listing.exit_code == 0, listing.output
    assert "list.ml: master list of UT, signed on 2024-03-01\n" in listing.stdout
    assert "1 keys: UTO 1" in listing.stdout
    assert "CSCA Utopia" in run("trust", "show", "UTO", "--agency", "DESC").stdout


def test_a_newer_list_says_what_it_no_longer_has(
    keeper: Person, listed: Path, at: datetime, tmp_path: Path
) -> None:
    run("trust", "import", listed, "--by", "keeper", "--reason", WORD, "--yes")
    longer = ROOT.but(end=at.replace(year=2060), serial=5)
    newer = tmp_path / "newer.ml"
    newer.write_bytes(master_list(LISTER, [longer.encoded()], signed_at=at))
    done = run("trust", "import", newer, "--by", "keeper", "--yes")
    assert done.exit_code == 0, done.output
    assert "missing since the last list: UTO C=UT, O=Utopia, CN=CSCA Utopia" in done.stdout
    assert "contradicts: " in done.stdout
    assert "not relied on any more: list.ml" in done.stdout


def test_what_cannot_be_is_said_in_a_line(cast: Cast, keeper: Person, listed: Path, tmp_path: Path) -> None:
    def refused(*words: object) -> str:
        found = run(*words)
        assert found.exit_code == 2, found.output
        return found.stderr

    assert "Write in a sentence why." in refused("trust", "import", listed, "--by", "keeper", "--yes")
    assert "nobody with the user name" in refused("trust", "import", listed, "--by", "nobody", "--yes")
    assert "is no administrator" in refused("trust", "import", listed, "--by", "officer", "--yes")
    (tmp_path / "x.crl").write_bytes(revocation_list(ROOT, [1]))
    assert "Nothing of this file" in refused("trust", "import", tmp_path / "x.crl", "--by", "keeper")
    assert "Nothing has been imported yet" in refused("trust", "list")
    assert "no agency with the code" in refused("trust", "list", "--agency", "XXX")
    assert "Either files or --agency" in refused("trust", "list", listed, "--agency", "DESC")
    assert not TrustSource.objects.exists()


def test_of_several_importers_one_is_named(cast: Cast, keeper: Person, listed: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.pem"
    own.write_bytes(pem(csca(number=1).encoded()))
    run("trust", "import", listed, "--by", "keeper", "--reason", WORD, "--yes")
    run("trust", "import", own, "--by", "administrator", "--reason", WORD, "--yes")
    assert "(DESC, UTO)" in run("trust", "list").stderr
    assert "2 keys" in run("trust", "list", "--agency", "UTO").stdout
    assert "1 keys" in run("trust", "list", "--agency", "DESC").stdout


def test_a_chip_is_verified_against_the_store_that_is_named(
    keeper: Person, listed: Path, dumps: Path
) -> None:
    run("trust", "import", listed, "--by", "keeper", "--reason", WORD, "--yes")
    found = run("chip", dumps, "--store", "UTO", "--on", "2024-06-01")
    assert found.exit_code == 0, found.output
    assert "trusted: verified" in found.stdout
    assert "trust used: the store of UTO of " in found.stdout
    assert "list.ml (imported " in found.stdout
    both = run("chip", dumps, "--store", "UTO", "--trust", listed)
    assert "Either --store or --trust" in both.stderr
    empty = run("chip", dumps, "--store", "XXX")
    assert "no agency with the code XXX" in empty.stderr


def test_a_changed_file_of_the_store_is_complained_of(keeper: Person, listed: Path, dumps: Path) -> None:
    run("trust", "import", listed, "--by", "keeper", "--reason", WORD, "--yes")
    source = TrustSource.objects.get(kind="certificate")
    path = storage(source.agency_id).path(source.sha256)
    path.chmod(0o600)
    path.write_bytes(b"changed")
    assert "its kept bytes are gone or changed" in run("chip", dumps, "--store", "DESC").stderr


def test_without_a_database_it_is_said(monkeypatch: pytest.MonkeyPatch, listed: Path) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(Agency.objects, "filter", fail)
    monkeypatch.setattr(Person.objects, "select_related", fail)
    for words in (("list",), ("list", "--agency", "DESC"), ("import", listed, "--by", "keeper")):
        assert "never made (./secondline migrate)" in run("trust", *words).stderr


def test_the_word_chip_never_calls_a_chip_consistent_that_nobody_vouches_for(dumps: Path) -> None:
    found = run("chip", dumps, "--on", "2024-06-01")
    first = found.stdout.splitlines()[0]
    assert found.exit_code == 0
    assert "consistent" not in first
    assert "TRUST NOT EXAMINED" in first
    assert "trust used: none was given (--trust or --store)" in found.stdout
