"""The chip in a case: given beside pictures, examined with them, shown as three states, erased with the case."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from archives import packed
from cast import Cast, log_in
from chipmaker import (
    ZONE,
    Scheme,
    chip,
    csca,
    der,
    face_file,
    key,
    master_list,
    public,
    purposes,
    signer,
    zone_file,
)
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from inspection_kit import reading_of
from pictures import encoded
from PIL import Image

from secondline.evidence.actions import prepare, seal
from secondline.evidence.models import Item
from secondline.evidence.rules import State, What
from secondline.inspections import actions, queries
from secondline.inspections.actions.erase import erase_expired
from secondline.inspections.chip import gather, home
from secondline.inspections.gathering import Seen, from_person
from secondline.inspections.models import Dump, Inspection
from secondline.inspections.rules import SLOT, Particulars
from secondline.inspections.showing_chip import steps
from secondline.reference.actions.trust_import import import_trust
from secondline.reference.actions.trust_look import look_into
from traveldoc.chip import ActiveEvidence
from traveldoc.chip.evidence import Evidence, write_evidence
from traveldoc.facts import VisualForm
from traveldoc.finding import Grade

pytestmark = pytest.mark.django_db
JPEG = encoded(Image.new("RGB", (24, 32), "navy"), "JPEG")
PNG = encoded(Image.new("RGB", (24, 32), "red"), "PNG")
CHIP = chip(signer(csca()), [(2, face_file(JPEG))]).files()
LINES = (ZONE[:44], ZONE[44:])
Give = Callable[..., Item]


@pytest.fixture
def give(cast: Cast, at: datetime) -> Give:
    """Seals and unpacks one file of a chip."""

    def put(data: bytes, name: str = "x.bin") -> Item:
        stream = io.BytesIO(data)
        item = seal(by=cast.officer, at=at, delivery=uuid4(), stream=stream, name=name, what=What.CHIP).item
        return prepare(item=item, at=at)

    return put


@pytest.fixture
def opened(cast: Cast, at: datetime, give: Give) -> Callable[..., Inspection]:
    def make(files: dict[str, bytes] = CHIP, **told: Any) -> Inspection:
        items = [give(data, name) for name, data in files.items()]
        return actions.open_inspection(
            id=uuid4(),
            post=cast.airport,
            particulars=Particulars(**told),
            chip=items,
            by=cast.officer,
            at=at,
        )

    return make


def part(inspection: Inspection) -> dict[str, Any]:
    examination = queries.last_examination(inspection)
    assert examination is not None
    found: dict[str, Any] = examination.parts[0]
    return found


def page(client: Client, inspection: Inspection) -> str:
    return str(client.get(reverse("case", args=[inspection.pk])).content.decode())


def test_a_chip_alone_is_a_case_and_its_zone_is_examined(opened: Callable[..., Inspection]) -> None:
    inspection = opened()
    found = part(inspection)
    assert found["lines"] == list(LINES)
    assert found["chip"]["signature"]["state"] == "verified"
    assert found["chip"]["trusted"]["state"] == "not examined"
    assert found["chip"]["data_groups"] == {"DG1": "match", "DG2": "match"}
    inspection.refresh_from_db()
    assert (inspection.issuer, inspection.sex) == ("UTO", "F")


def test_the_printed_zone_is_compared_with_the_chips(opened: Callable[..., Inspection]) -> None:
    same = part(opened(mrz="\n".join(LINES)))
    other = part(opened(mrz="\n".join(LINES).replace("ANNA", "HANS")))
    grades = [
        next(each["grade"] for each in found["findings"] if each["id"] == "chip.data.zone")
        for found in (same, other)
    ]
    assert grades == ["consistent", "inconsistent"]


def test_the_page_shows_three_states_with_their_reasons(
    as_officer: Client, opened: Callable[..., Inspection]
) -> None:
    inspection = opened(visual=VisualForm(surname="Eriksson"))
    shown = page(as_officer, inspection)
    for words in (
        "Chip read",
        "Chip verified",
        "Chip verified against a trust list",
        "no trust list was given",
    ):
        assert words in shown
    assert "The lines on the chip" in shown
    assert "Read wrongly? Correct the lines." not in shown
    photo = queries.chip_photo(inspection)
    assert photo is not None
    assert reverse("evidence:picture", args=[photo.pk, "page"]) in shown
    assert "EF_SOD.BIN" in shown


def test_the_photo_on_the_page_is_found_by_its_zone(
    cast: Cast, at: datetime, picture: Any, give: Give, as_officer: Client
) -> None:
    items = [prepare(item=give(data), at=at) for data in CHIP.values()]
    inspection = actions.open_inspection(
        id=uuid4(),
        post=cast.airport,
        particulars=Particulars(),
        given=[(picture(reading_of(LINES)), SLOT["data"])],
        chip=items,
        by=cast.officer,
        at=at,
    )
    assert '<svg viewBox="68.5 -59.8 204.7 252.0"' in page(as_officer, inspection)


CHANGED = CHIP | {"EF_DG1.BIN": zone_file(ZONE.replace("ANNA", "HANS"))}


def test_what_was_changed_after_signing_is_never_called_verified(
    as_officer: Client, opened: Callable[..., Inspection]
) -> None:
    inspection = opened(CHANGED)
    found = part(inspection)
    assert found["grade"] == "inconsistent"
    _read, verified, _trusted = steps(found["chip"])
    assert (str(verified.state), verified.reason) == ("failed", "changed after they were signed: DG1")
    assert "changed after it was signed" in page(as_officer, inspection)


def test_a_good_key_puts_no_green_beside_changed_data(
    cast: Cast, at: datetime, opened: Callable[..., Inspection]
) -> None:
    """The key that signed is on a list; what it signed is not what was read."""
    trusted(cast, at, csca().encoded(), "root.cer")
    for files, grade, reason in (
        (CHIP, Grade.CONSISTENT, ""),
        (CHANGED, Grade.INCONCLUSIVE, "only the key that signed, not what was changed"),
    ):
        listed = steps(part(opened(files))["chip"])[2]
        assert (str(listed.state), listed.grade, listed.reason) == ("verified", grade, reason)


def test_files_given_twice_are_told(as_officer: Client, opened: Callable[..., Inspection]) -> None:
    inspection = opened(CHIP | {"again.bin": zone_file(ZONE.replace("ANNA", "HANS"))})
    found = part(inspection)
    assert found["chip"]["twice"] == ["DG1"]
    assert "These files were given twice and differ: DG1" in page(as_officer, inspection)


def test_a_file_that_is_no_chip_after_all_is_told(
    as_officer: Client, opened: Callable[..., Inspection]
) -> None:
    inspection = opened({"cert.cer": csca().encoded()})
    assert "chip" not in part(inspection)
    assert "This is no file of a chip." in page(as_officer, inspection)


def test_a_form_without_javascript_brings_pictures_and_chip_together(cast: Cast, as_officer: Client) -> None:
    given = {
        "id": str(uuid4()),
        "post": str(cast.airport.pk),
        "pictures-data": SimpleUploadedFile("page.png", PNG),
        "files-chip": [SimpleUploadedFile(name, data) for name, data in CHIP.items()],
    }
    answer = as_officer.post(reverse("inspections:new"), given)
    inspection = Inspection.objects.get()
    assert answer.headers["Location"] == reverse("case", args=[inspection.pk])
    assert (len(queries.exhibits(inspection)), len(queries.dumps(inspection))) == (1, 4)
    assert "chip" in part(inspection)


def test_a_picture_among_the_chips_files_is_named_and_nothing_is_lost(cast: Cast, as_officer: Client) -> None:
    given = {
        "id": str(uuid4()),
        "post": str(cast.airport.pk),
        "files-chip": [
            SimpleUploadedFile("EF_SOD.BIN", CHIP["EF_SOD.BIN"]),
            SimpleUploadedFile("face.jpg", JPEG),
        ],
    }
    answer = as_officer.post(reverse("inspections:new"), given)
    shown = answer.content.decode()
    assert "face.jpg: This is no file of a chip." in shown
    assert "EF_SOD.BIN" in shown
    delivery = Item.objects.get().deliveries.get()
    again = {key: value for key, value in given.items() if key != "files-chip"} | {
        "delivery-chip": str(delivery.pk)
    }
    as_officer.post(reverse("inspections:new"), again)
    assert [dump.item.name for dump in queries.dumps(Inspection.objects.get())] == ["EF_SOD.BIN"]


def test_a_delivery_in_the_wrong_part_of_the_form_is_named(
    cast: Cast, as_officer: Client, give: Give
) -> None:
    item = give(CHIP["EF_SOD.BIN"], "EF_SOD.BIN")
    given = {
        "id": str(uuid4()),
        "post": str(cast.airport.pk),
        "delivery-data": str(item.deliveries.get().pk),
    }
    shown = as_officer.post(reverse("inspections:new"), given).content.decode()
    assert "EF_SOD.BIN: This is not a picture." in shown
    assert not Inspection.objects.exists()


def test_a_picture_is_never_kept_as_a_chip(cast: Cast, at: datetime, inspection: Inspection) -> None:
    picture = seal(by=cast.officer, at=at, delivery=uuid4(), stream=io.BytesIO(PNG)).item
    with pytest.raises(ValueError, match="no file of a chip"):
        actions.add(inspection=inspection.pk, chip=[picture], by=cast.officer, at=at)


def test_chip_files_are_added_to_a_case_and_it_is_examined_again(
    cast: Cast, as_officer: Client, inspection: Inspection
) -> None:
    given = {
        "id": str(uuid4()),
        "files-chip": [SimpleUploadedFile(name, data) for name, data in CHIP.items()],
    }
    as_officer.post(reverse("inspections:add", args=[inspection.pk]), given)
    assert [each.run for each in queries.examinations(inspection)] == [2, 1]
    assert "chip" in part(inspection)
    as_officer.post(reverse("inspections:add", args=[inspection.pk]), given | {"id": str(uuid4())})
    assert len(queries.dumps(inspection)) == 4  # the same files again are the same items
    assert len(queries.examinations(inspection)) == 2


def test_what_is_put_to_the_centre_brings_its_chip_along(
    cast: Cast, opened: Callable[..., Inspection], give: Give, at: datetime
) -> None:
    inspection = opened({"sod.bin": CHIP["EF_SOD.BIN"]})
    photo = give(CHIP["EF_DG2.BIN"])
    examiner = log_in(cast.examiner)
    face = reverse("evidence:picture", args=[photo.pk, "page"])
    actions.put_to_centre(inspection=inspection.pk, centre=cast.centre, by=cast.officer, at=at)
    assert examiner.get(face).status_code == 404
    actions.add(inspection=inspection.pk, chip=[photo], by=cast.officer, at=at)
    assert examiner.get(face).status_code == 200


def test_the_chip_goes_with_its_case_and_its_states_stay(
    opened: Callable[..., Inspection], as_officer: Client, at: datetime
) -> None:
    first, second = opened(), opened({"sod.bin": CHIP["EF_SOD.BIN"]})
    assert Dump.objects.count() == 5
    late = at + timedelta(days=400)
    Inspection.objects.filter(pk=first.pk).update(changed_at=at)
    Inspection.objects.filter(pk=second.pk).update(changed_at=late)
    assert erase_expired(at=late) == 1
    states = {dump.item.name: dump.item.state for dump in queries.dumps(first)}
    assert states["EF_SOD.BIN"] == State.PREPARED  # another case still shows it
    assert {state for name, state in states.items() if name != "EF_SOD.BIN"} == {State.ERASED}
    assert part(first)["chip"] == {
        "read": True,
        "signature": {"state": "verified"},
        "trusted": {"state": "not examined"},
        "trust": {"at": at.isoformat(), "sources": [], "damaged": []},
    }
    assert "ERIKSSON" not in str(part(first))
    first.refresh_from_db()
    assert queries.chip_photo(first) is None
    assert "were erased" in page(as_officer, first)


def test_the_first_file_counts_where_two_differ() -> None:
    files, _own, twice = gather([{"DG1": b"1", "DG2": b"2"}, {"DG1": b"1"}, {"DG2": b"3"}, {"DG2": b"4"}])
    assert (files, twice) == ({"DG1": b"1", "DG2": b"2"}, ["DG2"])


def test_a_chip_belongs_to_the_document_whose_zone_it_carries() -> None:
    visa = from_person(
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<", None
    )
    seen = [Seen([visa]), Seen([from_person(ZONE, None)])]
    assert home({"DG1": zone_file()}, seen) == 1
    assert home({"DG1": zone_file()}, seen[:1]) == 0
    assert home({"DG1": der(0x61)}, seen) == home({}, seen) == 0


def trusted(cast: Cast, at: datetime, data: bytes, name: str) -> None:
    seen = look_into(by=cast.administrator, at=at, name=name, stream=io.BytesIO(data))
    import_trust(by=cast.administrator, at=at, name=name, sha256=seen.sha256, reason="Compared by telephone.")


def test_a_run_uses_the_trust_of_its_moment_and_an_import_changes_no_old_run(
    cast: Cast, as_officer: Client, opened: Callable[..., Inspection], at: datetime
) -> None:
    trusted(cast, at, csca(number=1).encoded(), "other.cer")
    inspection = opened()
    assert part(inspection)["chip"]["trusted"]["state"] == "failed"
    assert "without a key of this signer" in page(as_officer, inspection)
    trusted(cast, at, csca().encoded(), "root.cer")
    lister = signer(csca(), "p256", 70, purposes("2.23.136.1.1.3"))
    trusted(cast, at, master_list(lister, [csca().encoded()]), "list.ml")
    late = at + timedelta(days=1)
    actions.examine_inspection(inspection=inspection.pk, by=cast.officer, at=late)
    first, second = (run.parts[0]["chip"] for run in reversed(queries.examinations(inspection)))
    assert (first["trusted"]["state"], second["trusted"]["state"]) == ("failed", "verified")
    assert (len(first["trust"]["sources"]), len(second["trust"]["sources"])) == (1, 3)
    assert second["trust"]["at"] == late.isoformat()
    shown = page(as_officer, inspection)
    assert "“root.cer” (imported on 2 Mar 2026 by Utopian Border Guard)" in shown
    assert "“list.ml” of 1 Mar 2024 (then 732 days old, imported by Utopian Border Guard)" in shown


@pytest.mark.parametrize(("challenge", "grade"), [(b"12345678", "consistent"), (b"87654321", "inconsistent")])
def test_the_chips_own_proof_is_examined_where_the_reader_recorded_it(
    opened: Callable[..., Inspection], challenge: bytes, grade: str
) -> None:
    own = key("p256", 20)
    signature = Scheme("sha256").sign(own, b"12345678")
    made = chip(signer(csca()), [(15, der(0x6F, public(own)))]).files()
    recorded = write_evidence(Evidence(active=ActiveEvidence(challenge, signature)))
    findings = part(opened({"chip.zip": packed({**made, "evidence.json": recorded})}))["findings"]
    assert [each["grade"] for each in findings if each["id"] == "chip.proof.active"] == [grade]


def test_a_broken_record_of_the_proofs_is_no_proof() -> None:
    assert gather([{"DG1": b"1", "evidence.json": b"{"}]) == ({"DG1": b"1"}, Evidence(), [])
