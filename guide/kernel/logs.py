"""The log: one line an event, plain words, on standard error. Nothing that somebody sent can begin a new line."""

from __future__ import annotations

import logging
import sys
import traceback

LONGEST_MESSAGE = 200
MOST_FRAMES = 20


class OneLine(logging.Formatter):
    """Escapes what would forge a line; a traceback keeps its lines, indented.

    Of what an exception says only the first line is told: databases put the statement's values, which may be a password's
    hash or somebody's thoughts, on those that follow.
    """

    def format(self, record: logging.LogRecord) -> str:
        trace, record.exc_info, record.exc_text = record.exc_info, None, None
        lines = [super().format(record)]
        record.exc_info = trace
        if trace and trace[1]:
            lines += [f"    {line}" for line in told(trace[1])]
        return "\n".join(map(printable, lines))


def told(error: BaseException) -> list[str]:
    """Where it broke, and the first line of what it says; before that, the same for what it came from."""
    source = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [*told(source), "which led to"] if source else []
    for frame in traceback.extract_tb(error.__traceback__, limit=-MOST_FRAMES):
        lines += [f"{frame.filename}:{frame.lineno} in {frame.name}", f"    {frame.line}"]
    said = (str(error).splitlines() or [""])[0][:LONGEST_MESSAGE]
    return [*lines, f"{type(error).__name__}: {said}"]


def printable(line: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


def configure() -> None:
    log = logging.getLogger("guide")
    if not log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(OneLine("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)
        log.propagate = False
