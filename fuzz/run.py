"""Coverage-guided fuzzing of what reads files from outside.

    python -m venv /tmp/fuzz && /tmp/fuzz/bin/pip install -r requirements/fuzz.in -r requirements/run.txt
    /tmp/fuzz/bin/python fuzz/run.py TARGET [SECONDS] [FOLDER]

Begins with fuzz/corpus/TARGET; what it finds new goes into FOLDER (a temporary one by default). An input that
raises anything but ChipError, takes 2 seconds or 300 MB is written beside it and ends the run.
"""

import sys
import tempfile
from pathlib import Path

import atheris

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

with atheris.instrument_imports(include=["traveldoc"]):
    from targets import TARGETS, attempt


def main() -> None:
    name = sys.argv[1] if sys.argv[1:] else ""
    if name not in TARGETS:
        raise SystemExit(f"Which target? {', '.join(TARGETS)}")
    seconds = sys.argv[2] if sys.argv[2:] else "180"
    folder = sys.argv[3] if sys.argv[3:] else tempfile.mkdtemp(prefix=f"fuzz-{name}-")
    limits = ["-timeout=2", "-rss_limit_mb=300", "-max_len=16384", f"-max_total_time={seconds}"]
    places = [f"-artifact_prefix={folder}/found-", folder, str(HERE / "corpus" / name)]
    atheris.Setup([sys.argv[0], *limits, *places], lambda data: attempt(name, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
