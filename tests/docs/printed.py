"""The parts of the documents that are printed from the code. ``python -m tests.docs.printed`` writes them anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path

from guide.content.reference import BEGIN, END, reference
from guide.kernel.config import PROJECT, Settings

DOCS = PROJECT / "docs"
COMMAND = ".venv/bin/python -m tests.docs.printed"
SETTINGS_BEGIN = "<!-- settings: printed from guide/kernel/config.py; do not edit by hand -->"
SETTINGS_END = "<!-- end of settings -->"


def settings_table() -> str:
    """A row for every setting, as ``Settings`` documents it."""
    return "\n".join(["| setting | default | meaning |", "|---|---|---|", *_rows()]) + "\n"


def _rows() -> Iterator[str]:
    for field in fields(Settings):
        assert field.default is not MISSING
        yield f"| `{field.metadata['variable']}` | {_shown(field.default)} | {field.metadata['meaning']} |"


def _shown(default: object) -> str:
    if isinstance(default, Path):
        return f"`{default.relative_to(PROJECT)}/` beside `run`"
    if default is False or default in (None, "", ()):
        return "–"
    return f"`{default}`"


PRINTED = (
    (DOCS / "operating.md", SETTINGS_BEGIN, SETTINGS_END, settings_table),
    (DOCS / "authoring.md", BEGIN, END, reference),
)


def filled(text: str, begin: str, end: str, printed: str) -> str:
    """The document with ``printed`` between its marks."""
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n\n{printed.strip()}\n\n{end}{after}"


def main() -> None:
    for path, begin, end, print_it in PRINTED:
        text = path.read_text("utf-8")
        path.write_text(filled(text, begin, end, print_it()), "utf-8")


if __name__ == "__main__":
    main()
