"""The reference of the format for authors, printed from the very schemas that the compiler reads by."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from guide.content.blocks import KINDS
from guide.content.blocks.check_forms import FORMS
from guide.content.chat_script import ChatScript
from guide.content.keys import keys_of
from guide.content.library import Guide, Lesson, Minutes, Module, Route
from guide.content.practice_stream import PracticeStream, WeekTime
from guide.content.text import Html, HtmlBlock
from guide.content.works import Fact, Source, Term

PLAIN = {str: "text", Html: "Markdown", HtmlBlock: "Markdown, paragraphs", int: "whole number", float: "number",
         bool: "true or false", date: "date", Minutes: "minutes", WeekTime: "weekday and hour"}  # fmt: skip

FILES = (
    ("`guide.yaml`", "One for each guide, in the guide's folder.", Guide),
    ("An entry of `routes`", "", Route),
    ("`module.yaml`", "One for each folder such as `01-why-bother/`.", Module),
    ("Front matter of a lesson", "Between two lines of three dashes at the head of `01-name.md`.", Lesson),
    ("An entry of `sources.yaml`", "Under a key such as `carpenter2014`; cited as `[@carpenter2014]`.", Source),
    ("An entry of `facts.yaml`", "Under a key such as `x.post_limit`; printed by `{{ fact:x.post_limit }}`.", Fact),
    ("An entry of `glossary.yaml`", "Under the word itself.", Term),
    ("`streams/NAME.yaml`", "One for each practice stream.", PracticeStream),
    ("`chats/NAME.yaml`", "An invented chat, for the block `chat`.", ChatScript),
)

BEGIN = "<!-- reference: printed by `flask guide reference`; do not edit by hand -->"
END = "<!-- end of reference -->"


def reference() -> str:
    """Markdown: a table for every file and block. Stands in docs/authoring.md between ``BEGIN`` and ``END``."""
    lines = ["### Files", ""]
    for title, where, schema in FILES:
        lines += _section(title, where, schema)
    lines += ["### Blocks", ""]
    for kind, block in KINDS.items():
        if kind != "check":
            lines += _section(f"`{kind}`", "", block)
    for form, written in FORMS.items():
        lines += _section(f"`check`, kind `{form}`", "", written)
    return "\n".join(lines).rstrip() + "\n"


def _section(title: str, where: str, schema: type) -> Iterator[str]:
    yield f"#### {title}"
    yield ""
    if where:
        yield where
        yield ""
    yield "| key | | what | example |"
    yield "|---|---|---|---|"
    yield from _rows(schema, "")
    yield ""


def _rows(schema: type, within: str) -> Iterator[str]:
    """Required keys first, each followed by the keys inside it."""
    needed = _needed(schema)
    keys = sorted(keys_of(schema).items(), key=lambda entry: entry[1][0] not in needed)
    for name, (field, key, hint) in keys:
        required = "" if field in needed else ", optional"
        example = f"`{key.example}`" if key.example else ""
        yield f"| `{within}{name}` | {_named(hint)}{required} | {_cell(key.doc)} | {_cell(example)} |"
        inner = _inside(hint)
        if inner is not None and inner is not Route:
            yield from _rows(inner, f"{within}{name}.")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _needed(schema: Any) -> set[str]:
    needed = {f.name for f in fields(schema) if f.default is MISSING and f.default_factory is MISSING}
    return needed | ({"kind"} if schema in FORMS.values() else set())


def _named(hint: Any) -> str:
    """A type in an author's words."""
    origin, arms = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _named(arms[0])
    if origin in (Union, types.UnionType):
        return _named(next(arm for arm in arms if arm is not type(None)))
    if origin is Literal:
        return " or ".join(f"`{choice}`" for choice in arms)
    if origin is tuple:
        return "list" if is_dataclass(arms[0]) else f"list of {_named(arms[0])}"
    if origin is not None:
        return f"keys, each with {_named(arms[1])}"
    return PLAIN.get(hint, "keys")


def _inside(hint: Any) -> type | None:
    """The schema inside a key, or inside the entries of its list."""
    if get_origin(hint) in (tuple, Annotated):
        return _inside(get_args(hint)[0])
    return hint if isinstance(hint, type) and is_dataclass(hint) and hint not in PLAIN else None
