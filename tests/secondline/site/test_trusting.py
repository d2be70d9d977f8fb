"""`./secondline trust`: what a list brings is seen before anybody relies on it."""

import json
from pathlib import Path

import pytest
from chipmaker import csca, key_names, master_list, name, pem, purposes, signer, usage
from click.testing import CliRunner, Result

from secondline.site.commands import program

REAL = Path(__file__).parents[2] / "traveldoc" / "chip" / "data"
ROOT = csca()
LISTER = signer(ROOT, "p256", 70, purposes("2.23.136.1.1.3"))


def run(*words: object) -> Result:
    return CliRunner().invoke(program, ["trust", *map(str, words)])


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A list with two keys of Utopia, one of Arcadia and a link certificate."""
    new = csca(number=1)
    link = new.but(issuer_key=ROOT.key, serial=-9, extensions=(*key_names(new.public, ROOT.public), usage(5)))
    arcadia = csca(number=2, subject=name("C=AR"), issuer=name("C=AR"), extensions=())
    path = tmp_path / "list.ml"
    papers = (ROOT, new, link, arcadia)
    path.write_bytes(master_list(LISTER, [paper.encoded() for paper in papers]))
    return path


def test_a_real_list_is_named_with_its_age_and_who_vouches() -> None:
    found = run("list", REAL / "NL_2025-07-29.ml", REAL / "NL_ROOT.cer", "--on", "2026-11-23")
    assert found.exit_code == 0
    assert "NL_2025-07-29.ml: master list of NL, signed on 2025-07-30, MORE THAN A YEAR OLD\n" in found.stdout
    assert "394 keys: " in found.stdout
    assert " NZL " in found.stdout
    alone = run("list", REAL / "NL_2025-07-29.ml", "--on", "2025-08-01").stdout
    assert (
        "signed on 2025-07-30; its signer is vouched for only by a certificate in the list itself\n" in alone
    )


def test_the_json_form_counts_keys_by_state(listed: Path) -> None:
    found = json.loads(run("list", listed, "--json").stdout)
    assert (found["keys"], found["states"]) == (4, {"ARG": 1, "UT": 1, "UTO": 2})
    (source,) = found["sources"]
    assert (source["kind"], source["issuer"], source["vouched"]) == ("master list", "UT", "not examined")


def test_the_keys_of_one_state_are_shown_with_everybody_who_vouches(listed: Path, tmp_path: Path) -> None:
    single = tmp_path / "root.pem"
    single.write_bytes(pem(ROOT.encoded()))
    found = run("show", "ut", listed, single, "--on", "2024-06-01")
    assert found.exit_code == 0
    assert "2020-01-01 - 2035-01-01  secp256r1  link\n" in found.stdout
    assert "  odd: the serial number is not a positive number of at most 20 bytes\n" in found.stdout
    assert (
        "  from root.pem: certificate of UT\n  from list.ml: master list of UT, signed on 2024-03-01\n"
        in found.stdout
    )
    assert "AR" not in found.stdout.replace("MARK", "")
    later = run("show", "UTO", listed, "--on", "2040-01-01").stdout
    assert "(not valid on this day)" in later
    shown = json.loads(run("show", "UTO", listed, "--json").stdout)
    assert [len(each["sources"]) for each in shown] == [1, 1]
    assert {each["key"] for each in shown} == {"secp256r1"}


def test_a_state_without_keys_and_a_file_without_use_are_refused(listed: Path, tmp_path: Path) -> None:
    missing = run("show", "NZL", listed)
    assert (missing.exit_code, "no key of this State" in missing.stderr) == (2, True)
    notes = tmp_path / "notes.txt"
    notes.write_text("nothing")
    assert run("list", notes).exit_code == 2
