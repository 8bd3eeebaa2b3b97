"""The stage and the cast: a site of its own for every test, and people who use it.

The database is a SQLite file, or the PostgreSQL server named by ``TEST_DATABASE_URL``; the content is the small guide in
``tests/small_guide`` unless a test asks for the real one.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event
from werkzeug.test import TestResponse

from guide.app import create_app
from guide.kernel.config import PROJECT, Settings
from guide.kernel.db import db
from tests.postgresql_server import new_database

REAL_CONTENT = PROJECT / "content"
SMALL_GUIDE = Path(__file__).parent / "small_guide"
PASSWORD = "a sentence of my own"
REFLECTION = "/journal/small/first/what-happened"


@pytest.fixture(scope="session", autouse=True)
def no_settings_from_outside() -> None:
    for name in [name for name in os.environ if name.startswith("GUIDE_")]:
        del os.environ[name]


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """An empty database of this test's own: a SQLite file, or one on the server that ``TEST_DATABASE_URL`` names."""
    with new_database() as address:
        yield address or f"sqlite:///{tmp_path / 'data' / 'guide.sqlite3'}"


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings(
        data_dir=tmp_path / "data",
        content_dir=SMALL_GUIDE,
        database_url=database_url,
        secret_key="0123456789abcdef-only-for-these-tests-0123456789",
        base_url="http://localhost",
        contact="help@example.org",
    )


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for all the sites of a run."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def make_app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Iterator[Callable[..., Flask]]:
    """A site with other settings: ``make_app(registration="closed")``."""
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        app = create_app(replace(settings, **changes))
        app.jinja_env.bytecode_cache = compiled_templates
        made.append(app)
        outcome = app.test_cli_runner().invoke(args=["prepare"])
        assert outcome.exit_code == 0, outcome.output
        return app

    yield make
    for app in made:
        app.extensions["mail-carrier"].shutdown()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


class AsRead:
    """An answer whose text is compared as people read it: a space at which no line ends is a space. ``data`` has its bytes."""

    @property
    def text(self) -> str:
        html: str = self.get_data(as_text=True)  # type: ignore[attr-defined]
        return html.replace("&nbsp;", " ").replace("\u00a0", " ")


class Reader:
    """A browser without script: keeps cookies, reads tokens out of forms, posts forms as they stand."""

    def __init__(self, app: Flask, name: str = "Ada", email: str = "ada@example.org") -> None:
        self.app, self.name, self.email = app, name, email
        self.client: FlaskClient = app.test_client()
        self.client.response_wrapper = type("AnswerAsRead", (AsRead, self.client.response_wrapper), {})

    def get(self, address: str, **more: Any) -> TestResponse:
        return self.client.get(address, **more)

    def post(self, address: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Post with the token of whoever is signed in, as a form of an open page would."""
        form = {"csrf_token": self.token(), **(data or {})}
        return self.client.post(address, data=form, **more)

    def token(self) -> str:
        answer = self.client.get("/session").get_json()
        if answer["learner"] is not None:
            return str(answer["csrf_token"])
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get("/forgot-password").text)
        assert found
        return found[1]

    @property
    def learner(self) -> int | None:
        return self.client.get("/session").get_json()["learner"]

    def register(self, **fields: Any) -> TestResponse:
        form = {"name": self.name, "email": self.email, "password": PASSWORD, "time_zone": "Europe/Vienna", "stay": "y"}
        return self.post("/register", {**form, **fields})

    def sign_in(self, password: str = PASSWORD, **fields: Any) -> TestResponse:
        return self.post("/login", {"email": self.email, "password": password, "stay": "y", **fields})

    def sign_out(self) -> TestResponse:
        return self.post("/logout")

    def save(self, body: str, version: int = 0, address: str = REFLECTION, **fields: Any) -> TestResponse:
        """Save as the script does: asking for JSON."""
        form = {"body": body, "version": version, "key": secrets.token_hex(8), "do": "save"}
        if self.learner is not None:
            form["learner"] = self.learner
        return self.post(address, {**form, **fields}, headers={"Accept": "application/json"})


@pytest.fixture
def guest(app: Flask) -> Reader:
    return Reader(app)


@pytest.fixture
def ada(app: Flask) -> Reader:
    """Signed in."""
    reader = Reader(app)
    assert reader.register().status_code == 303
    return reader


@pytest.fixture
def bob(app: Flask) -> Reader:
    """Signed in, somebody else."""
    reader = Reader(app, "Bob", "bob@example.org")
    assert reader.register().status_code == 303
    return reader


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the small guide that a test may change."""
    copy = tmp_path / "content"
    shutil.copytree(SMALL_GUIDE, copy)
    return copy


@pytest.fixture
def two_guides(content: Path) -> Path:
    """The small guide, and another one just like it."""
    other = content / "other"
    shutil.copytree(SMALL_GUIDE / "small", other)
    text = (other / "guide.yaml").read_text("utf-8")
    (other / "guide.yaml").write_text(
        text.replace("A small guide", "Another guide").replace("order: 1", "order: 2"), "utf-8"
    )
    return content


@pytest.fixture
def count_selects(app: Flask) -> Iterator[Callable[[], list[str]]]:
    """The selects since the last call."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)

    def take() -> list[str]:
        taken, seen[:] = list(seen), []
        return taken

    yield take
    event.remove(engine, "before_cursor_execute", note)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nothing-skipped", action="store_true", help="a skipped test is a failure")
    parser.addoption("--photographs", metavar="FOLDER", help="keep the photographs of every component there")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--nothing-skipped") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests told with ``record_property("told", …)``: figures, and what is not held on this machine."""
    told = {
        line
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, line in getattr(report, "user_properties", ())
        if name == "told"
    }
    for line in sorted(told):
        terminalreporter.write_line(line)
