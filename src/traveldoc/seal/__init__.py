"""Visible digital seals: what a bar code holds, who signed it, whether it fits the document (Doc 9303-13).

Everything arrives as bytes: codes as `Barcode`, keys of States as a `TrustStore`.
"""

from traveldoc.seal.examine import SealExamination, examine_seal
from traveldoc.seal.fault import SealError
from traveldoc.seal.payload import Payload, recognise

__all__ = ["Payload", "SealError", "SealExamination", "examine_seal", "recognise"]
