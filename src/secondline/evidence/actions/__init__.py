"""What is done with evidence: sealed, prepared, looked at, cut into tiles, put to a centre, erased."""

from secondline.evidence.actions.align import align, align_by_points, lay
from secondline.evidence.actions.cut import ask_for_tiles, cut_tiles
from secondline.evidence.actions.erase import erase_expired, let_go
from secondline.evidence.actions.look import look
from secondline.evidence.actions.prepare import EvidenceDamagedError, prepare, read_anew
from secondline.evidence.actions.put import put_to_centre
from secondline.evidence.actions.seal import Receipt, RefusedError, enter, receive, seal

__all__ = [
    "EvidenceDamagedError",
    "Receipt",
    "RefusedError",
    "align",
    "align_by_points",
    "ask_for_tiles",
    "cut_tiles",
    "enter",
    "erase_expired",
    "lay",
    "let_go",
    "look",
    "prepare",
    "put_to_centre",
    "read_anew",
    "receive",
    "seal",
]
