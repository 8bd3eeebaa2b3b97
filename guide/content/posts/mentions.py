"""Mentions: ``@name``, with a list of theirs (X) or with their server (Mastodon); and whom a post replies to."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from guide.content.posts.entities import Entity
from guide.content.posts.rules import pattern

SIGN = pattern("mentionSign")
NAME = pattern("mention")
LIST = pattern("list")
NOT_BEFORE = pattern("noMentionAfter")
NOT_BEFORE_RT = pattern("noRtAfter")
NOT_AFTER = pattern("noMentionBefore")
SPACES = pattern("spaces")

NOT_BEFORE_REMOTE = pattern("noServerMentionAfter")
REMOTE_NAME = pattern("remoteName")
REMOTE_SERVER = pattern("remoteServer")


def find_mentions(text: str, kind: str = "x") -> list[Entity]:
    """Mentions in a text; ``kind``: ``x`` or ``mastodon``."""
    return list(_mentions_with_server(text) if kind == "mastodon" else _mentions(text))


def reply_to(text: str) -> Entity | None:
    """The mention that a text begins with: X shows such a post to those only who follow both."""
    spaces = SPACES.match(text)
    start = spaces.end() if spaces else 0
    name = NAME.match(text, start)
    if name is None or NOT_AFTER.match(text, name.end()):
        return None
    return Entity("mention", start, name.end(), name[1])


def _mentions(text: str) -> Iterator[Entity]:
    done = 0
    for sign in SIGN.finditer(text):
        start = sign.start()
        name = NAME.match(text, start)
        if name is None or start < done or not _may_begin(text, start, done):
            continue
        listed = LIST.match(text, name.end())
        done = listed.end() if listed else name.end()
        if not NOT_AFTER.match(text, done):
            yield Entity("mention", start, done, name[1], listed[0] if listed else "")


def _may_begin(text: str, at: int, done: int) -> bool:
    """Whether a mention may stand here: after nothing, after what is no part of a word and no sign, or after the word RT."""
    if at == 0 or (at > done and not NOT_BEFORE.match(text, at - 1)):
        return True
    if at < 2 or text[at - 2 : at].lower() != "rt":
        return False
    return at == 2 or (at - 2 > done and not NOT_BEFORE_RT.match(text, at - 3))


def _mentions_with_server(text: str) -> Iterator[Entity]:
    done = 0
    for sign in regex.finditer("@", text):
        start = sign.start()
        if start < done or (start and NOT_BEFORE_REMOTE.match(text, start - 1)):
            continue
        done = _name_end(REMOTE_NAME, text, start + 1)
        if done == start + 1:
            continue
        name = text[start + 1 : done]
        if text.startswith("@", done):
            server_end = _name_end(REMOTE_SERVER, text, done + 1)
            done = server_end if server_end > done + 1 else done
        yield Entity("mention", start, done, name, text[start + 1 + len(name) : done])


def _name_end(characters: regex.Pattern[str], text: str, at: int) -> int:
    """The end of a name that may hold dots and hyphens, but neither begins nor ends with them; the place itself: none begins."""
    run = characters.match(text, at)
    return at + len(run[0].rstrip(".-")) if run and run[0][0] not in ".-" else at
