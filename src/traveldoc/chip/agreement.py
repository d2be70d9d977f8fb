"""Do the data on the chip agree with each other, with the page and with the signer's certificate?"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from traveldoc.checks.check import Check
from traveldoc.checks.chip_data import ACTIVE, BIRTH, CHIP, EXPIRY, FACE, ISSUE, ZONE
from traveldoc.chip.active import ActiveEvidence, prove_active
from traveldoc.chip.certificate import Certificate
from traveldoc.chip.chip_authentication import ChipEvidence, prove_chip
from traveldoc.chip.contents import Contents
from traveldoc.chip.proof import Proof, State
from traveldoc.chip.security_info import ACTIVE_AUTHENTICATION
from traveldoc.finding import Finding, Grade, Phrase, Place, gettext_noop
from traveldoc.mrz.parse import Mrz
from traveldoc.mrz.parse import parse as parse_zone

MAX_KEYS: Final = 4  # of DG14 that are tried; each agreement costs time, and a chip has one or two
_JPEG: Final = "image/jpeg"
_NOT_READ: Final = Phrase(gettext_noop("the chip's zone (DG1) was not read"))
_NOT_GIVEN: Final = Phrase(gettext_noop("the printed zone was not given"))
_SAME: Final = Phrase(gettext_noop("all characters are the same"))
_OTHER_FORMAT: Final = Phrase(gettext_noop("the zones are of different formats"))
_DIFFERENT: Final = gettext_noop(
    "line %(line)s, from character %(column)s: “%(chip)s” on the chip, “%(page)s” printed"
)
_ONE_MISSING: Final = Phrase(gettext_noop("one of the two dates is not there or can't be read"))
_DATES: Final = gettext_noop("%(one)s and %(other)s")
_NO_DATE: Final = Phrase(gettext_noop("the chip does not say when the document was issued"))
_NO_SIGNER: Final = Phrase(gettext_noop("the signer's certificate is not known"))
_WITHIN: Final = gettext_noop("%(at)s, within %(period)s")
_OUTSIDE: Final = gettext_noop("%(at)s, outside %(period)s")
_NO_FACE: Final = Phrase(gettext_noop("DG2 was not read, or holds no picture"))
_PICTURE: Final = gettext_noop("%(kind)s, %(width)s by %(height)s, %(standard)s")
_NO_PICTURE: Final = Phrase(gettext_noop("what stands there begins like no kind of picture"))
_OTHER_KIND: Final = gettext_noop("the header says %(announced)s, the picture is %(kind)s")
_NO_EVIDENCE: Final = Phrase(gettext_noop("the reader recorded no evidence"))
_NO_KEY: Final = Phrase(gettext_noop("the chip gives no key for this"))


def zone(read: Contents, printed: Mrz | None) -> Iterator[Finding]:
    """DG1 against what is printed, character by character."""
    if read.zone is None or printed is None:
        yield ZONE.not_examined(_NOT_READ if read.zone is None else _NOT_GIVEN)
    elif read.zone.layout != printed.layout:
        yield ZONE.faulty(_OTHER_FORMAT)
    elif read.zone.text == printed.text:
        yield ZONE.consistent(_SAME)
    else:
        yield from map(_difference, *_differing(read.zone, printed))


def _differing(chip: Mrz, page: Mrz) -> tuple[tuple[int, ...], tuple[str, ...], tuple[str, ...]]:
    """Numbers (from 1) and texts of the lines that differ."""
    pairs = zip(chip.lines, page.lines, strict=True)
    lines = [(number, ours, theirs) for number, (ours, theirs) in enumerate(pairs, 1) if ours != theirs]
    numbers, ours, theirs = zip(*lines, strict=True)
    return numbers, ours, theirs


def _difference(line: int, chip: str, page: str) -> Finding:
    differing = [column for column, (one, other) in enumerate(zip(chip, page, strict=True)) if one != other]
    first, last = differing[0], differing[-1]
    values = {
        "line": str(line),
        "column": str(first + 1),
        "chip": chip[first : last + 1],
        "page": page[first : last + 1],
    }
    return ZONE.faulty(Phrase(_DIFFERENT, values), place=Place("mrz", line, first + 1, last + 1))


def birth(read: Contents) -> Iterator[Finding]:
    """DG11's date against the six digits of DG1; unknown parts agree with everything."""
    if read.holder is None:
        return
    full = read.holder.date_of_birth
    short = "" if read.zone is None else read.zone.values["date_of_birth"]
    if len(short) != 6 or not full:
        yield BIRTH.not_examined(_ONE_MISSING)
        return
    pairs = ((full[2:4], short[:2]), (full[5:7], short[2:4]), (full[8:], short[4:]))
    same = all(one == other or "X" in one or "<" in other for one, other in pairs)
    seen = Phrase(_DATES, {"one": short, "other": full})
    yield BIRTH.consistent(seen) if same else BIRTH.faulty(seen)


