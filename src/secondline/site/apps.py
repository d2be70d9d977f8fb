from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "secondline.site"
    label = "site"
