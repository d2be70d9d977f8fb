"""The library as a folder: out and in again; whatever is wrong is told with file and line, and nothing is taken."""

import io
import stat
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import pytest
from archives import packed
from cast import Cast
from click.testing import CliRunner
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st
from shelf import PICTURE, Shelf

from secondline.reference.actions.exchanging import Plan, files_of, take_in
from secondline.reference.folder import MOST_FILES, FolderError, from_folder, from_zip, to_zip
from secondline.reference.models import Alert, DocumentType
from secondline.reference.rules import Stage
from secondline.reference.yamlfile import YamlFileError, read_yaml, write_yaml
from secondline.site.commands.librarying import library

TYPE = """\
code: UTO-AO-04001
issuer: UTO
kind: passport
title: {en: Passport, ru: Паспорт}
numbering: U########
first_issued: 2014-01-01
pictures:
  - file: data.jpg
    light: white
features:
  - term: watermark
    light: transmitted
    place: [76, 18, 16, 26]
    on_card: true
    look: The emblem.
"""
ALERT = """\
code: F-2026-0001
title: Copies
issuer: UTO
source: DESC
type: UTO-AO-04001
signs:
  - look: No watermark.
"""


Files = dict[str, bytes | str]


def zipped(files: Mapping[str, bytes | str]) -> io.BytesIO:
    return io.BytesIO(packed(files))


def whole(type_: str = TYPE, more: Mapping[str, bytes | str] = MappingProxyType({})) -> Files:
    return {
        "types/UTO-AO-04001/type.yaml": type_,
        "types/UTO-AO-04001/data.jpg": PICTURE,
        "alerts/F-2026-0001/alert.yaml": ALERT,
        **more,
    }


def take(cast: Cast, at: datetime, files: dict[str, bytes | str], *, trial: bool = False) -> Plan:
    return take_in(bundles=from_zip(zipped(files)), by=cast.examiner, at=at, trial=trial)


