"""YAML as a small tree of texts, lists and maps that know their lines.

YAML 1.2, but a scalar is always the text that was written: what it means is for the schema to say, so ``on``, ``no`` and
``14:02`` stay what they look like. Aliases, anchors and tags are refused; so are duplicate keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from guide.content.problems import Report
from guide.content.yaml_faults import explain, leading_sign


@dataclass(frozen=True)
class Text:
    """A scalar. ``raw`` are the source lines it stands on, from ``line``; ``plain`` means neither quoted nor a block."""

    value: str
    line: int
    raw: str = ""
    plain: bool = True
    comment: str = ""
    """What follows the text on its line, from ``#``: lost, and seldom on purpose."""

    @property
    def is_null(self) -> bool:
        return self.plain and self.value in ("", "~", "null")

    @property
    def lost_hashtag(self) -> bool:
        """Whether what YAML takes for a comment was meant as text."""
        return bool(self.comment[1:2].strip())


@dataclass(frozen=True)
class Items:
    items: tuple[Tree, ...]
    line: int


@dataclass(frozen=True)
class Map:
    """Pairs in the order of the file. ``braces``: written as ``{…}``."""

    pairs: tuple[tuple[Text, Tree], ...]
    line: int
    braces: bool = False

    def get(self, key: str) -> Tree | None:
        return next((value for name, value in self.pairs if name.value == key), None)

    def text(self, key: str) -> str | None:
        """The value of a key where it is a text and is not null."""
        value = self.get(key)
        return value.value if isinstance(value, Text) and not value.is_null else None

    def __iter__(self) -> Iterator[tuple[Text, Tree]]:
        return iter(self.pairs)


Tree = Text | Items | Map


def read_yaml(text: str, first_line: int, report: Report) -> Tree | None:
    """The tree of a YAML document that begins at ``first_line`` of its file; None where it was told as a problem.

    An empty document is an empty map.
    """
    tree, faults = _read(text, first_line)
    for line, message in faults:
        report.error(line, message)
    return tree


@lru_cache(maxsize=4096)
def _read(text: str, first_line: int) -> tuple[Tree | None, tuple[tuple[int, str], ...]]:
    """Kept by text: in development one lesson changes and all others are read again."""
    lines = text.split("\n")
    try:
        node = YAML(typ="safe", pure=True).compose(text)
        if node is None:
            return Map((), first_line), ()
        planter = _Planter(lines, first_line)
        tree = planter.plant(node)
        return (None if planter.faults else tree), tuple(planter.faults)
    except MarkedYAMLError as error:
        line, message = explain(error, lines)
        return None, ((first_line + line, message),)
    except RecursionError:
        return None, ((first_line, "This is nested too deeply to be read."),)
    except (YAMLError, ValueError) as error:
        return None, ((first_line, f"This is not valid YAML ({str(error).splitlines()[0]})."),)


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style is None and not node.value and not node.anchor


class _Planter:
    def __init__(self, lines: list[str], first_line: int) -> None:
        self.lines, self.first = lines, first_line
        self.faults: list[tuple[int, str]] = []

    def plant(self, node: Node) -> Tree:
        line = self.first + node.start_mark.line
        if node.anchor or not str(node.tag).startswith("tag:yaml.org,2002:"):
            sign = leading_sign(self.lines[node.start_mark.line]) or "&"
            self.faults.append((line, f"A text that begins with `{sign}` must stand in quotes."))
        if isinstance(node, SequenceNode):
            return Items(tuple(self.plant(child) for child in node.value), line)
        if isinstance(node, MappingNode):
            return Map(tuple(self._pairs(node)), line, braces=bool(node.flow_style))
        return self._text(node)

    def _pairs(self, node: MappingNode) -> Iterator[tuple[Text, Tree]]:
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                line = self.first + key_node.start_mark.line
                braces = "`{{`" if self.lines[key_node.start_mark.line].count("{{") else "a list or a map"
                self.faults.append((line, f"{braces} cannot stand here; put the whole text in quotes."))
                continue
            key = self._text(key_node)
            if key.value in seen:
                self.faults.append(
                    (
                        key.line,
                        f"The key `{key.value}` stands here a second time; the first is in line {seen[key.value]}.",
                    )
                )
            seen.setdefault(key.value, key.line)
            yield key, self._nothing(key_node) if _is_nothing(value_node) else self.plant(value_node)

    def _nothing(self, key: ScalarNode) -> Text:
        """A value that was not written; YAML would place it on the next line."""
        number = key.end_mark.line
        rest = self.lines[number][key.end_mark.column :].lstrip(" :")
        return Text("", self.first + number, self.lines[number], comment=rest if rest.startswith("#") else "")

    def _text(self, node: Node) -> Text:
        start, end = node.start_mark, node.end_mark
        plain = getattr(node, "style", None) is None
        last = min(end.line, len(self.lines) - 1)
        rest = self.lines[last][end.column :].strip() if plain else ""
        raw = "\n".join(self.lines[start.line : last + 1])
        comment = rest if rest.startswith("#") else ""
        return Text(str(node.value), self.first + start.line, raw, plain, comment)
