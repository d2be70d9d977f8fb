from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "secondline.register"
    label = "register"
