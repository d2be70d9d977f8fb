"""Start-up checks: what would be unsafe in production is refused before anybody can log in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error


@dataclass(frozen=True, slots=True)
class Danger:
    id: str
    present: Callable[[], bool]
    message: str
    hint: str


DANGERS: tuple[Danger, ...] = (
    Danger(
        "secondline.E001",
        lambda: settings.DEBUG and not settings.DEMONSTRATION,
        "Debug pages show secrets to strangers.",
        "Set SECONDLINE_DEBUG=0.",
    ),
    Danger(
        "secondline.E002",
        lambda: len(settings.SECRET_KEY) < 50,
        "The secret key is shorter than 50 characters.",
        "Leave SECONDLINE_SECRET_KEY empty (a key is made) or give a longer one.",
    ),
    Danger(
        "secondline.E003",
        lambda: "*" in settings.ALLOWED_HOSTS,
        "Any host name would be answered.",
        "Name the hosts in SECONDLINE_HOSTS.",
    ),
    Danger(
        "secondline.E004",
        lambda: (
            not settings.HTTPS
            and not settings.DEMONSTRATION
            and not set(settings.ALLOWED_HOSTS) <= {"localhost", "127.0.0.1", "[::1]"}
        ),
        "Passwords would cross the network in the clear.",
        "Set SECONDLINE_HTTPS=1 and serve behind a proxy that speaks HTTPS.",
    ),
)


def refuse_dangers(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    del app_configs, kwargs
    return [Error(d.message, hint=d.hint, id=d.id) for d in DANGERS if d.present()]
