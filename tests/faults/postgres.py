"""A PostgreSQL server of one's own, in a folder that goes away."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.faults.site import free_port

PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin")


def binaries() -> Path | None:
    """The folder of initdb; None: PostgreSQL is not installed."""
    if (found := shutil.which("initdb")) is not None:
        return Path(found).resolve().parent
    folders = [path for place in PLACES for path in Path("/").glob(place.removeprefix("/"))]
    return max((path for path in folders if (path / "initdb").exists()), default=None)


class Server:
    """Listens on a loopback port. It refuses to run as root, so root hands it to the user ``postgres``."""

    def __init__(self, binaries: Path) -> None:
        self.binaries = binaries
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="guide-postgres-"))
        self.user = None
        if os.geteuid() == 0:
            self.user = "postgres"
            os.chown(self.folder, pwd.getpwnam("postgres").pw_uid, -1)
        self.data = self.folder / "data"
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")

    def _run(self, program: str, *words: str) -> None:
        with (self.folder / "output").open("ab") as output:
            done = subprocess.run(
                [self.binaries / program, *words],
                cwd=self.folder,
                user=self.user,
                stdout=output,
                stderr=output,
                timeout=60,
            )
        assert done.returncode == 0, (self.folder / "output").read_text()

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self._run(
            "pg_ctl", "-D", str(self.data), "-w", "-t", "30", "-l", str(self.folder / "log"), "-o", options, "start"
        )

    def stop(self, mode: str = "fast") -> None:
        """``fast`` ends connections and stops; ``immediate`` is a crash."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "-t", "30", "-m", mode, "stop")

    def remove(self) -> None:
        try:
            self.stop("immediate")
        except AssertionError:
            pass  # it was stopped already
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
