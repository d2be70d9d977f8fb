"""Whether the signer is trusted: the State's key, validity, extensions, lists, what is announced."""

from datetime import UTC, date, datetime

import pytest
from chipcases import PAPER, ROOT, deviating, examine, graded, of
from chipmaker import (
    NULL,
    START,
    UTOPIA,
    ZONE,
    Paper,
    authority_constraint,
    chip,
    csca,
    der,
    document_types,
    extension,
    key,
    key_names,
    master_list,
    name,
    num,
    oid,
    private_key_period,
    purposes,
    revocation_list,
    seq,
    signer,
    text,
    usage,
    zone_file,
)

from traveldoc.chip import (
    ChipExamination,
    State,
)


def decided(found: ChipExamination, check: str) -> tuple[str, str]:
    return found.trusted.state.value, graded(found, check)[0]


def test_a_state_key_that_may_not_issue_is_not_trusted() -> None:
    names = key_names(ROOT.public, ROOT.public)
    for extensions, expected in (
        ((*names, usage(6), authority_constraint()), ("failed", "inconsistent")),
        ((*names, usage(5)), ("verified", "inconclusive")),
    ):
        root = csca(extensions=extensions)
        assert decided(examine(chip(signer(root)), root.encoded()), "chip.trust.authority") == expected
    other = csca(number=1)
    names = key_names(other.public, other.public)
    listed = csca(number=1, extensions=(*names, usage(5), authority_constraint(is_authority=False)))
    lister = signer(ROOT, "p256", 70, purposes("2.23.136.1.1.3"))
    found = examine(chip(signer(listed)), master_list(lister, [listed.encoded()]), ROOT.encoded())
    assert decided(found, "chip.trust.authority") == ("failed", "inconsistent")
    new = csca(number=2)
    names = key_names(new.public, ROOT.public)
    link = new.but(
        issuer_key=ROOT.key, extensions=(*names, usage(5), authority_constraint(is_authority=False))
    )
    listed_link = master_list(lister, [link.encoded()])
    found = examine(chip(signer(new)), listed_link, ROOT.encoded())
    assert decided(found, "chip.trust.authority") == ("verified", "inconclusive")
    found = examine(chip(signer(new)), listed_link, ROOT.encoded(), new.encoded())
    assert decided(found, "chip.trust.authority") == ("verified", "consistent")
    old = csca(extensions=(), version=1)
    assert decided(examine(chip(signer(old)), old.encoded()), "chip.trust.authority") == (
        "verified",
        "consistent",
    )


@pytest.mark.parametrize(
    "extensions",
    [(usage(5),), (usage(0), authority_constraint()), (usage(0), purposes("2.23.136.1.1.3"))],
)
def test_a_signer_that_may_not_sign_documents_is_not_trusted(extensions: tuple[bytes, ...]) -> None:
    names = key_names(PAPER.public, ROOT.public)
    paper = PAPER.but(extensions=(*names, *extensions))
    found = examine(chip(paper), ROOT.encoded())
    assert (found.signature.state, *decided(found, "chip.trust.usage")) == (
        State.VERIFIED,
        "failed",
        "inconsistent",
    )


def test_a_broken_extension_is_inconclusive_and_never_passed_over() -> None:
    names = key_names(PAPER.public, ROOT.public)
    paper = PAPER.but(extensions=(*names, extension("2.5.29.15", b"\x30\x09")))
    found = examine(chip(paper), ROOT.encoded())
    assert graded(found, "chip.trust.usage") == ["inconclusive"]
    assert "inconclusive" in graded(found, "chip.trust.profile")


def test_a_broken_name_of_the_state_leaves_the_two_letters() -> None:
    names = key_names(PAPER.public, ROOT.public)
    paper = PAPER.but(extensions=(*names, usage(0), extension("2.5.29.17", b"\x30\x09")))
    found = examine(chip(paper), ROOT.encoded())
    assert found.issuer == "UT"
    assert "inconclusive" in graded(found, "chip.trust.country")


def test_a_signature_from_outside_the_certificates_validity_is_not_trusted() -> None:
    late = datetime(2036, 1, 1, tzinfo=UTC)
    found = examine(chip(PAPER, signed_at=late), ROOT.encoded())
    assert decided(found, "chip.trust.signed-at") == ("failed", "inconsistent")
    hours_before = datetime(2019, 12, 31, 20, tzinfo=UTC)
    found = examine(chip(PAPER, signed_at=hours_before), ROOT.encoded())
    assert decided(found, "chip.trust.signed-at") == ("verified", "consistent")
    unknown = examine(chip(PAPER, signed_at=None), ROOT.encoded())
    assert decided(unknown, "chip.trust.signed-at") == ("verified", "not examined")


