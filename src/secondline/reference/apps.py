from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "secondline.reference"
    label = "reference"
