"""What every page needs: names instead of codes, dates and numbers in the reader's own form."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache

from babel.core import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.numbers import format_decimal
from django import template
from django.utils import timezone
from django.utils.translation import get_language

register = template.Library()


# English is written here for a world that puts the day before the month.
FORMS = {"en": "en_GB"}


def reader_locale() -> Locale:
    return _locale(get_language() or "en")


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(FORMS.get(language, language).replace("-", "_"))


@register.filter
def day(value: date | datetime | None) -> str:
    """A date as the reader writes it: 23 Nov 2026, 23 нояб. 2026 г."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return format_date(value, "medium", locale=reader_locale())


@register.filter
def moment(value: datetime | None) -> str:
    """A date and time in the post's zone."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{day(local)}, {format_time(local.time(), 'short', locale=reader_locale())}"


@register.filter
def zone(value: datetime) -> str:
    """The zone in which times are written here, with its distance from UTC at that moment: Almaty, UTC+5."""
    local = timezone.localtime(value)
    name = str(local.tzinfo).rpartition("/")[2].replace("_", " ")
    distance = local.strftime("%z")
    hours, minutes = distance[:1] + distance[1:3].lstrip("0"), distance[3:5]
    away = f"UTC{hours}:{minutes}" if minutes != "00" else f"UTC{hours}"
    return name if name == "UTC" else f"{name}, {away}"


@register.filter
def month(value: date | None) -> str:
    return _month(value, reader_locale()) if value else ""


@lru_cache(maxsize=5000)
def _month(value: date, locale: Locale) -> str:
    """A page has hundreds of months, and most of them more than once."""
    return format_skeleton("yMMM", value, locale=locale)


@register.filter
def ago(value: datetime | None, at: datetime) -> str:
    """How long before `at`: 5 minutes ago."""
    if value is None:
        return ""
    return format_timedelta(value - at, add_direction=True, locale=reader_locale())


@register.filter
def number(value: float | Decimal | None) -> str:
    return "" if value is None else format_decimal(value, locale=reader_locale())
