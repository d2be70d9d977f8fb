"""Are the files those that were signed? The hash value of each data group against the security object."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from traveldoc.checks.chip import CONTENT, FILES, FORM, HASHES, LIST, OBJECT, VERSION
from traveldoc.chip.algorithm import digest, hash_name
from traveldoc.chip.contents import Contents
from traveldoc.chip.fault import ChipError
from traveldoc.chip.files import COM, SOD, ChipFiles
from traveldoc.chip.security_object import SecurityObject
from traveldoc.chip.signed_data import SignedData
from traveldoc.chip.tlv import IRREGULAR, Irregularity, Notes
from traveldoc.finding import Finding, Grade, Phrase, Place, gettext_noop


class Match(StrEnum):
    """How a data group stands to the security object."""

    MATCH = "match"
    MISMATCH = "mismatch"
    ABSENT = "absent"
    NOT_IN_SOD = "not in SOD"


MANDATORY: Final = (COM, SOD, "DG1", "DG2")
# Departures from DER that genuine chips have (New Zealand: indefinite lengths); others ask for a second look.
TOLERATED: Final = frozenset(
    {
        Irregularity.INDEFINITE,
        Irregularity.PIECES,
        Irregularity.LONG_LENGTH,
        Irregularity.PADDED_NUMBER,
        Irregularity.BOOLEAN,
        Irregularity.UNSORTED,
        Irregularity.TRAILING,
    }
)

_MISSING: Final = gettext_noop("not read: %(names)s")
_READ: Final = gettext_noop("%(count)s files read")
_IGNORED: Final = Phrase(gettext_noop("Some of the files given are no files of a chip and were left out."))
_TWICE: Final = Phrase(gettext_noop("A file was given twice with different content; the first was examined."))
_NO_WRAPPER: Final = Phrase(gettext_noop("the security object stands without its own tag 77"))
_TOLERATED: Final = Phrase(gettext_noop("Genuine chips are known to have this; it proves nothing by itself."))
_SAME_HASH: Final = Phrase(gettext_noop("the same hash value"))
_OTHER_HASH: Final = Phrase(gettext_noop("another hash value"))
_NOT_READ: Final = Phrase(gettext_noop("the data group was not read"))
_NOT_SIGNED: Final = Phrase(gettext_noop("the security object has no hash value for it"))
_NO_OBJECT: Final = Phrase(gettext_noop("there is no security object to compare with"))
_OBJECT_ABSENT: Final = Phrase(gettext_noop("EF.SOD was not read"))
_VERSION: Final = gettext_noop("version %(version)s")
_STRUCTURE: Final = gettext_noop("version %(version)s, structure %(lds)s, characters %(unicode)s")
_ODD_VERSION: Final = gettext_noop("version %(version)s of the %(what)s")
_ODD_PARAMETERS: Final = Phrase(gettext_noop("a hash function with parameters that it can't have"))
_UNNAMED_HASH: Final = Phrase(
    gettext_noop("a hash function was used that the security object does not announce")
)
_LISTED: Final = gettext_noop(
    "listed in EF.COM and not signed: %(extra)s; signed and not listed: %(missing)s"
)


@dataclass(frozen=True)
class Integrity:
    """How each data group stands, and what was found."""

    groups: dict[str, Match]
    findings: tuple[Finding, ...]


def files_there(files: ChipFiles) -> Iterator[Finding]:
    missing = [name for name in MANDATORY if files.get(name) is None]
    if missing:
        yield FILES.not_examined(Phrase(_MISSING, {"names": ", ".join(missing)}))
    else:
        hint = _IGNORED if files.ignored else Phrase("")
        yield FILES.consistent(Phrase(_READ, {"count": str(len(files.files))}), hint=hint)
    for name in files.twice:
        yield FILES.faulty(_TWICE, grade=Grade.INCONCLUSIVE, place=Place(name))


def files_readable(read: Contents, present: ChipFiles) -> Iterator[Finding]:
    for name, phrase in read.faults.items():
        yield CONTENT.faulty(phrase, place=Place(name))
    if not read.faults and any(name != SOD for name in present.files):
        yield CONTENT.consistent()


def form(notes: Notes, *, wrapped: bool) -> Iterator[Finding]:
    """One finding for each kind of irregularity; tolerated ones are named, and not held against the chip."""
    place = Place(SOD)
    for irregularity in notes.irregular:
        seen = IRREGULAR[irregularity]
        if irregularity in TOLERATED:
            yield FORM.consistent(seen, place=place, hint=_TOLERATED)
        else:
            yield FORM.faulty(seen, grade=Grade.INCONCLUSIVE, place=place)
    if not wrapped:
        yield FORM.consistent(_NO_WRAPPER, place=place, hint=_TOLERATED)
    elif not notes.irregular:
        yield FORM.consistent(place=place)


def object_read(found: SecurityObject | None, fault: Phrase | None) -> Iterator[Finding]:
    place = Place(SOD)
    if found is None:
        absent = OBJECT.not_examined(_OBJECT_ABSENT, place=place)
        yield absent if fault is None else OBJECT.faulty(fault, place=place)
        return
    yield OBJECT.consistent(place=place)
    yield from form(found.notes, wrapped=found.wrapped)
    yield from _versions(found)


def _versions(found: SecurityObject) -> Iterator[Finding]:
    """4.6.2.3: version 1 has the two versions, version 0 has not; the envelope says 3, older ones 1."""
    odd = list(_oddities(found))
    yield from (VERSION.faulty(seen, grade=Grade.INCONCLUSIVE, place=Place(SOD)) for seen in odd)
    for seen in _old_versions(found.signed):
        yield VERSION.consistent(seen, place=Place(SOD), hint=_TOLERATED)
    if odd:
        return
    values = {"version": str(found.version), "lds": found.lds_version, "unicode": found.unicode_version}
    yield VERSION.consistent(Phrase(_STRUCTURE if found.version else _VERSION, values), place=Place(SOD))


def _old_versions(signed: SignedData) -> Iterator[Phrase]:
    """RFC 5652, 5.1 and 5.3: versions that should be others, as some genuine chips have them."""
    if signed.version in {1, 4, 5}:
        yield Phrase(_ODD_VERSION, {"version": str(signed.version), "what": "SignedData"})
    for signer in signed.signers:
        if signer.version == (3 if signer.id.issuer is not None else 1):
            yield Phrase(_ODD_VERSION, {"version": str(signer.version), "what": "SignerInfo"})


def _oddities(found: SecurityObject) -> Iterator[Phrase]:
    signed = found.signed
    if found.version not in {0, 1} or bool(found.version) != bool(found.lds_version):
        yield Phrase(_ODD_VERSION, {"version": str(found.version), "what": "LDSSecurityObject"})
    if signed.version not in {1, 3, 4, 5}:
        yield Phrase(_ODD_VERSION, {"version": str(signed.version), "what": "SignedData"})
    if any(signer.version not in {1, 3} for signer in signed.signers):
        yield Phrase(_ODD_VERSION, {"version": str(signed.signers[0].version), "what": "SignerInfo"})
    hashes = (found.hash, *signed.digests, *(signer.digest for signer in signed.signers))
    if any(named.has_parameters for named in hashes):
        yield _ODD_PARAMETERS
    announced = {named.oid for named in signed.digests}
    if any(signer.digest.oid not in announced for signer in signed.signers):
        yield _UNNAMED_HASH


def listed(read: Contents, found: SecurityObject | None) -> Iterator[Finding]:
    """EF.COM against EF.SOD."""
    place = Place(COM)
    if read.com is None or found is None:
        yield LIST.not_examined(place=place)
        return
    extra = sorted(set(read.com.groups) - set(found.hashes))
    missing = sorted(set(found.hashes) - set(read.com.groups))
    if not extra and not missing and not read.com.unknown:
        yield LIST.consistent(place=place)
        return
    names = [", ".join(f"DG{number}" for number in numbers) or "-" for numbers in (extra, missing)]
    yield LIST.faulty(Phrase(_LISTED, {"extra": names[0], "missing": names[1]}), place=place)


def hashes(files: ChipFiles, found: SecurityObject | None) -> Integrity:
    """Every data group that is signed or was read."""
    signed = {} if found is None else found.hashes
    groups: dict[str, Match] = {}
    findings: list[Finding] = []
    for number in HASHES:
        name = f"DG{number}"
        data = files.get(name)
        if number in signed or data is not None:
            finding, groups[name] = _compare(number, data, found)
            findings.append(finding)
    return Integrity(groups, tuple(findings))


def _compare(number: int, data: bytes | None, found: SecurityObject | None) -> tuple[Finding, Match]:
    check, place = HASHES[number], Place(f"DG{number}")
    if found is None:
        return check.not_examined(_NO_OBJECT, place=place), Match.NOT_IN_SOD
    if number not in found.hashes:
        return check.faulty(_NOT_SIGNED, place=place), Match.NOT_IN_SOD
    if data is None:
        return check.not_examined(_NOT_READ, place=place), Match.ABSENT
    try:
        same = digest(hash_name(found.hash), data) == found.hashes[number]
    except ChipError as error:
        return check.not_examined(error.phrase, place=place), Match.MISMATCH
    if same:
        return check.consistent(_SAME_HASH, place=place), Match.MATCH
    return check.faulty(_OTHER_HASH, place=place), Match.MISMATCH
