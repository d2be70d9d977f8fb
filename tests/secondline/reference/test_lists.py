"""Lists of lost and stolen documents: imported whole or not at all, found by whoever has the number."""

import io
from datetime import date, datetime
from pathlib import Path

import pytest
from cast import Cast
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from secondline.people import keyring
from secondline.reference.actions.erasing import erase_expired
from secondline.reference.actions.importing import (
    Described,
    RefusedListError,
    drop_list,
    import_list,
    keep_mapping,
    try_list,
)
from secondline.reference.columns import Columns, is_day_form, read_day
from secondline.reference.lists import ListFileError, Reader, Writer, day_number
from secondline.reference.models import ReportedList, ReportedRange
from secondline.reference.queries.reported import USE, look_up_for, mappings, path_of, visible_lists
from traveldoc.reported import Report

COLUMNS = Columns(
    number="No", number_to="To", issuer="State", kind="Kind", sort="Why", day="Day", circumstances="How"
)
HEAD = "No,To,State,Kind,Why,Day,How"
DESCRIBED = Described("Registry", date(2026, 3, 1), 7, "desk 7")


def table(*lines: str, head: str = HEAD) -> io.BytesIO:
    return io.BytesIO("\n".join((head, *lines)).encode())


def take(cast: Cast, at: datetime, *lines: str, described: Described = DESCRIBED) -> ReportedList:
    made, _new = import_list(
        stream=table(*lines),
        columns=COLUMNS,
        described=described,
        agency=cast.utopia,
        by=cast.administrator,
        at=at,
    )
    return made


def found(cast: Cast, number: str, issuer: str = "UTO", kind: str = "passport") -> tuple[Report, ...]:
    return look_up_for(cast.utopia)(issuer, kind, number).reports


