"""What the bench's script says to its reader: words that only the page can translate."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

# How layers are shown, in the order of the page.
MODES: Final[Mapping[str, object]] = {
    "single": _("One picture"),
    "beside": _("Side by side"),
    "overlay": _("One over the other"),
    "swipe": _("Swipe"),
    "blink": _("Blink"),
    "difference": _("Difference"),
}
_SCRIPT: Final[Mapping[str, object]] = {
    "layer": _("Layer {number}: {picture}, {view}"),
    "picture": _("Picture"),
    "view": _("View of the picture"),
    "specimens": _("Specimens"),
    "tiles": _("The large picture is being prepared; until then a smaller copy is shown."),
    "noTiles": _("The large picture could not be fetched; a smaller copy is shown."),
    "locked": _("Tied together"),
    "unlocked": _("Each by itself"),
    "mode": _("Shown: {mode}"),
    "blinking": _("Blink: {rate} a second"),
    "still": _("Blink stands still."),
    "only": _("This way of showing needs two pictures: add one."),
    "aligning": _("Laying {moving} over {fixed} …"),
    "aligned": _("{moving} lies on {fixed}."),
    "failed": _(
        "{moving} could not be laid over {fixed} by the software. Set points by hand: the tool “Pairs”."
    ),
    "unaligned": _("{moving} is not laid over {fixed}: they are only shown equally wide."),
    "onlySpecimen": _("Shown equally wide only. “By the software” lays the picture on the specimen."),
    "noSpecimen": _("The library has no picture of such a document that you may see."),
    "otherLight": _("No picture of the specimen in this light: {light} is shown."),
    "noLight": _("There is no other light of this page."),
    "pairFirst": _("Point {number} on the first picture"),
    "pairSecond": _("The same place on the second picture"),
    "pairs": _(
        "Pairs of points: {number}. Two are needed, five or more are better; spread them over the page."
    ),
    "pairsTwo": _("Show two pictures for this; the second one is a picture of the case."),
    "tool": _("Tool: {tool}. Press Enter for a point, Escape to put it away."),
    "noTool": _("No tool"),
    "point": _("Point {number} set at {x} and {y} percent"),
    "typeText": _("Type what shall stand there, then press Enter."),
    "saving": _("Keeping the mark …"),
    "saved": _("Mark {number} is kept."),
    "unsaved": _("Not kept yet: {why} It is tried again by itself."),
    "lineDown": _("the line is down."),
    "loggedOut": _("you are logged out. Log in again in another window; this page tries again by itself."),
    "refused": _("Not kept: {why}"),
    "removed": _("The mark is taken away. Undo brings it back."),
    "nothing": _("There is nothing to undo."),
    "marksOnCase": _("Marks are made on the case's pictures, not on specimens."),
    "notYours": _("Only who has the request in hand can mark. You can measure and compare."),
    "remove": _("Take away"),
    "noScale": _("No scale: choose the format, then mark the page's long edge. Until then only pixels."),
    "cutScale": _("Scale from the format, because the picture has the page's proportions: {format}."),
    "zoneScale": _(
        "Scale from the machine readable zone: 10 characters to an inch (Doc 9303-3, 4.4). Near the zone it"
        " is right, farther away it may be off."
    ),
    "setScale": _("Scale set by you on the page's edge: {format}."),
    "typeScale": _("Scale from the specimen's size in the library."),
    "pixels": _("{number} pixels; no scale is set"),
    "millimetres": _("{number} mm"),
    "degrees": _("{number}°"),
    "onlyFlat": _(
        "Right for a page that lies flat and square to the camera; a slanted picture measures false."
    ),
    "setEdge": _("Mark both ends of the page's long edge."),
    "chooseFormat": _("Choose the format of the document first."),
    "gone": _("The picture could not be loaded."),
    "amountOpacity": _("How much of the chosen layer is seen, in percent"),
    "amountSwipe": _("Where the edge stands, in percent"),
    "amountBlink": _("Changes a second; 0 stands still"),
    "length": _("Distance"),
    "angle": _("Angle"),
}


def script_words() -> dict[str, str]:
    return {name: str(words) for name, words in _SCRIPT.items()}
