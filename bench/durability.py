"""What survives: kill -9 and simulated power cuts while files are uploaded, and what the safety costs.

    .venv/bin/python bench/durability.py --kills 500 --cuts 25

A power cut is simulated where the machine allows it (root, loop devices, ext4): the house stands on an ext4
file system in a file, which is shut down without flushing anything (EXT4_IOC_SHUTDOWN, as xfstests do it).
What was never synced is gone, as on a disk that keeps what it was told to keep; the journal is replayed at
the next mount. A control run with `synchronous=OFF` and without fsync must lose something: a simulation that
cannot lose proves nothing.
"""

import argparse
import fcntl
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HOUSE / "tests"), str(HOUSE / "src")]

from killing import House, Sender, Toll, toll  # noqa: E402  # a module of the tests

SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN, _IOR('X', 125, __u32)
WITHOUT_FLUSH = 2  # EXT4_GOING_FLAGS_NOLOGFLUSH
DISK_MB = 1500
UNSAFE = """
import os
os.fsync = lambda handle: None
from secondline.site.settings import *
_options = DATABASES["default"]["OPTIONS"]
_options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
"""


def print_toll(title: str, deaths: int, found: Toll) -> None:
    verdict = "holds" if found.sound else "DOES NOT HOLD"
    print(
        f"{title}: {deaths} times; acknowledged {found.acknowledged}, lost {found.lost}, "
        f"changed {found.changed}, doubled {found.doubled}, sent again {found.resent}, "
        f"orphans {found.found['orphans']}, missing {found.found['missing']}, "
        f"wrong hash {found.found['mismatches']}, "
        f"record {'whole' if found.found['broken'] is None else 'BROKEN'}: {verdict}"
    )


def kill_run(folder: Path, kills: int, seed: int, threads: int) -> Toll:
    """Kill all processes of the server, or one of them, again and again."""
    chance = random.Random(seed)
    house = House(folder / "var")
    house.found()
    house.start()
    sender = Sender(house, seed, threads)
    sender.start()
    try:
        for number in range(kills):
            time.sleep(chance.uniform(0.02, 1.0))
            if number % 2:
                house.kill_one(chance)
            if house.dead() or number % 2 == 0:
                house.kill()
                house.start()
        house.kill()
        house.start()
        sender.finish()
    finally:
        house.kill()
    return toll(house, sender)


def speed(folder: Path, seconds: float, threads: int) -> tuple[float, float]:
    """Uploads a second of the whole server, and files a second of a bare loop that writes and syncs."""
    house = House(folder / "var", arguments=("--no-worker",))
    house.found()
    house.start()
    sender = Sender(house, 1, threads)
    try:
        sender.start()
        time.sleep(seconds)
        sender.finish()
    finally:
        house.kill()
    bare = folder / "bare"
    bare.mkdir()
    began, count = time.monotonic(), 0
    while time.monotonic() - began < seconds:
        write_and_sync(bare / str(count), os.urandom(100_000))
        count += 1
    return len(sender.acknowledged) / seconds, count / (time.monotonic() - began)


def write_and_sync(path: Path, data: bytes) -> None:
    for name, flags in ((path, os.O_CREAT | os.O_WRONLY), (path.parent, os.O_RDONLY)):
        handle = os.open(name, flags)
        if name == path:
            os.write(handle, data)
        os.fsync(handle)
        os.close(handle)


class Disk:
    """An ext4 file system in a file, whose power can be cut."""

    def __init__(self, folder: Path) -> None:
        self.image, self.mount_point = folder / "disk", folder / "mount"
        self.mount_point.mkdir()
        with self.image.open("wb") as file:
            file.truncate(DISK_MB * 1_000_000)
        call("mkfs.ext4", "-q", "-F", str(self.image))

    def mount(self) -> None:
        call("mount", "-o", "loop", str(self.image), str(self.mount_point))

    def cut(self) -> None:
        handle = os.open(self.mount_point, os.O_RDONLY)
        fcntl.ioctl(handle, SHUTDOWN, struct.pack("I", WITHOUT_FLUSH))
        os.close(handle)

    def unmount(self) -> None:
        for _ in range(50):
            if (
                subprocess.run(["umount", str(self.mount_point)], check=False, capture_output=True).returncode
                == 0
            ):
                return
            time.sleep(0.1)
        call("umount", "-l", str(self.mount_point))


