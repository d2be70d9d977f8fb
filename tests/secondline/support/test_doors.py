"""Every address of the two rooms, for every person of the cast: who may not know of a case meets 404."""

from datetime import datetime
from uuid import uuid4

import pytest
from cast import Cast, log_in
from django.urls import get_resolver, reverse

from secondline.evidence.models import Item
from secondline.evidence.queries import storage
from secondline.inspections.models import Exhibit, Inspection
from secondline.people.models import Person
from secondline.people.rules import Role
from secondline.support.models import Inquiry, Request

pytestmark = pytest.mark.django_db

OFFICERS = {"officer", "colleague"}
ALL_OFFICERS = OFFICERS | {"outsider"}
CENTRE = {"examiner", "second_examiner"}
OTHERS = ("analyst", "administrator", "auditor", "outside_analyst", "chief", "liaison", "foreign_liaison")
EVERYBODY = (*sorted(ALL_OFFICERS | CENTRE), *OTHERS)

ADMINISTRATORS = {"administrator", "chief"}

# address -> (methods, what it is about, who passes); everybody else gets 404.
DOORS: dict[str, tuple[str, str, set[str]]] = {
    "inspections:list": ("GET", "", ALL_OFFICERS),
    "inspections:new": ("GET POST", "", ALL_OFFICERS),
    "case": ("GET", "case", OFFICERS | CENTRE),
    "inspections:findings": ("GET", "case", OFFICERS | CENTRE),
    "inspections:add": ("GET POST", "case", OFFICERS),
    "inspections:transcribe": ("GET POST", "case", OFFICERS),
    "inspections:examine": ("POST", "case", OFFICERS),
    "inspections:refer": ("POST", "case", OFFICERS),
    "inspections:decide": ("GET POST", "case", OFFICERS),
    "inspections:reopen": ("POST", "case", OFFICERS),
    "inspections:relight": ("POST", "exhibit", OFFICERS),
    "inspections:drafts": ("POST", "draft", set()),
    "inspections:discard-draft": ("POST", "draft", set()),
    "inspections:questions": ("GET", "", ADMINISTRATORS),
    "inspections:contacts": ("GET", "", ADMINISTRATORS),
    "inspections:focal": ("POST", "", ADMINISTRATORS),
    "inspections:referrals": ("GET", "", set()),
    "inspections:guide": ("GET POST", "case", OFFICERS),
    "inspections:documents": ("GET", "case", OFFICERS | CENTRE),
    "inspections:journey": ("GET", "case", OFFICERS | CENTRE),
    "inspections:bearer": ("GET", "case", OFFICERS | CENTRE),
    "inspections:link": ("POST", "case", OFFICERS),
    "inspections:unlink": ("POST", "case", OFFICERS),
    "inspections:eyes": ("POST", "case", OFFICERS),
    "support:queue": ("GET", "", CENTRE),
    "support:rows": ("GET", "", CENTRE),
    "support:panel": ("GET", "case", OFFICERS),
    "support:bench": ("GET", "case", CENTRE),
    "support:marks": ("GET", "request", CENTRE),
    "support:mark": ("POST", "request", CENTRE),
    "support:unmark": ("POST", "request", CENTRE),
    "support:compare": ("POST", "request", CENTRE),
    "support:ask": ("GET POST", "case", OFFICERS),
    "support:take": ("POST", "request", CENTRE),
    "support:put-back": ("POST", "request", CENTRE),
    "support:withdraw": ("POST", "request", OFFICERS),
    "support:answer": ("POST", "request", CENTRE),
    "support:talk": ("GET", "case", CENTRE),
    "support:free": ("POST", "request", {"second_examiner"}),  # who has the duty
    "support:touch": ("POST", "request", CENTRE),
    "support:question": ("POST", "request", CENTRE),
    "support:resume": ("POST", "request", CENTRE),
    "support:reply": ("GET POST", "request", OFFICERS),
    "support:note": ("GET POST", "request", OFFICERS),
    "support:inquire": ("GET POST", "request", CENTRE),
    "support:paper": ("GET", "request", OFFICERS | CENTRE),
    "support:check": ("GET", "", ALL_OFFICERS | CENTRE),
    "support:service": ("GET", "", CENTRE | {"chief"}),
    "support:change-service": ("GET POST", "", {"chief"}),
    "support:inquiries": ("GET", "", {"liaison", "foreign_liaison"}),
    "support:inquiry": ("GET POST", "inquiry", {"liaison"}),
    "support:inquiry-picture": ("GET", "picture", {"liaison"}),
}
FINE = {200, 302, 204, 422}


# A draft is its writer's, whoever that is; the others are tried in inspections/test_guided_doors.py.
BESIDE = {
    *("inspections:contact", "inspections:withdraw-question", "inspections:guide-of", "inspections:document"),
    *("inspections:remove-leg", "inspections:compare"),
}


def test_every_address_of_the_two_rooms_is_in_the_table() -> None:
    resolver = get_resolver()
    known = {
        f"{room}:{name}"
        for room in ("inspections", "support")
        for name in resolver.namespace_dict[room][1].reverse_dict
        if isinstance(name, str)
    }
    assert known | {"case"} == set(DOORS) | BESIDE


