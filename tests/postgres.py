"""A PostgreSQL of one's own for the length of a command: `python tests/postgres.py COMMAND...`.

Uses the server that Debian's package brings; makes a cluster in a temporary folder, with a password, on a free
port of this machine, and removes it afterwards. As root it runs as Debian's user `postgres`, because the server
refuses to be root.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def find_binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def as_server(command: list[str]) -> list[str]:
    return ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else command


def main(command: list[str]) -> int:
    binaries = find_binaries()
    if binaries is None:
        print("PostgreSQL's server is missing (on Debian: apt install postgresql)", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="secondline-pg-"))
    password, port = secrets.token_urlsafe(16), free_port()
    (folder / "password").write_text(password, encoding="ascii")
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
        shutil.chown(folder / "password", "postgres")
    data, log = str(folder / "data"), str(folder / "log")
    initdb = ["--auth=scram-sha-256", "--username=secondline", "--encoding=UTF8", "--locale=C.UTF-8"]
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60"
    try:
        subprocess.run(
            as_server([str(binaries / "initdb"), "-D", data, f"--pwfile={folder / 'password'}", *initdb]),
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        start = as_server([str(binaries / "pg_ctl"), "-D", data, "-w", "-l", log, "-o", options, "start"])
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        address = f"postgresql://secondline:{password}@127.0.0.1:{port}/postgres"
        return subprocess.run(
            command, env={**os.environ, "SECONDLINE_DATABASE": address}, check=False
        ).returncode
    finally:
        stop = as_server([str(binaries / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop"])
        subprocess.run(stop, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
