"""What every page needs: names instead of codes, dates and numbers in the reader's own form."""

from datetime import date, datetime
from decimal import Decimal

from babel.core import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal
from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import get_language

register = template.Library()


def reader_locale() -> Locale:
    return Locale.parse((get_language() or "en").replace("-", "_"))


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
    return format_datetime(timezone.localtime(value), "d MMM y, HH:mm", locale=reader_locale())


@register.filter
def month(value: date | None) -> str:
    return format_date(value, "LLL y", locale=reader_locale()) if value else ""


@register.filter
def ago(value: datetime | None, at: datetime) -> str:
    """How long before `at`: 5 minutes ago."""
    if value is None:
        return ""
    return format_timedelta(value - at, add_direction=True, locale=reader_locale())


@register.filter
def number(value: float | Decimal | None) -> str:
    return "" if value is None else format_decimal(value, locale=reader_locale())


@register.filter
def described_by(field: BoundField) -> str:
    """The ids that aria-describedby of a field points to."""
    ids = []
    if field.help_text:
        ids.append(f"{field.auto_id}_help")
    if field.errors:
        ids.append(f"{field.auto_id}_errors")
    return " ".join(ids)
