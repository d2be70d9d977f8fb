"""The trust store's pages: each role and an outsider at each address; first a look, then the deed."""

import re
from base64 import b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from cast import Cast, log_in
from chipmaker import csca, der, master_list, name, purposes, revocation_list, signer
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from secondline.people.models import Person
from secondline.people.rules import Role
from secondline.reference.actions.trust_import import end_source, import_trust
from secondline.reference.actions.trust_look import look_into
from secondline.reference.models import StateKey, TrustSource
from secondline.reference.templatetags.trust import fingerprint, key_state
from secondline.reference.trust_rules import (
    AGES,
    FRESHNESS,
    KINDS,
    REPLACED,
    STANDINGS,
    VERDICTS,
    Freshness,
    Standing,
    Verdict,
    freshness,
)

pytestmark = pytest.mark.django_db
ROOT = csca()
LIST = master_list(
    signer(ROOT, "p256", 70, purposes("2.23.136.1.1.3")),
    [
        ROOT.encoded(),
        csca(number=1, subject=name("CN=x"), issuer=name("CN=x"), extensions=()).encoded(),
        der(0x30),
    ],
)
WORD = "Fingerprint compared by telephone."


@pytest.fixture
def source(centre_admin: Person, at: datetime) -> TrustSource:
    seen = look_into(by=centre_admin, at=at, name="list.ml", stream=BytesIO(LIST))
    return import_trust(
        by=centre_admin, at=at, name="list.ml", sha256=seen.sha256, reason=WORD, origin="post"
    ).sources[0]


def addresses(source: TrustSource) -> list[str]:
    key = StateKey.objects.get(state="UTO")
    return [
        reverse("reference:trust"),
        reverse("reference:trust-state", args=["UTO"]),
        reverse("reference:trust-state", args=["-"]),
        reverse("reference:trust-key", args=[key.pk]),
        reverse("reference:trust-source", args=[source.pk]),
    ]


@pytest.mark.parametrize(
    ("role", "reads"),
    [("officer", True), ("examiner", True), ("administrator", True), ("auditor", True), ("analyst", False)],
)
def test_whoever_relies_on_the_keys_may_look_at_them(
    role: str, reads: bool, cast: Cast, source: TrustSource
) -> None:
    client = log_in(getattr(cast, role))
    for address in addresses(source):
        answer = client.get(address)
        assert answer.status_code == (200 if reads else 404), address
        assert len(answer.content) < 100_000
    importing = {reverse("reference:trust-look"): 200 if role == "administrator" else 404}
    for address, status in importing.items():
        assert client.get(address).status_code == status
    # The centre's source is ended by the centre's administrator alone.
    assert client.post(reverse("reference:trust-end", args=[source.pk]), {"reason": WORD}).status_code == 404
    take = client.post(reverse("reference:trust-take"), {"sha256": source.sha256, "reason": WORD})
    assert take.status_code in {404, 422}


def test_an_agency_that_asks_nobody_sees_nothing_of_it(cast: Cast, source: TrustSource) -> None:
    lonely = cast.utopia.__class__.objects.create(code="LIL", name="Lilliput")
    stranger = Person.objects.create(username="gulliver", name="G", agency=lonely, role=Role.ADMINISTRATOR)
    client = log_in(stranger)
    overview, *inner = addresses(source)
    assert "No State's key is trusted here yet" in client.get(overview).content.decode()
    assert [client.get(address).status_code for address in inner] == [404] * 4


def look(client: Client, data: bytes, file_name: str = "list.ml") -> tuple[int, str]:
    given = {"file": SimpleUploadedFile(file_name, data), "origin": "the ministry"}
    answer = client.post(reverse("reference:trust-look"), given)
    return answer.status_code, answer.content.decode()


def test_an_administrator_looks_confirms_and_sees_whose_word_it_is(
    centre_admin: Person, at: datetime
) -> None:
    client = log_in(centre_admin)
    status, page = look(client, LIST)
    assert status == 200
    assert "Nothing has been changed yet." in page
    assert fingerprint(sha256(ROOT.encoded()).hexdigest()) in page
    assert "certificate 1" in page or "certificate 3" in page
    assert not TrustSource.objects.exists()
    told = dict(re.findall(r'name="(sha256|name|origin)" value="([^"]*)"', page))
    assert told["origin"] == "the ministry"
    refused = client.post(reverse("reference:trust-take"), told)
    assert refused.status_code == 422
    assert "Write in a sentence why." in refused.content.decode()
    done = client.post(reverse("reference:trust-take"), {**told, "reason": WORD}, follow=True)
    page = done.content.decode()
    assert "2 sources are relied on from now on." in page
    for words in (
        "list.ml",
        "pinned by an administrator",
        "Utopia",
        "no State named",
        "Document Support Centre",
    ):
        assert words in page
    found = TrustSource.objects.get(kind="master list")
    page = client.get(reverse("reference:trust-source", args=[found.pk])).content.decode()
    assert WORD in page
    assert "the ministry" in page
    status, page = look(client, LIST)
    assert "is here already" in page
    assert "Rely on it" not in page


