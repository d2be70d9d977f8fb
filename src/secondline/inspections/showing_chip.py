"""The chip made ready for a page: three states that are never merged, the data groups, two photos."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from secondline.evidence.models import Item
from secondline.evidence.queries import chip_listing, reading, trouble
from secondline.inspections.marking import Mark, portrait
from secondline.inspections.models import Dump, Exhibit
from secondline.inspections.naming import in_readers_form
from traveldoc.chip import Match, State
from traveldoc.finding import Grade, Phrase

STATE_WORDS: Final = {
    State.VERIFIED: _("verified"),
    State.FAILED: _("failed"),
    State.NOT_EXAMINED: _("not examined"),
}
_GRADES: Final = {
    State.VERIFIED.value: Grade.CONSISTENT,
    State.FAILED.value: Grade.INCONSISTENT,
    State.NOT_EXAMINED.value: Grade.NOT_EXAMINED,
}
MATCHES: Final[Mapping[str, tuple[object, Grade]]] = {
    Match.MATCH: (_("as it was signed"), Grade.CONSISTENT),
    Match.MISMATCH: (_("changed after it was signed"), Grade.INCONSISTENT),
    Match.ABSENT: (_("signed, but not read"), Grade.NOT_EXAMINED),
    Match.NOT_IN_SOD: (_("read, but never signed"), Grade.INCONSISTENT),
}
GROUPS: Final[Mapping[str, object]] = {
    "DG1": _("machine readable zone"),
    "DG2": _("face"),
    "DG3": _("fingerprints (left closed)"),
    "DG4": _("irises (left closed)"),
    "DG5": _("portrait for display"),
    "DG7": _("signature for display"),
    "DG11": _("further details of the holder"),
    "DG12": _("further details of the document"),
    "DG13": _("at the state's discretion"),
    "DG14": _("keys and protocols of the chip"),
    "DG15": _("key of active authentication"),
    "DG16": _("persons to notify"),
}


MOST_SOURCES: Final = 5
LISTED: Final = _("Chip verified against a trust list")


@dataclass(frozen=True, slots=True)
class Step:
    """One of the three states: what it is called, how far it was reached, and why no further."""

    name: object
    state: object
    grade: Grade
    reason: str


@dataclass(frozen=True, slots=True)
class ShownChip:
    steps: list[Step]
    groups: list[tuple[str, object, object, Grade]]
    chip: Mapping[str, Any]
    photo: str
    page: Exhibit | None
    crop: Mark | None
    origin: str


def shown_chip(chip: Mapping[str, Any] | None, exhibits: Sequence[Exhibit]) -> ShownChip | None:
    if chip is None:
        return None
    page = _data_page(exhibits)
    return ShownChip(
        steps=steps(chip),
        groups=[
            (name, GROUPS.get(name, _("not read by this program")), *MATCHES[match])
            for name, match in chip["data_groups"].items()
        ],
        chip=chip,
        photo=chip["photo"],
        page=page,
        crop=portrait(reading(page.item) or {}) if page else None,
        origin=origin(chip.get("trust") or {"at": "", "sources": []}),
    )


def origin(trust: Mapping[str, Any]) -> str:
    """Which trust was used: of known origin and age, or none."""
    if not trust["sources"]:
        return gettext("No State's key was trusted here when this was examined.")
    vouching = [_source_words(each, trust["at"]) for each in trust["sources"] if each.get("vouches")]
    if vouching:
        return gettext("The State's key is vouched for by: %(sources)s.") % {"sources": "; ".join(vouching)}
    told = {
        "sources": "; ".join(_source_words(each, trust["at"]) for each in trust["sources"][:MOST_SOURCES])
    }
    return (
        gettext("Trusted when this was examined, without a key of this signer's State: %(sources)s.") % told
    )


def _source_words(source: Mapping[str, Any], at: str) -> str:
    """A list by its name, its date and how old it was at the examination; whose import it was."""
    told = {"name": source["name"], "agency": source["agency"]}
    if not source["issued"]:
        words = gettext("“%(name)s” (imported on %(day)s by %(agency)s)")
        return words % {**told, "day": in_readers_form(source["imported"])}
    days = (date.fromisoformat(at[:10]) - date.fromisoformat(source["issued"])).days
    words = ngettext(
        "“%(name)s” of %(day)s (then %(days)s day old, imported by %(agency)s)",
        "“%(name)s” of %(day)s (then %(days)s days old, imported by %(agency)s)",
        days,
    )
    return words % {**told, "day": in_readers_form(source["issued"]), "days": days}


def steps(chip: Mapping[str, Any]) -> list[Step]:
    """Read; verified: nothing that was read was changed after a good signature; trusted: by whose list."""
    changed = [name for name, match in chip["data_groups"].items() if MATCHES[match][1] == Grade.INCONSISTENT]
    read = (_("read"), Grade.CONSISTENT) if chip["read"] else (_("not read"), Grade.NOT_EXAMINED)
    signature, trusted = chip["signature"], chip["trusted"]
    if changed and signature["state"] == State.VERIFIED:
        words = gettext("changed after they were signed: %(groups)s") % {"groups": ", ".join(changed)}
        verified = Step(_("Chip verified"), STATE_WORDS[State.FAILED], Grade.INCONSISTENT, words)
        listed = _the_key_alone(state_step(LISTED, trusted))
    else:
        verified, listed = state_step(_("Chip verified"), signature), state_step(LISTED, trusted)
    return [Step(_("Chip read"), *read, ""), verified, listed]


def _the_key_alone(step: Step) -> Step:
    """A good key says nothing of data that were changed after it signed: no green beside red."""
    if step.grade != Grade.CONSISTENT:
        return step
    return replace(
        step, grade=Grade.INCONCLUSIVE, reason=gettext("only the key that signed, not what was changed")
    )


def state_step(name: object, proof: Mapping[str, Any]) -> Step:
    state = State(proof["state"])
    return Step(name, STATE_WORDS[state], _GRADES[state], _said(proof.get("reason")))


def _said(phrase: Mapping[str, Any] | None) -> str:
    if not phrase or not phrase["template"]:
        return ""
    values = {name: in_readers_form(str(value)) for name, value in phrase["values"].items()}
    template = phrase["template"]
    return Phrase(template, values).filled(gettext(template))


def _data_page(exhibits: Sequence[Exhibit]) -> Exhibit | None:
    """The picture in which a person looks for the portrait: an ordinary one of the data page."""
    fit = [each for each in exhibits if each.page == "data" and each.light == "white" and each.item.width]
    read = [each for each in fit if (reading(each.item) or {}).get("lines")]
    return next(iter([*read, *fit]), None)


@dataclass(frozen=True, slots=True)
class ShownDump:
    """One file that was given, which files of a chip are in it, and what is wrong with it."""

    item: Item
    files: list[str]
    ignored: list[str]
    trouble: str


def shown_dumps(dumps: Sequence[Dump]) -> list[ShownDump]:
    found = []
    for dump in dumps:
        listing = chip_listing(dump.item) or {}
        found.append(
            ShownDump(
                dump.item,
                [name for name, _size in listing.get("files", ())],
                [*listing.get("ignored", ()), *listing.get("twice", ())],
                trouble(dump.item),
            )
        )
    return found
