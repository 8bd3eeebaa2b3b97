"""What ./run promises: it starts with one command, or says in one sentence why not and what to do."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from guide.kernel.config import PROJECT
from tests.faults.site import Site, free_port

pytestmark = pytest.mark.fault
BASE = getattr(sys, "_base_executable", sys.executable)
STAMP = """
printf '%s' "$(cat requirements.txt requirements.txt | cksum)-$("$PYTHON" -c 'import sys; print(sys.version)' | cksum)"
"""
CONTENT = f"content: {len(list((PROJECT / 'content').glob('*/*/*.md')))} lessons"
NOWHERE = "http://127.0.0.1:9"
NO_NETWORK = {"PIP_INDEX_URL": NOWHERE, "PIP_RETRIES": "0", "http_proxy": NOWHERE, "https_proxy": NOWHERE}


class Copy:
    """A copy of the project, as from a fresh clone; the environment is the one that the tests run in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder.parent / "home"
        self.home.mkdir()
        without = shutil.ignore_patterns("__pycache__", "data", "tests", "node_modules", "bench", "docs", ".*")
        shutil.copytree(PROJECT, folder, ignore=without)
        environment = folder / ".venv"
        environment.mkdir()
        for path in Path(sys.prefix).iterdir():
            if path.name != "stamp":
                (environment / path.name).symlink_to(path)
        stamp = subprocess.run(["sh", "-c", STAMP], cwd=folder, env=self.environment, capture_output=True, check=True)
        (environment / "stamp").write_bytes(stamp.stdout)

    @property
    def environment(self) -> dict[str, str]:
        names = {name: value for name, value in os.environ.items() if not name.startswith(("GUIDE_", "PYTHON", "PIP_"))}
        return {**names, "PYTHON": BASE, "HOME": str(self.home), **NO_NETWORK}

    def refusal(self, *words: str, **environment: str) -> list[str]:
        """What ./run said before it gave up, line by line."""
        done = subprocess.run(
            [self.folder / "run", *words],
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 1, done
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
        return done.stderr.splitlines()

    @contextmanager
    def started(self, *words: str, **environment: str) -> Iterator[str]:
        """Serving; what it said until then. Stopped as with Ctrl+C."""
        process = subprocess.Popen(
            [self.folder / "run", *words],
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert process.stderr
        said = ""
        try:
            while "stop with Ctrl+C" not in said:
                line = process.stderr.readline()
                assert line, said
                said += line
            yield said
            os.killpg(process.pid, signal.SIGINT)
            assert process.wait(30) == 0
            assert "Traceback" not in process.stderr.read()
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            process.stderr.close()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("clone") / "project")


@pytest.fixture
def port() -> str:
    return str(free_port())


def ready(port: str) -> str:
    """What the site says of itself. It printed its address, so it answers."""
    return Site(Path(), Path(), "", port=int(port)).get("/readyz")[1]


def files(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): stat.S_IMODE(path.lstat().st_mode)
        for path in folder.rglob("*")
        if "__pycache__" not in path.parts and ".venv" not in path.parts
    }


def test_site_starts_and_starts_again_without_a_network_keeping_its_secret_to_itself(
    copy: Copy, port: str, tmp_path: Path
) -> None:
    data, before = tmp_path / "data", files(copy.folder)
    secrets = []
    for _ in range(2):
        with copy.started("--port", port, "--data", str(data)) as said:
            assert said == f"Ready: {CONTENT}.\nOpen http://127.0.0.1:{port} (stop with Ctrl+C)\n"
            assert ready(port) == f"database: ok\n{CONTENT}\n"
        secrets.append((data / "secret").read_text())
    assert secrets[0] == secrets[1]
    assert len(secrets[0].strip()) >= 43
    assert files(data)["secret"] == 0o600
    assert files(copy.folder) == before  # everything that is kept is in the data folder
    assert files(copy.home) == {}