def test_the_date_of_issue_stands_in_for_the_time_of_the_signature() -> None:
    made = chip(PAPER, [(12, der(0x6C, der(0x5F26, b"20360101")))], signed_at=None)
    found = examine(made, ROOT.encoded())
    assert decided(found, "chip.trust.signed-at") == ("failed", "inconsistent")
    assert graded(found, "chip.data.issue") == ["inconsistent"]


def test_a_signature_after_the_use_of_the_private_key_is_inconclusive() -> None:
    paper = signer(ROOT, "p256", 50, private_key_period(START, datetime(2020, 4, 1, tzinfo=UTC)))
    found = examine(chip(paper), ROOT.encoded())
    assert decided(found, "chip.trust.private-key") == ("verified", "inconclusive")
    within = examine(chip(paper, signed_at=datetime(2020, 2, 1, tzinfo=UTC)), ROOT.encoded())
    assert decided(within, "chip.trust.private-key") == ("verified", "consistent")


def test_an_expired_certificate_is_told_and_stays_trusted() -> None:
    found = examine(chip(PAPER), ROOT.encoded(), on=date(2040, 1, 1))
    assert decided(found, "chip.trust.today") == ("verified", "inconclusive")


def test_a_signer_issued_outside_the_state_keys_time_is_told() -> None:
    early = csca(start=datetime(2022, 1, 1, tzinfo=UTC))
    assert graded(examine(chip(signer(early)), early.encoded()), "chip.trust.issued-at") == ["inconsistent"]
    names = key_names(ROOT.public, ROOT.public)
    short = private_key_period(None, datetime(2019, 1, 1, tzinfo=UTC))
    root = csca(extensions=(*names, usage(5), authority_constraint(), short))
    assert graded(examine(chip(signer(root)), root.encoded()), "chip.trust.issued-at") == ["inconclusive"]


def test_a_signer_of_another_state_than_the_document_is_not_trusted() -> None:
    zone = ZONE.replace("P<UTO", "P<NZL")
    found = examine(chip(PAPER, [(1, zone_file(zone))]), ROOT.encoded())
    assert decided(found, "chip.trust.country") == ("failed", "inconsistent")


def state_chip(country: str, code: str) -> ChipExamination:
    """A chip whose certificates have only two letters, and a zone with this code."""
    issuer = name(f"C={country}", "CN=CSCA")
    root = csca(subject=issuer, issuer=issuer, extensions=(usage(5), authority_constraint()))
    paper = Paper(name(f"C={country}", "CN=DS"), issuer, key("p256", 50), root.key, (usage(0),))
    zone = "P<" + code.ljust(3, "<") + ZONE[5:]
    return examine(chip(paper, [(1, zone_file(zone))]), root.encoded())


@pytest.mark.parametrize(
    ("country", "code"),
    [("DE", "D"), ("NZ", "NZL"), ("GB", "GBD"), ("UN", "UNO"), ("HK", "CHN"), ("KS", "RKS"), ("eu", "EUE")],
)
def test_two_letters_and_three_stand_for_one_state(country: str, code: str) -> None:
    assert decided(state_chip(country, code), "chip.trust.country") == ("verified", "consistent")


def test_letters_of_another_state_do_not() -> None:
    assert decided(state_chip("NZ", "AUS"), "chip.trust.country") == ("failed", "inconsistent")
    assert decided(state_chip("UT", "UTO"), "chip.trust.country")[1] in {"inconclusive", "inconsistent"}


def test_certificates_of_two_states_are_not_trusted() -> None:
    paper = signer(ROOT).but(subject=name("C=AR", "CN=DS"))
    found = examine(chip(paper), ROOT.encoded())
    assert decided(found, "chip.trust.country") == ("failed", "inconsistent")


def test_a_signer_signs_only_the_kinds_of_documents_in_its_list() -> None:
    for codes, grade in (
        (("P",), "consistent"),
        (("ID", "P"), "consistent"),
        (("ID",), "inconsistent"),
        (("PD",), "inconsistent"),
    ):
        found = examine(chip(signer(ROOT, "p256", 50, document_types(*codes))), ROOT.encoded())
        assert graded(found, "chip.trust.document-type") == [grade]
    unread = examine(chip(signer(ROOT, "p256", 50, document_types("P"))), changed={"EF_DG1.BIN": None})
    assert graded(unread, "chip.trust.document-type") == ["not examined"]
    assert graded(examine(chip(PAPER)), "chip.trust.document-type") == ["not examined"]


