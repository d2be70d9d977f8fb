"""What an import would change, before anything is changed: part by part of a file."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext

from secondline.people.models import Agency
from secondline.reference.models import StateKey, TrustSource
from secondline.reference.queries.trust import contradicts, in_force, keys_of, trust_of
from secondline.reference.trust_rules import KINDS, MOST_KEYS, MOST_LISTS, MOST_SIGNERS, REPLACED, Verdict
from traveldoc.chip import ChipError, Kind, Proof, Source, State, TrustPart, TrustStore
from traveldoc.chip.certificate import Certificate
from traveldoc.chip.master_list import issuers
from traveldoc.chip.proof import HOLDS
from traveldoc.chip.revocation import RevocationList
from traveldoc.chip.state import shown_code
from traveldoc.finding import Phrase, gettext_noop

LONGEST_TEXT = 500

_TOO_MANY = gettext_noop("it holds more than %(most)s certificates or lists, more than are taken at once")
_OLDER = gettext_noop("a newer one of this kind and State is here already, dated %(date)s")
_ALONE = gettext_noop("nobody vouches for it: compare its fingerprint with one that you got in another way")
_UNSIGNED = gettext_noop("its certificates of States stand in it unsigned")
_NO_KEY = gettext_noop("it is signed with no key that is trusted here; import the State's key first")
_EMPTY = gettext_noop("nothing in it can be used")


@dataclass(frozen=True)
class PartPreview:
    """One part of a file: what becomes of it, and what it would change.

    `roots` are the certificates that would be pinned: whoever vouches compares their fingerprints first.
    `missing` are keys that the last list of this source had and this one has not.
    """

    number: int
    part: TrustPart
    verdict: Verdict
    reason: Phrase
    roots: tuple[Certificate, ...] = ()
    replaces: tuple[TrustSource, ...] = ()
    new: tuple[StateKey, ...] = ()
    known: int = 0
    missing: tuple[StateKey, ...] = ()
    expired: tuple[StateKey, ...] = ()
    contradictory: tuple[tuple[StateKey, StateKey], ...] = ()

    @property
    def kind_words(self) -> str:
        return str(KINDS[self.part.source.kind.value])

    @property
    def issuer(self) -> str:
        return issuer_of(self.part)

    @property
    def sorts(self) -> list[tuple[str, tuple[StateKey, ...]]]:
        """The keys that a person looks at, each sort with its words."""
        return [
            (gettext("New keys"), self.new),
            (gettext("Missing since the last list"), self.missing),
            (gettext("Expired"), self.expired),
        ]

    @property
    def takeable(self) -> bool:
        return self.verdict in {Verdict.VERIFIED, Verdict.PIN}

    @property
    def keys(self) -> int:
        return len(self.new) + self.known


@dataclass(frozen=True)
class Preview:
    sha256: str
    size: int
    name: str
    parts: tuple[PartPreview, ...]

    @property
    def takeable(self) -> list[PartPreview]:
        return [part for part in self.parts if part.takeable]

    @property
    def needs_reason(self) -> bool:
        return any(part.verdict == Verdict.PIN for part in self.parts)


@dataclass
class Desk:
    """What is compared with: the trust of the agency now, its own sources, the keys that it knows."""

    agency: Agency
    at: datetime
    trusted: TrustStore
    sources: list[TrustSource]
    known: dict[str, StateKey] = field(default_factory=dict)
    by_public_key: dict[str, list[StateKey]] = field(default_factory=dict)
    by_number: dict[tuple[str, str], list[StateKey]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key in keys_of(in_force(self.agency, self.at)).defer("encoded"):
            self.learn(key)

    def learn(self, key: StateKey) -> None:
        self.known[key.sha256] = key
        self.by_public_key.setdefault(key.public_key, []).append(key)
        self.by_number.setdefault((key.issuer, key.serial), []).append(key)

    def against(self, key: StateKey) -> list[StateKey]:
        near = [
            *self.by_public_key.get(key.public_key, ()),
            *self.by_number.get((key.issuer, key.serial), ()),
        ]
        return [other for other in near if other.sha256 != key.sha256 and contradicts(key, other)]


def preview(*, agency: Agency, name: str, data: bytes, parts: Sequence[TrustPart], at: datetime) -> Preview:
    """Nothing is stored. Raises ChipError for a file that is more than is taken."""
    _bounded(parts)
    sha256 = hashlib.sha256(data).hexdigest()
    desk = Desk(agency, at, trust_of(agency, at).store, list(in_force(agency, at).filter(agency=agency)))
    verdicts = _verdicts(desk, sha256, parts)
    seen = tuple(
        _part(desk, number, part, *verdicts[number], sha256=sha256) for number, part in enumerate(parts)
    )
    return Preview(sha256, len(data), name, seen)


def _bounded(parts: Sequence[TrustPart]) -> None:
    keys = sum(len(part.authorities) + len(part.unreadable) for part in parts)
    lists = sum(len(part.revocation_lists) for part in parts) + len(parts)
    signers = sum(len(part.signers) for part in parts)
    for count, most in ((keys, MOST_KEYS), (signers, MOST_SIGNERS), (lists, MOST_LISTS)):
        if count > most:
            raise ChipError(_TOO_MANY, most=most)


def _verdicts(desk: Desk, sha256: str, parts: Sequence[TrustPart]) -> list[tuple[Verdict, Phrase]]:
    """What is verified with the keys of now, those of verified parts included: one may lead to another."""
    known = {(source.sha256, source.part) for source in desk.sources}
    verified, proofs = prove(desk.trusted, parts)
    found = []
    for number, part in enumerate(parts):
        if (sha256, number) in known:
            found.append((Verdict.KNOWN, Phrase("")))
        elif newer := _newer(desk, sha256, part):
            found.append((Verdict.REFUSED, Phrase(_OLDER, {"date": f"{newer:%Y-%m-%d}"})))
        else:
            found.append(_verdict(part, verified, proofs.get(id(part))))
    return found


def prove(trusted: TrustStore, parts: Sequence[TrustPart]) -> tuple[TrustStore, dict[int, Proof]]:
    """The store with what can be verified of the parts, and for each signed list its proof (by its id)."""
    lists = [part for part in parts if part.source.kind in {Kind.MASTER_LIST, Kind.DEVIATION_LIST}]
    anchors = TrustPart(Source("", Kind.CERTIFICATE), authorities=trusted.authorities)
    store = TrustStore([anchors, *lists], own_word=False)
    proofs = {id(part): HOLDS for part in lists}
    for refused in store.refused:
        proofs |= {id(part): refused.proof for part in lists if part.source is refused.source}
    return store, proofs


def _verdict(part: TrustPart, verified: TrustStore, proof: Proof | None) -> tuple[Verdict, Phrase]:
    if proof is not None:  # a signed list
        if proof:
            return Verdict.VERIFIED, Phrase("")
        can_pin = proof.state is State.NOT_EXAMINED
        return (Verdict.PIN if can_pin else Verdict.REFUSED), proof.reason
    if part.source.kind is Kind.REVOCATION_LIST:
        good = all(_signed(each, verified) for each in part.revocation_lists)
        return (Verdict.VERIFIED, Phrase("")) if good else (Verdict.REFUSED, Phrase(_NO_KEY))
    if not (part.authorities or part.signers or part.revocation_lists):
        return Verdict.REFUSED, Phrase(_EMPTY)
    if all(_issued(each, verified) for each in part.authorities):
        return Verdict.VERIFIED, Phrase("")
    return Verdict.PIN, Phrase(_UNSIGNED if part.source.kind is Kind.DIRECTORY else _ALONE)


def _issued(authority: Certificate, verified: TrustStore) -> bool:
    """Known already, or issued with a key that is trusted (a link certificate)."""
    candidates = verified.with_key(authority.authority_key_identifier or authority.key_identifier)
    others = [each for each in candidates if each.key_info.encoded != authority.key_info.encoded]
    return authority in verified.authorities or any(authority.signed_by(each.key) for each in others)


def _signed(found: RevocationList, verified: TrustStore) -> bool:
    named = found.authority_key_identifier
    issuer = found.issuer.country
    candidates = verified.with_key(named) if named else verified.of_state(issuer)
    return any(found.signed_by(each.key) for each in candidates)


def replaced(sources: Iterable[TrustSource], part: TrustPart, sha256: str) -> list[TrustSource]:
    """The sources whose place this part takes: the same kind and State, of another file."""
    source = part.source
    if source.kind.value not in REPLACED:
        return []
    return [
        each
        for each in sources
        if each.kind == source.kind.value and each.issuer == issuer_of(part) and each.sha256 != sha256
    ]


def _newer(desk: Desk, sha256: str, part: TrustPart) -> date | None:
    issued = part.source.issued
    if issued is None:
        return None
    dates = [each.issued_on for each in replaced(desk.sources, part, sha256) if each.issued_on]
    return max((day for day in dates if day > issued.date()), default=None)


def _part(
    desk: Desk, number: int, part: TrustPart, verdict: Verdict, reason: Phrase, *, sha256: str
) -> PartPreview:
    rows = list({row.sha256: row for row in map(key_row, part.authorities)}.values())
    new = tuple(row for row in rows if row.sha256 not in desk.known)
    today = desk.at.date()
    replaces = tuple(replaced(desk.sources, part, sha256)) if verdict != Verdict.REFUSED else ()
    there = {row.sha256 for row in rows}
    missing = keys_of(replaces).defer("encoded") if replaces else ()
    return PartPreview(
        number=number,
        part=part,
        verdict=verdict,
        reason=reason,
        roots=roots(part) if verdict == Verdict.PIN else (),
        replaces=replaces,
        new=new,
        known=len(rows) - len(new),
        missing=tuple(key for key in missing if key.sha256 not in there),
        expired=tuple(row for row in rows if row.valid_to and row.valid_to < today),
        contradictory=tuple((row, other) for row in new for other in desk.against(row)),
    )


def roots(part: TrustPart) -> tuple[Certificate, ...]:
    """What would be pinned: the certificates themselves, or of a list the one that its signer leads to."""
    if part.source.signer is None:
        return part.authorities
    found = sorted(issuers(part.source.signer, part.carried), key=lambda each: each.is_link)
    return tuple(found[:1])


def key_row(certificate: Certificate) -> StateKey:
    """A State's certificate as a row, not yet stored."""
    validity = certificate.validity
    return StateKey(
        sha256=certificate.fingerprint,
        encoded=certificate.encoded,
        state=state_code(certificate),
        subject=shown(str(certificate.subject)),
        issuer=shown(str(certificate.issuer)),
        serial=f"{certificate.serial:X}"[:128],
        valid_from=validity.start.date() if validity.start else None,
        valid_to=validity.end.date() if validity.end else None,
        algorithm=shown(certificate.key.name, 80),
        key_identifier=certificate.key_identifier.hex()[:128],
        public_key=hashlib.sha256(certificate.key_info.key_bits).hexdigest(),
        link=certificate.is_link,
        oddities=[plain(phrase) for phrase in (*certificate.oddities, *certificate.broken)],
    )


def issuer_of(part: TrustPart) -> str:
    """The State that a part is of: its signer's, or its only certificate's; else the letters given."""
    source = part.source
    alone = part.authorities[0] if source.kind is Kind.CERTIFICATE and part.authorities else None
    certificate = source.signer or alone
    return (state_code(certificate) if certificate else "") or shown(source.issuer, 3)


def state_code(certificate: Certificate) -> str:
    """The State by its code, which stands in addresses; nothing where the certificate gives no code."""
    code = shown_code(certificate)
    return code if code.isascii() and code.isalnum() and len(code) <= 3 else ""


def shown(text: str, longest: int = LONGEST_TEXT) -> str:
    """A text out of a certificate, fit for a row: what can't be printed is replaced, what is long is cut."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:longest])


def plain(phrase: Phrase) -> dict[str, Any]:
    """A sentence as it is stored, so that every reader gets it in their own language."""
    values = {name: shown(value) for name, value in phrase.values.items()}
    return {"template": phrase.template, "values": values}
