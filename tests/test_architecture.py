"""The rules of the house, kept by reading the syntax tree. An exception that is no longer needed fails, too."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from guide.kernel.config import PROJECT

FLOORS = (
    ("content",),
    ("kernel",),
    ("accounts",),
    ("writing",),
    ("progress", "checks", "tasks", "streams", "maps"),
    ("lessons", "chats", "journal", "overview", "search", "portability", "seed", "site"),
    ("patterns",),
    ("app",),
)
FLOOR_OF = {package: floor for floor, packages in enumerate(FLOORS) for package in packages}
FORBIDDEN_NAMES = {"services", "utils", "helpers", "common", "misc"}
LONGEST = 250
"""Lines of a module: above it, a noun is hiding."""
PURE = {"flask", "flask_login", "flask_sqlalchemy", "sqlalchemy"}


def modules() -> list[Path]:
    return sorted((PROJECT / "guide").rglob("*.py"))


def package_of(path: Path) -> str:
    inside = path.relative_to(PROJECT / "guide")
    return inside.parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every module imported anywhere in the file, inline imports included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_every_package_stands_on_a_floor() -> None:
    assert {package_of(path) for path in modules()} - {"__init__"} == set(FLOOR_OF)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PROJECT)))
def test_imports_lead_downwards_only(path: Path) -> None:
    own = package_of(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "guide" or len(parts) < 2 or parts[1] == own or parts[1] not in FLOOR_OF:
            continue
        assert FLOOR_OF[parts[1]] < FLOOR_OF.get(own, -1), f"{own} must not import {parts[1]}"


def test_content_knows_no_flask_and_no_database() -> None:
    for path in (PROJECT / "guide" / "content").rglob("*.py"):
        assert not {name.split(".")[0] for name in imports(path)} & PURE, path


def test_models_and_nouns_never_see_the_request() -> None:
    for path in modules():
        if path.name in {
            "models.py",
            "standing.py",
            "pages.py",
            "decision.py",
            "log.py",
            "statement.py",
            "still_open.py",
        }:
            assert "flask" not in {name.split(".")[0] for name in imports(path)}, path


def test_models_never_commit() -> None:
    for path in modules():
        if path.name not in {"routes.py", "account_routes.py", "commands.py"}:
            assert "session.commit(" not in path.read_text("utf-8"), path


def test_no_module_is_a_drawer_for_everything() -> None:
    assert not [path for path in modules() if path.stem in FORBIDDEN_NAMES]


def test_no_module_needs_scrolling_to_understand() -> None:
    lengths = {str(path.relative_to(PROJECT)): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert not {path: lines for path, lines in lengths.items() if lines > LONGEST}


def test_every_module_says_what_it_is() -> None:
    for path in modules():
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), path


def test_package_docstrings_say_their_floor() -> None:
    for package, floor in FLOOR_OF.items():
        if package != "app":
            text = (PROJECT / "guide" / package / "__init__.py").read_text("utf-8")
            assert text.startswith(f'"""Floor {floor + 1}:'), package
