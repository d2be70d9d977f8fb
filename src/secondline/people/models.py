"""Agencies, their posts, their people."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import available_timezones

import uuid_utils.compat as uuid_utils
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from secondline.people.rules import ROLE_NAMES, Role

new_id: Callable[[], UUID] = uuid_utils.uuid7


def check_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("%(name)s is not a time zone such as Asia/Almaty."), params={"name": name})


def _within(most: int) -> list[MinValueValidator | MaxValueValidator]:
    """Degrees from -most to most."""
    return [MinValueValidator(-most), MaxValueValidator(most)]


check_number = RegexValidator(r"^[A-Za-z0-9./-]+$")


class Agency(models.Model):
    """A tenant: a border agency, or a support centre that answers others' questions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=12, unique=True, validators=[RegexValidator(r"^[A-Z0-9-]+$")])
    name = models.CharField(max_length=120)
    is_centre = models.BooleanField(default=False)
    centre = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="whom it asks"
    )

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A border crossing point; its zone decides what "today" and "this month" are there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, validators=[RegexValidator(r"^[A-Z0-9-]+$")])
    name = models.CharField(max_length=120)
    border_type = models.CharField(
        max_length=8, choices=[("air", _("air")), ("land", _("land")), ("sea", _("sea"))]
    )
    zone = models.CharField(max_length=64, default="UTC", validators=[check_zone])
    # Where its symbol stands on the map, in degrees: both or neither.
    latitude = models.FloatField(null=True, blank=True, validators=_within(90))
    longitude = models.FloatField(null=True, blank=True, validators=_within(180))

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("agency", "code"), name="one_post_per_code"),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="place_of_post",
                violation_error_message=_(
                    "A place is a latitude and a longitude, both in degrees, or neither."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(border_type__in=("air", "land", "sea")), name="border_type"
            ),
        )

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """Somebody who works here, in one role, for one agency. Travellers are never a Person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(
        _("user name"), max_length=64, unique=True, validators=[RegexValidator(r"^[a-z0-9._-]+$")]
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=16, choices=[(r.value, n) for r, n in ROLE_NAMES.items()])
    language = models.CharField(_("language"), max_length=8, blank=True)
    is_active = models.BooleanField(default=True)
    number = models.CharField(_("service number"), max_length=20, blank=True, validators=[check_number])
    # Of examiners: whom overdue requests are passed to; how many first opinions a second one countersigns.
    is_duty_lead = models.BooleanField(_("duty lead"), default=False)
    trainee_opinions = models.PositiveSmallIntegerField(
        _("opinions to be countersigned"), default=0, blank=True
    )
    wants_mail = models.BooleanField(_("mail when there is an answer"), default=False)
    added_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=models.Q(role__in=[r.value for r in Role]), name="known_role"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def role_name(self) -> str:
        return str(ROLE_NAMES[Role(self.role)])

    @property
    def zone(self) -> str:
        return self.post.zone if self.post else "UTC"
