from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "secondline.inspections"
    label = "inspections"
