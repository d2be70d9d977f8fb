from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "secondline.support"
    label = "support"