@pytest.mark.django_db
class TestImport:
    def test_a_number_is_found_with_all_that_was_told_of_it(self, cast: Cast, at: datetime) -> None:
        take(cast, at, "u 1234567,,uto,passport,stolen,2026-02-03,in a tram")
        (report,) = found(cast, "U1234567")
        assert (report.sort, report.issuer, report.kind) == ("stolen", "UTO", "passport")
        assert (report.reported, report.circumstances) == (date(2026, 2, 3), "in a tram")
        assert (report.source, report.as_of, report.contact) == ("Registry", date(2026, 3, 1), "desk 7")
        assert found(cast, "U1234568") == ()
        assert found(cast, "U1234567", issuer="FRA") == ()
        assert found(cast, "U1234567", kind="visa") == ()
        assert len(found(cast, "U1234567", issuer="", kind="")) == 1

    def test_the_file_tells_no_number_and_the_database_neither(self, cast: Cast, at: datetime) -> None:
        made = take(cast, at, "U1234567,,UTO,,lost,,")
        assert b"U1234567" not in path_of(made).read_bytes()
        assert "1234567" not in repr(ReportedList.objects.values_list())

    def test_a_small_range_and_a_series_are_single_numbers(self, cast: Cast, at: datetime) -> None:
        made = take(cast, at, "A10,A14,UTO,,revoked,,", "B2##,,UTO,,lost,,")
        assert (made.rows, made.ranges) == (105, 0)
        assert len(found(cast, "A12")) == 1
        assert found(cast, "A15") == ()
        assert len(found(cast, "B277")) == 1

    def test_a_wide_range_is_kept_in_plain_and_found(self, cast: Cast, at: datetime) -> None:
        made = take(cast, at, "N61800000,N61809999,UTO,passport,stolen-blank,2026-01-05,van")
        assert (made.rows, made.ranges) == (0, 1)
        (report,) = found(cast, "N61803398")
        assert (report.extent, report.sort, report.circumstances) == ("range", "stolen-blank", "van")
        assert found(cast, "N61810000") == ()
        assert found(cast, "N6180339") == ()
        assert found(cast, "N61803398", issuer="FRA") == ()
        assert found(cast, "ABC") == ()

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            (",,UTO,,lost,,", "no document number"),
            ("U1,,Nowhere,,lost,,", "no state"),
            ("U1,,UTO,booklet,lost,,", "no kind"),
            ("U1,,UTO,,mislaid,,", "no reason"),
            ("U1,,UTO,,lost,03.02.2026,", "no day"),
            ("U1,,UTO,,lost,2026-03-02,", "later than"),
            ("U1,,UTO,,lost,1960-01-01,", "no day"),
            ("U1,U,UTO,,lost,,", "no range"),
            ("U#1,,UTO,,lost,,", "no range"),
            ("U1,UTO,lost", "fewer columns"),
            ("\x00" + "9" * 30 + ",,UTO,,lost,,", "no document number"),
        ],
    )
    def test_one_bad_line_and_nothing_is_taken(
        self, cast: Cast, at: datetime, line: str, reason: str, settings: object
    ) -> None:
        with pytest.raises(RefusedListError) as refused:
            take(cast, at, "U7654321,,UTO,,lost,,", line)
        (fault,) = refused.value.faults
        assert fault.line == 3
        assert reason in str(fault)
        assert ReportedList.objects.count() == 0
        assert not list(Path(settings.REPORTED_FOLDER).rglob("*.*"))  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "no lines"),
            (b"a,b\n1,2\n", "no column"),
            (HEAD.encode() + b"\n\xff\xfe,,UTO,,lost,,\n", "UTF-8"),
            (HEAD.encode() + b'\n"' + b"x" * 200_000, "CSV"),
        ],
        ids=["empty", "column", "encoding", "endless"],
    )
    def test_what_is_no_table_is_said_so(self, cast: Cast, at: datetime, data: bytes, reason: str) -> None:
        with pytest.raises(RefusedListError, match=reason):
            import_list(
                stream=io.BytesIO(data),
                columns=COLUMNS,
                described=DESCRIBED,
                agency=cast.utopia,
                by=None,
                at=at,
            )

    def test_every_fault_is_told_at_once_and_a_trial_keeps_nothing(self, cast: Cast, at: datetime) -> None:
        tried = try_list(
            stream=table("U1,,XX,,lost,,", "U2,,UTO,,lost,,", "U3,,UTO,,gone,,", "X0001,X9000,UTO,,lost,,"),
            columns=COLUMNS,
            described=DESCRIBED,
            by=cast.administrator,
            at=at,
        )
        assert [fault.line for fault in tried.faults] == [2, 4]
        assert tried.ranges == 1
        assert tried.sample[0]["number"] == "U2"
        assert not ReportedList.objects.exists()

    def test_a_newer_whole_list_takes_the_place_and_an_addition_does_not(
        self, cast: Cast, at: datetime, django_capture_on_commit_callbacks: object
    ) -> None:
        first = take(cast, at, "U1,,UTO,,lost,,", "A0001,A5000,UTO,,lost,,")
        take(cast, at, "U2,,UTO,,lost,,", described=Described("Registry", date(2026, 3, 2), whole=False))
        assert found(cast, "U1")
        assert found(cast, "U2")
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            take(cast, at, "U3,,UTO,,lost,,")
        assert not found(cast, "U1")
        assert found(cast, "U3")
        assert not path_of(first).exists()
        assert not ReportedRange.objects.exists()

    def test_the_very_same_list_again_adds_nothing(self, cast: Cast, at: datetime) -> None:
        one = take(cast, at, "U1,,UTO,,lost,,")
        assert take(cast, at, "U1,,UTO,,lost,,") == one
        assert len(list(path_of(one).parent.glob("*"))) == 1

    def test_the_sources_words_are_translated_and_constants_hold_for_all(
        self, cast: Cast, at: datetime
    ) -> None:
        columns = Columns(
            number="Nr",
            issuer="=D",
            sort="Grund",
            kind="Art",
            day="Tag",
            day_form="DD.MM.YY",
            values={"gestohlen": "stolen", "RP": "passport"},
        )
        import_list(
            stream=table("C01;gestohlen;RP;03.02.26", head="Nr;Grund;Art;Tag"),
            columns=columns,
            described=DESCRIBED,
            agency=cast.utopia,
            by=None,
            at=at,
        )
        (report,) = found(cast, "C01", issuer="D")
        assert (report.sort, report.kind, report.reported) == ("stolen", "passport", date(2026, 2, 3))
        kept = keep_mapping(name="BKA", columns=columns, by=cast.administrator, at=at)
        assert Columns.from_dict(mappings(cast.administrator).get().columns) == columns
        assert str(kept) == "BKA"
        assert not mappings(cast.officer).exists()

    def test_a_lost_key_or_file_is_never_a_quiet_no(self, cast: Cast, at: datetime) -> None:
        made = take(cast, at, "U1,,UTO,,lost,,")
        path_of(made).unlink()
        answer = look_up_for(cast.utopia)("UTO", "", "U1")
        assert (answer.reports, answer.sources, answer.missing) == ((), (), ("Registry",))
        keyring.path_of(cast.utopia.pk, USE).unlink()
        with pytest.raises(keyring.KeyringError):
            take(cast, at, "U2,,UTO,,lost,,")

    def test_a_list_is_used_as_far_as_it_is_shared(self, cast: Cast, at: datetime) -> None:
        take(cast, at, "U1,,UTO,,lost,,")
        assert not look_up_for(cast.arcadia)("UTO", "", "U1").sources
        take(cast, at, "U1,,UTO,,lost,,", described=Described("Open", date(2026, 3, 1), sharing="green"))
        assert look_up_for(cast.arcadia)("UTO", "", "U1").reports

    def test_only_the_own_administrator_keeps_lists(self, cast: Cast, at: datetime) -> None:
        made = take(cast, at, "U1,,UTO,,lost,,")
        for person in (cast.officer, cast.examiner, cast.analyst, cast.outsider):
            assert not visible_lists(person).exists()
            with pytest.raises(Http404):
                drop_list(reported=made, by=person, at=at)
            with pytest.raises(Http404):
                try_list(stream=table(), columns=COLUMNS, described=DESCRIBED, by=person, at=at)
        drop_list(reported=made, by=cast.administrator, at=at)
        assert not found(cast, "U1")

    def test_an_old_list_is_dropped_by_retention(self, cast: Cast, at: datetime) -> None:
        take(cast, at, "U1,,UTO,,lost,,", described=Described("Old", date(2023, 1, 1)))
        assert erase_expired(at=at) == 1
        assert not ReportedList.objects.filter(current=True).exists()


