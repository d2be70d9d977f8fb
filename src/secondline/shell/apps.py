from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "secondline.shell"
    label = "shell"
