"""Specimen documents of fictional states, drawn: for the demonstration, the tests and the README.

Every page says SPECIMEN and carries the code UTO, which Doc 9303-3 keeps for specimens. Nobody on them
exists.
"""

from secondline.site.demo.specimen.cast import CAST, cast
from secondline.site.demo.specimen.document import Holder, Kind, Specimen
from secondline.site.demo.specimen.drawing import draw
from secondline.site.demo.specimen.faults import FAULTS, Fault
from secondline.site.demo.specimen.inks import Light
from secondline.site.demo.specimen.layout import Side
from secondline.site.demo.specimen.photographing import Camera, photograph
from secondline.site.demo.specimen.states import STATES, State

__all__ = [
    "CAST",
    "FAULTS",
    "STATES",
    "Camera",
    "Fault",
    "Holder",
    "Kind",
    "Light",
    "Side",
    "Specimen",
    "State",
    "cast",
    "draw",
    "photograph",
]
