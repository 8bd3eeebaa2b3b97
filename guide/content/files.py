"""Source files read as text, or refused with the line of what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from guide.content.problems import Report

UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""Control characters and unusual line separators: invisible, and counted differently by every program."""


def read_text(path: Path, report: Report) -> str | None:
    """The text of a file with ``\\n`` line ends and without a byte order mark; None where it is told as a problem."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        report.error(1, f"This file cannot be read ({error.strerror or error}).")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", raw[: error.start])) + 1
        report.error(line, "This line is not valid UTF-8; save the file as UTF-8 in your editor.")
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if bad := UNREADABLE.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        report.error(line, f"An invisible character (U+{ord(bad[0]):04X}) stands in this line; delete it.")
        return None
    return text


def entries(folder: Path, report: Report) -> Iterator[Path]:
    """What is in a folder, by name; hidden files and an editor's leftovers are passed over."""
    try:
        found = sorted(folder.iterdir())
    except OSError as error:
        report.error(1, f"This folder cannot be read ({error.strerror or error}).")
        return
    for path in found:
        if not path.name.startswith((".", "_", "#")) and not path.name.endswith(("~", ".swp", ".bak", ".orig")):
            yield path