@pytest.mark.django_db
class TestTakeIn:
    def test_what_comes_in_is_a_draft_with_all_that_its_file_says(self, cast: Cast, at: datetime) -> None:
        plan = take(cast, at, whole())
        assert (plan.fresh, plan.changed, plan.same, plan.pictures) == (2, 0, 0, 1)
        thing = DocumentType.objects.get()
        assert (thing.code, thing.stage, thing.title["ru"]) == ("UTO-AO-04001", Stage.DRAFT, "Паспорт")
        (feature,) = thing.features.all()
        assert (feature.step, feature.on_card, feature.look) == ("lamina", True, {"en": "The emblem."})
        assert feature.box is not None
        assert feature.box.left == pytest.approx(0.76)
        assert thing.pictures.get().cleared
        alert = Alert.objects.get()
        assert (alert.type, alert.signs.get().look) == (thing, {"en": "No watermark."})

    def test_a_trial_changes_nothing(self, cast: Cast, at: datetime) -> None:
        assert take(cast, at, whole(), trial=True).fresh == 2
        assert not DocumentType.objects.exists()

    def test_what_goes_out_comes_in_as_the_same(self, shelf: Shelf, cast: Cast, at: datetime) -> None:
        thing = shelf.type(first_issued=at.date(), notes={"kk": "Ескертпе"})
        shelf.feature(thing, on_card=True)
        shelf.picture(thing)
        shelf.publish(thing)
        shelf.publish(shelf.alert(type=thing, valid_from=at.date(), features=["watermark"]))
        target, again = io.BytesIO(), io.BytesIO()
        to_zip(files_of(cast.examiner), target)
        to_zip(files_of(cast.examiner), again)
        assert target.getvalue() == again.getvalue()
        target.seek(0)
        plan = take_in(bundles=from_zip(target), by=cast.examiner, at=at)
        assert (plan.fresh, plan.changed, plan.same) == (0, 0, 2)

    def test_a_change_of_a_published_type_is_its_next_edition(
        self, cast: Cast, at: datetime, shelf: Shelf
    ) -> None:
        take(cast, at, whole())
        shelf.publish(DocumentType.objects.get())
        plan = take(cast, at, whole(TYPE.replace("The emblem.", "An emblem.")))
        assert (plan.changed, plan.same) == (1, 1)
        assert list(DocumentType.objects.values_list("edition", "stage").order_by("edition")) == [
            (1, "published"),
            (2, "draft"),
        ]

    def test_a_picture_of_an_alert_waits_to_be_blurred_unless_it_is_said_to_be_clear(
        self, cast: Cast, at: datetime
    ) -> None:
        with_picture = ALERT + "pictures: [{file: a.jpg}]\n"
        take(
            cast,
            at,
            whole(more={"alerts/F-2026-0001/alert.yaml": with_picture, "alerts/F-2026-0001/a.jpg": PICTURE}),
        )
        picture = Alert.objects.get().pictures.get()
        assert not picture.cleared
        assert picture.raw

    @pytest.mark.parametrize(
        ("old", "new", "line", "says"),
        [
            ("issuer: UTO", "issuer: UTOPIA", 2, "not one of"),
            ("kind: passport", "kind: booklet", 3, "not one of"),
            ("ru: Паспорт", "xx: Паспорт", 4, "language"),
            ("numbering: U########", "numbering: U(a+)+$", 5, "character"),
            ("2014-01-01", "2014-13-01", 6, "no day"),
            ("file: data.jpg", "file: ../../etc/passwd", 8, "no file"),
            ("light: white", "light: moonlight", 9, "not one of"),
            ("term: watermark", "term: glitter", 11, "not one of"),
            ("[76, 18, 16, 26]", "[76, 18, 96, 26]", 13, "four numbers"),
            ("[76, 18, 16, 26]", "[nan, 18, 16, 26]", 13, "four numbers"),
            ("on_card: true", "on_card: perhaps", 14, "neither true nor false"),
            ("look: The emblem.", "looks: The emblem.", 15, "no field"),
            ("code: UTO-AO-04001", "code: UTO-AO-04002", 1, "name of its folder"),
            ("issuer: UTO\n", "", 1, "missing"),
            ("title: {en", "title: }en", 4, "YAML"),
            ("issuer: UTO", "issuer: &a UTO", 2, "Anchors"),
            ("issuer: UTO", "issuer: UTO\nissuer: FRA", 3, "twice"),
        ],
    )
    def test_a_fault_is_told_with_file_and_line_and_nothing_is_taken(
        self, cast: Cast, at: datetime, old: str, new: str, line: int, says: str
    ) -> None:
        with pytest.raises(FolderError) as refused:
            take(cast, at, whole(TYPE.replace(old, new)))
        (fault,) = refused.value.faults
        assert fault.file == "types/UTO-AO-04001/type.yaml"
        assert fault.line == line
        assert says in str(fault)
        assert not DocumentType.objects.exists()
        assert not Alert.objects.exists()

    def test_a_broken_picture_is_told_by_its_name(self, cast: Cast, at: datetime) -> None:
        with pytest.raises(FolderError, match=r"data.jpg: This is not a picture"):
            take(cast, at, whole(more={"types/UTO-AO-04001/data.jpg": b"GIF"}))

    def test_what_is_in_review_is_not_overrun(self, cast: Cast, at: datetime, shelf: Shelf) -> None:
        take(cast, at, whole())
        DocumentType.objects.update(stage=Stage.REVIEW)
        with pytest.raises(FolderError, match="in review"):
            take(cast, at, whole(TYPE.replace("emblem", "shield")))

    def test_an_officer_takes_nothing_in(self, cast: Cast, at: datetime) -> None:
        with pytest.raises(Http404):
            take_in(bundles=from_zip(zipped(whole())), by=cast.officer, at=at)

    def test_the_command_line_writes_a_folder_and_reads_it(
        self, shelf: Shelf, cast: Cast, tmp_path: Path
    ) -> None:
        thing = shelf.type()
        shelf.picture(thing)
        shelf.publish(thing)
        run = CliRunner().invoke(library, ["export", str(tmp_path / "out"), "--as", "examiner"])
        assert run.exit_code == 0, run.output
        assert (tmp_path / "out/types/UTO-AO-01001/data-white.jpg").exists()
        run = CliRunner().invoke(library, ["import", str(tmp_path / "out"), "--as", "examiner", "--try"])
        assert "0 new, 0 changed, 1 the same" in run.output
        (tmp_path / "out/types/UTO-AO-01001/type.yaml").write_text("code: [")
        run = CliRunner().invoke(library, ["import", str(tmp_path / "out"), "--as", "examiner"])
        assert run.exit_code == 2
        (tmp_path / "z.zip").write_bytes(zipped(whole()).getvalue())
        run = CliRunner().invoke(library, ["import", str(tmp_path / "z.zip"), "--as", "second"])
        assert "2 new" in run.output
        run = CliRunner().invoke(library, ["import", str(tmp_path / "z.zip"), "--as", "officer"])
        assert run.exit_code == 2


