"""A backup made while people write holds everything that was acknowledged before it began."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.site import Site
from tests.faults.writers import Crowd, Text

pytestmark = [pytest.mark.fault, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


def by_backup(source: Path, copy: Path) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(copy)) as other:
        one.backup(other)


def by_vacuum(source: Path, copy: Path) -> None:
    with closing(sqlite3.connect(source)) as one:
        one.execute("VACUUM INTO ?", (str(copy),))


@pytest.mark.parametrize("back_up", [by_backup, by_vacuum])
def test_backup_under_load_restored_elsewhere_has_every_save_acknowledged_before_it(
    site: Site, make_site: Callable[..., Site], tmp_path: Path, back_up: Callable[[Path, Path], None]
) -> None:
    restored = tmp_path / "restored"
    restored.mkdir()
    crowd = Crowd(site, 32)
    site.start()
    kept: dict[int, Text] = {}

    def turn() -> None:
        kept.update({writer.id: writer.kept for writer in crowd.writers})
        back_up(site.data / "guide.sqlite3", restored / "guide.sqlite3")

    crowd.write(connections=16, saves=200, turn=turn)
    assert crowd.failures_before == crowd.failures_after == []
    assert set(crowd.answers) == {200}
    with closing(sqlite3.connect(restored / "guide.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        found = {
            row[0]: Text(row[1], row[2]) for row in connection.execute("SELECT learner_id, body, version FROM entry")
        }
    assert sum(text.version for text in kept.values()) >= 200
    for learner, text in kept.items():
        there = found.get(learner, Text())
        assert there.version > text.version or (there.body, there.version) == (text.body, text.version)

    site.kill()
    shutil.rmtree(site.data)
    elsewhere = make_site(data=restored, database_url=f"sqlite:///{restored}/guide.sqlite3")
    elsewhere.prepare()
    elsewhere.start()
