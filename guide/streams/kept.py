"""The posts that a learner kept from a practice stream, in this lesson and in those before it that show the same stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guide.content.blocks.stream import Stream
from guide.content.library import Guide, Lesson
from guide.content.practice_stream import Person, StreamPost
from guide.kernel.kept import Kept
from guide.streams.notes import Notes


@dataclass(frozen=True)
class KeptPost:
    """``lesson`` is where it was kept. ``address`` shows the post among the others."""

    post: StreamPost
    words: str
    person: Person
    note: str
    lesson: Lesson
    is_here: bool
    address: str


def address_of(lesson: Lesson, block: Stream) -> str:
    """Of the page that shows all of the block."""
    return f"{lesson.address}/streams/{block.id}"


def lessons_with(guide: Guide, lesson: Lesson) -> set[str]:
    """Ids of the lessons, up to this one, that show a stream which this one shows."""
    wanted = {block.stream for block in lesson.blocks.values() if isinstance(block, Stream)}
    return {earlier.id for earlier, block in _shown_until(guide, lesson) if block.stream in wanted}


def kept_posts(guide: Guide, lesson: Lesson, rows: Iterable[Kept]) -> dict[str, tuple[KeptPost, ...]]:
    """By the id of the lesson's block; a block without any is not in it. ``rows`` hold the entries of ``lessons_with``."""
    bodies = {(row.lesson, row.block): row.text or "" for row in rows if row.what == "entry"}
    found: dict[str, tuple[KeptPost, ...]] = {}
    for block in lesson.blocks.values():
        if isinstance(block, Stream):
            posts = tuple(
                post
                for earlier, other in shown_with(guide, lesson, block)
                for post in _kept_in(guide, earlier, other, bodies, is_here=(earlier, other) == (lesson, block))
            )
            if posts:
                found[block.id] = posts
    return found


def shown_with(guide: Guide, lesson: Lesson, block: Stream) -> tuple[tuple[Lesson, Stream], ...]:
    """Where the stream of this block is shown, up to this lesson and with it."""
    return tuple(each for each in _shown_until(guide, lesson) if each[1].stream == block.stream)


def _shown_until(guide: Guide, lesson: Lesson) -> Iterable[tuple[Lesson, Stream]]:
    for earlier in guide.lessons[: guide.lessons.index(lesson) + 1]:
        for block in earlier.blocks.values():
            if isinstance(block, Stream):
                yield earlier, block


def _kept_in(
    guide: Guide, lesson: Lesson, block: Stream, bodies: Mapping[tuple[str | None, str | None], str], *, is_here: bool
) -> Iterable[KeptPost]:
    stream = guide.streams[block.stream]
    for post_id, note in Notes.from_body(bodies.get((lesson.id, block.id), "")).by_post.items():
        post = stream.by_id.get(post_id)
        if post is not None:
            words = post.text or stream.by_id[post.repost_of or ""].text
            address = f"{address_of(lesson, block)}#{post.id}"
            yield KeptPost(post, words, stream.by_handle[post.author], note, lesson, is_here, address)
