"""First pass over a guide: every file read and taken apart, so that texts can then refer to one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from guide.content.blocks import KINDS
from guide.content.files import entries, read_text
from guide.content.keys import an_id
from guide.content.lesson_file import Fenced, Stretch, take_apart
from guide.content.library import Lesson, Module
from guide.content.problems import Report
from guide.content.schema import Reader
from guide.content.tree import Map, Text, Tree, read_yaml

SERVED = {
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".mp3", ".ogg", ".m4a", ".mp4", ".webm", ".vtt",
    ".pdf", ".txt", ".csv", ".ics", ".opml", ".odt", ".ods", ".docx", ".xlsx", ".zip",
}  # fmt: skip
"""Kinds of files that a guide may hold under ``media/``; what a browser would run is not among them."""


@dataclass(frozen=True)
class BlockManuscript:
    kind: str
    tree: Tree | None
    line: int
    """The line of the opening fence."""


@dataclass(frozen=True)
class LessonManuscript:
    """A lesson's file. ``lesson`` is its front matter alone; None where that is faulty, and ``id`` then a guess."""

    id: str
    id_line: int
    draft: bool
    report: Report
    lesson: Lesson | None
    pieces: tuple[Stretch | Fenced | BlockManuscript, ...]
    whole: bool = False
    """Whether all of the file could be taken apart, so that what is not found in it is not there."""

    @property
    def blocks(self) -> dict[str, str]:
        """Kinds of the blocks that have an id, by it."""
        trees = [(piece.kind, piece.tree) for piece in self.pieces if isinstance(piece, BlockManuscript)]
        return {id_: kind for kind, tree in trees if isinstance(tree, Map) and (id_ := tree.text("id"))}


@dataclass(frozen=True)
class ModuleManuscript:
    module: Module | None
    lessons: tuple[LessonManuscript, ...]


@dataclass(frozen=True)
class GuideManuscript:
    """A guide's folder. The maps are those of guide.yaml, sources.yaml, facts.yaml and glossary.yaml:
    empty where there is no such file, None where it cannot be read."""

    id: str
    folder: Path
    report: Report
    guide: Map | None
    sources: Map | None
    facts: Map | None
    glossary: Map | None
    media: Mapping[str, Path]
    streams: Mapping[str, Map | None]
    """Of ``streams/``, by the file's name without its ending; None where one cannot be read."""
    chats: Mapping[str, Map | None]
    """The files of ``chats/`` by their names, without .yaml."""
    modules: tuple[ModuleManuscript, ...]

    @property
    def lessons(self) -> tuple[LessonManuscript, ...]:
        return tuple(lesson for module in self.modules for lesson in module.lessons)


def read_guide(folder: Path, report: Report) -> GuideManuscript:
    if wrong := an_id(folder.name):
        report.error(1, f"The folder's name is the guide's id. {wrong}")
    return GuideManuscript(
        id=folder.name,
        folder=folder,
        report=report,
        guide=_map(folder / "guide.yaml", report, required=True),
        sources=_map(folder / "sources.yaml", report),
        facts=_map(folder / "facts.yaml", report),
        glossary=_map(folder / "glossary.yaml", report),
        media=dict(_media(folder / "media", report)),
        streams=dict(_streams(folder / "streams", report)),
        chats=dict(_chats(folder / "chats", report)),
        modules=tuple(_modules(folder, report)),
    )


def _map(path: Path, around: Report, *, required: bool = False) -> Map | None:
    report = around.of(f"{around.path}/{path.name}")
    if not path.exists():
        if not required:
            return Map((), 1)
        report.error(1, f"There is no {path.name} in this folder.")
        return None
    text = read_text(path, report)
    tree = None if text is None else read_yaml(text, 1, report)
    if tree is not None and not isinstance(tree, Map):
        report.error(tree.line, f"{path.name} is written as `key: …`, one entry after the other.")
    return tree if isinstance(tree, Map) else None


def _chats(folder: Path, around: Report) -> Iterator[tuple[str, Map | None]]:
    if not folder.is_dir():
        return
    report = around.of(f"{around.path}/chats")
    for path in entries(folder, report):
        inside = report.of(f"{report.path}/{path.name}")
        if path.suffix != ".yaml" or not path.is_file():
            inside.warn(1, "This is no chat (being-new.yaml); it is not read.")
        elif wrong := an_id(path.stem):
            inside.error(1, f"The file's name is the chat's. {wrong}")
        else:
            yield path.stem, _map(path, report)


