"""What YAML's own messages mean for an author: one kind sentence for each of the usual slips."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError

VALUE = re.compile(r"^\s*(?:- +)*(?:(?:[^\s:#\"'\[{][^:#]*|\"[^\"]*\"|'[^']*'):\s+)?(?P<value>\S.*)?$")
SIGNS = ("{{", "@", "`", "%", "*", "&", "!", "[", "{", "|", ">", '"', "'")


def leading_sign(line: str) -> str | None:
    """The sign at the beginning of a line's value that means something of its own to YAML."""
    match = VALUE.match(line)
    value = (match and match["value"]) or ""
    return next((sign for sign in SIGNS if value.startswith(sign)), None)


def explain(error: MarkedYAMLError, lines: list[str]) -> tuple[int, str]:
    """The line, counted from 0, and a sentence that says what to do."""
    mark = error.problem_mark or error.context_mark
    number = min(mark.line if mark else 0, len(lines) - 1)
    if error.context_mark is not None and "quoted scalar" in str(error.context):
        number = min(error.context_mark.line, len(lines) - 1)
        return number, "A quotation mark is opened here and never closed."
    line, problem = lines[number], str(error.problem)
    if "\t" in line[: len(line) - len(line.lstrip())] or "'\\t'" in problem:
        return number, "A tab stands here; YAML wants spaces."
    if "another document" in problem:
        return number, "A line of three dashes ends this text too early; take it out."
    if "mapping values are not allowed" in problem and _slipped_key(line, lines, number):
        return number, (
            "A colon followed by a space stands here in the text of the line above; "
            "put that text in quotes, or indent this key as the others are."
        )
    sign = leading_sign(line)
    if sign in ('"', "'"):
        return number, _quoted(sign)
    if sign:
        return number, f"A text that begins with `{sign}` must stand in quotes."
    if "mapping values are not allowed" in problem:
        return number, "A colon followed by a space stands inside this text; put the whole text in quotes."
    if "could not find expected ':'" in problem:
        number = min(error.context_mark.line if error.context_mark else number, len(lines) - 1)
        return (
            number,
            "This line is neither `key: text` nor part of the text above; indent it, or put a colon after the key.",
        )
    if "sequence entries are not allowed" in problem:
        return number, "A list begins on a line of its own under its key."
    if number > 0 and lines[number - 1].lstrip().startswith("#"):
        return number, "The line above begins with `#` and ends the text too early; put the whole text in quotes."
    if "<stream end>" in problem:
        return number, "A bracket is opened and never closed; put the text in quotes if it is not meant as a list."
    return number, "This line does not fit what stands above it; check its indentation."


def _quoted(sign: str) -> str:
    other = "single" if sign == '"' else "double"
    return f"The text goes on after its closing quotation mark; put the whole of it in {other} quotes."


def _slipped_key(line: str, lines: list[str], number: int) -> bool:
    """Whether the line is one `key: text` that slipped, rather than a text with a colon in it."""
    before = next((text for text in reversed(lines[:number]) if text.strip()), "")
    return bool(re.match(r"\s+[\w-]+:(\s|$)", line)) and bool(re.match(r"\s*(- )?[\w-]+:\s+[^|>\s]", before))
