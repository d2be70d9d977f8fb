"""Reading the library's pictures."""

from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import Http404

from secondline.evidence.rules import Size
from secondline.evidence.storage import Storage
from secondline.people.models import Person
from secondline.people.queries import may
from secondline.reference.models import LibraryPicture
from secondline.reference.queries.library import visible_alerts, visible_types


def storage(agency: UUID) -> Storage:
    return Storage(settings.LIBRARY_FOLDER, agency)


def find_picture(person: Person, pk: UUID) -> LibraryPicture:
    """A picture that this person may know of: on a visible thing, and agreed on unless they write there."""
    where = Q(type__in=visible_types(person)) | Q(alert__in=visible_alerts(person))
    found = (
        LibraryPicture.objects.filter(where, pk=pk).select_related("type__agency", "alert__agency").first()
    )
    if found is None or not (found.confirmed or may(person, "library.write", found.of)):
        raise Http404
    return found


def bytes_of(picture: LibraryPicture) -> bytes:
    """The copy that people see; 404 while there is none."""
    if not picture.sha256:
        raise Http404
    with storage(picture.of.agency_id).open(picture.sha256) as file:
        return file.read()


def thumb_of(picture: LibraryPicture) -> bytes:
    if not picture.sha256:
        raise Http404
    with storage(picture.of.agency_id).open_derived(picture.sha256, Size.THUMB) as file:
        return file.read()


def raw_bytes_of(picture: LibraryPicture, person: Person) -> bytes:
    """The picture before it was blurred, for whoever put it in and nobody else."""
    if not picture.raw or picture.added_by_id != person.pk:
        raise Http404
    with storage(picture.of.agency_id).open(picture.raw) as file:
        return file.read()
