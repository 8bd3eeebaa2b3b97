"""What authors run: without a database, a secret or Flask."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guide.content.blocks import Post, Reflection, Task
from guide.content.blocks.check_forms import FORMS
from guide.content.commands import KeptId, guide_cli, make_cli
from guide.content.keys import keys_of
from guide.content.library import Guide, Lesson, Module, Route
from guide.content.problems import Report
from guide.content.reference import reference
from guide.content.schema import FAULTY, Reader
from guide.content.tree import Map, read_yaml
from guide.content.works import Fact, Source, Term

from .conftest import FIRST_PATH, SmallGuide


@pytest.fixture(autouse=True)
def _folder(small: SmallGuide, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_CONTENT_DIR", str(small.content_dir))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(guide_cli, arguments)


def test_check_is_content_with_a_good_guide() -> None:
    result = run("check", "--strict")
    assert (result.exit_code, result.output) == (0, "no errors, no warnings.\n")


def test_check_names_path_and_line_and_fails(small: SmallGuide) -> None:
    small.replace(FIRST_PATH, "[@carpenter2014]", "[@nobody]")
    result = run("check")
    assert result.exit_code == 1
    assert f"content/small/{FIRST_PATH}:11: There is no source `nobody` in sources.yaml." in result.output


def test_warnings_fail_only_when_asked_to(small: SmallGuide) -> None:
    small.replace(FIRST_PATH, "read: 1", "read: 9")
    assert run("check").exit_code == 0
    assert "(warning) `read` says 9" in run("check").output
    assert run("check", "--strict").exit_code == 1


def test_check_of_one_guide_leaves_others_out(small: SmallGuide) -> None:
    (small.content_dir / "other").mkdir()
    assert run("check").exit_code == 1
    assert run("check", "small").exit_code == 0
    assert run("check", "nowhere").exit_code == 1


def test_check_names_ids_that_learners_wrote_under_and_that_are_gone() -> None:
    kept = [
        KeptId("small", "first-look", "worth-a-week", 3),
        KeptId("small", "first-look", None, 3),
        KeptId("small", "old-look", None, 1),
        KeptId("small", "gone-look", None, 1),
        KeptId("small", "first-look", "lost", 2),
    ]
    result = CliRunner().invoke(make_cli(lambda: kept), ["check"])
    assert result.exit_code == 1
    assert result.output.count("\n") == 2
    assert "content/small/guide.yaml:1: 2 learner(s) have written under `first-look/lost`" in result.output


def test_outline_prints_minutes_and_blocks() -> None:
    output = run("outline").output
    assert "A small guide (small)" in output
    assert "   1.1 A first look [first-look] *: 1 + 6–10 min; post, reflection" in output


def test_a_new_lesson_compiles_and_nothing_else_changes(small: SmallGuide) -> None:
    before = {path: path.read_bytes() for path in small.folder.rglob("*") if path.is_file()}
    result = run(
        "new-lesson", "--guide", "small", "--module", "01-why", "--id", "third-look", "--title", 'A "third": look #3'
    )
    assert result.exit_code == 0, result.output
    after = {path: path.read_bytes() for path in small.folder.rglob("*") if path.is_file()}
    assert set(after) - set(before) == {small.folder / "01-why/03-third-look.md"}
    assert before.items() <= after.items()
    assert small.told() == []
    library = small.compile(drafts=True).library
    assert library is not None
    assert library.by_id["small"].by_id["third-look"].title == 'A "third": look #3'


def test_a_new_lesson_is_asked_for_what_it_needs() -> None:
    result = CliRunner().invoke(guide_cli, ["new-lesson"], input="small\n01-why\nthird-look\nA third look\n")
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("module", "lesson_id", "title", "sentence"),
    [
        ("01-why", "first-look", "T", "is taken by"),
        ("01-why", "gone-look", "T", "never used again"),
        ("01-why", "old-look", "T", "never used again"),
        ("01-why", "Third Look", "T", "is no id"),
        ("01-why", "print", "T", "an address of the site"),
        ("02-how", "third-look", "T", "no module 02-how"),
        ("../small/01-why", "third-look", "T", "no module"),
        ("01-why", "third-look", "  ", "needs a title"),
    ],
)
def test_a_new_lesson_is_refused_with_a_reason(module: str, lesson_id: str, title: str, sentence: str) -> None:
    result = run("new-lesson", "--guide", "small", "--module", module, "--id", lesson_id, "--title", title)
    assert result.exit_code == 1
    assert sentence in result.output


def test_the_commands_run_without_flask(small: SmallGuide) -> None:
    code = (
        "import sys; from guide.content.commands import guide_cli\n"
        "try: guide_cli(['check'])\n"
        "except SystemExit as end: print(end.code, 'flask' in sys.modules, 'sqlalchemy' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0 False False"


def test_the_reference_has_every_key_with_a_word_on_it() -> None:
    lines = reference().splitlines()
    rows = [line.split(" | ") for line in lines if line.startswith("| `")]
    assert len(rows) > 80
    assert all(len(row) >= 4 and row[2].strip() for row in rows)
    assert "| `samples.first_go` | Markdown, paragraphs | A first go: what comes to mind at once. |" in reference()
    assert any(line.startswith("| `kind` |") for line in lines)
    assert run("reference").output == reference()


@pytest.mark.parametrize(
    "schema", [Lesson, Source, Fact, Module, Route, Guide, Term, *FORMS.values(), Task, Post, Reflection]
)
def test_the_examples_of_the_reference_are_what_the_compiler_takes(schema: type) -> None:
    """All keys that have one are read from their examples; keys that hold other keys are left to those."""
    report = Report("x")
    reader = Reader(report, lambda text, _: text.value, strict_comments=True)
    for name, (_, key, hint) in keys_of(schema).items():
        if key.example:
            tree = read_yaml(f"{name}: {key.example}", 1, report)
            assert isinstance(tree, Map)
            assert reader.value(hint, tree.pairs[0][1], name, key) is not FAULTY
    assert report.found == []
