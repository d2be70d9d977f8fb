"""The demonstration's chips: one that holds, one rewritten, one of a forger; the same bytes whenever they are made."""

import io
import zipfile
from datetime import date

import pytest

from secondline.site.demo.chips import BY_FILE, OFFERS, ChipOffer, chip_zip, trust_list
from secondline.site.demo.specimen import cast
from traveldoc.chip import ChipExamination, ChipFiles, TrustStore, examine_chip, read_trust_file
from traveldoc.examine import examine
from traveldoc.facts import Facts, Reading

ON = date(2026, 11, 2)


def files(offer: ChipOffer) -> ChipFiles:
    with zipfile.ZipFile(io.BytesIO(chip_zip(offer, ON))) as archive:
        return ChipFiles.told((name, archive.read(name)) for name in archive.namelist())


def examined(name: str) -> ChipExamination:
    trust = TrustStore(read_trust_file("list", trust_list(ON)))
    assert not trust.refused
    return examine_chip(files(BY_FILE[f"{name}-chip.zip"]), on=ON, trust=trust)


def states(name: str) -> tuple[bool, str, str, str]:
    found = examined(name).to_dict()
    groups: dict[str, str] = found["data_groups"]  # type: ignore[assignment]
    return bool(found["read"]), str(found["signature"]), str(found["trusted"]), groups["DG1"]


def test_the_honest_chip_is_read_verified_and_trusted() -> None:
    assert states("passport-genuine") == (True, "verified", "verified", "match")
    assert examined("passport-genuine").grade == "consistent"


def test_the_rewritten_zone_is_not_the_signed_one() -> None:
    assert states("passport-birth-mrz") == (True, "verified", "verified", "mismatch")


def test_the_forgers_own_key_is_trusted_by_nobody() -> None:
    assert states("passport-counterfeit") == (True, "verified", "failed", "match")


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.specimen)
def test_the_chip_agrees_with_its_page(offer: ChipOffer) -> None:
    facts = Facts((Reading(cast(ON)[offer.specimen].mrz),), chip=files(offer).files)
    found = examine(facts, on=ON)
    assert [each.grade for each in found.findings if each.id == "chip.data.zone"] == ["consistent"]


def test_what_was_saved_yesterday_is_verified_today() -> None:
    assert chip_zip(OFFERS[0], ON) == chip_zip(OFFERS[0], ON)
    assert trust_list(ON) == trust_list(ON)