def address(name: str, about: str, request: Request) -> str:
    if about == "case":
        return reverse(name, args=[request.inspection_id])
    if about == "exhibit":
        exhibit = Exhibit.objects.get()
        return reverse(name, args=[exhibit.inspection_id, exhibit.pk])
    if about in {"inquiry", "picture"}:
        inquiry = Inquiry.objects.get()
        return reverse(name, args=[inquiry.pk, *(inquiry.pictures if about == "picture" else [])])
    return reverse(name, args=[request.pk] if about not in {"", "draft"} else [])


@pytest.fixture
def exhibit(cast: Cast, request_: Request, at: datetime) -> Exhibit:
    item = Item.objects.create(
        agency=cast.utopia,
        sha256=uuid4().hex * 2,
        size=1,
        media_type="image/png",
        sealed_at=at,
        sealed_by=cast.officer,
        delivered_at=at,
    )
    return Exhibit.objects.create(
        inspection_id=request_.inspection_id, item=item, position=1, added_by=cast.officer, added_at=at
    )


@pytest.fixture
def inquiry(cast: Cast, exhibit: Exhibit, request_: Request, at: datetime) -> Inquiry:
    """Answered in hand of nobody any more: the request waits again, and one picture was shared."""
    item = exhibit.item
    Item.objects.filter(pk=item.pk).update(state="prepared")
    storage(item.agency_id).put_derived(item.sha256, "page", b"\xff\xd8\xff")
    return Inquiry.objects.create(
        code="TESTCODE",
        request=request_,
        agency=cast.utopia,
        centre=cast.centre,
        authority=cast.arcadia,
        question="?",
        shared={"1-document_number": "L898902C3"},
        pictures=[str(item.pk)],
        asked_by=cast.examiner,
        asked_at=at,
        due_at=at,
    )


@pytest.fixture
def persons(cast: Cast) -> dict[str, Person]:
    """The cast, and who else has to do with it: liaisons, a duty lead, the centre's administrator."""
    cast.second_examiner.is_duty_lead = True
    cast.second_examiner.save()
    more = {
        "chief": (cast.centre, Role.ADMINISTRATOR),
        "liaison": (cast.arcadia, Role.LIAISON),
        "foreign_liaison": (cast.utopia, Role.LIAISON),
    }
    made = {
        name: Person.objects.create(username=name, name=name, agency=agency, role=role)
        for name, (agency, role) in more.items()
    }
    return {**{name: getattr(cast, name) for name in EVERYBODY if name not in more}, **made}


@pytest.mark.usefixtures("inquiry")
@pytest.mark.parametrize("who", EVERYBODY)
def test_who_may_not_know_of_it_meets_404_at_every_address(
    persons: dict[str, Person], request_: Request, at: datetime, who: str
) -> None:
    client = log_in(persons[who])
    data = {"slot": "data", "refer": "child"}
    for name, (methods, about, passes) in DOORS.items():
        if about == "draft":
            continue
        for method in methods.split():
            where = address(name, about, request_)
            response = client.get(where) if method == "GET" else client.post(where, data)
            if name == "support:paper" and who in passes:  # not before there is an answer
                assert response.status_code == 404
            elif who in passes:
                assert response.status_code in FINE, (name, method, response.status_code)
            else:
                assert response.status_code == 404, (name, method, response.status_code)


@pytest.mark.usefixtures("exhibit")
@pytest.mark.parametrize("who", sorted(CENTRE))
def test_before_a_case_is_put_to_it_the_centre_knows_nothing_of_it(
    cast: Cast, request_: Request, who: str
) -> None:
    Inspection.objects.update(centre=None)
    client = log_in(getattr(cast, who))
    for name, (methods, about, _passes) in DOORS.items():
        if about in {"case", "exhibit"}:  # the request itself was put to the centre, with its case
            for method in methods.split():
                where = address(name, about, request_)
                response = client.get(where) if method == "GET" else client.post(where, {"slot": "data"})
                assert response.status_code == 404, (name, method)


@pytest.mark.parametrize(
    "name", [name for name, (_m, about, _p) in DOORS.items() if about not in {"", "draft"}]
)
def test_what_does_not_exist_meets_404(cast: Cast, name: str) -> None:
    client = log_in(cast.officer)
    args = [uuid4(), uuid4()] if DOORS[name][1] in {"exhibit", "picture"} else [uuid4()]
    where = reverse(name, args=args)
    assert 404 in {client.get(where).status_code, client.post(where, {"slot": "data"}).status_code}


@pytest.mark.parametrize("name", DOORS)
def test_a_stranger_is_led_to_the_log_in(client: object, request_: Request, cast: Cast, name: str) -> None:
    about = DOORS[name][1]
    if about in {"exhibit", "inquiry", "picture"}:
        where = reverse(name, args=[request_.inspection_id, uuid4()][: 1 if about == "inquiry" else 2])
    else:
        where = address(name, about, request_)
    response = client.get(where)  # type: ignore[attr-defined]
    assert response.status_code == 302
    assert "/account/login/" in response.headers["Location"]


def test_every_deed_is_a_post(cast: Cast, request_: Request) -> None:
    client = log_in(cast.officer)
    for name, (methods, about, passes) in DOORS.items():
        if methods == "POST" and "officer" in passes and about != "exhibit":
            assert client.get(address(name, about, request_)).status_code == 405
