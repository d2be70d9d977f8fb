"""Where files from outside are decoded: a process apart, bounded in memory, CPU and time.

Nothing here knows Django, so that the command line starts fast.
"""

from secondline.evidence.darkroom.answer import Developed, Unpacked
from secondline.evidence.darkroom.parent import Darkroom, DarkroomError
from secondline.evidence.darkroom.trouble import TroubleError

__all__ = ["Darkroom", "DarkroomError", "Developed", "TroubleError", "Unpacked"]
