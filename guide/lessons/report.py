"""The letter that reports a mistake or an outdated fact, begun so that it says where."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from guide.content.library import Guide, Lesson
from guide.kernel.words import gettext as _

UNQUOTED = "!'()*"
"""As ``encodeURIComponent`` in the browser has it, since a script completes the letter."""


@dataclass(frozen=True)
class Report:
    """``passage`` is the line to be completed with what it is about; a script looks for it in the address."""

    mailto: str
    passage: str

    @classmethod
    def of_lesson(cls, contact: str | None, guide: Guide, lesson: Lesson, canonical: str) -> Report | None:
        """None where the site names nobody to write to."""
        where = f"{lesson.number} {lesson.title} ({lesson.id})"
        return cls._letter(
            contact,
            _("A mistake in lesson") + f" {lesson.number} ({lesson.id})",
            [_("Guide:") + f" {guide.title}", _("Lesson:") + f" {where}", _("Address:") + f" {canonical}"],
            _("Paragraph (its first words):"),
        )

    @classmethod
    def of_page(cls, contact: str | None, guide: Guide, page: str, canonical: str) -> Report | None:
        """For the glossary and the sources."""
        return cls._letter(
            contact,
            _("A mistake in") + f" {guide.title}: {page}",
            [_("Guide:") + f" {guide.title}", _("Page:") + f" {page}", _("Address:") + f" {canonical}"],
            _("Entry (its first words):"),
        )

    @classmethod
    def _letter(cls, contact: str | None, subject: str, where: list[str], passage: str) -> Report | None:
        if not contact:
            return None
        lines = [*where, "", passage, "", _("What is wrong:"), "", _("Where could we check it?"), ""]
        body = "\r\n".join(lines)
        return cls(f"mailto:{quote(contact, safe='@')}?subject={_quoted(subject)}&body={_quoted(body)}", passage)


def _quoted(text: str) -> str:
    """A mail program takes ``+`` for a plus, so a space is ``%20``; a line ends in ``%0D%0A``."""
    return quote(text, safe=UNQUOTED)
