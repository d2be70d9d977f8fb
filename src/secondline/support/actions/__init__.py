"""The deeds of support: ask, take, put back, answer, withdraw."""

from secondline.support.actions.answer import UnfitOpinionError, answer
from secondline.support.actions.ask import NobodyToAskError, ask
from secondline.support.actions.erase import erase_expired
from secondline.support.actions.hand import put_back, take, withdraw

__all__ = [
    "NobodyToAskError",
    "UnfitOpinionError",
    "answer",
    "ask",
    "erase_expired",
    "put_back",
    "take",
    "withdraw",
]