@given(st.lists(st.text("AB01", min_size=1, max_size=3), max_size=60))
def test_a_file_finds_what_was_put_in_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, numbers: list[str]
) -> None:
    """Against a dictionary."""
    folder = tmp_path_factory.mktemp("lists")
    writer = Writer(folder, b"k" * 32)
    for place, number in enumerate(numbers):
        writer.add(number, place, 255, 0, 0, 0)
    writer.finish("a.list")
    reader = Reader(folder / "a.list", b"k" * 32)
    for number in {*numbers, "A", "BB", "010"}:
        places = [place for place, other in enumerate(numbers) if other == number]
        assert sorted(row.issuer for row in reader.find(number)) == places
    assert not numbers or not Reader(folder / "a.list", b"x" * 32).find(numbers[0])
    reader.close()


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    for data in (b"", b"nonsense", b"SLLIST1\n" + (9).to_bytes(8, "big")):
        (tmp_path / "x").write_bytes(data)
        with pytest.raises(ListFileError):
            Reader(tmp_path / "x", b"k" * 32)


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("2026-02-03", "YYYY-MM-DD", date(2026, 2, 3)),
        ("03.02.2026", "DD.MM.YYYY", date(2026, 2, 3)),
        ("020326", "MMDDYY", date(2026, 2, 3)),
        ("2026-02-30", "YYYY-MM-DD", None),
        ("2026/02/03", "YYYY-MM-DD", None),
        ("2026-2-3", "YYYY-MM-DD", None),
        ("２０２６-02-03", "YYYY-MM-DD", None),
    ],
)
def test_a_day_is_read_in_its_form_only(text: str, form: str, day: date | None) -> None:
    assert read_day(text, form) == day


def test_forms_of_days_and_numbers_of_days() -> None:
    assert is_day_form("DD.MM.YYYY")
    assert not any(map(is_day_form, ("YYYY", "DD.MM.YYY", "D.M.YYYY", "DDxMMxYYYY", "DMDM.YYYY")))
    assert day_number(date(1970, 1, 2)) == 1
    assert day_number(date(1960, 1, 1)) == day_number(None) == 0
