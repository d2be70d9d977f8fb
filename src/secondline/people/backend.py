"""Who has logged in, as every page needs them."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from secondline.people.models import Person


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth publishes no types
    def get_user(self, user_id: UUID) -> Person | None:
        """With agency and post, which nearly every page shows: one question instead of three."""
        person = Person.objects.select_related("agency", "post").filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None
