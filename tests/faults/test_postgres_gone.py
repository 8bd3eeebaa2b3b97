"""PostgreSQL is restarted, stopped for a while, killed: saves are kept or refused, none hangs, none is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from tests.faults.conftest import empty_database
from tests.faults.postgres import Server
from tests.faults.site import Site
from tests.faults.writers import Crowd

pytestmark = [pytest.mark.fault, pytest.mark.postgres]


@pytest.fixture
def database_url(own_postgres: Server) -> Iterator[str]:
    with empty_database(own_postgres.url) as url:
        yield url


def restart(server: Server) -> None:
    server.stop()
    server.start()


def stop_for_three_seconds(server: Server) -> None:
    server.stop()
    time.sleep(3)  # the accident itself
    server.start()


def crash(server: Server) -> None:
    server.stop("immediate")
    server.start()


@pytest.mark.parametrize("happens", [restart, stop_for_three_seconds, crash])
def test_saves_are_kept_or_refused_within_ten_seconds_and_none_is_lost(
    site: Site, own_postgres: Server, happens: Callable[[Server], None]
) -> None:
    crowd = Crowd(site, 16)
    site.start()

    def turn() -> None:
        happens(own_postgres)
        enough, give_up = crowd.answers[200] + 100, time.monotonic() + 30
        while crowd.answers[200] < enough and time.monotonic() < give_up:
            site.get("/healthz")
        assert crowd.answers[200] >= enough, "it did not recover"

    crowd.write(connections=16, saves=100, turn=turn)
    assert crowd.failures_before == crowd.failures_after == []
    assert set(crowd.answers) <= {200, 409, 503}
    assert crowd.slowest < 10
    assert crowd.lost() == []


def test_without_its_database_the_site_says_so_and_guests_go_on_reading(site: Site, own_postgres: Server) -> None:
    site.start()
    assert site.get("/guides/small/first")[0] == 200
    own_postgres.stop()
    try:
        status, said = site.get("/readyz")
        assert (status, said.splitlines()[0]) == (503, "database: does not answer")
        assert site.get("/guides/small/first")[0] == 200
        assert site.get("/guides/small/second")[0] == 200  # nobody asked for it before
        assert site.get("/healthz")[0] == 200
    finally:
        own_postgres.start()
    assert site.get("/readyz")[0] == 200
