from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "secondline.record"
    label = "record"
