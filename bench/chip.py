"""How much of passive authentication is ours, against OpenSSL's bare operations; and the import of a list.

    .venv/bin/python bench/chip.py [MASTER_LIST]

Without an argument the Dutch list in the tests is taken. Prints milliseconds of processor time (the work
itself, whatever else the machine does), medians of many runs. Aims: at most 5 ms of our own work for a chip
beyond the signatures once the store is loaded; a list of 600 certificates in under 2 s.
"""

import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from traveldoc.chip import ChipExamination, ChipFiles, TrustStore, examine_chip, read_trust_file  # noqa: E402
from traveldoc.chip.algorithm import scheme  # noqa: E402
from traveldoc.chip.security_object import security_object  # noqa: E402
from traveldoc.chip.signature import verify  # noqa: E402

DATA = ROOT / "tests" / "traveldoc" / "chip" / "data"
ON = date(2026, 11, 23)
RUNS = 200
MOST_OWN, MOST_IMPORT = 5, 2000  # milliseconds


def milliseconds(deed: Callable[[], object], runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        began = time.process_time()
        deed()
        times.append(time.process_time() - began)
    return 1000 * median(times)


def bare(data: bytes, found: ChipExamination) -> Callable[[], bool]:
    """The two signature operations alone: over the attributes, and over the signer's certificate."""
    held, authority = found.certificate, found.authority
    if held is None or authority is None:
        raise SystemExit("The list does not hold the key above this document.")
    (signer,) = security_object(data).signed.signers
    message = signer.signed_bytes()[0]
    named = scheme(signer.algorithm, signer.digest)

    def operations() -> bool:
        one = verify(held.key, named, message, signer.signature)
        return bool(one) and bool(held.signed_by(authority.key))

    if not operations():
        raise SystemExit("The signatures do not hold.")
    return operations


def main() -> None:
    path = Path(sys.argv[1]) if sys.argv[1:] else DATA / "NL_2025-07-29.ml"
    listed = path.read_bytes()
    store = TrustStore(read_trust_file(path.name, listed))
    imported = milliseconds(lambda: TrustStore(read_trust_file(path.name, listed)), runs=5)
    per_600 = imported * 600 / len(store)
    aim = "within" if per_600 < MOST_IMPORT else "MISSES"
    print(
        f"import of {len(store)} certificates  {imported:8.1f} ms"
        f"  (600: {per_600:.0f} ms, {aim} {MOST_IMPORT} ms)"
    )
    print("document       whole   bare signatures   ours    ratio")
    worst = 0.0
    for sod in sorted(DATA.glob("*.sod.bin")):
        data = sod.read_bytes()
        files = ChipFiles.named([("EF_SOD.BIN", data)])
        found = examine_chip(files, on=ON, trust=store)
        crypto = milliseconds(bare(data, found))
        whole = milliseconds(partial(examine_chip, files, on=ON, trust=store))
        worst = max(worst, whole - crypto)
        print(
            f"{sod.name:12} {whole:7.2f}   {crypto:15.2f}  {whole - crypto:5.2f}  {whole / crypto:7.1f}   "
            f"{found.signature.state.value}, {found.trusted.state.value}"
        )
    print(f"ours at most {worst:.2f} ms, {'within' if worst <= MOST_OWN else 'MISSES'} {MOST_OWN} ms")


if __name__ == "__main__":
    main()
