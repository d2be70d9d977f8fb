"""Chips of the specimens, and the trust list of Utopia and its neighbours: invented, always the same bytes.

The keys are derived from their names, so that a chip saved yesterday is verified by a list loaded today.
Whoever reads this file can sign with them: they stand for no State, and only the demonstration trusts them.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from django.utils.translation import gettext_noop
from PIL import Image

from secondline.site.demo.chipmaking.chips import Chip, chip, face_file, master_list, zone_file
from secondline.site.demo.chipmaking.encoding import der, name, text
from secondline.site.demo.chipmaking.papers import (
    Paper,
    authority_constraint,
    key_names,
    purposes,
    state_name,
    usage,
)
from secondline.site.demo.specimen import Specimen, cast
from secondline.site.demo.specimen.portrait import portrait
from secondline.site.demo.specimen.states import EREWHON, NEW_ATLANTIS, UTOPIA, State

MASTER_LIST_SIGNER = "2.23.136.1.1.3"
MADE = datetime(2000, 1, 1, tzinfo=UTC)  # of the files in a ZIP: the same bytes each time
STATES: tuple[State, ...] = (UTOPIA, EREWHON, NEW_ATLANTIS)


@dataclass(frozen=True, slots=True)
class ChipOffer:
    """A chip to try: of which specimen, what was done to it, and what the examination shows."""

    specimen: str
    done: str
    seen: str
    group_changed: bool = False
    unknown_signer: bool = False

    @property
    def file_name(self) -> str:
        return f"{self.specimen}-chip.zip"


OFFERS: tuple[ChipOffer, ...] = (
    ChipOffer("passport-genuine", "", ""),
    ChipOffer(
        "passport-birth-mrz",
        gettext_noop("The zone on the chip was overwritten, so that it agrees with the altered page."),
        gettext_noop("Data group 1 is no longer the one that was signed: read, but not verified."),
        group_changed=True,
    ),
    ChipOffer(
        "passport-counterfeit",
        gettext_noop("A chip of the forger's own, signed with a key that calls itself the State's."),
        gettext_noop("The signature holds, but no key of the trust list stands behind it."),
        unknown_signer=True,
    ),
)
BY_FILE: Mapping[str, ChipOffer] = {offer.file_name: offer for offer in OFFERS}


@cache
def _key(title: str) -> ec.EllipticCurvePrivateKey:
    """The private key of this name; never for anything that is to be kept."""
    return ec.derive_private_key(int.from_bytes(sha256(title.encode()).digest()) >> 1, ec.SECP256R1())


def root(state: State, on: date, *, forged: bool = False) -> Paper:
    """The State's own certificate. The forger's has the same name and another key."""
    title = f"{state.id} forged" if forged else state.id
    own = _key(title)
    subject = name("C=UT", f"O={state.name.title()}", f"CN=CSCA {state.name.title()}")
    start = _noon(on.replace(day=1, year=on.year - 14))
    paper = Paper(subject, subject, own, own, serial=1, start=start, end=start + timedelta(days=40 * 365))
    names = key_names(paper.public, paper.public)
    return paper.but(extensions=(*names, usage(5, 6), authority_constraint(), state_name("UTO")))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _issued(authority: Paper, title: str, start: datetime, *more: bytes) -> Paper:
    own = _key(title)
    subject = name("C=UT", f"CN={title}")
    paper = Paper(
        subject,
        authority.subject,
        own,
        authority.key,
        serial=int.from_bytes(sha256(title.encode()).digest()[:8]) >> 1,
        start=start,
        end=start + timedelta(days=16 * 365),
    )
    return paper.but(
        extensions=(*key_names(paper.public, authority.public), usage(0), state_name("UTO"), *more)
    )


def trust_list(on: date) -> bytes:
    """The master list of Utopia and its neighbours, signed by Utopia forty days before."""
    signed_at = _noon(on - timedelta(days=40))
    lister = _issued(
        root(UTOPIA, on), "Master List Signer Utopia", root(UTOPIA, on).start, purposes(MASTER_LIST_SIGNER)
    )
    return master_list(lister, [root(state, on).encoded() for state in STATES], signed_at=signed_at)


def specimen_chip(specimen: Specimen, on: date, *, forged: bool = False) -> Chip:
    """What an honest office (or a forger with a key of his own) would have written."""
    issued = _noon(specimen.issued)
    title = f"{'Workshop' if forged else 'Document Signer'} {specimen.state.name.title()} {issued.year}"
    paper = _issued(root(specimen.state, on, forged=forged), title, issued - timedelta(days=90))
    shown = specimen if forged else specimen.genuine
    groups = [
        (1, zone_file("".join(shown.mrz))),
        (2, face_file(face(specimen))),
        (11, holder_file(specimen)),
        (12, document_file(specimen)),
    ]
    return chip(paper, groups, signed_at=issued)


def face(specimen: Specimen) -> bytes:
    holder = specimen.holder
    picture = portrait(holder.seed, holder.sex, specimen.issued.year - holder.birth.year)
    file = io.BytesIO()
    Image.fromarray(picture).resize((300, 384)).save(file, "JPEG", quality=85)
    return file.getvalue()


def holder_file(specimen: Specimen) -> bytes:
    """DG11: full name and date of birth."""
    holder = specimen.holder
    full = f"{holder.surname}<<{holder.given_names.replace(' ', '<')}".upper()
    tags = der(0x5C, bytes.fromhex("5F0E5F2B"))
    birth = bytes.fromhex(f"{holder.birth:%Y%m%d}")
    return der(0x6B, tags, b"\x5f" + text(full, 0x0E), b"\x5f" + der(0x2B, birth))


def document_file(specimen: Specimen) -> bytes:
    """DG12: date of issue."""
    issued = bytes.fromhex(f"{specimen.issued:%Y%m%d}")
    return der(0x6C, der(0x5C, bytes.fromhex("5F26")), b"\x5f" + der(0x26, issued))


def chip_zip(offer: ChipOffer, on: date) -> bytes:
    """The files as a reader would have written them."""
    specimen = cast(on)[offer.specimen]
    files = specimen_chip(specimen, on, forged=offer.unknown_signer).files()
    if offer.group_changed:
        files["EF_DG1.BIN"] = zone_file("".join(specimen.mrz))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file_name, data in files.items():
            archive.writestr(zipfile.ZipInfo(file_name, MADE.timetuple()[:6]), data)
    return buffer.getvalue()
