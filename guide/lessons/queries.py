"""The one select behind a lesson page, and the page made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, union_all

from guide.checks.attempts import read as read_attempt
from guide.checks.queries import attempts_part
from guide.content.blocks import PROMPTS
from guide.content.blocks.check import Check, Result
from guide.content.blocks.decide import Decide
from guide.content.blocks.map import Map
from guide.content.blocks.recall import Recall
from guide.content.blocks.reflection import Reflection
from guide.content.library import Guide, Lesson
from guide.kernel.db import db
from guide.kernel.kept import Kept
from guide.lessons.pages import KeptEntry, LessonPage
from guide.lessons.reckoning import reckoning
from guide.lessons.warm_up import Answers, WarmUp
from guide.maps.kept import kept_maps
from guide.progress.decision import Decision
from guide.progress.queries import closing_part, records_part, standing_from
from guide.progress.standing import Standing
from guide.progress.still_open import in_words
from guide.streams.kept import kept_posts, lessons_with
from guide.tasks.queries import ticks_part
from guide.writing.models import is_taken_up
from guide.writing.queries import entries_part, stood_then_part, submitted_part
from guide.writing.saving import state_label


@cache
def _statement(*, with_earlier: bool, with_recall: bool) -> CompoundSelect[Any]:
    parts = [entries_part(), attempts_part(every_lesson=with_recall), ticks_part(), records_part(), closing_part()]
    if with_earlier:
        parts += [submitted_part(), stood_then_part()]
    return union_all(*parts)


def rows_of_lesson(learner_id: int, guide: Guide, lesson: Lesson) -> list[Kept]:
    """All that this learner left in the lesson, and in the guide's progress: one select."""
    revisits = list(revisits_in(lesson))
    earlier = {earlier_lesson for _lesson, _block, earlier_lesson, _earlier_block in revisits}
    values = {
        "learner": learner_id,
        "guide": guide.id,
        "lesson": lesson.id,
        "lessons": sorted({lesson.id, *earlier, *lessons_with(guide, lesson)}),
        **({"revisits": revisits} if revisits else {}),
    }
    statement = _statement(with_earlier=bool(earlier), with_recall=bool(_recalls(lesson)))
    return [Kept(*row) for row in db.session.connection().execute(statement, values)]


def lesson_page(
    guide: Guide,
    lesson: Lesson,
    learner_id: int | None,
    time_zone: str | None = None,
    *,
    answered: Mapping[str, Result] | None = None,
    recalled: Answers | None = None,
) -> LessonPage:
    """The lesson as this learner sees it, or as every guest does. ``answered`` holds a guest's answer just given;
    ``recalled`` what is being answered in a warm-up."""
    rows: Sequence[Kept] = rows_of_lesson(learner_id, guide, lesson) if learner_id is not None else ()
    standing = standing_from(guide, rows)
    left = left_in(lesson, rows, time_zone)
    results = {**left.results, **(answered or {})}
    at = guide.lessons.index(lesson)
    return LessonPage(
        guide=guide,
        module=guide.module_of[lesson.id],
        lesson=lesson,
        signed_in=learner_id is not None,
        standing=standing,
        mark=standing.marks[lesson.id],
        previous=guide.lessons[at - 1] if at else None,
        next=guide.lessons[at + 1] if at + 1 < len(guide.lessons) else None,
        entries=left.entries,
        earlier=earlier_entries(lesson, rows, time_zone),
        results=results,
        ticks=left.ticks,
        kept_posts=kept_posts(guide, lesson, rows),
        maps=kept_maps(lesson, rows),
        still_open=still_open(lesson, left.entries, results, left.ticks),
        reckoning=() if learner_id is None else reckoning(lesson, left.entries, results.keys(), left.ticks, time_zone),
        warm_ups=_warm_ups(lesson, standing, rows, recalled or {}, is_guest=learner_id is None),
    )


def _recalls(lesson: Lesson) -> list[Recall]:
    return [block for block in lesson.blocks.values() if isinstance(block, Recall)]


def _warm_ups(
    lesson: Lesson, standing: Standing, rows: Sequence[Kept], answers: Answers, *, is_guest: bool
) -> dict[str, WarmUp]:
    """Those that differ from what everybody is shown."""
    found = {
        recall.id: WarmUp.by_author(standing.guide, lesson, recall, answers)
        if is_guest
        else WarmUp.of(lesson, recall, standing, rows, answers)
        for recall in _recalls(lesson)
    }
    return {block_id: warm_up for block_id, warm_up in found.items() if warm_up.is_own or warm_up.answered}


