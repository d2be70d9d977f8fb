from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "secondline.evidence"
    label = "evidence"
