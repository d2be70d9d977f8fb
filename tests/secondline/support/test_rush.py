"""Many at once: no number twice, no gap, and two examiners never hold one request."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from desk import own_database, quiet_environment

pytestmark = [pytest.mark.slow, pytest.mark.own_database]
RUSH = Path(__file__).parents[2] / "rush.py"


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Any:
    settings = {"DJANGO_SETTINGS_MODULE": "secondline.site.settings"}
    with own_database() as database:
        run = subprocess.run(
            [sys.executable, str(RUSH)],
            env=quiet_environment(tmp_path_factory.mktemp("rush"), database) | settings,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_case_numbers_have_no_gap_and_no_double_when_officers_press_at_once(result: Any) -> None:
    assert result["opened"] == ["opened"] * 4
    assert result["numbers"] == list(range(1, 17))


def test_one_form_pressed_four_times_at_once_is_one_case(result: Any) -> None:
    assert result["pressed"] == [17] * 4
    assert result["last"] == 17


def test_one_question_pressed_four_times_at_once_is_one_request(result: Any) -> None:
    assert result["asked"] == 1


def test_of_four_examiners_who_take_one_request_at_once_one_has_it(result: Any) -> None:
    assert result["taken"] == [["NotNowError", "NotNowError", "NotNowError", "taken"]] * 5


def test_the_record_holds_after_the_rush(result: Any) -> None:
    assert result["chain"] is None
