"""What one document says of another, and of the files, is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guide.kernel.config import PROJECT

from .documents import DOCUMENTS, LINK, anchors, name, prose

FOLDERS = ("guide", "tests", "docs", "migrations", "bench", "content", ".ci")
PATH = re.compile(rf"`((?:{'|'.join(map(re.escape, FOLDERS))})/[\w./-]*)`")
CODE = re.compile(r"`[^`]*`")
LARGEST_PICTURE = 200_000
"""Bytes; a README is opened on telephones, too."""


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in LINK.findall(CODE.sub("", prose(path))):
        if target.startswith(("https://", "http://")):
            continue
        file, _, heading = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), target
        assert not heading or heading in anchors(there), target


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_file_that_is_named_is_there(path: Path) -> None:
    missing = [found for found in PATH.findall(prose(path)) if not (PROJECT / found).exists()]
    assert not missing


def test_every_decision_is_listed_under_its_title() -> None:
    folder = PROJECT / "docs" / "decisions"
    listed = dict(re.findall(r"^\| \[\d{4}\]\(([^)]+)\) \| (.+) \|$", (folder / "README.md").read_text(), re.MULTILINE))
    written = {p.name: p.read_text().split("\n", 1)[0].removeprefix("# ") for p in folder.glob("[0-9]*.md")}
    assert listed == written


def test_a_decision_takes_ten_lines() -> None:
    for path in (PROJECT / "docs" / "decisions").glob("[0-9]*.md"):
        assert len(path.read_text().splitlines()) <= 12, name(path)


def test_pictures_are_light() -> None:
    pictures = list((PROJECT / "docs").glob("*.png"))
    assert pictures
    assert all(picture.stat().st_size <= LARGEST_PICTURE for picture in pictures)
