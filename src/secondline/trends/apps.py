from django.apps import AppConfig


class TrendsConfig(AppConfig):
    name = "secondline.trends"
    label = "trends"
