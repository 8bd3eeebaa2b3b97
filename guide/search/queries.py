"""One question put to the guides and, for a learner, to their own writing."""

from __future__ import annotations

from urllib.parse import urlencode

from guide.content.library import Library
from guide.kernel.folding import asked_words
from guide.kernel.plain_text import printable
from guide.kernel.shelf import shelf
from guide.kernel.words import gettext as _
from guide.search.catalogue import Card, catalogue, numbers_in
from guide.search.extracts import Bit, extract, with_marks
from guide.search.pages import Group, Hit, SearchPage
from guide.writing.finding import Found, found_entries
from guide.writing.prompts import prompt_of

MOST_SHOWN = 20
"""Of each kind."""
GROUPS = {"lesson": _("Lessons"), "term": _("Glossary"), "guide": _("Guides and modules")}


def search_page(asked: str, learner_id: int | None) -> SearchPage:
    """At most one select; none for a guest. Any text may be asked."""
    asked = printable(asked).strip()
    words = asked_words(asked)
    if not words:
        return SearchPage(asked, has_words=False)
    groups = shelf_groups(words, numbers_in(asked))
    if learner_id is not None:
        groups.append(own_group(learner_id, asked, words))
    return SearchPage(asked, has_words=True, groups=tuple(group for group in groups if group.hits))


def shelf_groups(words: list[str], numbers: frozenset[str]) -> list[Group]:
    found = catalogue().cards_with(words, numbers)
    several = len(shelf().library.guides) > 1
    groups = []
    for kind, title in GROUPS.items():
        cards = [card for card in found if card.kind == kind]
        hits = tuple(hit_of_card(card, words, several=several) for card in cards[:MOST_SHOWN])
        groups.append(Group(f"{kind}s", title, hits, len(cards) - len(hits)))
    return groups


def hit_of_card(card: Card, words: list[str], *, several: bool) -> Hit:
    best = card.best(words)
    context = ((card.guide.title,) if several else ()) + ((best.heading,) if best.heading else ())
    return Hit(
        address=f"{card.address}#{best.anchor}" if best.anchor else card.address,
        title=with_marks(card.title, words),
        context=context,
        extract=extract(card.said_in(best), words),
        language=card.guide.language,
    )


def own_group(learner_id: int, asked: str, words: list[str]) -> Group:
    found = found_entries(learner_id, asked, MOST_SHOWN)
    hits = tuple(hit_of_entry(entry, words, shelf().library) for entry in found.entries)
    journal = f"/journal?{urlencode({'q': asked})}"
    return Group("mine", _("Your writing"), hits, found.total - len(hits), is_mine=True, all_address=journal)


def hit_of_entry(entry: Found, words: list[str], library: Library) -> Hit:
    """Its prompt and lesson, where the guide still has them."""
    guide = library.by_id.get(entry.guide)
    lesson = guide.by_id.get(entry.lesson) if guide else None
    block = lesson.blocks.get(entry.block) if lesson else None
    title = f"{lesson.number} {lesson.title}" if lesson else _("%(id)s (no longer in the guide)") % {"id": entry.lesson}
    asked_there = prompt_of(block)
    context = ((guide.title,) if guide and len(library.guides) > 1 else ()) + ((asked_there,) if asked_there else ())
    return Hit(
        address=f"/journal/{entry.guide}/{entry.lesson}/{entry.block}",
        title=(Bit(title),),
        context=context,
        extract=extract(entry.text, words),
    )
