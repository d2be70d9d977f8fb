"""What is fuzzed: for each target a deed on any bytes. Only ChipError may come out of one, within its bounds.

The tests do the same deeds with every file of `corpus/` (tests/traveldoc/test_corpus.py), without atheris.
"""

from collections.abc import Callable
from datetime import date
from typing import Final

from traveldoc.barcode import Barcode
from traveldoc.chip import ChipError, ChipFiles, TrustStore, examine_chip, read_trust_file
from traveldoc.chip.certificate import load_certificate
from traveldoc.chip.contents import contents
from traveldoc.chip.ldif import entries
from traveldoc.examine import examine
from traveldoc.facts import Facts
from traveldoc.seal.canonical import canonical, load
from traveldoc.seal.vds import read_vds
from traveldoc.seal.vds_nc import read_vds_nc

ON: Final = date(2026, 11, 24)
NO_TRUST: Final = TrustStore()
GROUPS: Final = ("EF.COM", "EF.CardAccess", *(f"DG{number}" for number in range(1, 17)))


def security_object(data: bytes) -> None:
    examine_chip(ChipFiles({"EF.SOD": data}), on=ON, trust=NO_TRUST)


def data_group(data: bytes) -> None:
    """The first byte chooses the file; all of them are given what follows it."""
    files = {GROUPS[data[0] % len(GROUPS)]: data[1:]} if data else {}
    contents(ChipFiles(files))
    examine_chip(ChipFiles(files), on=ON, trust=NO_TRUST)


def master_list(data: bytes) -> None:
    TrustStore(read_trust_file("fuzz", data))


def directory(data: bytes) -> None:
    for entry in entries(data):
        try:
            entry.decoded()
        except ChipError:
            continue
    TrustStore(read_trust_file("fuzz.ldif", b"dn: x\n" + data))


def certificate(data: bytes) -> None:
    found = load_certificate(data)
    _ = (
        found.broken,
        found.key_identifier,
        found.authority_key_identifier,
        found.fingerprint,
        str(found.subject),
    )
    found.signed_by(found.key)


def seal(data: bytes) -> None:
    """In bytes: alone, so that the error is seen; then as a part of an examination, which never raises."""
    examine(Facts(seals=(Barcode(data),)), on=ON)
    read_vds(data)


def json_seal(data: bytes) -> None:
    examine(Facts(seals=(Barcode(data),)), on=ON)
    canonical(load(data))
    read_vds_nc(data)


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    "security-object": security_object,
    "data-group": data_group,
    "master-list": master_list,
    "directory": directory,
    "certificate": certificate,
    "seal": seal,
    "json-seal": json_seal,
}


def attempt(name: str, data: bytes) -> None:
    """One input: what is refused is refused with the one error that is documented."""
    try:
        TARGETS[name](data)
    except ChipError as error:
        if not str(error):
            raise AssertionError("an error without words") from error
