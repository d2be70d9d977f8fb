"""The register: what was found and how much was looked at, without identities; a file for each part."""

from secondline.register.models.exposure import Effort, Exposure, Observation, Remark
from secondline.register.models.found import Detection, FurtherDocument, MonthlyCounts
from secondline.register.models.incoming import Batch, Intake, KeyVersion, Mapping, Progress, Refusal

__all__ = [
    "Batch",
    "Detection",
    "Effort",
    "Exposure",
    "FurtherDocument",
    "Intake",
    "KeyVersion",
    "Mapping",
    "MonthlyCounts",
    "Observation",
    "Progress",
    "Refusal",
    "Remark",
]