def issue(read: Contents, held: Certificate | None) -> Iterator[Finding]:
    at = issued_at(read)
    if at is None or held is None:
        yield ISSUE.not_examined(_NO_DATE if at is None else _NO_SIGNER)
        return
    values = {"at": f"{at:%Y-%m-%d}", "period": str(held.validity)}
    if held.validity.start is not None and at.date() < held.validity.start.date():
        # The date of issue may be that of the decision, before the chip was written.
        yield ISSUE.faulty(Phrase(_OUTSIDE, values), grade=Grade.INCONCLUSIVE)
    elif held.validity.covers(at):
        yield ISSUE.consistent(Phrase(_WITHIN, values))
    else:
        yield ISSUE.faulty(Phrase(_OUTSIDE, values))


def issued_at(read: Contents) -> datetime | None:
    """Noon of DG12's date of issue; None when it is missing or has unknown parts."""
    written = "" if read.document is None else read.document.date_of_issue
    return _noon(written)


def _noon(written: str) -> datetime | None:
    try:
        return datetime.strptime(written, "%Y-%m-%d").replace(hour=12, tzinfo=UTC)
    except ValueError:
        return None


def expiry(read: Contents, held: Certificate | None) -> Iterator[Finding]:
    """DG1's date of expiry against the end of the signer's certificate."""
    written = "" if read.zone is None else read.zone.values.get("date_of_expiry", "")
    at = _noon(f"20{written[:2]}-{written[2:4]}-{written[4:]}")
    if at is None or held is None or held.validity.end is None:
        yield EXPIRY.not_examined(_NOT_READ if at is None else _NO_SIGNER)
        return
    seen = Phrase(_DATES, {"one": f"{at:%Y-%m-%d}", "other": f"{held.validity.end:%Y-%m-%d}"})
    if at.date() <= held.validity.end.date():
        yield EXPIRY.consistent(seen)
    else:
        yield EXPIRY.faulty(seen, grade=Grade.INCONCLUSIVE)


def face(read: Contents) -> Iterator[Finding]:
    place = Place("DG2")
    if not read.faces:
        yield FACE.not_examined(_NO_FACE, place=place)
    for each in read.faces:
        kind = each.image.media_type
        if not kind:
            yield FACE.faulty(_NO_PICTURE, grade=Grade.INCONCLUSIVE, place=place)
        elif each.announced and (each.announced == _JPEG) != (kind == _JPEG):
            values = {"announced": each.announced, "kind": kind}
            yield FACE.faulty(Phrase(_OTHER_KIND, values), grade=Grade.INCONCLUSIVE, place=place)
        else:
            sizes = {"width": str(each.width or "?"), "height": str(each.height or "?")}
            seen = Phrase(_PICTURE, {"kind": kind, "standard": each.standard, **sizes})
            yield FACE.consistent(seen, place=place)


def own_proofs(read: Contents, active: ActiveEvidence | None, chip: ChipEvidence | None) -> Iterator[Finding]:
    """What the chip itself proved to the reader."""
    keys = [each.key for each in read.protocols if each.key is not None]
    if active is None or read.active_key is None:
        yield ACTIVE.not_examined(_NO_KEY if read.active_key is None else _NO_EVIDENCE)
    else:
        named = (each.algorithm for each in read.protocols if each.oid == ACTIVE_AUTHENTICATION)
        yield _answer(ACTIVE, prove_active(read.active_key, active, next(named, "")))
    if chip is None or not keys:
        yield CHIP.not_examined(_NO_EVIDENCE if keys else _NO_KEY)
    else:
        proofs = [prove_chip(key, chip) for key in keys[:MAX_KEYS]]
        yield _answer(CHIP, next((proof for proof in proofs if proof), proofs[0]))


def _answer(check: Check, proof: Proof) -> Finding:
    if proof:
        return check.consistent()
    return check.faulty(proof.reason) if proof.state is State.FAILED else check.not_examined(proof.reason)


def printed_zone(given: Mrz | str | None) -> Mrz | None:
    return parse_zone(given) if isinstance(given, str) else given
