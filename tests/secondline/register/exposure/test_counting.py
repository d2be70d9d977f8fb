"""A file of crossings is counted as one would by hand, and what is wrong in it is said with its place."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from crossing_rows import NAMES, by_hand, write_csv
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondline.register.exposure import counting
from secondline.register.exposure.columns import COUNTED, COUNTS, KEY, SINGLE
from secondline.register.exposure.counting import Count, Instructions, count, reason_words
from secondline.register.incoming import UnusableFileError, heading, refusing, sheet, workbook

ZONES = {"UTO-AIR": "Asia/Almaty", "UTO-SEA": "America/Lima"}
HOW = Instructions({name: name for name in NAMES}, {}, ZONES, date(2026, 3, 1), single=True)
COUNT_NAMES = tuple(column.name for column in COUNTED)
OF_COUNTS = replace(HOW, columns={name: name for name in COUNT_NAMES}, single=False)
LONG_AGO, LATELY = datetime(2025, 1, 1), datetime(2026, 2, 28)  # noqa: DTZ001  # files have no zone
ROW = {"crossed_at": "2026-02-03 04:05", "post": "UTO-AIR", "direction": "entry", "nationality": "KAZ"}

rows = st.lists(
    st.fixed_dictionaries(
        {
            "crossed_at": st.datetimes(LONG_AGO, LATELY).map(
                lambda moment: moment.isoformat(timespec="seconds")
            ),
            "post": st.sampled_from(sorted(ZONES)),
            "direction": st.sampled_from(["", "entry", "exit"]),
            "nationality": st.sampled_from(["", "KAZ", "D", "UTO"]),
            "document_kind": st.sampled_from(["", "passport"]),
            "checked": st.sampled_from(["", "1", "0"]),
            "referred": st.sampled_from(["", "yes", "no", "TRUE"]),
        }
    ),
    min_size=1,
    max_size=30,
)


def table_of(result: Count) -> dict[tuple[object, ...], list[object]]:
    assert result.table is not None, result
    return {
        tuple(row[name] for name in KEY): [row[name] for name in COUNTS] for row in result.table.to_pylist()
    }


def said(result: Count) -> list[tuple[int, str, str]]:
    assert result.table is None
    return [(place.row, place.column, place.reason) for place in result.places]


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows)
def test_single_crossings_are_counted_as_by_hand(tmp_path: Path, rows: list[dict[str, str]]) -> None:
    path = write_csv(tmp_path / "rows.csv", rows)
    assert table_of(count(path, HOW, tmp_path)) == by_hand(rows)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows)
def test_crossings_told_in_utc_fall_into_the_posts_own_month(
    tmp_path: Path, rows: list[dict[str, str]]
) -> None:
    path = write_csv(tmp_path / "rows.csv", rows)
    assert table_of(count(path, replace(HOW, utc=True), tmp_path)) == by_hand(rows, ZONES)


def test_the_last_hour_of_a_month_in_utc_is_the_next_month_in_almaty_and_not_in_lima(tmp_path: Path) -> None:
    late = ROW | {"crossed_at": "2026-01-31 23:30"}
    path = write_csv(tmp_path / "rows.csv", [late, late | {"post": "UTO-SEA"}])
    months = {key[1]: key[0] for key in table_of(count(path, replace(HOW, utc=True), tmp_path))}
    assert months == {"UTO-AIR": date(2026, 2, 1), "UTO-SEA": date(2026, 1, 1)}


def test_words_of_the_source_are_exchanged_for_ours(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "rows.csv", [ROW | {"direction": "E", "nationality": "DEU"}])
    how = replace(HOW, values={"direction": {"E": "entry", "A": "exit"}, "nationality": {"DEU": "D"}})
    assert list(table_of(count(path, how, tmp_path))) == [(date(2026, 2, 1), "UTO-AIR", "entry", "D", "")]


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"crossed_at": "3 Feb 2026"}, ("crossed_at", "moment")),
        ({"crossed_at": "2026-02-30 10:00"}, ("crossed_at", "moment")),
        ({"crossed_at": "2026-02-03 04:05+02"}, ("crossed_at", "moment")),
        ({"crossed_at": ""}, ("crossed_at", "moment")),
        ({"crossed_at": "1989-12-31 10:00"}, ("crossed_at", "too-old")),
        ({"crossed_at": "2026-04-01 00:00"}, ("crossed_at", "future")),
        ({"post": ""}, ("post", "missing")),
        ({"post": "ARC-SEA"}, ("post", "post")),
        ({"direction": "in"}, ("direction", "vocabulary")),
        ({"nationality": "XQZ"}, ("nationality", "vocabulary")),
        ({"document_kind": "book"}, ("document_kind", "vocabulary")),
        ({"referred": "perhaps"}, ("referred", "flag")),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_and_nothing_is_half_taken(
    tmp_path: Path, wrong: dict[str, str], place: tuple[str, str]
) -> None:
    path = write_csv(tmp_path / "rows.csv", [ROW, ROW, ROW | wrong, ROW])
    result = count(path, HOW, tmp_path)
    assert said(result) == [(3, *place)]
    assert result.faults == {place: 1}
    assert str(result.places[0].words)


def test_a_line_with_too_few_cells_is_named(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "rows.csv", [ROW])
    path.write_text(path.read_text() + "2026-02-03 04:05,UTO-AIR\n" + '"open\n')
    result = count(path, HOW, tmp_path)
    assert (2, "", "no-row") in said(result)
    assert str(result.places[0].words)


def test_times_that_parquet_knows_are_taken_as_they_are(tmp_path: Path) -> None:
    table = pa.table(
        {
            "when": pa.array([LATELY, None], pa.timestamp("us")),
            "where": ["UTO-AIR", "UTO-AIR"],
            "sent": [True, False],
        }
    )
    pq.write_table(table.slice(0, 1), tmp_path / "good.parquet")
    pq.write_table(table, tmp_path / "bad.parquet")
    how = replace(HOW, columns={"crossed_at": "when", "post": "where", "referred": "sent"})
    assert table_of(count(tmp_path / "good.parquet", how, tmp_path)) == {
        (date(2026, 2, 1), "UTO-AIR", "", "", ""): [1, None, 1, None]
    }
    assert said(count(tmp_path / "bad.parquet", how, tmp_path)) == [(2, "crossed_at", "moment")]


COUNTED_ROW = {"month": "2026-02", "post": "UTO-AIR", "crossings": "120", "referrals": "4"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_counts_are_taken_whatever_stands_between_them(tmp_path: Path, separator: str) -> None:
    path = write_csv(tmp_path / "counts.csv", [COUNTED_ROW], COUNT_NAMES, separator)
    result = count(path, OF_COUNTS, tmp_path)
    assert table_of(result) == {(date(2026, 2, 1), "UTO-AIR", "", "", ""): [120, None, 4, None]}
    assert result.lines == 1


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"month": "2026-13"}, ("month", "month")),
        ({"month": ""}, ("month", "month")),
        ({"month": "2026-04"}, ("month", "future")),
        ({"crossings": ""}, ("crossings", "missing")),
        ({"crossings": "1.5"}, ("crossings", "count")),
        ({"crossings": "-3"}, ("crossings", "count")),
        ({"crossings": "9999999999"}, ("crossings", "count")),
        ({"referrals": "many"}, ("referrals", "count")),
    ],
)
def test_a_count_that_is_none_is_named(tmp_path: Path, wrong: dict[str, str], place: tuple[str, str]) -> None:
    path = write_csv(tmp_path / "counts.csv", [COUNTED_ROW | wrong], COUNT_NAMES)
    assert said(count(path, OF_COUNTS, tmp_path)) == [(1, *place)]


def test_the_same_month_twice_in_one_file_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "counts.csv", [COUNTED_ROW, COUNTED_ROW], COUNT_NAMES)
    result = count(path, OF_COUNTS, tmp_path)
    assert (result.table, result.faults) == (None, {("month", "twice"): 1})


def excel(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_sheet_is_read_like_a_text(tmp_path: Path) -> None:
    path = excel(
        tmp_path / "book.xlsx",
        ["month", "post", "crossings", None],
        ["2026-02", "UTO-AIR", 120.0],
        [None, None, None],
    )
    how = replace(OF_COUNTS, columns={name: name for name in ("month", "post", "crossings")})
    assert table_of(count(path, how, tmp_path)) == {
        (date(2026, 2, 1), "UTO-AIR", "", "", ""): [120, None, None, None]
    }


def broken(name: str) -> Mapping[str, bytes]:
    return {
        "empty": b" \n",
        "not-text": b"\x00\x01\x02",
        "old-excel": b"\xd0\xcf\x11\xe0" + b"x" * 20,
        "one-column": b"month\n2026-02\n",
        "same-name": b"month,post,month\n",
        "many-columns": ",".join(f"c{n}" for n in range(heading.MOST_COLUMNS + 1)).encode(),
        "damaged": b"PK\x03\x04" + b"nonsense" * 40,
    }


@pytest.mark.parametrize(
    "code", ["empty", "not-text", "old-excel", "one-column", "same-name", "many-columns", "damaged"]
)
def test_a_file_that_is_no_table_is_refused_with_a_reason(tmp_path: Path, code: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(broken(code)[code])
    with pytest.raises(UnusableFileError) as refused:
        count(path, OF_COUNTS, tmp_path)
    assert refused.value.words.template == refusing.WORDS[code]


def test_a_damaged_parquet_and_a_header_of_no_letters_are_refused(tmp_path: Path) -> None:
    (tmp_path / "p").write_bytes(b"PAR1" + b"x" * 90)
    (tmp_path / "h").write_bytes(b"\xff\xfe,\xfd\n")
    for name in ("p", "h"):
        with pytest.raises(UnusableFileError):
            count(tmp_path / name, OF_COUNTS, tmp_path)


def test_a_parquet_broken_inside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    pq.write_table(
        pa.table({"month": ["2026-02"] * 5000, "post": ["UTO-AIR"] * 5000, "crossings": ["1"] * 5000}), path
    )
    content = bytearray(path.read_bytes())
    content[4:60] = b"\xff" * 56
    path.write_bytes(content)
    how = replace(OF_COUNTS, columns={name: name for name in ("month", "post", "crossings")})
    with pytest.raises(UnusableFileError):
        count(path, how, tmp_path)


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "counts.csv", [COUNTED_ROW], COUNT_NAMES)
    for columns in ({"month": "month", "post": "post"}, {**OF_COUNTS.columns, "referrals": "sent"}):
        with pytest.raises(UnusableFileError, match="There is no column"):
            count(path, replace(OF_COUNTS, columns=columns), tmp_path)


def test_a_column_of_names_is_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_GROUPS", 2)
    three = [ROW | {"nationality": f"N{n}"} for n in range(3)]
    assert said(count(write_csv(tmp_path / "a.csv", three), HOW, tmp_path)) == []
    result = count(write_csv(tmp_path / "a.csv", three), HOW, tmp_path)
    assert result.faults == {("nationality", "too-many"): 1}
    assert str(reason_words("nationality", "too-many"))


def test_sheets_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = excel(tmp_path / "book.xlsx", ["month", "post"], ["a", "b"], ["c", "d"])
    monkeypatch.setattr(workbook, "MOST_SHEET_ROWS", 1)
    with pytest.raises(UnusableFileError, match="more than 1 rows"):
        list(sheet(path).rows)
    monkeypatch.setattr(workbook, "MOST_SHEET_BYTES", 10)
    with pytest.raises(UnusableFileError, match="larger"):
        list(sheet(path).rows)


def test_every_reason_that_a_check_can_give_has_words() -> None:
    for column in (*COUNTED, *SINGLE):
        assert str(column.meaning)
        for reason in ("missing", "post", "vocabulary", "count", "flag"):
            assert str(reason_words(column.name, reason))
