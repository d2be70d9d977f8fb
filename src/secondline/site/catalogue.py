"""The translators' catalogues: gathered from code and templates, compiled, and found incomplete.

Babel does what GNU gettext would, so that neither set-up nor tests need a system package.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from secondline.site.borrowed import BORROWED

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = "# Translations of Secondline. Edit msgstr lines only; `./secondline messages` gathers the rest.\n#"
TIMELESS = datetime(2026, 1, 1, tzinfo=UTC)


def _sources(src: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(src.rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path.relative_to(src)), path.read_bytes()
    for path in sorted(src.rglob("templates/**/*")):
        if path.suffix in {".html", ".txt"}:
            text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            yield str(path.relative_to(src)), text.encode("utf-8")


def gather(src: Path, language: str) -> Catalog:
    """Every text of the house that a person may read, and those of borrowed libraries that they can meet."""
    catalogue = Catalog(locale=language, project="Secondline", charset="utf-8", header_comment=HEADER)
    for name, source in _sources(src):
        for _line, message, comments, context in extract(
            "python", io.BytesIO(source), keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            catalogue.add(message, None, [(name, 0)], auto_comments=comments, context=context)
    for text in BORROWED:
        catalogue.add(text, None, [("borrowed", 0)])
    return catalogue


def stored(folder: Path, language: str) -> Catalog:
    path = folder / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def refresh(src: Path, folder: Path, language: str) -> list[str]:
    """Gather, keep what is translated, compile; answers the texts that are not translated yet."""
    catalogue, known = gather(src, language), stored(folder, language)
    for message in catalogue:
        old = known.get(message.id, message.context) if message.id else None
        if old is not None and _begun(old.string):
            message.string = old.string
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True, exist_ok=True)
    (place / "django.po").write_bytes(as_po(catalogue))
    (place / "django.mo").write_bytes(as_mo(catalogue))
    return untranslated(catalogue)


def untranslated(catalogue: Catalog) -> list[str]:
    return [str(m.id) for m in catalogue if m.id and not _complete(m.string)]


def _begun(string: object) -> bool:
    return bool(string) and (not isinstance(string, (tuple, list)) or any(string))


def _complete(string: object) -> bool:
    return bool(string) and (not isinstance(string, (tuple, list)) or all(string))


def as_po(catalogue: Catalog) -> bytes:
    """Without dates and line numbers: two runs over the same texts give the same bytes."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, omit_header=True, sort_output=True, include_lineno=False)
    plural = catalogue.plural_forms
    header = (
        f'{HEADER}\nmsgid ""\nmsgstr ""\n"Language: {catalogue.locale}\\n"\n'
        f'"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {plural}\\n"\n\n'
    )
    return header.encode("utf-8") + buffer.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    catalogue.creation_date = catalogue.revision_date = TIMELESS
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()
