"""The posts that a learner keeps, each with a note, as one entry: JSON of the notes by post id, in the order of the stream."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from guide.content.blocks.stream import Stream
from guide.content.library import Guide
from guide.content.practice_stream import PracticeStream
from guide.kernel.plain_text import LARGEST, Unreadable, clean, printable
from guide.kernel.refusals import Refusal
from guide.kernel.words import gettext as _
from guide.kernel.words import ngettext

LONGEST_NOTE = 500


@dataclass(frozen=True)
class Notes:
    """By post id. A post that the stream no longer has keeps its note."""

    by_post: Mapping[str, str]

    @classmethod
    def from_body(cls, body: str) -> Self:
        """Read what was kept, by a browser perhaps; what cannot be read is a note of its own, under no post, so that nothing is
        lost."""
        if not body.strip():
            return cls({})
        try:
            return cls({printable(str(post)): printable(str(note)) for post, note in json.loads(body).items()})
        except (ValueError, AttributeError, RecursionError):
            return cls({"": body})

    def with_note(self, post_id: str, note: str, stream: PracticeStream) -> Self:
        """``note`` in the place of what was there; an empty one takes the post out."""
        notes = {**self.by_post, post_id: note}
        order = {post.id: at for at, post in enumerate(stream.posts)}
        return type(self)(
            {post: notes[post] for post in sorted(notes, key=lambda post: order.get(post, -1)) if notes[post]}
        )

    def to_body(self) -> str:
        """:raises Refusal: 422, all notes together are too long."""
        body = json.dumps(self.by_post, ensure_ascii=False) if self.by_post else ""
        if len(body) > LARGEST:
            raise _too_long(len(body) - LARGEST, _("All notes together are too long."))
        return body


def note_from(text: str) -> str:
    """What somebody wrote, as it is kept.

    :raises Refusal: 422, where there is nothing, too much, or what cannot be kept.
    """
    try:
        note = clean(text).strip()
    except Unreadable as problem:
        raise Refusal(422, reason="unreadable", happened=str(problem)) from None
    if not note:
        raise Refusal(
            422,
            reason="no-note",
            happened=_("A post is kept with a note. Write a few words on why."),
            kept=_("Nothing was changed. Go back and write them."),
        )
    if len(note) > LONGEST_NOTE:
        raise _too_long(len(note) - LONGEST_NOTE, _("A note on a post is short."))
    return note


def kept_posts_in_words(body: str, guide: Guide | None, lesson_id: str, block_id: str) -> str:
    """Each post with its note, to be read: who, when, the words, the note. Of what the guide no longer has, the note alone."""
    lesson = guide.by_id.get(lesson_id) if guide else None
    block = lesson.blocks.get(block_id) if lesson else None
    stream = guide.streams.get(block.stream) if guide and isinstance(block, Stream) else None
    return "\n\n".join(
        "\n".join((*_said(stream, post_id), note)) for post_id, note in Notes.from_body(body).by_post.items()
    )


def _said(stream: PracticeStream | None, post_id: str) -> tuple[str, ...]:
    post = stream.by_id.get(post_id) if stream else None
    if stream is None or post is None:
        return ()
    words = post.text or stream.by_id[post.repost_of or ""].text
    return (f"{stream.by_handle[post.author].name}, {post.time}", f"“{words}”")


def _too_long(over: int, happened: str) -> Refusal:
    told = ngettext("%(over)s character too many.", "%(over)s characters too many.", over) % {"over": over}
    return Refusal(
        422,
        reason="too-long",
        happened=f"{happened} {told}",
        kept=_("Nothing was changed. Go back, and your text is still in its field."),
        limit=LONGEST_NOTE,
        over=over,
    )
