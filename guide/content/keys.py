"""``Key``: what an author may write in a field, said once for the compiler, its messages and the reference."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints


@dataclass(frozen=True)
class Key:
    """Stands in ``Annotated[type, Key(…)]`` of a dataclass field; a field without one is filled by the compiler.

    ``doc`` is a line for authors, ``example`` a value as YAML. ``name`` is what the author writes where it differs from
    the field. ``check`` says what is wrong with a text, or None.
    """

    doc: str
    example: str = ""
    name: str | None = None
    check: Callable[[str], str | None] | None = None


@cache
def keys_of(schema: Any) -> dict[str, tuple[str, Key, Any]]:
    """By the name an author writes: the field, its ``Key`` and its type."""
    found = {}
    for field, hint in get_type_hints(schema, include_extras=True).items():
        if get_origin(hint) is Annotated:
            plain, *notes = get_args(hint)
            for note in notes:
                if isinstance(note, Key):
                    found[note.name or field] = (field, note, plain)
    return found


RESERVED_LESSONS = frozenset({"glossary", "sources", "print", "media"})
ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def an_id(text: str) -> str | None:
    if len(text) <= 60 and ID.fullmatch(text):
        return None
    return f"`{text[:60]}` is no id: small letters, digits and single hyphens, beginning with a letter, 60 at most."


RESERVED_BLOCKS = re.compile(r"main|foot|sources|glossary|on-this-page|(?:h|source|term)-.*")
"""Ids that a lesson's page uses for itself."""


def a_block_id(text: str) -> str | None:
    if re.fullmatch(r"post-\d+", text):
        return f"The id `{text}` is kept for example posts, which are numbered by the site; choose another."
    if RESERVED_BLOCKS.fullmatch(text):
        return f"The id `{text}` is one that the page needs for itself; choose another."
    return an_id(text)


def a_lesson_id(text: str) -> str | None:
    if text in RESERVED_LESSONS:
        return f"`{text}` is an address of the site; choose another id."
    return an_id(text)


def a_place(text: str) -> str | None:
    """``LESSON`` or ``LESSON/BLOCK``."""
    parts = text.split("/")
    if len(parts) <= 2 and not any(an_id(part) for part in parts):
        return None
    return f"`{text[:120]}` is neither a lesson's id nor `LESSON/BLOCK`."


def an_address(text: str) -> str | None:
    if re.fullmatch(r"https?://[^\s<>\"']+\.[^\s<>\"']+", text):
        return None
    return f"`{text[:120]}` is no address; it begins with https:// and holds no spaces."


def some_names(text: str) -> str | None:
    names = [name for name in text.split(";") if name.strip()]
    if names and all(name.split(",")[0].strip() for name in names):
        return None
    return f"`{text[:120]}` leaves out a name; write Family, Given; Family, Given, or the name of an organisation."


def a_doi(text: str) -> str | None:
    if re.fullmatch(r"10\.\d{4,9}/[^\s<>\"']+", text):
        return None
    return f"`{text[:120]}` is no DOI; write it without https://doi.org/, as in 10.1080/15391523.2014.925701."


def a_language(text: str) -> str | None:
    return (
        None
        if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text)
        else f"`{text}` is no language; write en or en-GB."
    )
