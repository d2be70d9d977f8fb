"""Getting in: PACE first, then basic access control, then without anything (Doc 9303-11, 4.1 and 4.2)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from traveldoc.chip.fault import ChipError
from traveldoc.chip.security_info import SecurityInfo
from traveldoc.chip.terminal.bac import Random, open_with_zone
from traveldoc.chip.terminal.channel import CardGoneError, Channel, EndlessError
from traveldoc.chip.terminal.elementary_file import COM, select_application, selecting
from traveldoc.chip.terminal.pace import Mapped, Offer, offers, open_with_password
from traveldoc.chip.terminal.password import MRZ, Password
from traveldoc.chip.terminal.step import BAC, PACE, UNPROTECTED, Outcome, Step
from traveldoc.finding import Phrase, gettext_noop

MAX_OFFERS: Final = 2  # of PACE that are tried; each costs a second

_NO_OFFER: Final = Phrase(gettext_noop("the chip offers no PACE that is known here"))
_NO_PASSWORD: Final = Phrase(
    gettext_noop("the chip asks for a password: the zone, or the card access number")
)
_NEEDS_ZONE: Final = Phrase(
    gettext_noop("basic access control needs the machine readable zone, not the access number")
)
_WITH: Final = gettext_noop("%(protocol)s")


@dataclass(frozen=True)
class Access:
    """`again` opens the same way once more; None where no way led in. `selected`: the application is open."""

    steps: tuple[Step, ...]
    again: Callable[[], None] | None = None
    mapped: Mapped | None = None
    selected: bool = True


def get_access(
    channel: Channel, infos: tuple[SecurityInfo, ...], password: Password | None, random: Random
) -> Access:
    """The order of tries of 4.2. Raises CardGoneError, EndlessError."""
    steps: list[Step] = []
    if password is not None:
        for offer in offers(infos)[:MAX_OFFERS]:
            opened = _pace(channel, offer, password, random, steps)
            if opened is not None:
                return opened
        if not steps:
            steps.append(Step(Phrase(PACE), Outcome.NOT_OFFERED, _NO_OFFER))
    if password is not None and password.kind == MRZ:
        opened = _basic(channel, password, random, steps)
        if opened is not None:
            return opened
    return _plain(channel, password, steps)


def _pace(
    channel: Channel, offer: Offer, password: Password, random: Random, steps: list[Step]
) -> Access | None:
    def run() -> Mapped | None:
        channel.session = None
        opened = open_with_password(channel, offer, password, random)
        channel.session = opened.session
        return opened.mapped

    try:
        mapped = run()
    except (CardGoneError, EndlessError):
        raise
    except ChipError as error:
        channel.session = None
        steps.append(Step(Phrase(PACE), Outcome.FAILED, error.phrase))
        return None
    steps.append(Step(Phrase(PACE), Outcome.DONE, Phrase(_WITH, {"protocol": offer.info.name})))

    def again() -> None:
        run()
        select_application(channel)

    return Access(tuple(steps), again, mapped, selected=False)


def _basic(channel: Channel, password: Password, random: Random, steps: list[Step]) -> Access | None:
    def run() -> None:
        channel.session = None
        select_application(channel)
        channel.session = open_with_zone(channel, password, random)

    try:
        run()
    except (CardGoneError, EndlessError):
        raise
    except ChipError as error:
        steps.append(Step(Phrase(BAC), Outcome.FAILED, error.phrase))
        return None
    steps.append(Step(Phrase(BAC), Outcome.DONE))
    return Access(tuple(steps), run)


def _plain(channel: Channel, password: Password | None, steps: list[Step]) -> Access:
    """Some documents of early years are open to everybody."""

    def run() -> None:
        select_application(channel)
        channel.ask(selecting(COM))

    try:
        run()
    except (CardGoneError, EndlessError):
        raise
    except ChipError as error:
        said = error.phrase
        if password is None:
            said = _NO_PASSWORD
        elif password.kind != MRZ:
            said = _NEEDS_ZONE
        return Access((*steps, Step(Phrase(UNPROTECTED), Outcome.FAILED, said)))
    return Access((*steps, Step(Phrase(UNPROTECTED), Outcome.DONE)), run)