def _media(folder: Path, around: Report) -> Iterator[tuple[str, Path]]:
    if not folder.is_dir():
        return
    report = around.of(f"{around.path}/media")
    for path in entries(folder, report):
        inside = report.of(f"{report.path}/{path.name}")
        if not path.is_file():
            inside.warn(1, "Files lie in media/ itself; what is in a folder there is not served.")
        elif path.suffix not in SERVED:
            inside.error(1, f"Files that end in {path.suffix or 'nothing'} are not served; take it out of media/.")
        elif not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", path.name):
            inside.error(1, "The name of a file in media/ has letters, digits, points and hyphens only.")
        else:
            yield path.name, path


def _streams(folder: Path, around: Report) -> Iterator[tuple[str, Map | None]]:
    if not folder.is_dir():
        return
    report = around.of(f"{around.path}/streams")
    for path in entries(folder, report):
        if path.suffix != ".yaml" or an_id(path.stem):
            if path.stem != "README":
                wrong = "A practice stream is a file named like one-week.yaml: small letters, digits, hyphens."
                report.of(f"{report.path}/{path.name}").error(1, wrong)
            continue
        yield path.stem, _map(path, report)


def _modules(folder: Path, around: Report) -> Iterator[ModuleManuscript]:
    for path in entries(folder, around):
        report = around.of(f"{around.path}/{path.name}")
        if not path.is_dir() or path.name in ("media", "streams", "chats"):
            if path.suffix == ".md" and path.stem != "README":
                report.error(1, "A lesson lies in the folder of a module, such as 01-why-bother/.")
            continue
        if not re.fullmatch(r"\d\d-.+", path.name) or an_id(path.name[3:]):
            report.error(1, "A module's folder is named like 01-why-bother: two digits, a hyphen, small letters.")
            continue
        tree = _map(path / "module.yaml", report, required=True)
        about = report.of(f"{report.path}/module.yaml")
        module = Reader(about).build(Module, tree, "module.yaml", id=path.name, number=0) if tree else None
        yield ModuleManuscript(module, tuple(_lessons(path, around.path.rsplit("/", 1)[-1], report)))


def _lessons(folder: Path, guide_id: str, around: Report) -> Iterator[LessonManuscript]:
    numbers: dict[str, str] = {}
    for path in entries(folder, around):
        report = around.of(f"{around.path}/{path.name}")
        if path.suffix != ".md" or path.stem == "README":
            if path.name != "module.yaml" and path.stem != "README":
                report.warn(1, "This is neither module.yaml nor a lesson (01-name.md); it is not read.")
            continue
        if not re.fullmatch(r"\d\d-.+\.md", path.name):
            report.error(1, "A lesson's file is named like 01-trivial-or-useful.md: two digits, a hyphen, a name.")
            continue
        if path.name[:2] in numbers:
            report.warn(1, f"{numbers[path.name[:2]]} has the same number; the order between them is by chance.")
        numbers[path.name[:2]] = path.name
        yield _lesson(path, guide_id, report)


def _lesson(path: Path, guide_id: str, report: Report) -> LessonManuscript:
    text = read_text(path, report)
    file = None if text is None else take_apart(text, tuple(KINDS), report)
    if file is None:
        return LessonManuscript(path.stem[3:], 1, False, report, None, ())
    where = "/".join(report.path.split("/")[1:])
    lesson = Reader(report).build(Lesson, file.front, "A lesson", guide_id=guide_id, number="", path=where)
    written = file.front.get("id")
    id_ = file.front.text("id") or path.stem[3:]
    line = written.line if isinstance(written, Text) else 1
    pieces = tuple(
        BlockManuscript(piece.kind, read_yaml(piece.text, piece.line + 1, report), piece.line)
        if isinstance(piece, Fenced) and piece.kind in KINDS
        else piece
        for piece in file.pieces
    )
    whole = file.whole and all(piece.tree for piece in pieces if isinstance(piece, BlockManuscript))
    return LessonManuscript(id_, line, file.front.text("draft") == "true", report, lesson, pieces, whole)
