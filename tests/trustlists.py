"""A list, a keeper who looks into it and takes it: what tests of trust files begin with."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from chipmaker import (
    SIGNED_AT,
    csca,
    master_list,
    purposes,
    signer,
)

from secondline.reference.actions.trust_import import Imported
from secondline.reference.queries.trust_preview import Preview

LIST_SIGNER = purposes("2.23.136.1.1.3")
ROOT, OTHER = csca(), csca(number=1)
LISTER = signer(ROOT, "p256", 70, LIST_SIGNER)
WORD = "Fingerprint compared by telephone with the Utopian ministry."
Look = Callable[..., Preview]
Take = Callable[..., Imported]


def listed(*papers: bytes, at: datetime = SIGNED_AT) -> bytes:
    return master_list(LISTER, papers or (ROOT.encoded(), OTHER.encoded()), signed_at=at)


def print_of(encoded: bytes) -> str:
    return sha256(encoded).hexdigest()
