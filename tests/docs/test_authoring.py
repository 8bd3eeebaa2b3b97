"""The examples for authors make up one guide, and it compiles without a word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from guide.content.blocks import KINDS
from guide.content.blocks.check_forms import FORMS
from guide.content.commands import guide_cli
from guide.content.compiler import Compiled, compile_library
from guide.content.library import Prose
from guide.content.markup.drawings import CLASSES

from .documents import listings
from .printed import DOCS

AUTHORING = DOCS / "authoring.md"
GUIDE = "second-lists"
NAMED = re.compile(r"(?:# |<!-- )(?P<within>in )?(?P<file>[\w./-]+)(?: -->)?\n")
FRONT = """\
---
id: every-example
title: Every example
read: 2
do: 5
core: false
added: 2026-12-01
outcome: See every block once.
---

Two lists, in several ways.
"""


def write(folder: Path) -> Path:
    """The guide out of the document: named listings to their files, whole lessons to files, the rest to one more lesson, and a
    warm-up, which asks what others have asked, to the next."""
    module = folder / GUIDE / "01-two-lists"
    module.mkdir(parents=True)
    (folder / GUIDE / "media").mkdir()
    (folder / GUIDE / "streams").mkdir()
    (folder / GUIDE / "chats").mkdir()
    pieces = [FRONT]
    asked_again = [FRONT.replace("every-example", "asked-again").replace("read: 2", "read: 1")]
    for kind, text in listings(AUTHORING):
        if kind in {"yaml", "xml"}:
            named = NAMED.match(text)
            assert named, f"this listing does not say which file it is: {text[:60]}"
            mode = "a" if named["within"] else "x"
            with (folder / GUIDE / named["file"]).open(mode) as file:
                file.write(text[named.end() :])
        elif kind == "markdown" and text.startswith("---\n"):
            (module / "01-whole.md").write_text(text)
        elif kind == "markdown":
            (asked_again if text.startswith("```recall") else pieces).append(text)
    (module / "02-every-example.md").write_text("\n".join(pieces))
    (module / "03-asked-again.md").write_text("\n".join(asked_again))
    (folder / GUIDE / "media" / "list.pdf").write_bytes(b"%PDF-1.4\n")
    return folder


@pytest.fixture
def compiled(tmp_path: Path) -> Compiled:
    return compile_library(write(tmp_path / "content"))


def test_every_example_compiles_without_error_or_warning(compiled: Compiled) -> None:
    assert not [str(problem) for problem in compiled.problems]


def test_every_kind_of_block_and_check_has_an_example(compiled: Compiled) -> None:
    assert compiled.library is not None
    parts = [part for lesson in compiled.library.by_id[GUIDE].lessons for part in lesson.parts]
    blocks = [part for part in parts if not isinstance(part, Prose)]
    assert {block.kind for block in blocks} == set(KINDS)
    assert {block.form for block in blocks if block.kind == "check"} == set(FORMS)


def test_every_kind_of_block_has_a_heading() -> None:
    headings = re.findall(r"^### (\w+)$", AUTHORING.read_text("utf-8"), re.MULTILINE)
    assert set(KINDS) <= set(headings)


def test_every_class_of_drawings_is_named() -> None:
    text = AUTHORING.read_text("utf-8")
    assert not [name for name in CLASSES if f"`{name}`" not in text]


def test_first_lesson_of_the_manual_is_what_new_lesson_writes_a_draft_of(tmp_path: Path) -> None:
    """The very command of the manual, on a guide with the folders it names."""
    words = re.search(r"flask guide (new-lesson .+)", AUTHORING.read_text("utf-8"))
    assert words
    module = tmp_path / "twitter-for-social-learning" / "03-build-a-pln"
    module.mkdir(parents=True)
    (module / "module.yaml").write_text("title: Build\npurpose: Build it.\n")
    (module.parent / "guide.yaml").write_text("title: T\n")
    arguments = [word.strip('"') for word in re.findall(r'"[^"]+"|\S+', words[1])]
    outcome = CliRunner().invoke(guide_cli, arguments, env={"GUIDE_CONTENT_DIR": str(tmp_path)})
    assert outcome.exit_code == 0, outcome.output
    assert (module / "01-two-lists.md").exists()
