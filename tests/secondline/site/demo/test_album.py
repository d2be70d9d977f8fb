"""The story that the demonstration tells, and the album of its pictures."""

import io
import signal
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from secondline.reference.naming import state_name
from secondline.site.demo import story
from secondline.site.demo.pictures import Album, Shot

TODAY = date(2026, 11, 23)
BESIDE = """
import sys, time
from datetime import date
from pathlib import Path
from secondline.site.demo.pictures import Album, all_shots

album = Album(Path(sys.argv[1]), date(2026, 11, 23))
with album.drawn_beside(all_shots(album.on).values()):
    print("drawing", flush=True)
    time.sleep(60)
"""


class TestStory:
    """The generated numbers say what the page is to be read for."""

    rows, effort = story.tell("UTOPIA", TODAY)

    def test_it_is_some_hundred_over_three_years_and_the_same_each_time(self) -> None:
        assert 500 <= len(self.rows) <= 700
        months = {row["month"] for row in self.rows}
        assert (min(months), max(months)) == ("2023-12", "2026-11")
        assert story.tell("UTOPIA", TODAY) == (self.rows, self.effort)

    def test_nothing_lies_in_the_future_and_the_running_month_is_as_long_as_it_is(self) -> None:
        first_day = story.tell("UTOPIA", date(2026, 11, 1))
        assert max(row["month"] for row in first_day[1]) == "2026-10"
        days = {row["month"]: row["crossings"] for row in self.effort if row["post"] == "UTO-AIR"}
        assert days["2026-11"] == pytest.approx(210_000 * 0.80 * 22 / 30, rel=0.04)

    def test_one_post_finds_less_because_it_looks_less(self) -> None:
        def year(months: slice) -> tuple[int, int]:
            rows = [row for row in self.effort if row["post"] == "UTO-LAND"][months]
            shown = {row["month"] for row in rows}
            found = sum(row["month"] in shown and row["post"] == "UTO-LAND" for row in self.rows)
            return found, sum(int(row["inspections"]) for row in rows)

        (before, looked_before), (now, looked_now) = year(slice(-24, -12)), year(slice(-12, None))
        assert now < 0.7 * before
        assert now / looked_now == pytest.approx(before / looked_before, rel=0.5)

    def test_a_new_way_of_forging_appears_in_the_last_months_at_one_post(self) -> None:
        counts = Counter(
            row["month"]
            for row in self.rows
            if (row["post"], row["document_kind"], row["fraud_class"])
            == ("UTO-AIR", "residence-permit", "counterfeit")
        )
        months = [f"{month:%Y-%m}" for month in story.months_before(TODAY, story.MONTHS)]
        earlier = [counts[month] for month in months[:-5]]
        assert max(earlier) <= 4
        assert counts["2026-10"] >= 8

    def test_no_inspection_found_more_than_was_inspected(self) -> None:
        found = Counter((row["month"], row["post"]) for row in self.rows)
        assert all(row["inspections"] >= found[row["month"], row["post"]] for row in self.effort)

    def test_most_generated_documents_are_of_the_specimen_state_and_all_of_states_that_there_are(
        self,
    ) -> None:
        issuers = Counter(str(row["issuer"]) for row in self.rows)
        assert issuers.most_common(1)[0][0] == "UTO"
        assert issuers["UTO"] > issuers.total() / 2
        assert all(state_name(code) != code for code in issuers)


class TestAlbum:
    def test_a_shot_is_drawn_once_and_both_files_are_whole(
        self, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        album = Album(tmp_path_factory.mktemp("album"), TODAY)
        shot = Shot("passport-genuine")
        photo = album.photo(shot)
        written = (album.folder / shot.name).stat().st_mtime_ns
        assert Image.open(io.BytesIO(photo)).size == (2200, 1650)
        assert Image.open(io.BytesIO(album.thumb(shot))).width == 480
        assert (album.folder / shot.name).stat().st_mtime_ns == written
        assert sorted(path.name for path in album.folder.iterdir()) == sorted([shot.name, shot.thumb_name])

    def test_drawing_beside_gives_the_same_bytes(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        shot = Shot("passport-impostor")
        here, beside = (Album(tmp_path_factory.mktemp(name), TODAY) for name in ("here", "beside"))
        with beside.drawn_beside([shot]):
            data = beside.photo(shot)
        assert data == here.photo(shot)
        with beside.drawn_beside([shot]):
            assert beside.missing([shot]) == []

    @pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
    def test_nobody_draws_on_for_a_parent_that_was_killed(self, tmp_path: Path, end: signal.Signals) -> None:
        parent = subprocess.Popen([sys.executable, "-c", BESIDE, str(tmp_path)], stdout=subprocess.PIPE)
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"drawing\n"
        parent.send_signal(end)
        parent.communicate(timeout=60)  # until nobody holds the line any more, neither parent nor children
        assert parent.returncode == -end
