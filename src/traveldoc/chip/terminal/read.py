"""The whole way with one chip: access, its files, its proofs. How each step ended is told."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from traveldoc.chip.active import ActiveEvidence
from traveldoc.chip.card_access import card_access
from traveldoc.chip.card_security import card_security
from traveldoc.chip.chip_authentication import ChipEvidence
from traveldoc.chip.com import GROUP_TAGS, com
from traveldoc.chip.dg14 import dg14
from traveldoc.chip.dg15 import dg15
from traveldoc.chip.fault import ChipError
from traveldoc.chip.files import CARD_ACCESS, CARD_SECURITY, COM, SOD
from traveldoc.chip.group import group_of
from traveldoc.chip.security_info import SecurityInfo
from traveldoc.chip.security_object import security_object
from traveldoc.chip.terminal import elementary_file as elementary
from traveldoc.chip.terminal.access import Access, get_access
from traveldoc.chip.terminal.bac import Random
from traveldoc.chip.terminal.channel import (
    CardGoneError,
    Channel,
    EndlessError,
    Transmit,
    UnprotectedError,
)
from traveldoc.chip.terminal.chip_proof import authenticate_actively, authenticate_chip, ways
from traveldoc.chip.terminal.pace import Mapped
from traveldoc.chip.terminal.password import Password
from traveldoc.chip.terminal.secure_messaging import SecureChannelError
from traveldoc.chip.terminal.status import NOT_FOUND, RefusedError
from traveldoc.chip.terminal.step import (
    ACTIVE_PROOF,
    APPLICATION,
    CHIP_PROOF,
    FILE,
    MAPPING_PROOF,
    OTHERS,
    Outcome,
    Step,
)
from traveldoc.finding import Phrase, gettext_noop

CLOSED: Final = frozenset({3, 4})  # fingers and irises need a State's permission (terminal authentication)
KEY_GROUPS: Final = (14, 15)  # read first: the chip proves itself before it is read
MAX_REOPENED: Final = 8

_LOST: Final = gettext_noop("the protected connection was lost")
_WRONG_CHIP: Final = gettext_noop("the chip did not prove the key that EF.CardSecurity names")
_OTHERS: Final = gettext_noop("%(names)s; they are not read")
_CLOSED: Final = Phrase(gettext_noop("fingerprints and irises are not read"))
_NO_KEY: Final = Phrase(gettext_noop("the chip has no key for it"))


@dataclass(frozen=True)
class ChipReading:
    """`files` by the standard's names; `complete` when every file that the chip names was read."""

    files: dict[str, bytes]
    steps: tuple[Step, ...]
    active: ActiveEvidence | None = None
    chip: ChipEvidence | None = None

    @property
    def complete(self) -> bool:
        return bool(self.files) and all(step.outcome is not Outcome.FAILED for step in self.steps)


class _OverError(Exception):
    """Nothing more can be had from this chip; the last step says why."""


@dataclass
class _Talk:
    channel: Channel
    random: Random
    files: dict[str, bytes] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    piece: int = elementary.PIECE
    active: ActiveEvidence | None = None
    chip: ChipEvidence | None = None
    access: Access = field(default_factory=lambda: Access(()))
    reopened: int = 0

    def told(self, name: Phrase, outcome: Outcome, said: Phrase | None = None) -> None:
        self.steps.append(Step(name, outcome) if said is None else Step(name, outcome, said))

    def attempt(self, name: Phrase, deed: Callable[[], None]) -> None:
        """One step, whose end is told. Raises _OverError when the talk is over."""
        try:
            try:
                deed()
            except UnprotectedError:
                self.reopen()
                deed()
        except (CardGoneError, EndlessError, SecureChannelError) as error:
            self.told(name, Outcome.FAILED, error.phrase)
            raise _OverError from error
        except RefusedError as error:
            missing = error.status in NOT_FOUND
            self.told(name, Outcome.NOT_OFFERED if missing else Outcome.FAILED, error.phrase)
            if isinstance(error, UnprotectedError):
                self.reopen_or_end()
        except ChipError as error:
            self.told(name, Outcome.FAILED, error.phrase)
        else:
            self.told(name, Outcome.DONE)

    def reopen(self) -> None:
        """After a refusal without protection the session is lost: the same access once more."""
        self.reopened += 1
        if self.access.again is None or self.reopened > MAX_REOPENED:
            raise SecureChannelError(_LOST)
        self.channel.session = None
        with suppress(RefusedError):  # the command is optional; access may work all the same
            elementary.select_master_file(self.channel)
        self.access.again()

    def reopen_or_end(self) -> None:
        try:
            self.reopen()
        except ChipError as error:
            raise _OverError from error

    def read(self, name: str, identifier: int) -> None:
        def deed() -> None:
            self.files[name] = elementary.read(self.channel, identifier, self.piece)

        self.attempt(Phrase(FILE, {"name": name}), deed)


