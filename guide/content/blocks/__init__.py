"""One module per kind of block: its schema (a frozen dataclass) and its pure rules."""

from __future__ import annotations

from guide.content.blocks.chat import Chat
from guide.content.blocks.check import Check
from guide.content.blocks.decide import Decide
from guide.content.blocks.post import Post
from guide.content.blocks.reflection import Reflection
from guide.content.blocks.task import Task

__all__ = ["KINDS", "Block", "Chat", "Check", "Decide", "Post", "Reflection", "Task"]

Block = Reflection | Check | Task | Post | Decide | Chat

KINDS: dict[str, type[Block]] = {kind.kind: kind for kind in (Reflection, Check, Task, Post, Decide, Chat)}
"""What may stand behind the three backticks of a fenced block."""
