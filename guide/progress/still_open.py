"""What a lesson still offers, in words. It informs; it never locks, and a lesson done is not asked about again."""

from __future__ import annotations

from collections.abc import Collection

from guide.content.blocks.chat import Chat
from guide.content.blocks.check import Check
from guide.content.blocks.reflection import Reflection
from guide.content.blocks.task import Task
from guide.content.library import Lesson
from guide.kernel.words import gettext as _
from guide.kernel.words import ngettext


def in_words(lesson: Lesson, answered: Collection[str]) -> str:
    """ "1 reflection, 1 check", or empty. ``answered``: ids of prompts submitted or set aside, checks answered, tasks ticked."""
    left = [block for block in lesson.blocks.values() if block.id not in answered]
    kinds = (Reflection, Check, Task, Chat)
    reflections, checks, tasks, chats = (sum(isinstance(block, kind) for block in left) for kind in kinds)
    words = [
        (reflections, ngettext("%(num)s reflection", "%(num)s reflections", reflections)),
        (checks, ngettext("%(num)s check", "%(num)s checks", checks)),
        (tasks, ngettext("%(num)s task", "%(num)s tasks", tasks)),
        (chats, ngettext("%(num)s chat", "%(num)s chats", chats)),
    ]
    return _(", ").join(text % {"num": count} for count, text in words if count)
