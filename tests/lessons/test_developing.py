"""An author edits a file and reloads the page; a mistake never takes the site down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import Reader

LESSON = "/guides/small/first"


@pytest.fixture
def lesson(content: Path) -> Path:
    return content / "small" / "01-begin" / "01-first.md"


def break_it(lesson: Path) -> None:
    lesson.write_text(lesson.read_text().replace("[@doe2014]", "[@doe2015]"))


def test_in_development_an_edit_appears_on_reload(make_app: Callable[..., Flask], content: Path, lesson: Path) -> None:
    author = Reader(make_app(content_dir=content, development=True))
    assert "nine minutes left" in author.get(LESSON).text
    lesson.write_text(lesson.read_text().replace("nine minutes left", "eleven minutes left"))
    assert "eleven minutes left" in author.get(LESSON).text


def test_in_development_a_mistake_is_shown_in_the_page_with_path_and_line_over_the_last_good_text(
    make_app: Callable[..., Flask], content: Path, lesson: Path
) -> None:
    author = Reader(make_app(content_dir=content, development=True))
    author.get(LESSON)
    break_it(lesson)
    page = author.get(LESSON).text
    line = next(n for n, text in enumerate(lesson.read_text().splitlines(), 1) if "[@doe2015]" in text)
    assert f"01-begin/01-first.md:{line}</code>" in page
    assert "nine minutes left" in page


def test_first_page_of_a_guide_that_never_compiled_says_so_and_in_development_why(
    make_app: Callable[..., Flask], content: Path, lesson: Path
) -> None:
    app = make_app(content_dir=content, development=True)
    break_it(lesson)
    answer = Reader(app).get(LESSON)
    assert answer.status_code in {200, 503}
    assert "01-first.md" in answer.text


def test_in_production_a_running_site_and_one_started_again_serve_the_last_good_guide(
    make_app: Callable[..., Flask], content: Path, lesson: Path
) -> None:
    running = Reader(make_app(content_dir=content))
    running.get(LESSON)
    break_it(lesson)
    assert "nine minutes left" in running.get(LESSON).text
    again = Reader(make_app(content_dir=content))
    assert "nine minutes left" in again.get(LESSON).text
    assert "01-first.md" not in again.get(LESSON).text
    ready = again.get("/readyz")
    assert ready.status_code == 200
    assert "content: last good, " in ready.text


def test_draft_is_shown_in_development_only(make_app: Callable[..., Flask], content: Path, lesson: Path) -> None:
    second = lesson.with_name("02-second.md")
    second.write_text(second.read_text().replace("draft: false", "draft: true"))
    assert Reader(make_app(content_dir=content)).get("/guides/small/second").status_code == 404
    assert Reader(make_app(content_dir=content, development=True)).get("/guides/small/second").status_code == 200


def test_in_development_a_start_after_a_mistake_shows_the_last_good_text_and_the_mistake(
    make_app: Callable[..., Flask], content: Path, lesson: Path
) -> None:
    Reader(make_app(content_dir=content, development=True)).get(LESSON)
    break_it(lesson)
    page = Reader(make_app(content_dir=content, development=True)).get(LESSON).text
    assert "nine minutes left" in page
    assert "01-first.md" in page


def test_in_development_a_first_start_with_a_mistake_starts_and_says_why(
    make_app: Callable[..., Flask], content: Path, lesson: Path
) -> None:
    break_it(lesson)
    answer = Reader(make_app(content_dir=content, development=True)).get(LESSON)
    assert answer.status_code == 503
    assert "01-first.md" in answer.text
