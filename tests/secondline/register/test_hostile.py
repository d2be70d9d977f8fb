"""Clumsy and hostile tables: each is refused with its place and what to do, or read right; none is half-taken."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from cast import Cast
from filing import take

from secondline.register.incoming import UnusableFileError, lines, sheet, workbook
from secondline.register.incoming.refusing import WORDS
from secondline.register.models import Batch, Detection

NAMES = ("month", "post", "fraud_class")
ROW = ("2026-02", "UTO-AIR", "counterfeit")
HEAD, LINE = ",".join(NAMES), ",".join(ROW)
Book = Callable[[openpyxl.Workbook], object]


def knows(names: tuple[str, ...]) -> bool:
    return set(NAMES) <= set(names)


def read(path: Path, content: bytes) -> list[list[str]]:
    path.write_bytes(content)
    found = sheet(path, knows)
    return [list(found.names), *found.rows]


def refused(path: Path, content: bytes) -> str:
    with pytest.raises(UnusableFileError) as error:
        read(path, content)
    template = error.value.words.template
    assert str(error.value)
    return next(code for code, words in WORDS.items() if words == template)


def workbook_of(change: Book | None = None, *rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows or (NAMES, ROW):
        book.active.append(row)
    if change:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def archive(*parts: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts:
            packed.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (",".join(f"c{n}" for n in range(10_000)).encode(), "many-columns"),
        (f"{HEAD}\n{LINE}\n".encode() + b"x" * 200_000, "long-line"),
        (b"x" * 200_000, "long-line"),
        (f'{HEAD}\n{LINE}\n2026-02,"UTO-AIR,counterfeit\n{LINE}\n'.encode(), "open-quote"),
        (f'{HEAD}\n2026-02,"UTO" AIR,counterfeit\n'.encode(), "open-quote"),
        (f"{HEAD}\n{LINE}\n".encode() * 400 + b"2026-02,UTO\x00AIR,forged\n", "nul"),
        (f"{HEAD},x\n{LINE},Türkiye\n".encode() + f"{LINE},Türkiye\n".encode("latin-1"), "mixed"),
        (f"{HEAD}\n{LINE},one,two\n".encode(), "ragged"),
        (b"month,post,month\n", "same-name"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-excel"),
        (b"\n <html><table><tr><td>month</td></tr></table>", "web-page"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "web-page"),
        (b"\x1f\x8b\x08\x00" + b"x" * 40, "packed"),
        (archive(("asylum-applications.csv", f"{HEAD}\n".encode())), "packed"),
        (b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "opendocument"),
        (b"%PDF-1.7\x00\x01", "not-text"),
        (b"  \n", "empty"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_table_is_refused_with_its_place(content: bytes, code: str, tmp_path: Path) -> None:
    assert refused(tmp_path / "table.csv", content) == code


def test_the_row_of_an_open_quotation_mark_is_named_not_the_end_of_the_file(tmp_path: Path) -> None:
    body = f"{HEAD}\n{LINE}\n" + f'2026-02,"UTO-AIR,forged\n{LINE}\n' + f"{LINE}\n" * 9_000
    (tmp_path / "t").write_text(body, encoding="utf-8")
    with pytest.raises(UnusableFileError, match="In row 2 a quotation mark"):
        list(sheet(tmp_path / "t", knows).rows)


def test_a_workbook_under_the_name_of_a_csv_and_the_other_way_about_are_read(tmp_path: Path) -> None:
    expected = [list(NAMES), list(ROW)]
    assert read(tmp_path / "book.csv", workbook_of()) == expected
    assert read(tmp_path / "text.xlsx", f"{HEAD}\r\n{LINE}\r\n".encode()) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "cp1252"])
def test_encodings_of_office_programs_are_told_apart(encoding: str, tmp_path: Path) -> None:
    word = "Türkiye" if encoding == "cp1252" else "Қазақстан" if "utf" in encoding else "Казахстан"
    rows = read(tmp_path / "t", f"{HEAD},state\n{LINE},{word}\n".encode(encoding))
    assert rows[1] == [*ROW, word]
    remarks = list(map(str, sheet(tmp_path / "t", knows).remarks))
    assert [encoding[2:] in words for words in remarks] == ([True] if encoding.startswith("cp") else [])


def test_the_names_may_stand_in_the_seventh_row(tmp_path: Path) -> None:
    above = [("Detections of documents",), (), ("Source: border guard; as of 1 March", "draft"), (), (), ()]
    for content in (
        workbook_of(None, *above, NAMES, ROW),
        "\n".join([*(",".join(row) for row in above), HEAD, LINE]).encode(),
    ):
        assert read(tmp_path / "t", content) == [list(NAMES), list(ROW)]
        assert "row 7" in str(sheet(tmp_path / "t", knows).remarks[0])


def test_an_empty_row_keeps_its_number_and_is_no_row(cast: Cast, at: datetime, tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text(f"{HEAD}\n{LINE}\n\n,,\n2026-02,XXX,forged\n", encoding="utf-8")
    report = take(cast, at, path, "detections", dry_run=True)
    assert (report.rows, [(wrong.row, wrong.column) for wrong in report.wrong]) == (2, [(4, "post")])


def test_the_sheet_that_has_the_columns_is_read_and_hidden_ones_are_not(tmp_path: Path) -> None:
    def notes_first(book: openpyxl.Workbook) -> None:
        book.create_sheet("Notes", 0).append(["Source", "Border guard"])
        hidden = book.create_sheet("Old")
        hidden.append(NAMES)
        hidden.append(("2020-01", "UTO-SEA", "forged"))
        hidden.sheet_state = "hidden"

    assert read(tmp_path / "t", workbook_of(notes_first))[1:] == [list(ROW)]
    assert "Sheet" in str(sheet(tmp_path / "t", knows).remarks[0])


def test_two_sheets_of_the_same_table_are_not_chosen_between(tmp_path: Path) -> None:
    content = workbook_of(lambda book: book.create_sheet("2025").append(NAMES))
    assert refused(tmp_path / "t", content) == "many-sheets"


def test_formulas_count_by_their_results_and_without_one_are_refused(tmp_path: Path) -> None:
    content = workbook_of(None, NAMES, ("2026-02", '="UTO"&"-AIR"', "forged"))
    with pytest.raises(UnusableFileError, match="Cell B2 holds a formula"):
        read(tmp_path / "t", content)
    told = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(told, "w") as new:
        for part in old.namelist():
            text = (
                old.read(part)
                .replace(b"</f><v />", b"</f><v>UTO-AIR</v>")
                .replace(b"</f><v/>", b"</f><v>UTO-AIR</v>")
            )
            new.writestr(part, text.replace(b'<c r="B2"', b'<c r="B2" t="str"'))
    assert read(tmp_path / "t", told.getvalue())[1][1] == "UTO-AIR"


def test_merged_cells_are_refused_where_they_hide_values_and_not_in_titles(tmp_path: Path) -> None:
    rows = [("Detections",), NAMES, ROW, ROW]
    assert (
        refused(tmp_path / "t", workbook_of(lambda book: book.active.merge_cells("B3:B4"), *rows)) == "merged"
    )
    titled = workbook_of(lambda book: book.active.merge_cells("A1:C1"), *rows)
    assert len(read(tmp_path / "t", titled)) == 3


def test_a_month_that_excel_made_a_date_is_that_month(cast: Cast, at: datetime, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(workbook_of(None, NAMES, (datetime(2026, 2, 1), "UTO-AIR", "forged")))  # noqa: DTZ001
    assert take(cast, at, path, "detections").stored
    assert f"{Detection.objects.get().month:%Y-%m}" == "2026-02"


def test_a_day_number_of_excel_is_named_as_one(cast: Cast, at: datetime, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("indicator,unit,period,value\nreturn,person,45413,7\n", encoding="utf-8")
    (wrong,) = take(cast, at, path, "series").wrong
    assert "Excel may mean as a day" in str(wrong.why)


def test_a_small_file_that_unpacks_to_a_large_one_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_OF_A_PART", 100_000)
    bomb = archive(("[Content_Types].xml", b"<x/>"), ("xl/sharedStrings.xml", b" " * 200_000))
    assert refused(tmp_path / "t", bomb) == "unpacks"
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 1_000)
    assert refused(tmp_path / "t", workbook_of()) == "unpacks"


def test_an_archive_that_tells_less_than_it_holds_is_damaged(tmp_path: Path) -> None:
    content = archive(("[Content_Types].xml", b"<x/>"), ("xl/sharedStrings.xml", b"y" * 200_000))
    lying = content.replace((200_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert refused(tmp_path / "t", lying) == "damaged"


def test_rows_are_bounded_and_nothing_of_too_many_is_taken(
    cast: Cast, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"{HEAD}\n" + f"{LINE}\n" * 5, encoding="utf-8")
    monkeypatch.setattr("secondline.register.actions.filing.MOST_ROWS", 4)
    with pytest.raises(UnusableFileError, match="more than 4 rows"):
        take(cast, at, path, "detections")
    monkeypatch.setattr(lines, "MOST_ROWS", 3)
    with pytest.raises(UnusableFileError, match="more than 3 rows"):
        list(sheet(path, knows).rows)
    assert not Batch.objects.exists()


def test_columns_without_a_name_are_told_and_not_read(tmp_path: Path) -> None:
    rows = read(tmp_path / "t", f",{HEAD},\n0,{LINE},\n".encode())
    assert rows == [list(NAMES), list(ROW)]
    assert "Column 1 has no name" in str(sheet(tmp_path / "t", knows).remarks[0])


def test_every_refusal_says_what_is_wrong_in_a_sentence() -> None:
    values = dict.fromkeys(("row", "most", "name", "names", "known", "cell", "cells"), "7")
    for words in WORDS.values():
        assert (words % values).rstrip()[-1] in ".?"
    assert json.dumps(sorted(WORDS))


pytestmark = pytest.mark.django_db
