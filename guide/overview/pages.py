"""The finished progress page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from guide.content.library import Lesson
from guide.kernel.words import gettext as _
from guide.overview.log import Log
from guide.progress.standing import Standing
from guide.progress.still_open import in_words


@dataclass(frozen=True)
class OpenLesson:
    """A lesson opened and not done, with what it still offers: "1 reflection, 1 check", or nothing more than itself."""

    lesson: Lesson
    opened_at: datetime
    offers: str


@dataclass(frozen=True)
class GuideProgress:
    """``bar_name`` is what those who hear the page are told of the bar."""

    standing: Standing
    bar_name: str
    open_lessons: tuple[OpenLesson, ...]
    """Empty while the guide is closed: nothing is held up to somebody who has decided."""
    changed: tuple[tuple[Lesson, str], ...]
    """Lessons revised since they were done, and what is different."""

    @classmethod
    def of(cls, standing: Standing, answered: Mapping[tuple[str, str], set[str]], *, several: bool) -> GuideProgress:
        """``answered``: by guide and lesson, the ids of blocks that were answered."""
        title, marks = standing.guide.title, standing.marks
        return cls(
            standing=standing,
            bar_name=_("Progress: %(title)s") % {"title": title} if several else _("Progress"),
            open_lessons=tuple(
                OpenLesson(lesson, opened_at, in_words(lesson, answered.get((lesson.guide_id, lesson.id), set())))
                for lesson in open_lessons(standing)
                if (opened_at := marks[lesson.id].opened_at)
            ),
            changed=tuple((lesson, line) for lesson in standing.guide.lessons if (line := marks[lesson.id].changed)),
        )


def open_lessons(standing: Standing) -> list[Lesson]:
    """Opened and not done, of a guide that is not closed."""
    if standing.decision:
        return []
    marks = standing.marks
    return [each for each in standing.guide.lessons if marks[each.id].opened_at and not marks[each.id].done_at]


@dataclass(frozen=True)
class ProgressPage:
    """The newest part of the log stands under the guides; an earlier part stands alone, and ``guides`` is empty."""

    guides: tuple[GuideProgress, ...]
    log: Log
    is_earlier: bool
    can_state: bool
    """Whether any lesson is done, so that there is something to state."""
