"""``guide check | outline | new-lesson | reference``: what an author runs. Needs no database, no secret, no Flask."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from guide.content.compiler import Compiled, compile_library
from guide.content.library import Guide
from guide.content.new_lesson import NotWritten, write_lesson
from guide.content.outline import outline
from guide.content.problems import Problem
from guide.content.reference import reference


@dataclass(frozen=True)
class KeptId:
    """An id on which learners have written. ``block`` is None for what hangs on the lesson itself."""

    guide: str
    lesson: str
    block: str | None
    learners: int

    @property
    def place(self) -> str:
        return f"{self.lesson}/{self.block}" if self.block else self.lesson


KeptIds = Callable[[], Iterable[KeptId]]
"""What a database knows of ids; ``create_app`` gives it, and it yields nothing where there is no database."""


def content_dir() -> Path:
    """``GUIDE_CONTENT_DIR``, or ``content/`` beside the package."""
    return Path(os.environ.get("GUIDE_CONTENT_DIR") or Path(__file__).parents[2] / "content")


def make_cli(kept_ids: KeptIds | None = None) -> click.Group:
    """The command group ``guide``. With ``kept_ids``, ``check`` also names ids that the content no longer knows."""

    @click.group("guide")
    def cli() -> None:
        """For authors: check the guides, see them as a tree, begin a lesson."""

    @cli.command("check")
    @click.option("--strict", is_flag=True, help="Warnings fail as well.")
    @click.argument("guides", nargs=-1)
    def check_(strict: bool, guides: tuple[str, ...]) -> None:
        """Compile the guides and name every problem with path and line."""
        _known_or_fail(guides)
        compiled = compile_library(content_dir())
        problems = [problem for problem in compiled.problems if not guides or _guide_of(problem) in guides]
        problems += _lost(compiled, kept_ids, guides)
        for problem in problems:
            mark = "" if problem.severity == "error" else "(warning) "
            click.echo(f"{problem.path}:{problem.line}: {mark}{problem.message}")
        click.echo(_summary(problems))
        if any(strict or problem.severity == "error" for problem in problems):
            raise SystemExit(1)

    @cli.command("outline")
    @click.argument("guides", nargs=-1)
    def outline_(guides: tuple[str, ...]) -> None:
        """Print the guides as a tree, with minutes and blocks; drafts too."""
        _known_or_fail(guides)
        compiled = compile_library(content_dir(), drafts=True)
        if compiled.library is None:
            raise click.ClickException("The guides do not compile; `check` says why.")
        for found in compiled.library:
            if not guides or found.id in guides:
                click.echo(outline(found))

    @cli.command("new-lesson")
    @click.option("--guide", "guide_id", prompt="Guide (its folder)")
    @click.option("--module", "module_id", prompt="Module (its folder, such as 01-why-bother)")
    @click.option("--id", "lesson_id", prompt="Id of the lesson (permanent)")
    @click.option("--title", prompt="Title")
    def new_lesson(guide_id: str, module_id: str, lesson_id: str, title: str) -> None:
        """Write the beginning of a lesson: a draft that compiles."""
        try:
            path = write_lesson(content_dir(), guide_id, module_id, lesson_id, title, today=date.today())  # noqa: DTZ011
        except NotWritten as refusal:
            raise click.ClickException(str(refusal)) from None
        click.echo(f"{path} is written. It is a draft until you take `draft: true` out.")

    @cli.command("reference")
    def reference_() -> None:
        """Print the reference of the format, as Markdown."""
        click.echo(reference(), nl=False)

    return cli


def _known_or_fail(guides: Iterable[str]) -> None:
    for guide in guides:
        if not (content_dir() / guide).is_dir():
            raise click.ClickException(f"There is no guide {guide} in {content_dir()}.")


def _guide_of(problem: Problem) -> str:
    return problem.path.split("/")[1] if "/" in problem.path else ""


def _summary(problems: list[Problem]) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    return f"{_some(errors, 'error')}, {_some(warnings, 'warning')}."


def _some(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def _lost(compiled: Compiled, kept_ids: KeptIds | None, guides: tuple[str, ...]) -> list[Problem]:
    """Ids on which learners have written and which the content neither knows nor moves nor retires."""
    if kept_ids is None or compiled.library is None:
        return []
    name = content_dir().resolve().name
    return [
        Problem(
            f"{name}/{kept.guide}/guide.yaml", 1,
            f"{kept.learners} learner(s) have written under `{kept.place}`, which is not there; move or retire it.",
        )
        for kept in kept_ids()
        if (not guides or kept.guide in guides) and not _knows(compiled.library.by_id.get(kept.guide), kept)
    ]  # fmt: skip


def _knows(guide: Guide | None, kept: KeptId) -> bool:
    if guide is None:
        return False
    given_up = {*guide.moved, *guide.retired}
    if kept.lesson in given_up or kept.place in given_up:
        return True
    lesson = guide.by_id.get(kept.lesson)
    return lesson is not None and (kept.block is None or kept.block in lesson.blocks)


guide_cli = make_cli()

if __name__ == "__main__":
    guide_cli()
