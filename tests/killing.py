"""A real server on a folder of its own, uploads to it from several threads, and its death at random moments.

Used by tests/secondline/evidence/test_kill.py and bench/durability.py.
"""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

SRC = Path(__file__).resolve().parents[1] / "src"
TOKEN = "k" * 32  # the form's token: cookie and header must agree, and nothing more
SETTLE = 180.0  # seconds after which something that should happen has failed

_FOUND = """
import django, sys; django.setup()
from django.contrib.sessions.backends.db import SessionStore
from secondline.people.models import Agency, Person
agency = Agency.objects.create(code="UTO", name="Utopian Border Guard")
officer = Person.objects.create_user("officer", "correct-horse-battery", name="O", agency=agency, role="officer")
session = SessionStore()
session["_auth_user_id"] = str(officer.pk)
session["_auth_user_backend"] = "secondline.people.backend.PersonBackend"
session["_auth_user_hash"] = officer.get_session_auth_hash()
session.create()
print(session.session_key)
"""
_CHECK = """
import django, json, sys; django.setup()
from django.conf import settings
from secondline.evidence.models import Delivery, Item
from secondline.evidence.queries import sanity
from secondline.evidence.storage import sweep
from secondline.record.models import Entry
from secondline.record.queries import verify
found = sanity()
swept = sweep(settings.EVIDENCE_FOLDER)
print(json.dumps({
    "deliveries": {str(d.pk): d.sha256 for d in Delivery.objects.all()},
    "items": Item.objects.count(),
    "hashes": len(set(Item.objects.values_list("sha256", flat=True))),
    "lines": Entry.objects.filter(verb="evidence.seal").count(),
    "orphans": len(found.orphans), "missing": len(found.missing), "mismatches": len(found.mismatches),
    "parts": found.parts, "parts_after_sweep": sanity(hashes=False).parts, "swept": swept,
    "broken": verify().broken,
}))
"""


@dataclass(frozen=True)
class Upload:
    id: UUID
    data: bytes
    slow: bool = False
    kind: str = "picture"

    @property
    def sha256(self) -> str:
        return sha256(self.data).hexdigest()


def upload(chance: random.Random) -> Upload:
    """Something that begins like a PNG, or like a file of a chip; one in six comes over a slow line."""
    size = chance.choice((500, 20_000, 80_000, 300_000))
    kind = "chip" if chance.random() < 1 / 4 else "picture"
    head = b"\x75\x83" if kind == "chip" else b"\x89PNG\r\n\x1a\n"
    key = UUID(int=chance.getrandbits(128), version=4)
    return Upload(key, head + chance.randbytes(size), slow=chance.random() < 1 / 6, kind=kind)


@dataclass
class House:
    """A server with `var` as its folder; `extra` goes into its environment."""

    var: Path
    extra: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    port: int = 0
    session: str = ""
    process: subprocess.Popen[bytes] | None = None

    def found(self) -> None:
        """Migrate, and add an officer who is logged in."""
        self.port = free_port()
        self.run("-m", "secondline.site", "migrate")
        self.session = self.run("-c", _FOUND).strip()

    def run(self, *arguments: str) -> str:
        ran = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment(),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return ran.stdout

    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(SRC),
            "DJANGO_SETTINGS_MODULE": "secondline.site.settings",
            "SECONDLINE_VAR": str(self.var),
            "SECONDLINE_FREE_MB": "1",
            **self.extra,
        }

    def start(self) -> None:
        """Start and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "secondline.site", "serve", "--port", str(self.port), *self.arguments],
            env=self.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + SETTLE
        while time.monotonic() < until:
            if answers(self.port):
                return
            time.sleep(0.02)
        self.kill()
        raise TimeoutError("the server does not answer")

    def kill(self) -> None:
        """SIGKILL to every process of the server at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def kill_one(self, chance: random.Random) -> None:
        """SIGKILL to one of its processes; the others go on or follow."""
        found = members(self.process.pid) if self.process else []
        if found:
            os.kill(chance.choice(found), signal.SIGKILL)

    def dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def check(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.run("-c", _CHECK))
        return found


