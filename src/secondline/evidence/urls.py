"""Deliveries are put to /evidence/<id made by the sender>, items are looked at under their own ids."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from secondline.evidence.rules import Size
from secondline.evidence.views import alignments, files, tiles


class SizeConverter(StringConverter):
    regex = f"{Size.PAGE}|{Size.THUMB}"


register_converter(SizeConverter, "evidence_size")

app_name = "evidence"
urlpatterns = [
    path("<uuid:delivery>", files.deliver, name="delivery"),
    path("<uuid:item>/original", files.original, name="original"),
    path("<uuid:item>/layers", tiles.layers, name="layers"),
    path("<uuid:item>/tiles/<slug:view>/<int:level>/<int:x>_<int:y>.jpg", tiles.tile, name="tile"),
    path(
        "<uuid:item>/onto/<uuid:alignment>/tiles/<slug:view>/<int:level>/<int:x>_<int:y>.jpg",
        alignments.tile_on,
        name="onto_tile",
    ),
    path("align", alignments.ask, name="align"),
    path("alignments/<uuid:alignment>", alignments.alignment, name="alignment"),
    path("<uuid:item>/<evidence_size:size>", files.picture, name="picture"),
]
