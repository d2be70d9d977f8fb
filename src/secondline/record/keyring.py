"""Keys for linking without identities: a file per agency outside the database, each key with its version.

The pseudonym of a row tells which inspection it came from only to who holds this file. A key is never made
anew where rows already depend on one: that would count every inspection twice, so a lost file is an error
that names itself.
"""

import hmac
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

_KEY_BYTES = 32


class KeyringError(Exception):
    """A key file that is missing, damaged or not the one that the register was made with."""


@dataclass(frozen=True, slots=True)
class Pseudonym:
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys of one agency, old ones too: what was named under an old key is still found."""

    path: Path
    keys: Mapping[int, bytes]

    @property
    def version(self) -> int:
        """The version under which new things are named."""
        return max(self.keys)

    def name(self, sort: str, thing: str) -> tuple[Pseudonym, ...]:
        """HMAC-SHA256 of the thing under every key, the newest first; `sort` keeps kinds of things apart."""
        message = f"{sort}:{thing}".encode()
        return tuple(
            Pseudonym(version, hmac.digest(self.keys[version], message, "sha256").hex())
            for version in sorted(self.keys, reverse=True)
        )

    def fingerprint(self, version: int) -> str:
        """Names a key without giving it away."""
        return hmac.digest(self.keys[version], b"secondline key fingerprint", "sha256").hex()[:32]


def path_of(agency: UUID) -> Path:
    return Path(settings.KEYS_FOLDER) / f"{agency}.json"


def read(agency: UUID, fingerprints: Mapping[int, str]) -> Keyring:
    """The keyring, proved against the fingerprints that the register knows; KeyringError otherwise."""
    path = path_of(agency)
    try:
        content = json.loads(path.read_text(encoding="ascii"))
        keys = {int(version): bytes.fromhex(key) for version, key in content["keys"].items()}
    except FileNotFoundError as error:
        raise KeyringError(
            f"The key file {path} is missing. Put it back from the backup: a new key would count every "
            "inspection twice."
        ) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyringError(f"The key file {path} can't be read ({type(error).__name__}).") from error
    if not keys or any(len(key) != _KEY_BYTES for key in keys.values()):
        raise KeyringError(f"The key file {path} holds no keys of {_KEY_BYTES} bytes.")
    keyring = Keyring(path, keys)
    for version, fingerprint in fingerprints.items():
        if version not in keys or keyring.fingerprint(version) != fingerprint:
            raise KeyringError(
                f"The key file {path} is not the one that the register was made with (key version {version})."
            )
    return keyring


def make(agency: UUID) -> Keyring:
    """The first keyring of an agency. One that another process has just made is taken as it is."""
    if not path_of(agency).exists():
        _write(path_of(agency), {1: secrets.token_bytes(_KEY_BYTES)}, replace=False)
    return read(agency, {})


def turn(keyring: Keyring) -> Keyring:
    """Add a key of the next version, under which new things are named from now on."""
    keys = {**keyring.keys, keyring.version + 1: secrets.token_bytes(_KEY_BYTES)}
    _write(keyring.path, keys, replace=True)
    return Keyring(keyring.path, keys)


def _write(path: Path, keys: Mapping[int, bytes], *, replace: bool) -> None:
    """On the disk, for this user alone, before anything depends on it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    content = json.dumps({"keys": {str(version): key.hex() for version, key in keys.items()}})
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
    ) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        if replace:
            draft.replace(path)
        else:
            with suppress(FileExistsError):  # whoever was first has made the key
                path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
