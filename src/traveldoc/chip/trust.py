"""The trust store: the keys of States that somebody vouches for, and who that is (Doc 9303-12, 6.1.1).

A certificate that a person brings by itself is trusted because he brings it. A list is trusted because its
signature holds and its signer leads to a key that is trusted already, or, where `own_word` allows it, to a
key that the list itself carries: then the person who brings the list vouches for it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from traveldoc.chip.certificate import Certificate, load_certificate
from traveldoc.chip.der import INTEGER, SEQUENCE, Fields, integer
from traveldoc.chip.deviation_list import DeviationList
from traveldoc.chip.fault import ChipError
from traveldoc.chip.master_list import own_word as proved_by_itself
from traveldoc.chip.master_list import prove_signer
from traveldoc.chip.proof import HOLDS, Proof, State
from traveldoc.chip.revocation import RevocationList
from traveldoc.chip.signed_data import SignerId
from traveldoc.chip.tlv import parse
from traveldoc.chip.trust_file import Kind, Source, TrustPart
from traveldoc.finding import Phrase, gettext_noop

# States number their signers one by one, so in a directory of the world a small number is on dozens.
MAX_NUMBERED: Final = 500
_LISTS: Final = frozenset({Kind.MASTER_LIST, Kind.DEVIATION_LIST})
_SIGNER: Final = gettext_noop("a signer's certificate")


@dataclass(frozen=True)
class Vouched:
    """A source and what vouches for it: HOLDS, or `not examined` for a list that vouches for itself."""

    source: Source
    proof: Proof


@dataclass(frozen=True)
class Anchor:
    """A State's certificate and everybody who vouches for it."""

    certificate: Certificate
    vouched: tuple[Vouched, ...]


