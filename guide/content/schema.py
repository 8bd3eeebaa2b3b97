"""Builds any frozen dataclass from what an author wrote, by its type hints, and tells all that is wrong with it at once."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from guide.content.keys import Key, keys_of
from guide.content.problems import Report
from guide.content.scalars import scalar
from guide.content.text import Html, HtmlBlock
from guide.content.tree import Items, Map, Text, Tree
from guide.content.words import near, nearest

T = TypeVar("T")

Render = Callable[[Text, bool], str]
"""Markdown of an author to sanitised markup; True asks for paragraphs and lists, False for inline markup only."""


class _Faulty:
    """Stands for a value that was told as a problem."""


FAULTY = _Faulty()


@dataclass(frozen=True)
class Fault:
    """What a schema finds wrong with itself: ``where`` leads from the block to the value by keys and indexes."""

    where: tuple[str | int, ...]
    message: str
    warning: bool = False


def line_at(tree: Tree, where: tuple[str | int, ...]) -> int:
    """The line of the value at ``where``, or of the nearest thing around it that was written."""
    for step in where:
        inner: Tree | None = None
        if isinstance(tree, Map):
            inner = tree.get(str(step))
        elif isinstance(tree, Items) and isinstance(step, int) and step < len(tree.items):
            inner = tree.items[step]
        if inner is None:
            break
        tree = inner
    return tree.line


class Reader:
    """Reads trees of one file. ``strict_comments``: a ``#`` after a text is never a comment (blocks)."""

    def __init__(self, report: Report, render: Render | None = None, *, strict_comments: bool = False) -> None:
        self.report, self.render, self.strict_comments = report, render, strict_comments

    def build(self, schema: type[T], tree: Tree | None, what: str, **given: object) -> T | None:
        """An instance, or None where something was wrong. ``given`` are the fields that the author does not write."""
        if not isinstance(tree, Map):
            if tree is not None:
                self.report.error(tree.line, f"{what} is written as `key: text`, one key a line.")
            return None
        shape: Any = schema
        keys = keys_of(shape)
        values: dict[str, object] = dict(given)
        sound = True
        for name, value in tree:
            if name.value not in keys:
                self.report.error(name.line, f"{what} has no key `{name.value}`{near(name.value, keys)}")
                sound = False
                continue
            field, key, hint = keys[name.value]
            read = self.value(hint, value, name.value, key)
            if read == () and field in _required(schema):
                self.report.error(value.line, f"`{name.value}` has no entries.")
                read = FAULTY
            values[field] = read
            sound = sound and read is not FAULTY
        slips = {meant for name, _ in tree if name.value not in keys and (meant := nearest(name.value, keys))}
        for name_, (field, _, _) in keys.items():
            if field not in values and field in _required(schema) and name_ not in slips:
                self.report.error(tree.line, f"{what} needs the key `{name_}`.")
                sound = False
        if not sound:
            return None
        built = schema(**values)
        return built if self._accepts(built, tree) else None

    def _accepts(self, built: object, tree: Map) -> bool:
        sound = True
        for fault in getattr(built, "faults", tuple)():
            line = line_at(tree, fault.where)
            if fault.warning:
                self.report.warn(line, fault.message)
            else:
                self.report.error(line, fault.message)
                sound = False
        return sound

    def value(self, hint: Any, tree: Tree, name: str, key: Key | None = None) -> Any:
        """A value of the type ``hint``, or ``FAULTY``."""
        origin = get_origin(hint)
        if origin is Annotated:
            return self.value(get_args(hint)[0], tree, name, key)
        if origin in (Union, types.UnionType):
            if isinstance(tree, Text) and tree.is_null and not tree.lost_hashtag:
                return None
            (inner,) = (arm for arm in get_args(hint) if arm is not type(None))
            return self.value(inner, tree, name, key)
        if origin is tuple:
            return self._items(get_args(hint)[0], tree, name, key)
        if origin is not None and issubclass(_class(origin), Mapping):
            return self._mapping(get_args(hint)[1], tree, name, key)
        if is_dataclass(hint) and isinstance(hint, type) and not hasattr(hint, "from_text"):
            return self.build(hint, tree, f"`{name}`") or FAULTY
        return self._scalar(hint, tree, name, key)

    def _items(self, hint: Any, tree: Tree, name: str, key: Key | None) -> Any:
        if isinstance(tree, Text) and tree.is_null:
            return ()
        if not isinstance(tree, Items):
            self.report.error(tree.line, f"`{name}` is a list: begin each entry on a line of its own with a hyphen.")
            return FAULTY
        read = [self.value(hint, item, name, key) for item in tree.items]
        return FAULTY if any(value is FAULTY for value in read) else tuple(read)

    def _mapping(self, hint: Any, tree: Tree, name: str, key: Key | None) -> Any:
        if isinstance(tree, Text) and tree.is_null:
            return {}
        if not isinstance(tree, Map):
            self.report.error(tree.line, f"`{name}` is written as `key: text`, one key a line.")
            return FAULTY
        read = {word.value: self.value(hint, value, word.value, key) for word, value in tree}
        return FAULTY if any(value is FAULTY for value in read.values()) else read

    def _scalar(self, hint: Any, tree: Tree, name: str, key: Key | None) -> Any:
        if not isinstance(tree, Text):
            self.report.error(tree.line, _not_a_text(tree, name))
            return FAULTY
        if tree.is_null or not tree.value.strip():
            after = "; what follows `#` is not read, so put it in quotes" if tree.lost_hashtag else ""
            self.report.error(tree.line, f"`{name}` has no text{after}.")
            return FAULTY
        if tree.lost_hashtag or (tree.comment and self.strict_comments):
            self.report.error(
                tree.line,
                f"Everything from `#` on is lost from `{name}`; put the text in quotes, a note on its own line.",
            )
            return FAULTY
        try:
            value = self._read(hint, tree)
        except ValueError as error:
            self.report.error(tree.line, f"`{name}`: {error}")
            return FAULTY
        if key and key.check and isinstance(value, str) and (wrong := key.check(value)):
            self.report.error(tree.line, wrong)
            return FAULTY
        return value

    def _read(self, hint: Any, tree: Text) -> Any:
        if hint is Html or hint is HtmlBlock:
            if self.render is None:
                raise TypeError("this reader has nothing to render Markdown with")
            return self.render(tree, hint is HtmlBlock)
        return scalar(hint, tree.value.strip())


def _class(origin: Any) -> type:
    return origin if isinstance(origin, type) else type(origin)


def _required(schema: Any) -> set[str]:
    return {f.name for f in fields(schema) if f.default is MISSING and f.default_factory is MISSING}


def _not_a_text(tree: Items | Map, name: str) -> str:
    if isinstance(tree, Map) and tree.braces:
        return f"`{name}` begins with a brace; put the whole text in quotes."
    if isinstance(tree, Map) and len(tree.pairs) == 1:
        return f"A colon followed by a space stands inside this text of `{name}`; put the whole text in quotes."
    if isinstance(tree, Map):
        return f"`{name}` is a text, and keys stand here."
    return f"`{name}` is one text, and a list stands here; a text that begins with a square bracket stands in quotes."