@pytest.mark.parametrize(
    "name",
    [
        "../types/A/type.yaml",
        "/types/A/type.yaml",
        "types/../A/type.yaml",
        "types/A/B/type.yaml",
        "types/.git/type.yaml",
        "types/A/ty\npe.yaml",
        "other.txt",
        "types/A\\B/x",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(FolderError):
        from_zip(zipped({"types/A/type.yaml": "", name: "x"}))


def test_links_secrets_and_crowds_are_refused() -> None:
    link = zipfile.ZipInfo("types/A/type.yaml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(FolderError, match="Links"):
        from_zip(store)
    with pytest.raises(FolderError, match="more than"):
        from_zip(zipped({f"types/A/{number}": "" for number in range(MOST_FILES + 1)}))
    with pytest.raises(FolderError, match="no ZIP"):
        from_zip(io.BytesIO(b"PK\x03\x04 nonsense"))
    with pytest.raises(FolderError, match="no type"):
        from_zip(zipped({}))
    with pytest.raises(FolderError, match=r"no type.yaml"):
        from_zip(zipped({"types/A/a.jpg": "x"}))


def test_a_bomb_is_stopped_while_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secondline.reference.folder.MOST_FILE_BYTES", 1000)
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("types/A/type.yaml", b"0" * 1_000_000)
    (bundle,) = from_zip(store)
    with pytest.raises(FolderError, match="larger than"):
        bundle.files["type.yaml"]()


def test_a_folder_at_the_machine_follows_no_link(tmp_path: Path) -> None:
    place = tmp_path / "types" / "A"
    place.mkdir(parents=True)
    (place / "type.yaml").symlink_to("/etc/hostname")
    with pytest.raises(FolderError, match="Links"):
        from_folder(tmp_path)


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (b"", 0, "empty"),
        (b"a: \xff", 1, "UTF-8"),
        (b"a: [1\nb", 2, "YAML"),
        (b"[" * 9 + b"]" * 9, 1, "deeply"),
        (b"? [a]\n: b", 1, "word"),
        (b"a: *x", 1, "Anchors"),
        (b"[" + b"1," * 21_000 + b"]", 1, "many"),
        (b"x" * 400_001, 0, "longer"),
    ],
)
def test_yaml_from_outside_is_bounded(data: bytes, line: int, says: str) -> None:
    with pytest.raises(YamlFileError, match=says) as refused:
        read_yaml(data)
    assert refused.value.line == line


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_yaml(data)
    except YamlFileError:
        return


@given(st.dictionaries(st.text("abc", min_size=1, max_size=4), st.text(max_size=20), min_size=1))
def test_what_was_written_is_read_again(content: dict[str, str]) -> None:
    read = read_yaml(write_yaml(content))
    assert {name: node.text for name, node in (read.pairs or {}).items()} == content
