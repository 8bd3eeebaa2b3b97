"""Settings: what is read from where, and what the site does not start with."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from guide.app import create_app
from guide.kernel.config import PROJECT, Settings
from guide.kernel.environment import SettingsError

SECRET = "0123456789abcdef-only-for-these-tests-0123456789"


def read(**variables: str) -> Settings:
    return Settings.from_environment({"GUIDE_DATA_DIR": "data", **variables})


def test_every_setting_has_a_variable_of_its_own_and_a_sentence() -> None:
    variables = [field.metadata["variable"] for field in fields(Settings)]
    assert len(set(variables)) == len(variables)
    assert all(name.startswith("GUIDE_") for name in variables)
    assert all(field.metadata["meaning"].endswith(".") for field in fields(Settings))


def test_nothing_set_is_a_site_on_this_machine(tmp_path: Path) -> None:
    settings = read(GUIDE_DATA_DIR=str(tmp_path))
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.hosts == ["127.0.0.1", "localhost", "127.0.0.1"]
    assert settings.sqlalchemy_url == f"sqlite:///{tmp_path.resolve() / 'guide.sqlite3'}"
    assert settings.registration == "open"
    assert not settings.development
    assert settings.proxies == 0


def test_secret_is_read_from_the_data_folder_unless_it_is_set(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    assert read(GUIDE_DATA_DIR=str(tmp_path)).secret_key == SECRET
    assert read(GUIDE_DATA_DIR=str(tmp_path), GUIDE_SECRET_KEY="x").secret_key == "x"


def test_secrets_are_never_shown() -> None:
    settings = Settings(
        secret_key=SECRET,
        old_secret_keys=("old-" + SECRET,),
        database_url="postgresql://guide:hunter2@db/guide",
        mail_url="smtp://guide:hunter2@mail",
    )
    assert SECRET not in repr(settings)
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(
    ("given", "read_as"),
    [
        ("https://guide.example.org", "https://guide.example.org"),
        ("https://guide.example.org/", "https://guide.example.org"),
        ("HTTPS://Guide.Example.ORG:443/", "https://guide.example.org"),
        ("http://guide.example.org:80", "http://guide.example.org"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_base_address_is_read_as_browsers_write_an_origin(given: str, read_as: str) -> None:
    assert read(GUIDE_BASE_URL=given).base_url == read_as


@pytest.mark.parametrize(
    ("variable", "given", "because"),
    [
        ("GUIDE_BASE_URL", "guide.example.org", "takes an address such as"),
        ("GUIDE_BASE_URL", "ftp://guide.example.org", "takes an address such as"),
        ("GUIDE_BASE_URL", "https://", "takes an address such as"),
        ("GUIDE_BASE_URL", "https://guide.example.org/course", "without a path"),
        ("GUIDE_BASE_URL", "https://guide.example.org?x", "without a path"),
        ("GUIDE_BASE_URL", "https://me:secret@guide.example.org", "without a path"),
        ("GUIDE_BASE_URL", "https://guide.example.org:port", "takes an address such as"),
        ("GUIDE_BASE_URL", "https://[", "takes an address such as"),
        ("GUIDE_PROXIES", "one", "takes a whole number"),
        ("GUIDE_LIMIT_ACCOUNT", "-1", "takes a whole number"),
        ("GUIDE_REGISTRATION", "everybody", "takes open, domains"),
        ("GUIDE_REGISTRATION", "domains:", "takes open, domains"),
        ("GUIDE_REGISTRATION", "closed:now", "takes open, domains"),
    ],
)
def test_value_that_is_none_is_refused_by_name(variable: str, given: str, because: str) -> None:
    with pytest.raises(SettingsError, match=because) as refused:
        read(**{variable: given})
    assert variable in str(refused.value)


@pytest.mark.parametrize(
    ("url", "because"),
    [
        ("mysql://guide@db/guide", "SQLite or PostgreSQL, not in “mysql”"),
        ("no address", "is not one"),
        ("sqlite://", "needs a file"),
    ],
)
def test_database_of_another_kind_is_refused_with_the_remedy(url: str, because: str) -> None:
    with pytest.raises(SettingsError, match=because):
        _ = Settings(database_url=url).sqlalchemy_url


@pytest.mark.parametrize(
    "secret",
    [None, "", "secret", "change-me", "a" * 64, "abcabcabc" * 8, "short but random 8fQ1", "x" * 31],
)
def test_site_does_not_start_without_a_secret_worth_the_name(settings: Settings, secret: str | None) -> None:
    with pytest.raises(SettingsError, match=r"secret key|sample|needs at least 32"):
        create_app(replace(settings, secret_key=secret))


def test_site_does_not_start_in_flasks_debug_mode(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    with pytest.raises(SettingsError, match="unset FLASK_DEBUG"):
        create_app(settings)
    assert create_app(replace(settings, development=True)).debug


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://mail.example.org:port"]
)
def test_mail_address_that_is_none_is_refused(settings: Settings, url: str) -> None:
    with pytest.raises(SettingsError, match="GUIDE_MAIL_URL takes smtp://"):
        create_app(replace(settings, mail_url=url))


def flask(tmp_path: Path, *words: str, **variables: str) -> Any:
    """A ``flask`` command in a process of its own, as an operator or an author runs it."""
    environment = {"PATH": os.environ["PATH"], "GUIDE_DATA_DIR": str(tmp_path), **variables}
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *words],
        cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_authors_need_no_secret(tmp_path: Path) -> None:
    outcome = flask(tmp_path, "guide", "check")
    assert outcome.returncode == 0, outcome.stderr
    assert not list(tmp_path.iterdir())


def test_serving_needs_a_secret_and_one_sentence_says_so(tmp_path: Path) -> None:
    outcome = flask(tmp_path, "run", "--port", "0")
    assert outcome.returncode == 1
    assert outcome.stderr.removeprefix("Error: ") == (
        "There is no secret key: start with ./run, which makes one, or set GUIDE_SECRET_KEY to at least 32 random "
        "characters.\n"
    )


def test_wrong_setting_is_one_sentence_for_every_command(tmp_path: Path) -> None:
    outcome = flask(tmp_path, "prepare", GUIDE_LIMIT_ACCOUNT="ten")
    assert outcome.returncode == 1
    assert outcome.stderr.removeprefix("Error: ") == "GUIDE_LIMIT_ACCOUNT is “ten”; it takes a whole number.\n"


def test_one_of_several_trusted_hosts_is_answered(make_app: Any) -> None:
    app: Flask = make_app(trusted_hosts=("guide.example.org", "localhost"))
    client = app.test_client()
    assert client.get("/about", headers={"Host": "guide.example.org:8000"}).status_code == 200
    assert client.get("/about", headers={"Host": "elsewhere.example.org"}).status_code == 400
