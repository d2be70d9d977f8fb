"""The log-in page of the demonstration says who is who."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from secondline.site.demo.region import PASSWORD, persons_in_order


def who_is_who(request: HttpRequest) -> dict[str, object]:
    """Read only by the page that shows it; outside the demonstration there is nothing to read."""
    del request
    if not settings.DEMONSTRATION:
        return {}
    return {"cast": SimpleLazyObject(persons_in_order), "cast_password": PASSWORD}
