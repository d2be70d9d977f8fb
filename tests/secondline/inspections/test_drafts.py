"""What is typed is never lost: kept for its writer, brought back in the form, gone when it was sent."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from cast import Cast, log_in
from django.test import Client
from django.urls import reverse

from secondline.inspections import actions, queries
from secondline.inspections.models import Draft, Inspection, Referral
from secondline.inspections.rules import DRAFT_DAYS
from secondline.inspections.views.drafting import MOST_CHARACTERS, SENT

pytestmark = pytest.mark.django_db
DRAFTS = "/inspections/drafts/"


def test_what_is_typed_comes_back_in_the_form_and_goes_when_it_is_sent(
    as_officer: Client, inspection: Inspection
) -> None:
    key = f"decide:{inspection.pk}"
    given = {"draft": key, "reason": "The stitching was opened.", "means": ["visual", "magnifier"]}
    assert as_officer.post(DRAFTS, given).status_code == 204
    page = as_officer.get(reverse("inspections:decide", args=[inspection.pk])).content.decode()
    assert "The stitching was opened." in page
    assert "What you had typed is back" in page
    assert (
        "The stitching was opened." in as_officer.get(reverse("case", args=[inspection.pk])).content.decode()
    )
    done = {"outcome": "released", "fraud": "no-fraud-found", "draft": key}
    answer = as_officer.post(reverse("inspections:decide", args=[inspection.pk]), done)
    assert answer.cookies[SENT].value == key
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("address", "name", "typed"),
    [
        ("add", "surname", "ERIKSSON"),
        ("transcribe", "text", "P<UTO"),
        ("guide", "n-face-edges", "A thick edge"),
        ("journey", "place", "Roissy"),
        ("documents", "note", "In the lining of the coat"),
        ("bearer", "n-ears", "A grown lobe"),
    ],
)
def test_every_form_of_a_case_brings_its_draft_back(
    as_officer: Client, inspection: Inspection, address: str, name: str, typed: str
) -> None:
    keys = {"transcribe": "lines", "journey": "leg", "documents": "document", "bearer": "faces"}
    where = reverse(f"inspections:{address}", args=[inspection.pk])
    kind = name.replace("n-", "a-")
    given = {"draft": f"{keys.get(address, address)}:{inspection.pk}", name: typed}
    if kind != name:
        given[kind] = "cannot-tell"
    assert as_officer.post(DRAFTS, given).status_code == 204
    page = as_officer.get(where).content.decode()
    assert "What you had typed is back" in page or address == "bearer"
    assert typed.replace("<", "&lt;") in page or address == "bearer"


def test_a_new_inspection_brings_its_draft_back(cast: Cast, as_officer: Client) -> None:
    as_officer.post(DRAFTS, {"draft": "new", "doubt": "Smells of glue", "embarkation": "Fran"})
    page = as_officer.get(reverse("inspections:new")).content.decode()
    assert "Smells of glue" in page
    given = {"id": str(uuid4()), "post": str(cast.airport.pk), "doubt": "Smells of glue", "draft": "new"}
    as_officer.post(reverse("inspections:new"), given)
    assert not Draft.objects.exists()


def test_nobody_else_sees_a_draft(cast: Cast, as_officer: Client, inspection: Inspection) -> None:
    as_officer.post(DRAFTS, {"draft": f"decide:{inspection.pk}", "reason": "Mine alone"})
    page = log_in(cast.colleague).get(reverse("inspections:decide", args=[inspection.pk])).content.decode()
    assert "Mine alone" not in page
    assert queries.draft(cast.colleague, f"decide:{inspection.pk}") is None


def test_a_draft_can_be_thrown_away_and_an_emptied_form_is_none(
    as_officer: Client, inspection: Inspection
) -> None:
    key, where = f"decide:{inspection.pk}", reverse("inspections:decide", args=[inspection.pk])
    as_officer.post(DRAFTS, {"draft": key, "reason": "Wrong"})
    answer = as_officer.post(
        f"{DRAFTS}discard/", {"draft": key}, headers={"Referer": f"http://testserver{where}"}
    )
    assert answer.headers["Location"] == where
    assert "Wrong" not in as_officer.get(where).content.decode()
    as_officer.post(DRAFTS, {"draft": key, "reason": "Again"})
    as_officer.post(DRAFTS, {"draft": key, "reason": " "})
    assert not Draft.objects.exists()
    elsewhere = as_officer.post(
        f"{DRAFTS}discard/", {"draft": key}, headers={"Referer": "https://evil.example/a"}
    )
    assert elsewhere.headers["Location"] == "/"
    assert as_officer.post(f"{DRAFTS}discard/", {"draft": "../x"}).status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"draft": "", "reason": "a"},
        {"draft": "decide:../../x", "reason": "a"},
        {"draft": "new", "reason": "x" * (MOST_CHARACTERS + 1)},
        {"draft": "new", **{f"f{n}": "x" for n in range(301)}},
    ],
)
def test_what_is_no_form_of_the_house_or_too_much_is_refused(
    as_officer: Client, given: dict[str, str]
) -> None:
    assert as_officer.post(DRAFTS, given).status_code == 400
    assert not Draft.objects.exists()


def test_tokens_files_and_strange_names_are_not_kept(as_officer: Client) -> None:
    given = {"draft": "new", "doubt": "a", "csrfmiddlewaretoken": "t", "delivery-data": "d", "x y": "z"}
    as_officer.post(DRAFTS, given)
    assert Draft.objects.get().fields == {"doubt": ["a"]}


def test_a_referral_in_mid_form_keeps_what_was_typed(as_officer: Client, inspection: Inspection) -> None:
    key = f"guide:{inspection.pk}"
    given = {"refer": "child", "draft": key, "a-face-edges": "cannot-tell", "n-face-edges": "Half a sentence"}
    answer = as_officer.post(reverse("inspections:refer", args=[inspection.pk]), given, follow=True)
    assert Referral.objects.get().kind == "child"
    assert "What you were typing is kept" in answer.content.decode()
    page = as_officer.get(reverse("inspections:guide", args=[inspection.pk])).content.decode()
    assert "Half a sentence" in page


def test_after_the_session_ended_the_log_in_leads_back_to_the_page_of_the_form(
    client: Client, inspection: Inspection
) -> None:
    guide = reverse("inspections:guide", args=[inspection.pk])
    deed = reverse("inspections:refer", args=[inspection.pk])
    answer = client.post(deed, {"refer": "child"}, headers={"Referer": f"http://testserver{guide}?a=1"})
    assert answer.headers["Location"].endswith(f"?next={guide}%3Fa%3D1")
    answer = client.post(guide, {}, headers={"Referer": "https://evil.example/x"})
    assert answer.headers["Location"].endswith(f"?next={guide}")


def test_what_was_never_sent_is_erased_soon(cast: Cast, at: datetime) -> None:
    actions.keep_draft(form="new", fields={"doubt": ["a"]}, by=cast.officer, at=at)
    assert actions.erase_expired(at=at + timedelta(days=DRAFT_DAYS, seconds=-1)) == 0
    assert actions.erase_expired(at=at + timedelta(days=DRAFT_DAYS, seconds=1)) == 1
    assert not Draft.objects.exists()
