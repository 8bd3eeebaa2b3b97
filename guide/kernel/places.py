"""Guides, lessons and blocks by their ids, or 404. Former ids lead to their successors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, redirect

from guide.content.blocks import Block
from guide.content.library import Guide, Lesson
from guide.kernel.shelf import shelf


@dataclass(frozen=True)
class Place:
    """Where something is kept: a block of a lesson of a guide, all three in the content now."""

    guide: Guide
    lesson: Lesson
    block: Block

    @property
    def ids(self) -> tuple[str, str, str]:
        return self.guide.id, self.lesson.id, self.block.id

    @property
    def address(self) -> str:
        return f"{self.lesson.address}#{self.block.id}"


def guide_or_404(guide_id: str) -> Guide:
    guide = shelf().library.by_id.get(guide_id)
    if guide is None:
        abort(404)
    return guide


def lesson_or_404(guide_id: str, lesson_id: str) -> tuple[Guide, Lesson]:
    guide = guide_or_404(guide_id)
    lesson = guide.by_id.get(successor(guide, lesson_id)[0])
    if lesson is None:
        abort(404)
    return guide, lesson


def lesson_here_or_elsewhere(guide_id: str, lesson_id: str) -> tuple[Guide, Lesson]:
    """For pages: a former id answers with a permanent redirect to its successor."""
    guide, lesson = lesson_or_404(guide_id, lesson_id)
    if lesson.id != lesson_id:
        abort(redirect(lesson.address, 301))
    return guide, lesson


def place_or_404(guide_id: str, lesson_id: str, block_id: str, *kinds: type[Any]) -> Place:
    """The block, if it is of one of ``kinds``."""
    guide = guide_or_404(guide_id)
    lesson_id, block_id = successor(guide, lesson_id, block_id)
    lesson = guide.by_id.get(lesson_id)
    block = lesson.blocks.get(block_id) if lesson else None
    if lesson is None or not isinstance(block, kinds):
        abort(404)
    return Place(guide, lesson, block)


def successor(guide: Guide, lesson_id: str, block_id: str = "") -> tuple[str, str]:
    """Follow ``moved:`` for a block and for its lesson, over as many moves as there were."""
    for _ in range(len(guide.moved) + 1):
        if to := guide.moved.get(f"{lesson_id}/{block_id}"):
            lesson_id, _slash, block_id = to.partition("/")
        elif to := guide.moved.get(lesson_id):
            lesson_id = to
        else:
            break
    return lesson_id, block_id