def read_chip(
    transmit: Transmit, password: Password | None, random: Random, channel: Channel | None = None
) -> ChipReading:
    """Everything that may be read. Never raises ChipError: what went wrong is the last step."""
    talk = _Talk(channel or Channel(transmit), random)
    try:
        _enter(talk, password)
        _read_all(talk)
    except _OverError:
        pass
    return ChipReading(talk.files, tuple(talk.steps), talk.active, talk.chip)


def _enter(talk: _Talk, password: Password | None) -> None:
    """Outside the application: what the chip tells everybody, then access."""
    infos: tuple[SecurityInfo, ...] = ()
    try:
        talk.piece = elementary.piece_size(_quietly(talk.channel, elementary.ATR_INFO))
        talk.read(CARD_ACCESS, elementary.CARD_ACCESS)
        others = elementary.applications(_quietly(talk.channel, elementary.DIRECTORY))
        if others:
            talk.told(Phrase(OTHERS), Outcome.DONE, Phrase(_OTHERS, {"names": ", ".join(others)}))
        if CARD_ACCESS in talk.files:
            infos = _read_or(card_access, talk.files[CARD_ACCESS])
        talk.access = get_access(talk.channel, infos, password, talk.random)
    except (CardGoneError, EndlessError) as error:
        talk.told(Phrase(APPLICATION), Outcome.FAILED, error.phrase)
        raise _OverError from error
    talk.steps += talk.access.steps
    if talk.access.again is None:
        raise _OverError
    if talk.access.mapped is not None:
        talk.read(CARD_SECURITY, elementary.CARD_SECURITY)
        _prove_mapping(talk, talk.access.mapped)
    if not talk.access.selected:
        talk.attempt(Phrase(APPLICATION), lambda: elementary.select_application(talk.channel))


def _quietly(channel: Channel, identifier: int) -> bytes:
    """A file that need not be there, and whose absence says nothing."""
    try:
        return elementary.read_to_end(channel, identifier)
    except (CardGoneError, EndlessError):
        raise
    except ChipError:
        return b""


def _read_or(decode: Callable[[bytes], tuple[SecurityInfo, ...]], data: bytes) -> tuple[SecurityInfo, ...]:
    try:
        return decode(data)
    except ChipError:
        return ()


def _read_all(talk: _Talk) -> None:
    talk.read(COM, elementary.COM)
    talk.read(SOD, elementary.SOD)
    groups = _groups(talk)
    for number in KEY_GROUPS:
        if number in groups:
            talk.read(f"DG{number}", _identifier(number))
    _prove(talk)
    for number in sorted(groups - set(KEY_GROUPS)):
        if number in CLOSED:
            talk.told(Phrase(FILE, {"name": f"DG{number}"}), Outcome.LEFT_CLOSED, _CLOSED)
        else:
            talk.read(f"DG{number}", _identifier(number))


def _identifier(number: int) -> int:
    """Doc 9303-10, 4.7, table 38."""
    return 0x0100 | number


def _groups(talk: _Talk) -> set[int]:
    """Those of EF.COM and of EF.SOD; all where neither can be read."""
    named: list[Iterable[int]] = []
    with suppress(ChipError):
        named.append(com(talk.files.get(COM, b"")).groups)
    with suppress(ChipError):
        named.append(security_object(talk.files.get(SOD, b"")).hashes)
    return set().union(*named) if named else set(GROUP_TAGS)


def _prove(talk: _Talk) -> None:
    """Chip authentication, then active authentication, where the chip has keys for them."""
    infos = _read_or(dg14, talk.files.get("DG14", b""))
    if ways(infos):

        def chip() -> None:
            talk.chip = authenticate_chip(talk.channel, infos, talk.random)

        talk.attempt(Phrase(CHIP_PROOF), chip)
    else:
        talk.told(Phrase(CHIP_PROOF), Outcome.NOT_OFFERED, _NO_KEY)
    try:
        key = dg15(talk.files.get("DG15", b""))
    except ChipError:
        talk.told(Phrase(ACTIVE_PROOF), Outcome.NOT_OFFERED, _NO_KEY)
        return

    def active() -> None:
        talk.active = authenticate_actively(talk.channel, key, talk.random)

    talk.attempt(Phrase(ACTIVE_PROOF), active)


def _prove_mapping(talk: _Talk, mapped: Mapped) -> None:
    """4.4.3.5: the chip mapped with the key that EF.CardSecurity names."""

    def deed() -> None:
        groups = (group_of(each.key.key) for each in card_security(data) if each.key is not None)
        if not any(mapped.proves(found) for found in groups if found is not None):
            raise ChipError(_WRONG_CHIP)

    data = talk.files.get(CARD_SECURITY, b"")
    talk.attempt(Phrase(MAPPING_PROOF), deed)
