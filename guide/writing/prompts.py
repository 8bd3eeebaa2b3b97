"""What a block asks its reader to write, as plain text."""

from __future__ import annotations

from markupsafe import Markup

from guide.content.blocks import Block
from guide.content.blocks.chat import Chat
from guide.content.blocks.compose import Compose
from guide.content.blocks.decide import Decide
from guide.content.blocks.map import Map
from guide.content.blocks.plan import Plan
from guide.content.blocks.reflection import Reflection
from guide.content.blocks.stream import Stream
from guide.content.blocks.task import Task
from guide.content.text import Html
from guide.kernel.words import gettext as _


def prompt_of(block: Block | None) -> str | None:
    """None for a block that asks for nothing, and for one that the guide no longer has."""
    if isinstance(block, (Reflection, Chat)):
        return Markup(block.prompt).striptags()
    if isinstance(block, Task):
        return Markup(block.evidence).striptags() if block.evidence else block.title
    if isinstance(block, Plan | Compose):
        return block.title
    if isinstance(block, Stream):
        return _("Posts you kept: %(title)s") % {"title": block.title}
    if isinstance(block, Map):
        return _("Your map: %(title)s") % {"title": block.title}
    return _("Your decision") if isinstance(block, Decide) else None


def steps_of(block: Block | None) -> tuple[Html, ...]:
    """What it asks step by step, above the field."""
    if isinstance(block, Plan):
        return block.questions
    return block.steps if isinstance(block, Reflection | Task) else ()
