"""No identity reaches the register, whatever stands in an inspection; nor does the time that leads back."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from cast import Cast
from django.apps import apps
from django.db import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondline.inspections.models import Decision, Examination, Inspection, Transcription
from secondline.register.actions import pull
from secondline.register.models import Batch, Detection, FurtherDocument
from secondline.register.persons import KEPT_OF_DOCUMENT
from secondline.register.rules import NAMES

pytestmark = pytest.mark.django_db

# What a row may hold besides the facts of the table: whose, which revision, from where.
AROUND = {"id", "agency", "post", "pseudonym", "key_version", "revision", "current", "source", "batch", "generated",
          "border_type", "incident", "opens"}  # fmt: skip
# Of a further document there is less: nothing of the person, and no key to the person's row.
AROUND_FURTHER = {"id", "agency", "post", "pseudonym", "key_version", "source", "batch", "generated"}


def test_a_row_has_the_columns_of_the_table_and_no_other() -> None:
    assert {field.name for field in Detection._meta.get_fields()} == AROUND | set(NAMES)


def test_a_further_document_keeps_coarse_facts_of_its_own_and_nothing_of_the_person() -> None:
    columns = {field.name for field in FurtherDocument._meta.get_fields()}
    assert columns == AROUND_FURTHER | set(KEPT_OF_DOCUMENT)
    assert columns.isdisjoint(
        {"sex", "age_band", "claimed_nationality", "document_nationality", "embarkation"}
    )


@pytest.mark.parametrize("model", [Detection, FurtherDocument])
def test_no_column_is_long_enough_for_a_sentence_or_fine_enough_for_a_day(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        assert not isinstance(
            field, (models.TextField, models.DateTimeField, models.FileField, models.BinaryField)
        )
        if isinstance(field, models.CharField) and field.name != "pseudonym":
            assert field.max_length is not None
            assert field.max_length <= 40
        if isinstance(field, models.DateField):
            assert field.name == "month"


def test_no_key_leads_to_a_case() -> None:
    for model in apps.get_app_config("register").get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey):
                assert field.remote_field.model._meta.app_label in {"people", "register"}, field


def inspect(cast: Cast, at: datetime, **fields: Any) -> Inspection:
    return Inspection.objects.create(
        agency=cast.utopia, post=cast.airport, officer=cast.officer, year=2026,
        number=Inspection.objects.count() + 1, opened_at=at, changed_at=at, state="concluded", revision=1, **fields,
    )  # fmt: skip


# Letters that no code, id or digest of ours is made of, so that what is found has come from the inspection.
SECRET = st.text("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯабвгдежзийклмнопрстуфхцчшщэюя<", min_size=6, max_size=30)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(secret=SECRET)
def test_no_string_of_an_inspection_full_of_personal_data_arrives(
    cast: Cast, at: datetime, secret: str
) -> None:
    found = inspect(
        cast, at, doubt=secret, visual={"surname": secret, "document_number": secret},
        direction=secret, line=secret, selection=secret, carrier=secret, role=secret, discovery=secret,
        document_kind=secret, conclusion=secret, conclusion_scale=secret, grade=secret[:16], age_band=secret[:12],
        issuer=secret[:3], document_nationality=secret[:3], claimed_nationality=secret[:3], embarkation=secret[:3],
        next_stop=secret[:3], final_destination=secret[:3], sex=secret[:1],
    )  # fmt: skip
    Transcription.objects.create(inspection=found, text=secret, by=cast.officer, at=at)
    Examination.objects.create(
        inspection=found, run=1, engine="1", vocabulary="1", on=at.date(), parts=[secret], grade="", at=at
    )
    Decision.objects.create(
        inspection=found, outcome=secret, fate=secret, refusal_code=secret[:2], fraud_class="forged",
        fraud_subtype=secret, means=[secret], reason=secret, by=cast.officer, at=at,
    )  # fmt: skip
    pull(agency=cast.utopia, by=None, at=at)
    assert Detection.objects.filter(fraud_class="forged").exists()
    assert not arrived(secret)


def arrived(secret: str) -> list[str]:
    """Every cell of every table of the register that holds the text or a piece of six letters of it."""
    pieces = {secret[start : start + 6] for start in range(len(secret) - 5)}
    return [
        f"{model.__name__}.{name}"
        for model in apps.get_app_config("register").get_models()
        for row in model._default_manager.values()
        for name, value in row.items()
        if any(piece in str(value) for piece in pieces)
    ]


def test_the_search_of_this_test_would_find_a_secret(cast: Cast, at: datetime) -> None:
    Batch.objects.create(agency=cast.utopia, source="Жeriksson", at=at)
    assert arrived("Жeriksson") == ["Batch.source"]


def test_neither_id_nor_column_tells_when_an_inspection_was_or_which(cast: Cast, at: datetime) -> None:
    found = inspect(cast, at - timedelta(days=1, hours=3, minutes=17))
    Decision.objects.create(inspection=found, outcome="refused", fraud_class="forged", by=cast.officer, at=at)
    pull(agency=cast.utopia, by=None, at=at)
    row = Detection.objects.get()
    assert row.id.version == 4  # random: a UUIDv7 has the time in it
    assert row.month == date(2026, 3, 1)
    assert row.batch is None
    cells = [str(value) for value in Detection.objects.values_list().get()]
    assert not any(found.pk.hex in cell.replace("-", "") for cell in cells)


def test_real_inspections_of_a_month_are_pulled_once_each_with_protection_as_yes_or_no(
    cast: Cast, at: datetime
) -> None:
    for fraud in ("forged", "no-fraud-found"):
        found = inspect(cast, at, document_kind="passport", issuer="UTO")
        Decision.objects.create(
            inspection=found, outcome="refused", fraud_class=fraud, by=cast.officer, at=at
        )
    result = pull(agency=cast.utopia, by=None, at=at)
    again = pull(agency=cast.utopia, by=None, at=at)
    assert (result.added, again.added, again.unchanged) == (2, 0, 2)
    assert set(Detection.objects.values_list("fraud_class", "protection")) == {
        ("forged", False),
        ("no-fraud-found", False),
    }
