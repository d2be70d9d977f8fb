"""What the register does: pull, import, check, turn keys, let go."""

from secondline.register.actions.checking import Proof, check
from secondline.register.actions.erasing import erase_expired
from secondline.register.actions.exposing import Exposed, import_exposure, withdraw_exposure
from secondline.register.actions.importing import (
    Imported,
    RefusedImportError,
    import_detections,
    try_detections,
)
from secondline.register.actions.keys import turn_key
from secondline.register.actions.mapping import save_mapping
from secondline.register.actions.observing import Told, import_series, judge_remark
from secondline.register.actions.pulling import Pulled, pull, pull_all, waiting

__all__ = [
    "Exposed",
    "Imported",
    "Proof",
    "Pulled",
    "RefusedImportError",
    "Told",
    "check",
    "erase_expired",
    "import_detections",
    "import_exposure",
    "import_series",
    "judge_remark",
    "pull",
    "pull_all",
    "save_mapping",
    "try_detections",
    "turn_key",
    "waiting",
    "withdraw_exposure",
]
