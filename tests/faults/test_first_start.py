"""The first start is the one that everybody sees."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.pool import QueuePool

from guide.kernel.db import db
from tests.faults.site import Site
from tests.faults.writers import looking_into

pytestmark = pytest.mark.fault


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_thirty_first_starts_with_four_workers_are_all_healthy(make_site: Callable[..., Site], tmp_path: Path) -> None:
    def start(number: int) -> None:
        data = tmp_path / f"empty{number}"
        data.mkdir()
        site = make_site(data=data, database_url=f"sqlite:///{data}/guide.sqlite3", workers=4)
        site.prepare()
        site.start()
        assert [site.get("/readyz")[0] for _ in range(12)] == [200] * 12
        site.kill()
        assert site.log.read_text() == ""

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(start, range(30)))


def test_several_prepare_an_empty_database_at_once_and_all_succeed(make_site: Callable[..., Site]) -> None:
    site = make_site()
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _: site.flask("prepare"), range(4)))
    assert [code for code, _ in outcomes] == [0] * 4, outcomes
    assert [said for _, said in outcomes] == ["Ready: content: 3 lessons.\n"] * 4
    site.start()


def test_making_the_application_connects_to_nothing_that_workers_would_share(site: Site) -> None:
    with looking_into(site):
        pool = db.engine.pool
        assert isinstance(pool, QueuePool)
        assert pool.checkedin() + pool.checkedout() == 0


def test_preparing_again_changes_nothing_and_may_happen_while_the_site_runs(site: Site) -> None:
    site.start()
    for _ in range(3):
        assert site.flask("prepare") == (0, "Ready: content: 3 lessons.\n")
        assert site.get("/readyz")[0] == 200