class TrustStore:
    """Never changed once made. `refused` are sources that nothing vouches for, with the reason."""

    def __init__(self, parts: Iterable[TrustPart] = (), *, own_word: bool = True) -> None:
        self.refused: list[Vouched] = []
        self.sources: list[Vouched] = []
        self.unreadable: list[tuple[Source, Phrase, Phrase]] = []
        self.revocation_lists: list[tuple[Source, RevocationList]] = []
        self.deviation_lists: list[tuple[Source, DeviationList]] = []
        self._vouched: dict[bytes, list[Vouched]] = {}
        self._certificates: dict[bytes, Certificate] = {}
        self._by_key: dict[bytes, list[Certificate]] = defaultdict(list)
        self._by_name: dict[tuple[tuple[str, str], ...], list[Certificate]] = defaultdict(list)
        self._signers: list[bytes] = []
        self._own_words: dict[int, Proof] = {}  # proved once, however often a list waits
        self._by_serial: dict[int, list[bytes]] = defaultdict(list)
        lists = []
        for part in parts:
            if part.source.kind in _LISTS:
                lists.append(part)
            else:
                self._add(part, HOLDS)
        self._add_lists(lists, own_word=own_word)

    def _add_lists(self, waiting: list[TrustPart], *, own_word: bool) -> None:
        """One list may vouch for the signer of another, so they are gone through until nothing changes."""
        while waiting:
            proofs = [(part, self._prove(part)) for part in waiting]
            ready = [(part, proof) for part, proof in proofs if proof]
            if not ready and own_word:
                ready = [(part, proof) for part, proof in proofs if proof.state is State.NOT_EXAMINED][:1]
            if not ready:
                self.refused += [Vouched(part.source, proof) for part, proof in proofs]
                return
            for part, proof in ready:
                self._add(part, proof)
            taken = {id(part) for part, _ in ready}
            waiting = [part for part in waiting if id(part) not in taken]

    def _prove(self, part: TrustPart) -> Proof:
        signer = part.source.signer
        if not part.source.proof or signer is None:
            return Proof(State.FAILED, part.source.proof.reason)
        known = (*self._by_key.get(signer.authority_key_identifier, ()), *self.named(signer))
        if id(part) not in self._own_words:
            self._own_words[id(part)] = proved_by_itself(signer, part.carried)
        return prove_signer(signer, known, self._own_words[id(part)])

    def _add(self, part: TrustPart, proof: Proof) -> None:
        vouched = Vouched(part.source, proof)
        self.sources.append(vouched)
        self.unreadable += [(part.source, where, why) for where, why in part.unreadable]
        self.revocation_lists += [(part.source, found) for found in part.revocation_lists]
        if part.deviations is not None:
            self.deviation_lists.append((part.source, part.deviations))
        for signer in part.signers:
            self._add_signer(signer, part.source)
        for authority in part.authorities:
            self._add_authority(authority, vouched)

    def _add_authority(self, authority: Certificate, vouched: Vouched) -> None:
        known = self._vouched.get(authority.encoded)
        if known is not None:
            known.append(vouched)
            return
        key = authority.key_identifier
        self._vouched[authority.encoded] = [vouched]
        self._by_key[key].append(authority)
        if key != authority.key_info.sha1:
            self._by_key[authority.key_info.sha1].append(authority)
        self._by_name[authority.subject.normal].append(authority)
        self._certificates[authority.encoded] = authority

    def _add_signer(self, encoded: bytes, source: Source) -> None:
        try:
            self._by_serial[_serial(encoded)].append(encoded)
            self._signers.append(encoded)
        except ChipError as error:
            self.unreadable.append((source, Phrase(_SIGNER), error.phrase))

    def __len__(self) -> int:
        return len(self._certificates)

    @property
    def is_filled(self) -> bool:
        """Whether there is anything in it at all: keys of States, or certificates of signers."""
        return bool(self._certificates or self._signers)

    @property
    def authorities(self) -> tuple[Certificate, ...]:
        return tuple(self._certificates.values())

    def anchor(self, authority: Certificate) -> Anchor:
        return Anchor(authority, tuple(self._vouched[authority.encoded]))

    def with_key(self, key_identifier: bytes) -> tuple[Certificate, ...]:
        return tuple(self._by_key.get(key_identifier, ()))

    def named(self, issued: Certificate) -> tuple[Certificate, ...]:
        """The State certificates with the name of the issuer of `issued`."""
        return tuple(self._by_name.get(issued.issuer.normal, ()))

    def of_state(self, country: str) -> tuple[Certificate, ...]:
        """All certificates of the State with these two letters."""
        return tuple(known for known in self.authorities if known.subject.country == country)

    @cached_property
    def countries(self) -> frozenset[str]:
        """Two-letter codes of the States of which there is a key."""
        return frozenset(known.subject.country for known in self.authorities)

    def newest(self, country: str) -> datetime | None:
        """When the youngest list was signed that has a key of this State; None when no list has one."""
        dates = [
            vouched.source.issued
            for authority in self.authorities
            if authority.subject.country == country
            for vouched in self._vouched[authority.encoded]
            if vouched.source.issued is not None
        ]
        return max(dates, default=None)

    def numbered(self, serial: int) -> tuple[Certificate, ...]:
        """Signers' certificates with this serial number, as seals name them (Doc 9303-13, 2.2.1)."""
        found = []
        for encoded in self._by_serial.get(serial, [])[:MAX_NUMBERED]:
            try:
                found.append(load_certificate(encoded))
            except ChipError:
                continue
        return tuple(found)

    def signer(self, wanted: SignerId) -> Certificate | None:
        """A document signer's certificate that is not on the chip but in the store."""
        if wanted.issuer is None:
            candidates = [encoded for encoded in self._signers if wanted.key_identifier in encoded]
        else:
            candidates = self._by_serial.get(wanted.serial, [])
        for encoded in candidates:
            try:
                found = load_certificate(encoded)
                if wanted.names(found):
                    return found
            except ChipError:
                continue
        return None


def _serial(encoded: bytes) -> int:
    """The serial number alone, without reading the rest of the certificate."""
    fields = Fields(Fields(parse(encoded)).take(SEQUENCE))
    fields.optional(0xA0)
    return integer(fields.take(INTEGER))
