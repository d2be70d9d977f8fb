"""Settings: typed, named, and refused with a clear word when they make no sense."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from secondline.site.checks import DANGERS, refuse_dangers
from secondline.site.environment import SETTINGS, Environment, UnusableSettingError


def test_a_default_is_used_where_nothing_is_set() -> None:
    assert Environment({}).number("SECONDLINE_MAX_FILES") == 20
    assert Environment({}).flag("SECONDLINE_DEMONSTRATION") is False
    assert Environment({}).words("SECONDLINE_HOSTS") == ["localhost", "127.0.0.1", "[::1]"]


@pytest.mark.parametrize(("text", "value"), [("1", True), ("yes", True), ("off", False), ("", False)])
def test_a_flag_is_read(text: str, value: bool) -> None:
    assert Environment({"SECONDLINE_HTTPS": text}).flag("SECONDLINE_HTTPS") is value


def test_a_flag_that_makes_no_sense_is_named() -> None:
    with pytest.raises(UnusableSettingError, match="SECONDLINE_HTTPS is 'perhaps'"):
        Environment({"SECONDLINE_HTTPS": "perhaps"}).flag("SECONDLINE_HTTPS")


@pytest.mark.parametrize("text", ["many", "-1", "1.5", "²"])
def test_a_number_that_makes_no_sense_is_named(text: str) -> None:
    with pytest.raises(UnusableSettingError, match="SECONDLINE_MAX_FILES"):
        Environment({"SECONDLINE_MAX_FILES": text}).number("SECONDLINE_MAX_FILES")


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("from the file\n")
    assert (
        Environment({"SECONDLINE_SECRET_KEY_FILE": str(file)}).text("SECONDLINE_SECRET_KEY")
        == "from the file"
    )


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableSettingError, match="SECONDLINE_SECRET_KEY_FILE"):
        Environment({"SECONDLINE_SECRET_KEY_FILE": str(tmp_path / "no")}).text("SECONDLINE_SECRET_KEY")


def test_a_name_outside_the_table_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        Environment({}).text("SECONDLINE_UNKNOWN")


def test_every_setting_says_what_it_means() -> None:
    assert all(setting.meaning for setting in SETTINGS)


@pytest.mark.parametrize(
    ("danger", "values"),
    [
        ("secondline.E001", {"DEBUG": True, "DEMONSTRATION": False}),
        ("secondline.E002", {"SECRET_KEY": "short"}),
        ("secondline.E003", {"ALLOWED_HOSTS": ["*"], "HTTPS": True}),
        ("secondline.E004", {"ALLOWED_HOSTS": ["desc.example"], "HTTPS": False, "DEMONSTRATION": False}),
    ],
)
def test_an_unsafe_setting_is_refused_at_the_start(
    danger: str, values: dict[str, object], settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    assert not refuse_dangers(None)
    for name, value in values.items():
        setattr(settings, name, value)
    assert [message.id for message in refuse_dangers(None)] == [danger]


def test_every_danger_is_tried_above() -> None:
    assert len(DANGERS) == 4