def test_what_is_odd_in_a_certificate_is_told() -> None:
    names = key_names(PAPER.public, ROOT.public)
    odd = PAPER.but(serial=-7, extensions=(*names, usage(0), extension("1.2.3", NULL, critical=True)))
    found = examine(chip(odd), csca(serial=0).encoded())
    assert graded(found, "chip.trust.profile") == ["consistent", "inconclusive", "consistent"]
    outer = PAPER.but(outer=seq(oid("1.2.840.10045.4.3.4")))
    assert graded(examine(chip(outer), ROOT.encoded()), "chip.trust.profile") == ["inconclusive"]


def test_it_is_told_who_vouches_for_the_key_and_since_when() -> None:
    lister = signer(ROOT, "p256", 70, purposes("2.23.136.1.1.3"))
    listed = master_list(lister, [ROOT.encoded()])
    found = examine(chip(PAPER), listed, ROOT.encoded())
    seen = [str(each.seen) for each in of(found, "chip.trust.source")]
    assert seen == [
        "certificate “file 1”, brought by itself",
        "master list “file 0” of UT, signed on 2024-03-01",
    ]
    own = examine(chip(PAPER), listed)
    assert "nobody else vouches" in str(of(own, "chip.trust.source")[0].hint)
    old = examine(chip(PAPER), listed, ROOT.encoded(), on=date(2026, 1, 1))
    assert "more than a year old" in str(of(old, "chip.trust.source")[1].hint)
    undated = master_list(lister, [ROOT.encoded()], signed_at=None)
    assert "signed on ?" in str(of(examine(chip(PAPER), undated), "chip.trust.source")[0].seen)


def test_a_withdrawn_signer_is_not_trusted() -> None:
    found = examine(chip(PAPER), ROOT.encoded(), revocation_list(ROOT, [1050]))
    assert decided(found, "chip.trust.revocation") == ("failed", "inconsistent")
    other = examine(chip(PAPER), ROOT.encoded(), revocation_list(ROOT, [7]))
    assert decided(other, "chip.trust.revocation") == ("verified", "consistent")
    assert decided(examine(chip(PAPER), ROOT.encoded()), "chip.trust.revocation") == (
        "verified",
        "not examined",
    )


def test_a_revocation_list_that_is_old_or_forged_is_not_relied_on() -> None:
    stale = revocation_list(ROOT, following=datetime(2024, 4, 1, tzinfo=UTC))
    assert graded(examine(chip(PAPER), ROOT.encoded(), stale), "chip.trust.revocation") == ["inconclusive"]
    forged = revocation_list(csca(number=1), named=False)
    found = examine(chip(PAPER), ROOT.encoded(), forged)
    assert graded(found, "chip.trust.revocation") == ["inconclusive"]
    endless = revocation_list(ROOT, following=None, named=False)
    assert graded(examine(chip(PAPER), ROOT.encoded(), endless), "chip.trust.revocation") == ["consistent"]
    unknown = revocation_list(csca(number=1))
    assert graded(examine(chip(PAPER), ROOT.encoded(), unknown), "chip.trust.revocation") == ["inconclusive"]


PERIOD = der(0xA4, der(0x18, b"20200101000000Z"), der(0x18, b"20201231000000Z"))


@pytest.mark.parametrize(
    ("conditions", "grade"),
    [
        ((), "inconclusive"),
        ((der(0x80, b"P<"), der(0xA1, UTOPIA, num(1050))), "inconclusive"),
        ((der(0xA5, text("L898902C3", 0x13)),), "inconclusive"),
        ((der(0x80, b"ID"),), "consistent"),
        ((der(0xA1, UTOPIA, num(7)),), "consistent"),
        ((PERIOD,), "consistent"),
        ((der(0xA5, text("OTHER", 0x13)),), "consistent"),
        ((der(0x83, b"digest"),), "consistent"),
    ],
)
def test_an_announced_fault_is_told_where_all_its_conditions_fit(
    conditions: tuple[bytes, ...], grade: str
) -> None:
    found = examine(chip(PAPER), ROOT.encoded(), deviating(*conditions))
    assert graded(found, "chip.trust.deviation") == [grade]


def test_other_deviations() -> None:
    two = examine(chip(PAPER), ROOT.encoded(), deviating(kinds=("2.23.136.1.1.7.1", "1.2.3")))
    assert len(of(two, "chip.trust.deviation")) == 2
    unread = examine(chip(PAPER), ROOT.encoded(), deviating(der(0x80, b"ID")), changed={"EF_DG1.BIN": None})
    assert graded(unread, "chip.trust.deviation") == ["inconclusive"]
    arcadia = csca(number=1, subject=name("C=AR"), issuer=name("C=AR"))
    foreign = examine(chip(PAPER), ROOT.encoded(), arcadia.encoded(), deviating(authority=arcadia))
    assert graded(foreign, "chip.trust.deviation") == ["consistent"]
