"""The stage for accidents: sites in real processes, on both databases."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from tests.conftest import SMALL_GUIDE
from tests.faults import postgres
from tests.faults.site import Site


@pytest.fixture(scope="session")
def own_postgres() -> Iterator[postgres.Server]:
    """A server that a test may stop and kill."""
    binaries = postgres.binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql).")
    server = postgres.Server(binaries)
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def postgres_url(request: pytest.FixtureRequest) -> str:
    """The server named by ``TEST_DATABASE_URL``, or our own."""
    return os.environ.get("TEST_DATABASE_URL") or request.getfixturevalue("own_postgres").url


@contextmanager
def empty_database(server: str) -> Iterator[str]:
    """The address of a new database on this server, for as long as it is needed."""
    name = f"guide_fault_{secrets.token_hex(6)}"
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)  # the server may be restarted
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of this test's own: once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'guide.sqlite3'}"
        return
    with empty_database(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture
def another_url(database_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """One more empty database, of the same kind."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'another.sqlite3'}"
        return
    with empty_database(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture
def make_site(tmp_path: Path, database_url: str) -> Iterator[Callable[..., Site]]:
    """Sites with the small guide on ``database_url``; every process of theirs is gone afterwards."""
    made: list[Site] = []
    content = tmp_path / "content"
    shutil.copytree(SMALL_GUIDE, content)

    def make(**changes: object) -> Site:
        data = tmp_path / "data"
        data.mkdir(exist_ok=True)
        site = Site(**{"data": data, "content": content, "database_url": database_url, **changes})  # type: ignore[arg-type]
        made.append(site)
        return site

    yield make
    for site in made:
        site.kill()


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    """Prepared, not started."""
    site = make_site()
    site.prepare()
    return site
