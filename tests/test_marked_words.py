"""What the program says to people is marked for translation: kept by reading the syntax tree.

A sentence is a text that begins with a capital letter, has a space in it and ends as sentences end. It may stand outside
``gettext`` only where no reader of the site meets it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from guide.kernel.config import PROJECT

MARKS = {"_", "gettext", "ngettext"}
TOLD = {"Refusal", "ValidationError", "StopValidation", "Unreadable", "NoAddress", "NoOccasion"}
"""Exceptions whose words reach a reader. Those of all others are for whoever runs or writes the program."""
ELSEWHERE = {
    "content": "authors are told in English, by line and file",
    "patterns": "names of parts, for whoever builds them",
    "seed": "the words of an invented learner",
    "kernel/config.py": "settings, as docs/operating.md prints them",
}
SHOWN_BY_FIELDS = {"label", "description", "message"}


def modules() -> list[Path]:
    """Those that speak to readers; commands speak to operators."""
    return sorted(path for path in (PROJECT / "guide").rglob("*.py") if path.name != "commands.py")


def excused(path: Path) -> set[str]:
    inside = str(path.relative_to(PROJECT / "guide"))
    return {place for place in ELSEWHERE if inside == place or inside.startswith(f"{place}/")}


def called(node: ast.AST | None) -> str:
    """The last name of what a call calls."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def is_marked(node: ast.AST) -> bool:
    return called(node) in MARKS


def text_of(node: ast.AST) -> str | None:
    """Of a string, or of one put together from parts, with "…" for what is put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) or "…" for part in node.values)
    return None


def is_sentence(text: str) -> bool:
    text = text.strip()
    return " " in text and text[0].isupper() and text[-1] in ".?!"


def unmarked(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of each sentence below the node that is not marked, docstrings apart."""
    if is_marked(node) or (isinstance(node, ast.Expr) and text_of(node.value) is not None):
        return
    if isinstance(node, ast.Raise) and called(node.exc) not in TOLD:
        return
    text = text_of(node)
    if text is None:
        for child in ast.iter_child_nodes(node):
            yield from unmarked(child)
    elif is_sentence(text):
        yield node.lineno, text  # type: ignore[attr-defined]


def unmarked_labels(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of what a form shows beside its fields."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node).casefold().endswith("field"):
            shown = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg in SHOWN_BY_FIELDS)]
        elif isinstance(node, ast.FunctionDef) and node.name.endswith("_field"):
            shown = [*node.args.defaults]
        else:
            continue
        yield from ((each.lineno, text) for each in shown if (text := text_of(each)))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_sentence_and_label_is_marked(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    found = [] if excused(path) else list(unmarked(tree))
    assert found + list(unmarked_labels(tree)) == []


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if path.name != "templates.py"],  # which hands on what templates mark
    ids=lambda path: str(path.relative_to(PROJECT)),
)
def test_what_is_marked_is_one_text_known_before_the_program_runs(path: Path) -> None:
    """A catalogue holds texts, not what is put into them."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if is_marked(node):
            texts = node.args[:2] if called(node) == "ngettext" else node.args  # type: ignore[attr-defined]
            assert all(isinstance(text, ast.Constant) for text in texts), node.lineno  # type: ignore[attr-defined]


def test_every_exception_is_still_needed() -> None:
    needed: set[str] = set()
    for path in modules():
        if any(unmarked(ast.parse(path.read_text("utf-8")))):
            needed |= excused(path)
    assert needed == set(ELSEWHERE)


@pytest.mark.parametrize(
    "source",
    [
        'raise ValidationError("Write a name.")',
        'raise Refusal(422, happened=f"There were {many} tries.")',
        'flash("It is kept.")',
        'def objection():\n    return "This is too short."',
        'name = StringField("Name")',
        'def name_field(label="Name"): ...',
    ],
)
def test_text_that_is_not_marked_is_found(source: str) -> None:
    tree = ast.parse(source)
    assert [*unmarked(tree), *unmarked_labels(tree)]


@pytest.mark.parametrize(
    "source",
    [
        'raise ValidationError(_("Write a name."))',
        'raise SettingsError("Set the secret.")',
        'def seen():\n    """Whether it was seen."""',
        'log.info("refused a sign-in: %s", why)',
        'name = StringField(_("Name"), description=_("Any name."))',
    ],
)
def test_text_that_is_marked_or_for_nobody_who_reads_the_site_is_left_alone(source: str) -> None:
    tree = ast.parse(source)
    assert not [*unmarked(tree), *unmarked_labels(tree)]
