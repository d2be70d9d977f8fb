"""Where mail goes is said in one setting; anything else is refused with a word on its form."""

import pytest

from secondline.site.environment import UnusableSettingError
from secondline.site.settings import _mail


def test_an_address_of_a_mail_server_is_taken_apart() -> None:
    parts = _mail("smtp://desk:secret@mail.example:587")
    assert (parts.scheme, parts.hostname, parts.port, parts.username) == ("smtp", "mail.example", 587, "desk")
    assert _mail("").scheme == ""


def test_another_sort_of_address_is_refused() -> None:
    with pytest.raises(UnusableSettingError, match="smtp://"):
        _mail("http://mail.example")
