"""A library with something in it, for tests: written by the examiner, published by the second one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from cast import Cast
from pictures import encoded, scene

from secondline.people.models import Person
from secondline.reference.actions.pictures import add_picture
from secondline.reference.actions.standing import publish, submit
from secondline.reference.actions.writing import put_feature, write_alert, write_type
from secondline.reference.models import Alert, DocumentType, Feature, LibraryPicture, Sign

Thing = TypeVar("Thing", DocumentType, Alert)
PICTURE = encoded(scene(120, 80), "JPEG")


@dataclass
class Shelf:
    """Writes what a test needs, as the examiner; publishes it as the second one."""

    cast: Cast
    at: datetime

    def type(self, by: Person | None = None, **values: object) -> DocumentType:
        told = {
            "issuer": "UTO",
            "kind": "passport",
            "series": "2014",
            "numbering": "U########",
            "title": {"en": "Passport of Utopia", "ru": "Паспорт Утопии"},
            "sharing": "green",
        }
        thing = DocumentType(**(told | values))
        return write_type(type=thing, by=by or self.cast.examiner, at=self.at)

    def alert(self, **values: object) -> Alert:
        told = {
            "issuer": "UTO",
            "kind": "passport",
            "title": {"en": "Copies without watermark"},
            "recognise": {"en": "No watermark.", "ru": "Нет водяного знака."},
            "source": "DESC",
            "sharing": "green",
        }
        return write_alert(alert=Alert(**(told | values)), by=self.cast.examiner, at=self.at)

    def feature(self, thing: DocumentType, term: str = "watermark", **values: object) -> Feature:
        told: dict[str, object] = {"step": "lamina", "light": "transmitted", "look": {"en": "The emblem."}}
        feature = Feature(type=thing, term=term, **(told | values))
        put = put_feature(feature=feature, by=self.cast.examiner, at=self.at)
        assert isinstance(put, Feature)
        return put

    def sign(self, alert: Alert, look: str, **values: object) -> Sign:
        put = put_feature(
            feature=Sign(alert=alert, look={"en": look}, **values), by=self.cast.examiner, at=self.at
        )
        assert isinstance(put, Sign)
        return put

    def picture(
        self,
        thing: DocumentType | Alert,
        *,
        cleared: bool = True,
        light: str = "white",
        data: bytes = PICTURE,
    ) -> LibraryPicture:
        return add_picture(
            thing=thing,
            data=data,
            page="data",
            light=light,
            cleared=cleared,
            by=self.cast.examiner,
            at=self.at,
        )

    def publish(self, thing: Thing) -> Thing:
        submit(thing=thing, by=self.cast.examiner, at=self.at)
        return publish(thing=thing, by=self.cast.second_examiner, at=self.at + timedelta(minutes=1))
