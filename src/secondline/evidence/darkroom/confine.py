"""What the child may not do: grow, run long, write, start others, reach the network, be anybody."""

import ctypes
import os
import resource
import signal
from contextlib import suppress
from typing import Final

PR_SET_PDEATHSIG: Final = 1
PR_SET_DUMPABLE: Final = 4
PR_SET_NO_NEW_PRIVS: Final = 38
CLONE_NEWNET: Final = 0x4000_0000
NOBODY: Final = 65534
_NOTHING: Final = {  # limit -> what is left
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_NOFILE: 3,  # the line in, the line out, and nothing more: no file, no socket
}


def confine_house() -> None:
    """Once, after everything is imported and loaded: give away what decoding a picture never needs.

    As root the child becomes nobody in a network of its own that leads nowhere; an ordinary user's child
    keeps the user but gains nothing and starts nothing.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if os.geteuid() == 0:
        libc.unshare(CLONE_NEWNET)  # refused in some containers; the other walls stand
        with suppress(OSError):
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    for limit, left in _NOTHING.items():
        lower(limit, left)


def confine_job(*, memory: int, seconds: int) -> None:
    """For one picture: bytes of address space, CPU seconds; and death when the parent dies."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    lower(resource.RLIMIT_AS, memory)
    # The kernel warns at the soft limit (SIGXCPU, which ends us) and kills without a word at the hard one.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    lower(resource.RLIMIT_NPROC, 0)


def lower(limit: int, most: int) -> None:
    """Lower a limit for good; one that is lower already stays."""
    hard = resource.getrlimit(limit)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(limit, (most, most))
