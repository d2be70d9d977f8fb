"""The nouns of the room, one file each; Django finds them here."""

from secondline.reference.models.trust import (
    DeviationEntry,
    Holding,
    RevocationEntry,
    StateKey,
    TrustSource,
)

__all__ = ["DeviationEntry", "Holding", "RevocationEntry", "StateKey", "TrustSource"]
