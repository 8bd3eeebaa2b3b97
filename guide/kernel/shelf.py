"""The compiled library being served: compiled once, kept on disk, replaced only by one that is whole."""

from __future__ import annotations

import logging
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from flask import Flask, current_app

from guide.content import store
from guide.content.compiler import compile_library, source_hash
from guide.content.library import Library
from guide.content.problems import Problem

log = logging.getLogger("guide.content")


class NoLibrary(Exception):
    """No guide compiles and none was kept; the message lists the problems."""


class Shelf:
    """Holds the library. In development every request may find the files changed; in production only a start does."""

    def __init__(self, content_dir: Path, kept: Path, *, development: bool = False) -> None:
        self.content_dir, self.kept, self.development = content_dir, kept, development
        self.problems: tuple[Problem, ...] = ()
        self._library: Library | None = None
        self._seen: tuple[tuple[str, int, int], ...] = ()

    @property
    def library(self) -> Library:
        """The library to serve.

        :raises NoLibrary: there is none, and there was none before.
        """
        if self.development:
            seen = self._look()
            if seen != self._seen:
                self._seen = seen
                self.refresh()
        elif self._library is None:
            self.refresh()
        return self._served()

    def adopt(self) -> Library:
        """The library to serve from this start of the site on: what the files say now, if they compile.

        :raises NoLibrary: as above.
        """
        self.refresh(adopt=True)
        return self._served()

    def _served(self) -> Library:
        if self._library is None:
            raise NoLibrary("\n".join(map(str, self.problems)) or "There is no guide in the content folder.")
        return self._library

    @property
    def is_last_good(self) -> bool:
        """Whether an older library is served because the files of now do not compile."""
        return self._library is not None and any(problem.severity == "error" for problem in self.problems)

    @property
    def state(self) -> str:
        """For ``/readyz`` and the log: "content: 9 lessons" or "content: last good, 2 problems"."""
        if self._library is None:
            return "content: none compiles"
        if self.is_last_good:
            errors = sum(problem.severity == "error" for problem in self.problems)
            return f"content: last good, {errors} problem{'s' if errors != 1 else ''}"
        return f"content: {sum(len(guide.lessons) for guide in self._library)} lessons"

    def refresh(self, *, adopt: bool = False) -> None:
        """Take what was kept if the sources are unchanged; else compile.

        A new library that compiles is kept and served in development, where nothing was kept before, and with ``adopt``,
        which is the start of a site. A worker that is born later serves what the others serve.
        """
        current = source_hash(self.content_dir)
        before = self._read_kept()
        if before is not None and before.hash == current and not self.development:
            self._library, self.problems = before, ()
            return
        compiled = compile_library(self.content_dir, drafts=self.development)
        self.problems = compiled.problems
        if compiled.library is not None and (adopt or self.development or before is None):
            self._library = compiled.library
            self._keep(compiled.library)
        elif self._library is None:
            self._library = before
        for problem in compiled.problems:
            log.log(logging.ERROR if problem.severity == "error" else logging.WARNING, "%s", problem)
        if self.is_last_good:
            log.error("the guides do not compile; the last good ones stay on the shelf")

    def _look(self) -> tuple[tuple[str, int, int], ...]:
        seen = []
        for folder, _, names in os.walk(self.content_dir):
            for name in names:
                with suppress(FileNotFoundError):  # an editor's own files come and go
                    stat = (Path(folder) / name).lstat()
                    seen.append((f"{folder}/{name}", stat.st_mtime_ns, stat.st_size))
        return tuple(sorted(seen))

    def _read_kept(self) -> Library | None:
        try:
            return store.loads(self.kept.read_bytes())
        except FileNotFoundError:
            return None
        except Exception as error:
            log.warning("%s cannot be read and is made anew: %s", self.kept, error)
            return None

    def _keep(self, library: Library) -> None:
        """Replace the kept file in one step, so that a reader or a crash never sees half of it."""
        try:
            self.kept.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.kept.parent, delete=False) as file:
                file.write(store.dumps(library).encode())
            Path(file.name).replace(self.kept)
        except OSError as error:
            log.error("the compiled guides could not be kept in %s: %s", self.kept, error)


def init_app(app: Flask, content_dir: Path, data_dir: Path, *, development: bool) -> None:
    app.extensions["shelf"] = Shelf(
        content_dir, data_dir / ("library-dev.json" if development else "library.json"), development=development
    )


def shelf() -> Shelf:
    served: Shelf = current_app.extensions["shelf"]
    return served