class Left(NamedTuple):
    """What a learner left in the blocks of one lesson, by block id."""

    entries: Mapping[str, KeptEntry]
    results: Mapping[str, Result]
    ticks: Mapping[str, datetime]


def left_in(lesson: Lesson, rows: Iterable[Kept], time_zone: str | None) -> Left:
    """Of a decision's entry the text is the reason given."""
    here = [row for row in rows if row.lesson == lesson.id and row.block]
    entries = {str(row.block): kept_entry(row, time_zone) for row in here if row.what == "entry"}
    for block_id, entry in entries.items():
        if isinstance(lesson.blocks.get(block_id), Decide):
            entries[block_id] = replace(entry, body=Decision.from_body(entry.body).reason)
    ticks = {str(row.block): row.at for row in here if row.what == "tick" and row.at}
    return Left(entries, _results(lesson, here), ticks)


def kept_entry(row: Kept, time_zone: str | None) -> KeptEntry:
    """An entry's row, or a submitted revision's, as the page shows it."""
    assert row.at is not None
    is_submitted_text = row.what in {"submitted", "then"}
    taken_up = is_taken_up(row.text or "", row.third_at, row.at, row.second_at, row.fourth_at)
    return KeptEntry(
        lesson=str(row.lesson),
        block=str(row.block),
        body=row.text or "",
        version=row.number or 0,
        state=state_label(row.at, None if taken_up else row.third_at, time_zone),
        saved_at=row.at,
        submitted_at=row.at if is_submitted_text else row.second_at,
        changed_since=row.second_at is not None and row.at > row.second_at,
        set_aside_at=row.third_at,
        set_aside_why=row.note if row.what == "entry" else None,
        taken_up=taken_up,
    )


def _revisits(lesson: Lesson) -> Mapping[str, str]:
    """By block id: the ``LESSON/BLOCK`` whose entry stands beside it."""
    return {
        block.id: block.revisits
        for block in lesson.blocks.values()
        if isinstance(block, Reflection | Map) and block.revisits
    }


def revisits_in(lesson: Lesson) -> Iterator[tuple[str, str, str, str]]:
    """Its id, a block's, and those of the lesson and block to which this one comes back."""
    for block_id, reference in _revisits(lesson).items():
        earlier_lesson, _slash, earlier_block = reference.partition("/")
        yield lesson.id, block_id, earlier_lesson, earlier_block


def earlier_entries(lesson: Lesson, rows: Iterable[Kept], time_zone: str | None) -> dict[str, KeptEntry]:
    """The earlier entry of each block that revisits one: the text that stood submitted when the block was; the last
    submitted, while it is not; else the draft. One emptied since is gone.
    """
    written = {(row.lesson, row.block): row for row in rows if row.what == "entry" and (row.text or "").strip()}
    submitted = {(row.lesson, row.block): row for row in rows if row.what == "submitted"}
    stood_then = {(row.note, row.lesson, row.block): row for row in rows if row.what == "then"}
    found = {}
    for lesson_id, block_id, *earlier in revisits_in(lesson):
        place = (earlier[0], earlier[1])
        if place in written:
            row = stood_then.get((f"{lesson_id}/{block_id}", *place)) or submitted.get(place) or written[place]
            found[block_id] = kept_entry(row, time_zone)
    return found


def _results(lesson: Lesson, rows: Iterable[Kept]) -> dict[str, Result]:
    results = {}
    for row in rows:
        block = lesson.blocks.get(str(row.block))
        if row.what == "attempt" and isinstance(block, Check):
            result = read_attempt(block, row.text or "")
            if result is not None:
                results[block.id] = result
    return results


def still_open(
    lesson: Lesson, entries: Mapping[str, KeptEntry], results: Mapping[str, Result], ticks: Mapping[str, Any]
) -> str:
    """What the lesson still offers, in words: "1 reflection, 1 check". Set aside counts as answered."""
    written = {
        entry.block
        for entry in entries.values()
        if isinstance(lesson.blocks.get(entry.block), PROMPTS) and (entry.submitted_at or entry.stands_aside)
    }
    return in_words(lesson, {*written, *results, *ticks})
