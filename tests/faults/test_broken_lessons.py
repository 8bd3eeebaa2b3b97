"""A lesson is broken by an edit: its author is told where, and readers keep the last good one, restart or not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SMALL_GUIDE
from tests.faults.site import Site

pytestmark = [pytest.mark.fault, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
LESSON = "small/01-begin/02-second.md"
PAGE = "/guides/small/second"


def in_front_matter(lesson: bytes) -> bytes:
    return lesson.replace(b"read: 1", b"read: soon")


def in_encoding(lesson: bytes) -> bytes:
    return lesson.replace(b"core", b"c\xf6re")


def in_ids(lesson: bytes) -> bytes:
    return lesson.replace(b"id: second", b"id: first")


BROKEN = [(in_front_matter, 4), (in_encoding, 7), (in_ids, 2)]


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """A file of the content that the site of this test serves."""
    return tmp_path / "content" / LESSON


@pytest.mark.parametrize(("break_it", "line"), BROKEN)
def test_broken_lesson_is_told_by_path_and_line_and_the_last_good_one_is_served_restart_or_not(
    site: Site, lesson: Path, break_it: Callable[[bytes], bytes], line: int
) -> None:
    site.start()
    good, lesson_source = site.get(PAGE), lesson.read_bytes()
    assert good[0] == 200

    lesson.write_bytes(break_it(lesson_source))
    assert lesson.read_bytes() != lesson_source
    code, said = site.flask("guide", "check")
    assert code != 0
    assert f"{LESSON}:{line}:" in said
    assert "Traceback" not in said

    assert site.get(PAGE) == good
    site.kill()
    code, said = site.flask("prepare")
    assert code == 0, said
    assert f"{LESSON}:{line}:" in said
    assert said.endswith("Ready: content: last good, 1 problem.\n")
    site.start()
    assert site.get(PAGE) == good
    assert site.get("/readyz") == (200, "database: ok\ncontent: last good, 1 problem\n")
    site.kill()

    lesson.write_bytes(lesson_source.replace(b"not in the core", b"mended"))
    assert site.flask("prepare") == (0, "Ready: content: 3 lessons.\n")
    site.start()
    assert "This one is mended." in site.get(PAGE)[1]
    assert site.get("/readyz") == (200, "database: ok\ncontent: 3 lessons\n")


@pytest.mark.parametrize(("break_it", "line"), BROKEN)
def test_first_start_with_a_broken_lesson_is_refused_by_path_and_line(
    make_site: Callable[..., Site], lesson: Path, break_it: Callable[[bytes], bytes], line: int
) -> None:
    site = make_site()
    lesson.write_bytes(break_it(lesson.read_bytes()))
    code, said = site.flask("prepare")
    assert code != 0
    assert said.count(f"{LESSON}:{line}:") == 1
    assert said.splitlines()[-1] == (
        "Error: The guides do not compile, and no earlier version is kept: mend what is named above, then start again."
    )
    assert "Traceback" not in said
    lesson.write_bytes((SMALL_GUIDE / LESSON).read_bytes())
    site.prepare()


def test_guides_that_vanish_leave_the_last_good_ones_on_the_shelf(site: Site, lesson: Path) -> None:
    shutil.rmtree(lesson.parents[2])
    code, said = site.flask("prepare")
    assert code == 0, said
    site.start()
    assert site.get(PAGE)[0] == 200
    assert site.get("/readyz")[1].startswith("database: ok\ncontent: last good, ")


def test_same_guides_are_not_compiled_again_at_the_next_start(site: Site) -> None:
    kept = site.data / "library.json"
    before = kept.stat()
    for _ in range(2):
        assert site.flask("prepare") == (0, "Ready: content: 3 lessons.\n")
    site.start()
    assert site.get(PAGE)[0] == 200
    assert kept.stat().st_ino == before.st_ino
    assert site.log.read_text() == ""


@pytest.mark.parametrize("half", [b"", b'{"format"', b"\x00" * 100, b'{"format": 0, "library": {}}'])
def test_kept_guides_that_cannot_be_read_are_made_anew(site: Site, half: bytes) -> None:
    kept = site.data / "library.json"
    whole = kept.read_bytes()
    kept.write_bytes(half)
    code, said = site.flask("prepare")
    assert code == 0, said
    assert "is made anew" in said
    assert kept.read_bytes() == whole
    assert [path.name for path in site.data.iterdir() if path.name.startswith("tmp")] == []
