from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "secondline.people"
    label = "people"
