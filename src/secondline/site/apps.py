from django.apps import AppConfig
from django.core.checks import register

from secondline.site.checks import refuse_dangers


class SiteConfig(AppConfig):
    name = "secondline.site"
    label = "site"

    def ready(self) -> None:
        register("security")(refuse_dangers)
