"""Where files from outside are decoded: a process apart, bounded in memory, CPU and time.

Nothing here knows Django, so that the command line starts fast.
"""

from secondline.evidence.darkroom.answer import CutUp, Developed, Unpacked
from secondline.evidence.darkroom.parent import Darkroom, DarkroomError
from secondline.evidence.darkroom.trouble import TroubleError

__all__ = ["CutUp", "Darkroom", "DarkroomError", "Developed", "TroubleError", "Unpacked"]
