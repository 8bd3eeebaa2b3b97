"""Processes are killed and asked to stop while many people write: what was acknowledged is there."""

from __future__ import annotations

import sqlite3

import pytest

from tests.faults.site import Site
from tests.faults.writers import Crowd

pytestmark = pytest.mark.fault


def integrity(site: Site) -> str:
    with sqlite3.connect(site.data / "guide.sqlite3") as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


def test_every_acknowledged_save_survives_being_killed_under_two_hundred_writers(site: Site) -> None:
    crowd = Crowd(site, 200)
    for _ in range(3):
        site.start(within_s=10)
        crowd.write(connections=24, saves=400, turn=site.kill)
        assert crowd.failures_before == []
        assert set(crowd.answers) == {200}
        assert crowd.lost() == []
        if site.database_url.startswith("sqlite"):
            assert integrity(site) == "ok"
    site.start()
    crowd.send_again()
    assert crowd.lost() == []


def test_asked_to_stop_the_site_answers_everybody_it_let_in(site: Site) -> None:
    crowd = Crowd(site, 64)
    for _ in range(3):
        site.start()
        crowd.write(connections=16, saves=100, turn=site.ask_to_stop, until_refused=True)
        assert site.wait_until_stopped() == 0
        assert crowd.failures_before == crowd.failures_after == []
        assert set(crowd.answers) == {200}
        assert [writer.id for writer in crowd.writers if writer.sent] == []
        assert crowd.lost() == []
