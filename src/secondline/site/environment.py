"""Settings as one typed table: name, default, meaning. Read from the environment or from NAME_FILE."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    default: str
    meaning: str
    kind: type = str


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "SECONDLINE_DEMONSTRATION", "0", "1: fictional data, known passwords, no second factor asked", bool
    ),
    Setting("SECONDLINE_VAR", "var", "Folder for the database, sealed evidence and generated keys"),
    Setting(
        "SECONDLINE_DATABASE", "", "PostgreSQL as postgresql://user:password@host:port/name; empty: SQLite"
    ),
    Setting(
        "SECONDLINE_SECRET_KEY", "", "Django's secret key, 50 characters or more; generated once if empty"
    ),
    Setting("SECONDLINE_HOSTS", "localhost,127.0.0.1,[::1]", "Host names that are answered, with commas"),
    Setting("SECONDLINE_HTTPS", "0", "1: cookies and redirects for HTTPS only; required in production", bool),
    Setting("SECONDLINE_ORIGINS", "", "Trusted origins behind a proxy (https://desc.example), with commas"),
    Setting("SECONDLINE_DEBUG", "0", "1: Django's debug pages; refused in production", bool),
    Setting("SECONDLINE_TASKS_NOW", "0", "1: background work is done inside the request (tests)", bool),
    Setting("SECONDLINE_MAX_FILE_MB", "150", "Largest file taken as evidence, in megabytes", int),
    Setting("SECONDLINE_MAX_FILES", "20", "Most files in one inspection", int),
    Setting("SECONDLINE_MAX_MEGAPIXELS", "100", "Largest picture that is decoded, in megapixels", int),
    Setting("SECONDLINE_DECODE_SECONDS", "15", "CPU seconds after which decoding a picture is given up", int),
    Setting(
        "SECONDLINE_DECODE_MB", "2500", "Megabytes of memory after which decoding a picture is given up", int
    ),
    Setting(
        "SECONDLINE_MAIL", "", "smtp://user:password@host:587 (STARTTLS), console:// or empty: no mail at all"
    ),
    Setting("SECONDLINE_MAIL_FROM", "", "Sender of mails that say that there is an answer"),
    Setting("SECONDLINE_FREE_MB", "200", "Uploads are refused (507) while less disk than this is free", int),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


class UnusableSettingError(Exception):
    """A setting that cannot be understood; the message says which and what to do."""


class Environment:
    """Typed look-ups; a name that is not in the table is a programming error."""

    def __init__(self, values: Mapping[str, str] = os.environ) -> None:
        self._values = values

    def text(self, name: str) -> str:
        setting = _BY_NAME[name]
        if file := self._values.get(f"{name}_FILE"):
            try:
                return Path(file).read_text(encoding="utf-8").strip()
            except OSError as error:
                message = f"{name}_FILE names {file}, which can't be read: {error}"
                raise UnusableSettingError(message) from error
        return self._values.get(name, setting.default)

    def flag(self, name: str) -> bool:
        text = self.text(name).strip().lower()
        if text in {"1", "true", "yes", "on"}:
            return True
        if text in {"", "0", "false", "no", "off"}:
            return False
        raise UnusableSettingError(f"{name} is {text!r}; use 1 or 0")

    def number(self, name: str) -> int:
        text = self.text(name).strip()
        if not text.isascii() or not text.isdigit():
            raise UnusableSettingError(f"{name} is {text!r}; use a whole number")
        return int(text)

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]
