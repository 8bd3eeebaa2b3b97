"""A warm-up as one person sees it: checks of other lessons, asked again on this page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from guide.checks.attempts import read as read_attempt
from guide.content.blocks.check import Check, Result
from guide.content.blocks.recall import Met, Recall
from guide.content.library import Guide, Lesson
from guide.kernel.clock import now
from guide.kernel.kept import Kept
from guide.kernel.places import Place
from guide.progress.standing import Standing

Answers = Mapping[str, Result | None]
"""What is being answered on this page, by ``LESSON/BLOCK``: judged just now, or None where the answer kept last is shown."""


@dataclass(frozen=True)
class Asked:
    """One question of it. ``check`` has an id of its own on this page; it is answered at its own ``address``."""

    place: str
    lesson: Lesson
    check: Check
    address: str
    origin: str
    """``LESSON/BLOCK`` of the warm-up, to which the answer comes back."""
    result: Result | None


@dataclass(frozen=True)
class WarmUp:
    asked: tuple[Asked, ...]
    is_own: bool
    """Whether it was chosen for this learner."""

    @property
    def answered(self) -> tuple[str, ...]:
        return tuple(each.place for each in self.asked if each.result)

    @classmethod
    def by_author(cls, guide: Guide, lesson: Lesson, recall: Recall, answers: Answers) -> WarmUp:
        """For guests: what they have just answered is shown, and nothing else is known of them."""
        results = {place: result for place, result in answers.items() if result}
        return cls(tuple(_asked(guide, lesson, recall, recall.checks, results)), False)

    @classmethod
    def of(cls, lesson: Lesson, recall: Recall, standing: Standing, rows: Iterable[Kept], answers: Answers) -> WarmUp:
        """For a learner. ``rows`` hold the last attempt at each check of the guide."""
        guide = standing.guide
        attempts = {f"{row.lesson}/{row.block}": row for row in rows if row.what == "attempt"}
        met = tuple(_met(lesson, recall, standing, attempts))
        results: dict[str, Result] = {}
        for place, judged in answers.items():
            check = check_at(guide, place)
            if check and (result := judged or (place in attempts and read_attempt(check, attempts[place].text or ""))):
                results[place] = result
        return cls(tuple(_asked(guide, lesson, recall, recall.choose(met, now(), results), results)), bool(met))


def check_at(guide: Guide, place: str) -> Check | None:
    lesson_id, _slash, block_id = place.partition("/")
    lesson = guide.by_id.get(lesson_id)
    block = lesson.blocks.get(block_id) if lesson else None
    return block if isinstance(block, Check) else None


def recall_at(check: Place, named: str) -> tuple[Lesson, Recall] | None:
    """The warm-up at ``LESSON/BLOCK`` that may have asked this check; None for whatever else a form may say."""
    lesson_id, _slash, block_id = named.partition("/")
    lesson = check.guide.by_id.get(lesson_id)
    block = lesson.blocks.get(block_id) if lesson else None
    if lesson is None or not isinstance(block, Recall) or lesson.id == check.lesson.id:
        return None
    is_drawn = not block.lessons or check.lesson.id in block.lessons
    return (lesson, block) if is_drawn or f"{check.lesson.id}/{check.block.id}" in block.checks else None


def _met(lesson: Lesson, recall: Recall, standing: Standing, attempts: Mapping[str, Kept]) -> Iterator[Met]:
    """The checks of lessons that are done, in the order of the guide."""
    for other in standing.guide.lessons:
        done_at = standing.marks[other.id].done_at
        if done_at is None or other.id == lesson.id or (recall.lessons and other.id not in recall.lessons):
            continue
        for block in other.blocks.values():
            if isinstance(block, Check):
                place = f"{other.id}/{block.id}"
                attempt = attempts.get(place)
                seen = attempt.at if attempt and attempt.at else done_at
                yield Met(place, seen, attempt is not None and attempt.number == 0, attempt is not None)


def _asked(
    guide: Guide, lesson: Lesson, recall: Recall, places: Iterable[str], results: Mapping[str, Result]
) -> Iterator[Asked]:
    for place in places:
        check = check_at(guide, place)
        if check is None:
            continue
        home = guide.by_id[place.partition("/")[0]]
        own = replace(check, id=f"{recall.id}--{home.id}--{check.id}")
        address = f"{home.address}/checks/{check.id}"
        yield Asked(place, home, own, address, f"{lesson.id}/{recall.id}", results.get(place))