def call(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


def why_no_cuts(folder: Path) -> str:
    """Why this machine allows no simulated power cut; empty where it does."""
    if os.geteuid() != 0:
        return "it needs root to mount a file system"
    missing = [tool for tool in ("mkfs.ext4", "mount", "umount") if not shutil.which(tool)]
    if missing:
        return f"{', '.join(missing)} not found"
    folder.mkdir()
    disk = Disk(folder)
    try:
        disk.mount()
    except subprocess.CalledProcessError as error:
        return f"a file can't be mounted here ({error.stderr.decode(errors='replace').strip()})"
    try:
        disk.cut()
    except OSError as error:
        return f"the file system can't be shut down ({error})"
    finally:
        disk.unmount()
    return ""


def cut_run(folder: Path, cuts: int, seed: int, threads: int, settings: str = "") -> Toll:
    """Cut the power while files come in; after each cut the disk is mounted anew and the house goes on."""
    folder.mkdir()
    chance = random.Random(seed)
    disk = Disk(folder)
    disk.mount()
    extra = {}
    if settings:
        (folder / "unsafe.py").write_text(settings, encoding="utf-8")
        extra = {"DJANGO_SETTINGS_MODULE": "unsafe", "PYTHONPATH": f"{folder}:{HOUSE / 'src'}"}
    house = House(disk.mount_point / "var", extra, ("--no-worker",))
    house.found()
    os.sync()
    house.start()
    sender = Sender(house, seed, threads)
    sender.start()
    try:
        for _ in range(cuts):
            time.sleep(chance.uniform(0.2, 2.0))
            disk.cut()
            house.kill()
            disk.unmount()
            disk.mount()
            house.start()
        sender.finish()
        house.kill()
        return toll(house, sender)
    finally:
        house.kill()
        disk.unmount()


def report_cuts(folder: Path, cuts: int, seed: int, threads: int) -> bool:
    if reason := why_no_cuts(folder / "probe"):
        print(f"power cuts: NOT simulated on this machine: {reason}")
        return True
    found = cut_run(folder / "cuts", cuts, seed, threads)
    print_toll("power cut (ext4 shut down without flushing)", cuts, found)
    return found.sound and report_control(folder, seed, threads)


def report_control(folder: Path, seed: int, threads: int) -> bool:
    """The same cut with every safety taken out must lose something."""
    try:
        found = cut_run(folder / "control", 1, seed, threads, UNSAFE)
    except (subprocess.CalledProcessError, TimeoutError):
        print("control without fsync and with synchronous=OFF: not even the database survived")
        return True
    told = found.lost + found.changed + found.found["missing"] + found.found["mismatches"]
    broken = found.found["broken"] is not None
    print(f"control without fsync and with synchronous=OFF: {told} of {found.acknowledged} lost or damaged")
    if not told and not broken:
        print("THE SIMULATION LOSES NOTHING: it proves nothing")
    return bool(told) or broken


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--cuts", type=int, default=8)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long the speed is measured")
    parser.add_argument("--seed", type=int, default=20261123)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="secondline-durability-"))
    steps: list[Callable[[Path], bool]] = []
    if given.seconds:
        steps.append(lambda at: print_speed(at, given.seconds, given.threads))
    if given.kills:
        steps.append(lambda at: print_kills(at, given.kills, given.seed, given.threads))
    if given.cuts:
        steps.append(lambda at: report_cuts(at, given.cuts, given.seed, given.threads))
    try:
        held = [step(made(folder / str(number))) for number, step in enumerate(steps)]
        return 0 if all(held) else 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def print_speed(folder: Path, seconds: float, threads: int) -> bool:
    uploads, bare = speed(folder, seconds, threads)
    print(
        f"speed: {uploads:.0f} uploads a second acknowledged, a bare write-and-fsync loop "
        f"{bare:.0f} a second, ratio {uploads / bare:.2f}"
    )
    return True


def print_kills(folder: Path, kills: int, seed: int, threads: int) -> bool:
    found = kill_run(folder, kills, seed, threads)
    print_toll("kill -9", kills, found)
    return found.sound


if __name__ == "__main__":
    sys.exit(main())
