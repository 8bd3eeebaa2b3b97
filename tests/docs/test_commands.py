"""Every command, option and setting that a document names exists; so does what the guide for authors names."""

from __future__ import annotations

import re
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from flask import Flask
from flask_migrate import cli as migrate_cli

from guide.kernel.config import PROJECT, Settings

from .authors_guide import LESSONS
from .documents import DOCUMENTS, name

FLASK = re.compile(r"\bflask (?:--app wsgi )?((?:[a-z][a-z-]*)(?: [^`|;\n]+)?)")
PAGES = [*DOCUMENTS, *LESSONS]
OWN = ("users", "mail", "guide", "prepare", "seed")
SPOKEN_OF = {"something"}
"""Words after “flask” that are no command."""


def commands(path: Path) -> list[list[str]]:
    return [found.split() for found in FLASK.findall(path.read_text("utf-8")) if found.split()[0] not in SPOKEN_OF]


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_flask_command_and_option_exists(path: Path, app: Flask) -> None:
    top = click.Group(commands={**app.cli.commands, "db": migrate_cli.db})
    for words in commands(path):
        command: click.Command = top
        for word in words:
            if isinstance(command, click.Group):
                found = command.commands.get(word.strip(".,:"))
                assert found is not None, f"flask {' '.join(words)}"
                command = found
            elif word.startswith("--"):
                known = {option for parameter in command.params for option in parameter.opts}
                assert word in known, f"flask {' '.join(words)}"


def test_the_manual_names_every_command_of_the_site(app: Flask) -> None:
    manual = (PROJECT / "docs" / "operating.md").read_text("utf-8")
    authors = (PROJECT / "docs" / "authoring.md").read_text("utf-8")
    for first in OWN:
        command = app.cli.commands[first]
        inner = [f"{first} {word}" for word in command.commands] if isinstance(command, click.Group) else [first]
        for words in inner:
            assert f"flask {words}" in (authors if first == "guide" else manual), words


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_option_of_run_and_test_exists(path: Path) -> None:
    known = {script: (PROJECT / script).read_text("utf-8") for script in ("run", "test")}
    for script, rest in re.findall(r"\./(run|test)\b([^`\n]*)", path.read_text("utf-8")):
        for option in re.findall(r"--[a-z]+", rest.partition("#")[0]):
            assert option in known[script], f"./{script} {option}"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_module_to_be_run_exists(path: Path) -> None:
    for module in re.findall(r"python -m ([a-z_.]+[a-z_])", path.read_text("utf-8")):
        assert find_spec(module) is not None, module


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    known = {field.metadata["variable"] for field in fields(Settings)}
    assert set(re.findall(r"\bGUIDE_[A-Z_]+\b", path.read_text("utf-8"))) <= known


def test_commands_are_found_where_they_stand() -> None:
    assert FLASK.findall("`flask users shout EMAIL --loud`, then `flask prepare`.") == [
        "users shout EMAIL --loud",
        "prepare",
    ]
