"""What a lesson still offers, in words. It informs; it never locks, and a lesson done is not asked about again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from guide.content.library import Lesson
from guide.kernel.words import gettext as _
from guide.kernel.words import ngettext


def in_words(lesson: Lesson, answered: Collection[str]) -> str:
    """ "1 reflection, 1 check", or empty. ``answered``: ids of prompts submitted or set aside, checks answered, tasks ticked."""
    left = [block for block in lesson.blocks.values() if block.id not in answered]
    counts = Counter(block.kind for block in left)
    words = [
        ("reflection", ngettext("%(num)s reflection", "%(num)s reflections", counts["reflection"])),
        ("check", ngettext("%(num)s check", "%(num)s checks", counts["check"])),
        ("task", ngettext("%(num)s task", "%(num)s tasks", counts["task"])),
        ("plan", ngettext("%(num)s plan", "%(num)s plans", counts["plan"])),
        ("compose", ngettext("%(num)s post to draft", "%(num)s posts to draft", counts["compose"])),
        ("chat", ngettext("%(num)s chat", "%(num)s chats", counts["chat"])),
    ]
    return _(", ").join(text % {"num": counts[kind]} for kind, text in words if counts[kind])
