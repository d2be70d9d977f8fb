"""Deliveries are put to /evidence/<id made by the sender>, items are looked at under their own ids."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from secondline.evidence import views
from secondline.evidence.rules import Size


class SizeConverter(StringConverter):
    regex = f"{Size.PAGE}|{Size.THUMB}"


register_converter(SizeConverter, "evidence_size")

app_name = "evidence"
urlpatterns = [
    path("<uuid:delivery>", views.deliver, name="delivery"),
    path("<uuid:item>/original", views.original, name="original"),
    path("<uuid:item>/<evidence_size:size>", views.picture, name="picture"),
]
