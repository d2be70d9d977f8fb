"""The library's pictures, drawn in the background after the demonstration is served: one thing a task."""

import io
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django_tasks import TaskContext, task
from PIL import Image

from secondline.people.models import Person
from secondline.record.moment import began
from secondline.reference.actions.pictures import add_picture, confirm_picture
from secondline.reference.models import Alert, DocumentType
from secondline.reference.rules import Stage
from secondline.shell.turns import WHENEVER
from secondline.site.demo.library import BY_CODE, BY_ID, FALSE, KINS, Seed, code_of, imitated
from secondline.site.demo.specimen import CAST, Fault, Light, Specimen, draw

WIDTH = 1000
GENUINE = (Light.WHITE, Light.UV, Light.TRANSMITTED, Light.OBLIQUE)
# The newest passport of each state: what the cases of the demonstration are compared with.
FIRST = [seed.code for seed in BY_CODE.values() if seed.kin is KINS[0]]
FAKES = {code_of(number): each for number, each in enumerate(FALSE)}


def missing() -> DocumentType | Alert | None:
    """The next thing without a picture: the passports of the cases, then alerts, which one looks for."""
    if not settings.DEMONSTRATION:
        return None
    first = DocumentType.objects.filter(code__in=FIRST, stage=Stage.PUBLISHED, pictures=None)
    if (wanted := first.order_by("code").first()) is not None:
        return wanted
    alerts = Alert.objects.filter(code__in=list(FAKES), stage=Stage.PUBLISHED, pictures=None)
    types = DocumentType.objects.filter(code__in=list(BY_CODE), stage=Stage.PUBLISHED, pictures=None)
    return alerts.order_by("code").first() or types.order_by("code").first()


@task(priority=WHENEVER, takes_context=True)
def draw_next(context: TaskContext) -> None:
    """Draw what one thing shows and come again; doing it twice adds nothing."""
    thing = missing()
    if thing is None:
        return
    picture_thing(thing, began(context))
    if missing() is not None:
        draw_next.enqueue()


def picture_thing(thing: DocumentType | Alert, at: datetime) -> None:
    """Put in by whoever wrote it, agreed to by whoever published it, like any picture."""
    writer, second = thing.written_by, thing.reviewed_by
    if second is None:
        return
    lights: tuple[Light, ...] = GENUINE
    fault: Fault | None
    if isinstance(thing, DocumentType):
        seed, fault = BY_CODE[thing.code], None
    else:
        each = FAKES[thing.code]
        seed, fault = imitated(each), BY_ID[each.fault]
        told = [Light(sign.light) for sign in thing.signs.all() if sign.light in set(Light)]
        lights = tuple(dict.fromkeys((Light.WHITE, *fault.lights[:3], *told)))
    specimen = _specimen(seed, fault)
    for light in lights:
        _put(thing, specimen, light, writer, second, at)


def _put(
    thing: DocumentType | Alert,
    specimen: Specimen,
    light: Light,
    writer: Person,
    second: Person,
    at: datetime,
) -> None:
    page = draw(specimen, light)
    page.thumbnail((WIDTH, WIDTH), Image.Resampling.LANCZOS)
    store = io.BytesIO()
    page.save(store, "JPEG", quality=85)
    data = store.getvalue()
    put = add_picture(thing=thing, data=data, page="data", light=light.value, by=writer, at=at, cleared=True)
    confirm_picture(picture=put, by=second, at=at)


def _specimen(seed: Seed, fault: Fault | None) -> Specimen:
    """Of the cast one who has such a document, with this type's colours and numbers."""
    like = next(each for each in CAST.values() if each.kind is seed.kin.drawn)
    digits = "31415926"[: seed.kin.digits]
    number = seed.numbering.rstrip("#") + digits
    return replace(like, state=seed.look, number=number, fault=fault)
