"""Roles and rights as one table. What is not in it is denied."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    OFFICER = "officer"
    EXAMINER = "examiner"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    LIAISON = "liaison"


ROLE_NAMES = {
    Role.OFFICER: _("Officer"),
    Role.EXAMINER: _("Examiner"),
    Role.ANALYST: _("Analyst"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.AUDITOR: _("Auditor"),
    Role.LIAISON: _("Liaison of an issuing authority"),
}

# Who must use a second factor outside the demonstration; everybody may.
SECOND_FACTOR_REQUIRED = frozenset({Role.EXAMINER, Role.ANALYST, Role.ADMINISTRATOR, Role.LIAISON})


class Reach(StrEnum):
    """Which things a right reaches."""

    AGENCY = "of the own agency"  # thing.agency_id is the person's agency
    CENTRE = "put to the own centre"  # thing.centre_id is the person's agency
    RELEASED = "released to the own agency"  # thing.is_released_to(person)
    AUTHORITY = "put to the own authority"  # thing.authority_id is the person's agency


@dataclass(frozen=True, slots=True)
class Right:
    role: Role
    verb: str
    reach: Reach


def _rights(role: Role, reach: Reach, *verbs: str) -> tuple[Right, ...]:
    return tuple(Right(role, verb, reach) for verb in verbs)


RIGHTS: tuple[Right, ...] = (
    *_rights(
        Role.OFFICER,
        Reach.AGENCY,
        "inspection.list",
        "inspection.open",
        "inspection.read",
        "inspection.add",
        "inspection.examine",
        "inspection.decide",
        "inspection.refer",
        "evidence.seal",
        "evidence.read",
        "evidence.put",
        "request.ask",
        "request.read",
        "request.withdraw",
        "request.reply",
        "request.note",
        "paper.read",
    ),
    *_rights(Role.OFFICER, Reach.RELEASED, "library.read"),
    *_rights(
        Role.EXAMINER,
        Reach.CENTRE,
        "queue.read",
        "inspection.read",
        "evidence.read",
        "evidence.align",
        "request.read",
        "request.take",
        "request.put-back",
        "request.answer",
        "request.mark",
        "request.question",
        "request.free",
        "inquiry.ask",
        "inquiry.read",
        "paper.read",
    ),
    *_rights(
        Role.EXAMINER,
        Reach.AGENCY,
        "queue.read",
        "service.read",
        "trends.read",
        "library.read",
        "library.write",
        "library.review",
    ),
    *_rights(Role.EXAMINER, Reach.RELEASED, "library.read", "release.read"),
    *_rights(Role.LIAISON, Reach.AUTHORITY, "inquiry.list", "inquiry.read", "inquiry.answer"),
    *_rights(
        Role.ANALYST,
        Reach.AGENCY,
        "register.read",
        "register.pull",
        "register.import",
        "trends.read",
        "trends.judge",
        "trends.plan",
        "card.offer",
        "release.propose",
        "release.read",
        "release.release",
        "release.withdraw",
    ),
    *_rights(Role.ANALYST, Reach.RELEASED, "library.read", "release.read"),
    *_rights(
        Role.ADMINISTRATOR,
        Reach.AGENCY,
        "person.list",
        "person.add",
        "person.change",
        "person.recover",
        "post.add",
        "post.change",
        "work.read",
        "register.turn-key",
        "procedure.change",
        "protection.keep",
        "reported.read",
        "reported.import",
        "card.offer",
        "service.read",
        "service.change",
        # The second person beside the analyst who proposes.
        "release.read",
        "release.release",
        "release.withdraw",
    ),
    *_rights(Role.ADMINISTRATOR, Reach.RELEASED, "library.read", "release.read"),
    *_rights(Role.AUDITOR, Reach.AGENCY, "record.read", "record.verify"),
    # Whose keys chips are verified with may be known by all who rely on it; one person answers for it.
    *(
        Right(role, "trust.read", Reach.AGENCY)
        for role in (Role.OFFICER, Role.EXAMINER, Role.ADMINISTRATOR, Role.AUDITOR)
    ),
    *_rights(Role.ADMINISTRATOR, Reach.AGENCY, "trust.import", "trust.end"),
)

TABLE: dict[tuple[str, str], frozenset[Reach]] = {
    (right.role, right.verb): frozenset(
        r.reach for r in RIGHTS if (r.role, r.verb) == (right.role, right.verb)
    )
    for right in RIGHTS
}
