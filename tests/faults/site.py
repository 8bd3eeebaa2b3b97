"""A site in real processes, started as ./run starts it, and ended in whatever way a test likes."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from guide.kernel.config import PROJECT

SECRET = "0123456789abcdef-only-for-these-tests-0123456789"
READY_WITHIN_S = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_running(pid: int) -> bool:
    """Not so once it has ended, whether or not somebody has taken note."""
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return bool(told) and not told.startswith("Z")


@dataclass
class Site:
    """``data`` may be empty; ``prepare`` makes it ready, ``start`` serves it."""

    data: Path
    content: Path
    database_url: str
    workers: int = 2
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("GUIDE_")},
            "GUIDE_DATA_DIR": str(self.data),
            "GUIDE_CONTENT_DIR": str(self.content),
            "GUIDE_DATABASE_URL": self.database_url,
            "GUIDE_SECRET_KEY": SECRET,
            "GUIDE_BASE_URL": f"http://127.0.0.1:{self.port}",
        }

    def begin(self, *words: str) -> subprocess.Popen[str]:
        """A command of the site, on its way."""
        return subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=PROJECT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def flask(self, *words: str) -> tuple[int, str]:
        """Exit code of a command of the site, and what it said."""
        command = self.begin(*words)
        try:
            said, _ = command.communicate(timeout=60)
        finally:
            command.kill()
            command.wait()
        return command.returncode, said

    def prepare(self) -> None:
        code, said = self.flask("prepare")
        assert code == 0, said

    @property
    def words(self) -> list[str]:
        config = str(PROJECT / "gunicorn.conf.py")
        return ["--config", config, "--bind", f"127.0.0.1:{self.port}", "--workers", str(self.workers)]

    def start(self, *, expected: int = 200, within_s: float = READY_WITHIN_S) -> None:
        """Serve, and return once ready, or once it says of itself what is ``expected``.

        :raises AssertionError: it does not in time.
        """
        assert self.process is None
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", *self.words, "wsgi:app"],
                cwd=PROJECT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        give_up = time.monotonic() + within_s
        seen: tuple[int, str] | str = "nothing"
        while time.monotonic() < give_up:
            assert self.process.poll() is None, self.log.read_text()
            try:
                seen = self.get("/readyz", timeout=within_s)
            except OSError as error:
                seen = repr(error)
                time.sleep(0.02)
                continue
            if seen[0] == expected and len(self.pids) == 1 + self.workers:
                return
            time.sleep(0.02)
        raise AssertionError(f"Not ready within {within_s} s: {seen}\n{self.log.read_text()}")

    @property
    def log(self) -> Path:
        return self.data.parent / f"{self.data.name}.log"

    @property
    def pids(self) -> list[int]:
        """The server's process and its workers."""
        assert self.process is not None
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        return [self.process.pid, *map(int, listed.stdout.split())]

    @property
    def memory_mib(self) -> list[float]:
        """What each process of the site holds."""
        told = subprocess.run(["ps", "-o", "rss=", "-p", ",".join(map(str, self.pids))], capture_output=True, text=True)
        return [int(kib) / 1024 for kib in told.stdout.split()]

    def get(self, path: str, *, timeout: float = 10) -> tuple[int, str]:
        """Status and body; on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", path, headers={"Connection": "close"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except http.client.HTTPException as error:
            raise ConnectionError(repr(error)) from error
        finally:
            connection.close()

    def kill(self) -> None:
        """As the kernel does when memory runs out, all processes at once. Nothing is left running."""
        if self.process is None:
            return
        pids = self.pids
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)
        self.process = None
        give_up = time.monotonic() + 30
        while any(is_running(pid) for pid in pids):
            assert time.monotonic() < give_up, "a process of the site does not end"
            time.sleep(0.01)

    def ask_to_stop(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)

    def wait_until_stopped(self) -> int:
        """The exit code.

        :raises subprocess.TimeoutExpired: it goes on for half a minute.
        """
        assert self.process is not None
        code = self.process.wait(30)
        self.kill()
        return code
