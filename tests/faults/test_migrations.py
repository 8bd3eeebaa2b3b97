"""The schema changes, the data stays: up, down, killed halfway, too new; on SQLite and PostgreSQL."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.engine import Engine

from guide.kernel.config import PROJECT
from guide.kernel.db import Base, db
from guide.kernel.schema import MIGRATIONS, SchemaProblem, current_revision, init_migrations
from guide.writing.word_index import is_a_model
from tests.faults.rows import ROWS, contents, fill, within
from tests.faults.site import Site
from tests.faults.writers import looking_into

pytestmark = pytest.mark.fault
REVISIONS = [script.revision for script in reversed([*ScriptDirectory(str(MIGRATIONS)).walk_revisions()])]
HEAD = REVISIONS[-1]


@pytest.fixture
def empty(make_site: Callable[..., Site]) -> Site:
    return make_site()


@pytest.fixture
def database(empty: Site) -> Iterator[Engine]:
    """Of an application whose context is entered, so that migrations can run here."""
    with looking_into(empty):
        yield db.engine


def up(revision: str = "head", directory: Path = MIGRATIONS) -> None:
    init_migrations(current_app)
    flask_migrate.upgrade(directory=str(directory), revision=revision)


def down(revision: str) -> None:
    init_migrations(current_app)
    flask_migrate.downgrade(directory=str(MIGRATIONS), revision=revision)


def rows(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    with engine.connect() as connection:
        return contents(connection)


def described(engine: Engine) -> dict[str, Any]:
    """Tables, columns, keys, constraints, indexes and triggers with their names, as the database itself tells them."""
    inspector = inspect(engine)
    told: dict[str, Any] = {}
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1"))
            told["triggers"] = [tuple(trigger) for trigger in triggers]
    for name in sorted(set(inspector.get_table_names()) - {"alembic_version"}):
        told[name] = {
            "columns": sorted((c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(name)),
            "primary": inspector.get_pk_constraint(name),
            "foreign": sorted(inspector.get_foreign_keys(name), key=lambda key: str(key["name"])),
            "unique": sorted(inspector.get_unique_constraints(name), key=lambda key: str(key["name"])),
            "checks": sorted((c["name"], "".join(c["sqltext"].split())) for c in inspector.get_check_constraints(name)),
            "indexes": sorted((i["name"], i["column_names"], i["unique"]) for i in inspector.get_indexes(name)),
        }
    return told


def further(tmp_path: Path, body: str) -> Path:
    """The migrations, and one more."""
    copy = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, copy)
    (copy / "versions" / "2099_01_01_further.py").write_text(
        f'import sqlalchemy as sa\nfrom alembic import op\nrevision = "further"\ndown_revision = "{HEAD}"\n'
        f"def upgrade():\n    {body}\n\ndef downgrade():\n    pass\n"
    )
    return copy


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_there_are_rows_to_try_for_every_column(database: Engine) -> None:
    """A migration that adds a table or a column adds it to these rows, too."""
    tables = Base.metadata.tables
    assert set(ROWS) == set(tables)
    for name, known in tables.items():
        assert all(set(row) == set(known.c.keys()) for row in ROWS[name]), name


def test_migrations_make_the_schema_of_the_models(database: Engine, tmp_path: Path, another_url: str) -> None:
    up()
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_a_model})
        assert compare_metadata(context, Base.metadata) == []
    by_models = create_engine(make_url(another_url).set(drivername=database.url.drivername))
    Base.metadata.create_all(by_models)
    assert described(database) == described(by_models)
    by_models.dispose()


@pytest.mark.parametrize("released", REVISIONS)
def test_data_of_every_revision_arrives_in_the_newest(database: Engine, released: str) -> None:
    up(released)
    with database.connect() as connection:
        fill(connection)
    before = rows(database)
    up()
    assert within(rows(database), before) == before
    with database.connect() as connection:
        fill(connection, but=before)


def test_down_and_up_again_what_is_not_taken_away_stays_equal(database: Engine) -> None:
    up()
    with database.connect() as connection:
        fill(connection)
    whole, newest = rows(database), described(database)
    for target in ["base", *REVISIONS[:-1]]:
        down(target)
        left = rows(database)
        assert left == within(whole, left)
        up()
        assert described(database) == newest
        assert within(rows(database), left) == left
        with database.connect() as connection:
            fill(connection, but=left)
        after = rows(database)
        assert {name: found for name, found in after.items() if name not in left} == {
            name: found for name, found in whole.items() if name not in left
        }


def test_killed_after_any_statement_a_migration_leaves_nothing_and_runs_again(empty: Site) -> None:
    before = None
    kept: dict[str, Any] = {}
    for revision in REVISIONS:
        words = [sys.executable, "-m", "tests.faults.dying", str(MIGRATIONS), revision]
        done = subprocess.run(words, cwd=PROJECT, env=empty.environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        *killed, last = [json.loads(line) for line in done.stdout.splitlines()]
        halfway = [attempt for attempt in killed if attempt["at"] == before]
        assert len(halfway) > 5
        assert all(attempt["at"] == revision for attempt in killed[len(halfway) :])
        assert last == {"killed": False, "at": revision}
        with looking_into(empty), db.engine.connect() as connection:
            found = contents(connection)
            assert within(found, kept) == kept
            fill(connection, but=kept)
            kept = contents(connection)
        before = revision
    code, said = empty.flask("prepare")
    assert code == 0, said


def test_a_table_made_anew_keeps_what_refers_to_it(database: Engine, tmp_path: Path) -> None:
    """Dropping the old table, SQLite would delete every entry of every learner by cascade."""
    up()
    with database.connect() as connection:
        fill(connection)
    before = rows(database)
    remake = (
        'with op.batch_alter_table("learner") as learner:\n        learner.alter_column("name", type_=sa.String(99))'
    )
    up(directory=further(tmp_path, remake))
    assert rows(database) == before
    assert "VARCHAR(99)" in {str(column["type"]) for column in inspect(database).get_columns("learner")}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_migration_that_leaves_rows_without_their_owner_is_undone(database: Engine, tmp_path: Path) -> None:
    up()
    with database.connect() as connection:
        fill(connection)
    before = rows(database)
    with pytest.raises(SchemaProblem, match="would refer to a row of learner that is not there"):
        up(directory=further(tmp_path, 'op.execute("DELETE FROM learner WHERE id = 1")'))
    assert rows(database) == before
    assert current_revision() == HEAD


def test_limits_are_lifted_for_a_migration_and_hold_again_afterwards(database: Engine, tmp_path: Path) -> None:
    up()
    asked = {"sqlite": "PRAGMA foreign_keys", "postgresql": "SHOW statement_timeout"}[database.dialect.name]
    lifted, normal = {"sqlite": (0, 1), "postgresql": ("0", "8s")}[database.dialect.name]
    up(directory=further(tmp_path, f'assert op.get_bind().exec_driver_sql("{asked}").scalar() == {lifted!r}'))
    for _ in range(3):
        with database.connect() as connection:
            assert connection.execute(text(asked)).scalar() == normal


def test_a_newer_schema_is_refused_plainly_and_left_alone(site: Site) -> None:
    with looking_into(site), db.engine.connect() as connection:
        fill(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '2099_01_01_from_the_future'"))
        connection.commit()
    with looking_into(site):
        before = rows(db.engine), described(db.engine)
    code, said = site.flask("prepare")
    assert code != 0
    assert said.count("\n") == 1, said
    assert "comes from a newer release" in said
    assert "install that release again, or restore the backup" in said
    site.start(expected=503)
    assert "comes from a newer release" in site.get("/readyz")[1]
    with looking_into(site):
        assert (rows(db.engine), described(db.engine)) == before
        assert current_revision() == "2099_01_01_from_the_future"


def test_an_older_schema_is_told_and_prepare_mends_it_while_the_site_runs(site: Site) -> None:
    with looking_into(site):
        down(REVISIONS[-2])
    site.start(expected=503)
    assert "database: the schema is older than this release; run: flask prepare" in site.get("/readyz")[1]
    site.prepare()
    assert site.get("/readyz")[0] == 200
