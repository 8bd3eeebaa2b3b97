"""One module per kind of block: its schema (a frozen dataclass) and its pure rules."""

from __future__ import annotations

from guide.content.blocks.chat import Chat
from guide.content.blocks.check import Check
from guide.content.blocks.compose import Compose
from guide.content.blocks.decide import Decide
from guide.content.blocks.map import Map
from guide.content.blocks.plan import Plan
from guide.content.blocks.post import Post
from guide.content.blocks.recall import Recall
from guide.content.blocks.reflection import Reflection
from guide.content.blocks.stream import Stream
from guide.content.blocks.task import Task

__all__ = [
    "KEPT",
    "KINDS",
    "PROMPTS",
    "WRITTEN",
    "Block",
    "Chat",
    "Check",
    "Compose",
    "Decide",
    "Map",
    "Plan",
    "Post",
    "Recall",
    "Reflection",
    "Stream",
    "Task",
]

Block = Reflection | Check | Task | Post | Stream | Chat | Plan | Compose | Decide | Recall | Map

KINDS: dict[str, type[Block]] = {
    kind.kind: kind for kind in (Reflection, Check, Task, Post, Stream, Chat, Plan, Compose, Decide, Recall, Map)
}
"""What may stand behind the three backticks of a fenced block."""

PROMPTS = (Reflection, Plan, Compose, Chat)
"""Kinds that ask for words, and are answered once these are submitted, or the prompt set aside."""

WRITTEN = (*PROMPTS, Task)
"""Kinds with a field of words that is saved by itself."""

KEPT = (Stream, Map)
"""Kinds in which something other than a text is kept, with every change; nothing of them is ever submitted."""
