"""The power fails under two hundred writers: what was acknowledged is on the disk (SQLite; PostgreSQL sees to its own)."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from guide.kernel.db import db
from tests.faults.power import Disk, why_not
from tests.faults.site import Site
from tests.faults.writers import Crowd, looking_into

pytestmark = pytest.mark.fault
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
needs_a_disk = pytest.mark.skipif(why_not() is not None, reason=str(why_not()))

WRITER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode=WAL")
connection.execute("PRAGMA synchronous=" + sys.argv[2])
connection.execute("CREATE TABLE t (n INTEGER)")
for number in range(100):
    connection.execute("INSERT INTO t VALUES (?)", (number,))
print("acknowledged", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def disks(tmp_path: Path) -> Iterator[list[Disk]]:
    """Those put in here are taken off afterwards, the last first."""
    made: list[Disk] = []
    yield made
    for disk in reversed(made):
        disk.remove()


@needs_a_disk
@on_sqlite
def test_every_acknowledged_save_survives_a_power_cut_under_two_hundred_writers(
    make_site: Callable[..., Site], disks: list[Disk], tmp_path: Path
) -> None:
    disks.append(Disk(tmp_path / "disk"))
    data = disks[0].folder / "data"
    data.mkdir()
    site = make_site(data=data, database_url=f"sqlite:///{data}/guide.sqlite3")
    site.prepare()
    crowd = Crowd(site, 200)
    for number in range(3):
        site.start()
        pids = site.pids

        def cut(number: int = number, pids: list[int] = pids) -> None:
            disks.append(disks[-1].cut_power(pids, tmp_path / f"cut{number}"))
            site.kill()

        crowd.write(connections=24, saves=300, turn=cut)
        assert crowd.failures_before == []
        site.data = disks[-1].folder / "data"
        site.database_url = f"sqlite:///{site.data}/guide.sqlite3"
        with closing(sqlite3.connect(site.data / "guide.sqlite3")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert crowd.lost() == []
    site.start()
    crowd.send_again()
    site.kill()


@needs_a_disk
@pytest.mark.parametrize(("synchronous", "is_kept"), [("FULL", True), ("NORMAL", False)])
def test_the_power_cut_tells_a_careful_database_from_a_careless_one(
    synchronous: str, is_kept: bool, disks: list[Disk], tmp_path: Path
) -> None:
    """Without this nobody would know whether the test above can fail."""
    disks.append(Disk(tmp_path / "disk"))
    words = [sys.executable, "-c", WRITER, str(disks[0].folder / "file"), synchronous]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == b"acknowledged\n"
            disks.append(disks[0].cut_power([process.pid], tmp_path / "cut"))
        finally:
            process.kill()
    with closing(sqlite3.connect(disks[1].folder / "file")) as connection:
        try:
            found = connection.execute("SELECT count(*) FROM t").fetchone()[0]
        except sqlite3.Error:
            found = 0
    assert (found == 100) is is_kept


@on_sqlite
@pytest.mark.parametrize("tail", ["nothing", "zeros", "noise"])
def test_a_log_torn_anywhere_behind_the_acknowledged_saves_loses_none_of_them(
    site: Site, tmp_path: Path, tail: str
) -> None:
    """What was written later, and not synchronised, may be missing from any byte on."""
    crowd = Crowd(site, 8)
    site.start()
    log, noise = site.data / "guide.sqlite3-wal", random.Random(7)
    crowd.write(connections=8, saves=16)
    acknowledged, size = [(writer.id, writer.kept) for writer in crowd.writers], log.stat().st_size
    crowd.write(connections=8, saves=16)
    site.kill()
    whole = log.read_bytes()
    assert len(whole) > size > 0
    torn = tmp_path / "torn"
    torn.mkdir()
    for length in range(size, len(whole), 1 + (len(whole) - size) // 100):
        rest = len(whole) - length
        (torn / "guide.sqlite3-shm").unlink(missing_ok=True)
        (torn / "guide.sqlite3-wal").write_bytes(
            whole[:length] + {"nothing": b"", "zeros": bytes(rest), "noise": noise.randbytes(rest)}[tail]
        )
        shutil.copyfile(site.data / "guide.sqlite3", torn / "guide.sqlite3")
        with closing(sqlite3.connect(torn / "guide.sqlite3")) as connection:
            versions = dict(connection.execute("SELECT learner_id, version FROM entry").fetchall())
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert [person for person, kept in acknowledged if versions.get(person, 0) < kept.version] == []


@on_sqlite
def test_every_connection_of_the_site_synchronises_each_commit(site: Site) -> None:
    with looking_into(site) as app:
        for method in ("GET", "POST"):
            with app.test_request_context("/", method=method):
                assert db.session.execute(text("PRAGMA synchronous")).scalar() == 2
                assert db.session.execute(text("PRAGMA journal_mode")).scalar() == "wal"
                db.session.remove()
