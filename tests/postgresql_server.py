"""A PostgreSQL server of the tests' own: ``python -m tests.postgresql_server COMMAND …`` runs a command with one.

The address is in ``TEST_DATABASE_URL``. A server that is named there already is used as it is.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text


def binaries() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``, the newest where there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def server() -> Iterator[str]:
    """Start one in a folder of its own, yield its address, stop it and remove the folder."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    programs = binaries()
    if programs is None:
        raise SystemExit("There is no PostgreSQL server here: install one (Debian: apt install postgresql).")
    folder = Path(tempfile.mkdtemp(prefix="guide-postgresql-"))
    as_user = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def call(*words: str) -> None:
        subprocess.run([*as_user, *words], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    data = str(folder / "data")
    call(
        str(programs / "initdb"),
        "-D",
        data,
        "-A",
        "trust",
        "-U",
        "guide",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
    call(str(programs / "pg_ctl"), "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql://guide@127.0.0.1:{port}/postgres"
    finally:
        call(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def new_database() -> Iterator[str | None]:
    """The address of an empty database on the server that ``TEST_DATABASE_URL`` names; None where it names none."""
    named = os.environ.get("TEST_DATABASE_URL")
    if not named:
        yield None
        return
    address, name = make_url(named), f"guide_test_{secrets.token_hex(6)}"
    engine = create_engine(address.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield address.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        engine.dispose()


if __name__ == "__main__":
    with server() as address:
        raise SystemExit(subprocess.run(sys.argv[1:], env={**os.environ, "TEST_DATABASE_URL": address}).returncode)
