"""All guides of a content folder, compiled to one frozen library, or to problems that name path and line."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from guide.content.files import entries
from guide.content.guide_compiler import compile_guide
from guide.content.library import Library
from guide.content.manuscript import read_guide
from guide.content.problems import Problem, Report

FORMAT = 5
"""Raised with every release that compiles the same sources to something else, so that a kept library is made anew."""


@dataclass(frozen=True)
class Compiled:
    """``library`` is None where any problem is an error; problems stand in the order of files and lines."""

    library: Library | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")


def compile_library(content_dir: Path, *, drafts: bool = False) -> Compiled:
    """Never raises for anything that stands in a source file. ``drafts`` keeps lessons that are not finished."""
    digest = source_hash(content_dir, drafts=drafts)
    report = Report(content_dir.resolve().name)
    if not content_dir.is_dir():
        report.error(1, "There is no such folder of guides.")
        return Compiled(None, tuple(report.found))
    folders = [path for path in entries(content_dir, report) if path.is_dir()]
    if not folders:
        report.error(1, "There is no guide in this folder.")
    sources = [read_guide(folder, report.of(f"{report.path}/{folder.name}")) for folder in folders]
    guides = [compile_guide(source, drafts=drafts) for source in sources]
    problems = tuple(sorted(report.found, key=lambda problem: (problem.path, problem.line, problem.message)))
    if any(problem.severity == "error" for problem in problems):
        return Compiled(None, problems)
    whole = sorted((guide for guide in guides if guide), key=lambda guide: (guide.order, guide.id))
    return Compiled(Library(digest, tuple(whole)), problems)


def source_hash(content_dir: Path, *, drafts: bool = False) -> str:
    """Changes whenever a file in the folder does, its name included, or the compiler's own format."""
    digest = hashlib.sha256(f"format {FORMAT}, drafts {drafts}".encode())
    for folder, below, names in os.walk(content_dir):
        below.sort()
        for name in sorted(names):
            path = Path(folder) / name
            try:
                content = path.read_bytes()
            except OSError:
                content = b"unreadable"
            where = os.fsencode(path.relative_to(content_dir))
            digest.update(b"%d %b %d " % (len(where), where, len(content)))
            digest.update(content)
    return digest.hexdigest()
