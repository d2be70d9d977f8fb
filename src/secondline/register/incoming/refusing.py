"""Why a file can't be used as a table, and what a person can do about it."""

from collections.abc import Mapping
from typing import Final

from traveldoc.finding import Phrase, gettext_noop

WORDS: Final[Mapping[str, str]] = {
    "empty": gettext_noop("The file is empty."),
    "not-text": gettext_noop("The file is no table: CSV (UTF-8), Excel (xlsx) and Parquet are read."),
    "old-excel": gettext_noop(
        "This is an Excel file of the old kind (xls), or one with a password. Save it as xlsx or CSV, "
        "without a password."
    ),
    "opendocument": gettext_noop("This is an OpenDocument file (ods). Save it as xlsx or CSV."),
    "web-page": gettext_noop(
        "This is a web page or XML, even if its name says otherwise. Open it in Excel and save it as xlsx or "
        "CSV."
    ),
    "packed": gettext_noop("This is an archive (zip, gz ...). Unpack it and take over the table in it."),
    "one-column": gettext_noop("The first row must hold the names of at least two columns."),
    "same-name": gettext_noop("Two columns have the same name: %(name)s."),
    "many-columns": gettext_noop("The file has more than %(most)s columns."),
    "many-rows": gettext_noop("The sheet has more than %(most)s rows. Save it as CSV."),
    "many-lines": gettext_noop("The file has more than %(most)s rows. Split it."),
    "many-sheets": gettext_noop(
        "Several sheets look like this table: %(names)s. Save each of them as a file of its own, or hide the "
        "others."
    ),
    "ragged": gettext_noop("Row %(row)s has more than the %(most)s cells of the first row."),
    "long-line": gettext_noop("Row %(row)s is longer than %(most)s letters. Is this a table?"),
    "open-quote": gettext_noop(
        "In row %(row)s a quotation mark is opened and not closed, or stands where none can. Correct that "
        "row."
    ),
    "nul": gettext_noop("Row %(row)s holds bytes that no text has. Save the table again as CSV (UTF-8)."),
    "mixed": gettext_noop(
        "The rows are not all in the same encoding: row %(row)s differs from those before. Save the table "
        "again as CSV (UTF-8)."
    ),
    "formula": gettext_noop(
        "Cell %(cell)s holds a formula without a result. Open the file in Excel, save it and try again, or "
        "save it as CSV."
    ),
    "merged": gettext_noop(
        "The cells %(cells)s are merged, so all but one have no value. Undo that, write the value into each "
        "of them and try again."
    ),
    "many-bytes": gettext_noop("The Excel file is larger than %(most)s megabytes. Save it as CSV."),
    "unpacks": gettext_noop(
        "The Excel file unpacks to more than %(most)s megabytes and is not opened. Save the sheet as CSV."
    ),
    "damaged": gettext_noop("The file is damaged and can't be read."),
    "no-layout": gettext_noop("The columns are of no layout that is known here. Known are: %(known)s."),
    "no-column": gettext_noop("There is no column “%(name)s” in the file. It has: %(known)s."),
}


class UnusableFileError(ValueError):
    """The file can't be used as a table; `words` says why, for a person."""

    def __init__(self, code: str, **values: str) -> None:
        self.code, self.words = code, Phrase(WORDS[code], values)
        super().__init__(str(self.words))