def test_nobody_else_on_the_machine_may_read_what_learners_write(copy: Copy, port: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with copy.started("--port", port, "--data", str(data)):
        ready(port)
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        assert [name for name, mode in files(data).items() if mode & 0o077] == []


def test_data_folder_may_be_given_from_where_one_stands(copy: Copy, port: str, tmp_path: Path) -> None:
    words = [copy.folder / "run", "--data", "mine", "--host", "nowhere.invalid", "--port", port]
    done = subprocess.run(words, cwd=tmp_path, env=copy.environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert (tmp_path / "mine").is_dir()


def test_development_starts_with_the_same_words(copy: Copy, port: str, tmp_path: Path) -> None:
    with copy.started("--port", port, "--data", str(tmp_path / "data"), "--dev"):
        assert ready(port) == f"database: ok\n{CONTENT}\n"


@pytest.mark.parametrize("reuse", [False, True], ids=["listening", "shared"])
def test_port_in_use_is_named_with_another_to_choose(copy: Copy, tmp_path: Path, reuse: bool) -> None:
    with socket.socket() as taken:
        if reuse:  # as the workers of another site share theirs
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = copy.refusal("--port", str(port), "--data", str(tmp_path / "data"))
    assert said == [
        f"Port {port} is in use on 127.0.0.1: stop what runs there, or choose another with --port {port + 1}."
    ]


@pytest.mark.parametrize("given", ["abc", "", "0", "65536", "100000", "-1", "80 80", "8e3"])
def test_port_that_is_none_is_refused_with_an_example(copy: Copy, tmp_path: Path, given: str) -> None:
    (said,) = copy.refusal("--port", given, "--data", str(tmp_path / "data"))
    assert said.endswith("./run --port 8000")


@pytest.mark.parametrize("given", ["nowhere.invalid", "203.0.113.7"])
def test_host_that_is_not_this_machine_is_refused_with_one_that_is(
    copy: Copy, port: str, tmp_path: Path, given: str
) -> None:
    (said,) = copy.refusal("--host", given, "--port", port, "--data", str(tmp_path / "data"))
    assert said == f"There is no host {given} on this machine: use --host 127.0.0.1, or --host 0.0.0.0 for all."


@pytest.mark.parametrize("words", [["--prot", "1"], ["--port"], ["--data"], ["8000"]])
def test_words_that_it_does_not_know_are_answered_with_those_that_it_does(copy: Copy, words: list[str]) -> None:
    assert copy.refusal(*words)[-1] == "Usage: ./run [--host H] [--port P] [--database URL] [--data DIR] [--dev]"


def test_data_folder_that_cannot_be_made_is_named_with_the_way_out(copy: Copy, port: str) -> None:
    for folder in ("/dev/null", "/dev/null/data", "/proc/data"):
        (said,) = copy.refusal("--data", folder, "--port", port)
        assert said == (
            f"The data folder {folder} cannot be written to: change its owner, or name another one with --data."
        )


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("nonsense", "is not one: write sqlite:////path/file.sqlite3 or postgresql://user:password@host/name"),
        ("mysql://localhost/x", "in SQLite or PostgreSQL, not in “mysql”"),
        ("sqlite://", "needs a file"),
        ("sqlite:////nowhere/at/all.sqlite3", "/nowhere/at/all.sqlite3 cannot be used: No such file or directory"),
        ("sqlite:////dev/null/x", "cannot be used: Not a directory"),
        ("sqlite:////proc", "cannot be used:"),
        ("sqlite:///{text}", "cannot be used: file is not a database"),
        ("postgresql://me:hush@127.0.0.1:9/x", "cannot be used: connection failed: connection to server at"),
    ],
)
def test_wrong_database_address_is_told_with_the_option_to_change(
    copy: Copy, port: str, tmp_path: Path, url: str, reason: str
) -> None:
    text = tmp_path / "text"
    text.write_text("This is no database, only a page of text that is long enough to be looked at.\n" * 20)
    (said,) = copy.refusal("--database", url.format(text=text), "--port", port, "--data", str(tmp_path / "data"))
    assert reason in said
    assert "--database" in said or "write sqlite:////" in said
    assert "hush" not in said


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("GUIDE_MAIL_URL", "ftp://mail.example.org"),
        ("GUIDE_REGISTRATION", "perhaps"),
        ("GUIDE_BASE_URL", "guide.example.org"),
        ("GUIDE_LIMIT_ACCOUNT", "many"),
        ("GUIDE_SECRET_KEY", "short"),
        ("GUIDE_SECRET_KEY", "change-me"),
    ],
)
def test_wrong_setting_is_told_by_its_name(copy: Copy, port: str, tmp_path: Path, variable: str, value: str) -> None:
    said = copy.refusal("--port", port, "--data", str(tmp_path / "data"), **{variable: value})
    assert len(said) == 1, said
    assert variable in said[0]


class Python:
    """A stand-in for the machine's Python that fails where it is told to."""

    def __init__(self, path: Path, fails_on: str) -> None:
        path.write_text(f'#!/bin/sh\ncase "$*" in *"{fails_on}"*) exit 1 ;; esac\nexec {BASE} "$@"\n')
        path.chmod(0o755)
        self.path = str(path)


@pytest.fixture
def fresh(tmp_path: Path) -> Copy:
    """A clone in which nothing is installed yet."""
    copy = Copy(tmp_path / "project")
    shutil.rmtree(copy.folder / ".venv")
    return copy


def test_python_without_venv_is_told_with_the_package_to_install(fresh: Copy, port: str, tmp_path: Path) -> None:
    python = Python(tmp_path / "python", "import ensurepip")
    (said,) = fresh.refusal("--port", port, PYTHON=python.path)
    assert "apt install python3-venv" in said
    assert not (fresh.folder / ".venv").exists()


@pytest.mark.parametrize("missing", [True, False])
def test_python_too_old_or_missing_is_told_with_the_version_needed(
    fresh: Copy, port: str, tmp_path: Path, missing: bool
) -> None:
    python = "/nowhere/python" if missing else Python(tmp_path / "python", "version_info").path
    (said,) = fresh.refusal("--port", port, PYTHON=python)
    assert said.startswith("Python 3.11 or newer is needed")


def test_install_without_a_network_is_told_and_counts_as_not_done(fresh: Copy, port: str) -> None:
    said = fresh.refusal("--port", port)
    assert said[0] == "Installing what requirements.txt names into .venv …"
    assert said[-1].startswith("The packages of requirements.txt could not be installed")
    assert not (fresh.folder / ".venv" / "stamp").exists()


def test_environment_holds_nothing_that_no_lock_names_but_the_installer(fresh: Copy, port: str) -> None:
    """Python 3.11 brings a setuptools of its own, as old as itself."""
    fresh.refusal("--port", port)  # made, but for the packages, which are not to be had
    (packages,) = (fresh.folder / ".venv").glob("lib/python3.*/site-packages")
    assert {path.name.partition("-")[0] for path in packages.iterdir()} == {"pip"}
