"""A gunicorn of two workers with four threads, and what its process tree has spent."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    port: int

    @property
    def pids(self) -> list[int]:
        """The master and its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def cpu_ms(self) -> float:
        """CPU milliseconds of the tree so far, from the kernel's run-time accounting (nanoseconds), not its ticks."""
        total = 0
        for pid in self.pids:
            for task in Path(f"/proc/{pid}/task").iterdir():
                total += int((task / "schedstat").read_text().split()[0])
        return total / 1e6

    def memory_mb(self) -> float:
        """Proportional set size of the tree: what is shared between processes is counted once."""
        total = 0
        for pid in self.pids:
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        return total / 1024


@contextmanager
def serve(app: str, environment: dict[str, str] | None = None, workers: int = 2) -> Iterator[Server]:
    """Serve ``module:app`` on a free port until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    words += ["--reuse-port"] if sys.platform == "linux" else []
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *words, "--config", str(PROJECT / "gunicorn.conf.py"), app],
        cwd=PROJECT, env={**os.environ, **(environment or {})}, start_new_session=True,
    )  # fmt: skip
    server = Server(process, port)
    try:
        wait_for(server, "/healthz" if app.startswith("wsgi") else "/")
        yield server
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def wait_for(server: Server, path: str) -> None:
    for _ in range(2000):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.005)
    raise RuntimeError("the server does not answer")
