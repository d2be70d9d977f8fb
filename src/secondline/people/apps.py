from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "secondline.people"
    label = "people"

    def ready(self) -> None:
        """Only now are there models to hear by signals what people do to their own log-in."""
        import_module("secondline.people.credentials")
