"""Every page that may be found, for search engines: nothing private, nothing made for printing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape

from guide.content.library import Guide, Library

PAGES = ("/about", "/privacy", "/accessibility")
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True)
class Listed:
    """``changed`` is the day of its last change in substance, where that is known."""

    address: str
    changed: date | None = None


def listed(library: Library) -> Iterator[Listed]:
    """The first page of a library with one guide is that guide's cover, and stands here once, as the cover."""
    if len(library.guides) != 1:
        yield Listed("/")
    for guide in library:
        yield from _pages(guide)
    yield from map(Listed, PAGES)


def _pages(guide: Guide) -> Iterator[Listed]:
    lessons = [Listed(lesson.address, lesson.revised or lesson.added) for lesson in guide.lessons]
    yield Listed(guide.address, max(lesson.changed for lesson in lessons if lesson.changed))
    yield from lessons
    yield Listed(f"{guide.address}glossary")
    yield Listed(f"{guide.address}sources")


def printed(library: Library, base_url: str) -> str:
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<urlset xmlns="{NAMESPACE}">',
            *(_url(page, base_url) for page in listed(library)),
            "</urlset>\n",
        )
    )


def _url(page: Listed, base_url: str) -> str:
    changed = f"<lastmod>{page.changed.isoformat()}</lastmod>" if page.changed else ""
    return f"<url><loc>{escape(base_url + page.address)}</loc>{changed}</url>"
