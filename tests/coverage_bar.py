"""The bar of the coverage: 100 % branch for the pure packages and every rules.py, 95 % for each other room."""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

FULL = ("src/traveldoc/", "src/borderstats/")


def report() -> dict[str, dict[str, int]]:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", "--quiet", "-o", str(target)]
        subprocess.run(command, check=True)
        files = json.loads(target.read_text(encoding="utf-8"))["files"]
    return {name: entry["summary"] for name, entry in files.items()}


def share(summaries: list[dict[str, int]]) -> float:
    wanted = sum(s["num_statements"] + s["num_branches"] for s in summaries)
    had = sum(s["covered_lines"] + s["covered_branches"] for s in summaries)
    return 100 * had / wanted if wanted else 100.0


def main() -> int:
    groups: dict[str, list[dict[str, int]]] = defaultdict(list)
    below = []
    for name, summary in sorted(report().items()):
        if name.startswith(FULL) or name.endswith("/rules.py"):
            if share([summary]) < 100:
                below.append(f"{name}: {share([summary]):.1f} %, wanted 100 %")
        else:
            groups["/".join(name.split("/")[:3])].append(summary)
    below += [f"{room}: {share(s):.1f} %, wanted 95 %" for room, s in groups.items() if share(s) < 95]
    print("\n".join(below) or f"coverage stands: {len(groups)} rooms and the pure packages")
    return 1 if below else 0


if __name__ == "__main__":
    raise SystemExit(main())