def test_a_file_of_no_use_is_refused_in_the_form(centre_admin: Person) -> None:
    client = log_in(centre_admin)
    for data, words in ((b"hello", ""), (b"", "The submitted file is empty")):
        status, page = look(client, data)
        assert status == 422
        assert words in page
    gone = client.post(reverse("reference:trust-take"), {"sha256": "00" * 32, "reason": WORD})
    assert gone.status_code == 422
    assert "The file is no longer here. Choose it again." in gone.content.decode()
    assert client.post(reverse("reference:trust-take"), {"sha256": "../../etc"}).status_code == 404


def test_a_directory_shows_its_withdrawn_certificates(centre_admin: Person, source: TrustSource) -> None:
    client = log_in(centre_admin)
    crl = b64encode(revocation_list(ROOT, [1, 2])).decode()
    data = f"version: 1\n\ndn: c=UT\ncertificateRevocationList;binary:: {crl}\n".encode()
    _, page = look(client, data, "pkd.ldif")
    assert "1 revocation list" in page
    told = dict(re.findall(r'name="(sha256|name|origin)" value="([^"]*)"', page))
    client.post(reverse("reference:trust-take"), told)
    found = TrustSource.objects.get(kind="directory")
    page = client.get(reverse("reference:trust-source", args=[found.pk])).content.decode()
    assert "2 certificates, list of 1 Mar 2024" in page


def test_an_old_list_is_warned_of_and_an_ended_one_stays_as_a_trace(
    centre_admin: Person, source: TrustSource, at: datetime
) -> None:
    client = log_in(centre_admin)
    page = client.get(reverse("reference:trust")).content.decode()
    assert "old: get a newer one" in page
    address = reverse("reference:trust-end", args=[source.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "short"}).status_code == 422
    answer = client.post(address, {"reason": "The ministry says that it was forged."}, follow=True)
    assert "Not relied on any more since" in answer.content.decode()
    page = client.get(reverse("reference:trust")).content.decode()
    assert "Not relied on any more" in page
    assert client.post(address, {"reason": "Once more, for the record."}).status_code == 422


def test_two_lives_of_one_key_are_shown_on_its_page(
    centre_admin: Person, source: TrustSource, at: datetime
) -> None:
    longer = ROOT.but(end=datetime(2055, 1, 1, tzinfo=at.tzinfo), serial=9).encoded()
    seen = look_into(by=centre_admin, at=at, name="longer.cer", stream=BytesIO(longer))
    client = log_in(centre_admin)
    _, page = look(client, longer, "longer.cer")
    assert "Contradicts what is known" in page
    done = import_trust(by=centre_admin, at=at, name="longer.cer", sha256=seen.sha256, reason=WORD)
    key = StateKey.objects.get(holdings__source=done.sources[0])
    assert "says otherwise" in client.get(reverse("reference:trust-key", args=[key.pk])).content.decode()
    assert "contradicted" in client.get(reverse("reference:trust-state", args=["UTO"])).content.decode()
    end_source(source=done.sources[0], reason="A mistake of the desk.", by=centre_admin, at=at)
    page = client.get(reverse("reference:trust-key", args=[key.pk])).content.decode()
    assert "not relied on any more" in page


def test_states_are_named_not_coded() -> None:
    assert [key_state(code) for code in ("NZL", "NZ", "", "XZZ")] == [
        "New Zealand",
        "New Zealand",
        "no State named",
        "XZZ",
    ]
    with translation.override("ru"):
        assert key_state("NZL") == "Новая Зеландия"


def test_every_word_of_the_tables_is_there() -> None:
    assert set(STANDINGS) == set(Standing)
    assert set(VERDICTS) == set(Verdict)
    assert set(FRESHNESS) == set(Freshness)
    assert set(AGES) == REPLACED
    assert set(KINDS) > REPLACED
    assert all(0 < age.ageing < age.old for age in AGES.values())


@pytest.mark.parametrize(
    ("kind", "days", "wanted"),
    [
        ("master list", 119, "fresh"),
        ("master list", 120, "ageing"),
        ("master list", 365, "old"),
        ("revocation list", 90, "old"),
        ("certificate", 9999, "fresh"),
        ("master list", None, "fresh"),
    ],
)
def test_a_list_grows_old(kind: str, days: int | None, wanted: str) -> None:
    assert freshness(kind, None if days is None else timedelta(days=days)) == wanted