def members(group: int) -> list[int]:
    """The living processes of a process group."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(path.name)) == group:
                found.append(int(path.name))
        except ProcessLookupError:
            continue
    return sorted(found)


def free_port() -> int:
    """Below the range from which clients get theirs: one that knocks at a dead port there can reach itself."""
    for port in random.SystemRandom().sample(range(20_000, 32_000), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no free port")


def answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/health")
        with line.getresponse() as response:
            return response.status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


class Sender:
    """Threads that upload until told to stop, each file under one id until it is acknowledged."""

    def __init__(self, house: House, seed: int, threads: int) -> None:
        self.house = house
        self.acknowledged: dict[UUID, str] = {}
        self.resent = 0
        self.refused: list[str] = []
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._work, args=(random.Random(f"{seed}-{number}"),), daemon=True)
            for number in range(threads)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """No new files; those that are on their way are sent until they are acknowledged."""
        self._stop.set()
        for thread in self._threads:
            thread.join(SETTLE)
        if any(thread.is_alive() for thread in self._threads):
            raise TimeoutError("an upload is never acknowledged")

    def _work(self, chance: random.Random) -> None:
        while not self._stop.is_set():
            self._send(upload(chance), chance)

    def _send(self, file: Upload, chance: random.Random) -> None:
        until = time.monotonic() + SETTLE
        while time.monotonic() < until:
            status, answer = put(self.house, file)
            if status in {200, 201}:
                with self._lock:
                    self.acknowledged[file.id] = answer["sha256"]
                if chance.random() < 0.1:  # a client that did not hear the answer sends again
                    put(self.house, file)
                return
            if 400 <= status < 500 and answer.get("error") != "incomplete":
                with self._lock:
                    self.refused.append(f"{status} {answer}")
                return
            with self._lock:
                self.resent += 1
            time.sleep(chance.uniform(0.01, 0.1))


def put(house: House, file: Upload) -> tuple[int, dict[str, Any]]:
    """Send one file; (0, {}) where the line dropped."""
    line = http.client.HTTPConnection("127.0.0.1", house.port, timeout=20)
    try:
        line.putrequest("PUT", f"/evidence/{file.id}")
        line.putheader("Content-Length", str(len(file.data)))
        line.putheader("Cookie", f"sessionid={house.session}; csrftoken={TOKEN}")
        line.putheader("X-CSRFToken", TOKEN)
        line.putheader("X-File-Kind", file.kind)
        line.endheaders()
        step = max(1, len(file.data) // 5) if file.slow else len(file.data)
        for start in range(0, len(file.data), step):
            line.send(file.data[start : start + step])
            if file.slow:
                time.sleep(0.02)
        with line.getresponse() as answer:
            return answer.status, json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError):
        return 0, {}
    finally:
        line.close()


@dataclass(frozen=True)
class Toll:
    """What became of everything that was acknowledged."""

    acknowledged: int
    resent: int
    lost: int
    changed: int
    doubled: int
    found: dict[str, Any]

    @property
    def sound(self) -> bool:
        counts = (self.lost, self.changed, self.doubled, self.found["missing"], self.found["mismatches"])
        return not any(counts) and self.found["broken"] is None


def toll(house: House, sender: Sender) -> Toll:
    """Compare what the clients were told with what is there; the server must not run."""
    found = house.check()
    there = {UUID(key): value for key, value in found.pop("deliveries").items()}
    told = sender.acknowledged
    return Toll(
        acknowledged=len(told),
        resent=sender.resent,
        lost=sum(key not in there for key in told),
        changed=sum(there.get(key, value) != value for key, value in told.items()),
        doubled=found["items"] - found["hashes"] + found["lines"] - len(there),
        found=found,
    )
