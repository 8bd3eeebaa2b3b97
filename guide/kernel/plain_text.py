"""What learners write is plain text, kept to the letter; here it becomes paragraphs, line breaks and safe links.

Linear in the length of the text, whatever the text.
"""

from __future__ import annotations

import re

from markupsafe import escape

from guide.kernel.words import gettext as _

LARGEST = 20_000
"""Code points in one entry."""
LINK = re.compile(r"https?://[^\s<>\"'“”‘’]{1,2000}")
TRAILING = ".,;:!?)]}…"
UNPRINTABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no page may hold."""


HALF = re.compile("[\ud800-\udfff]")


class Unreadable(ValueError):
    """Text that cannot be kept; the message names what is wrong with it."""


def clean(text: str) -> str:
    """The text with line ends as LF.

    :raises Unreadable: it holds U+0000 or a lone surrogate.
    """
    if "\0" in text:
        raise Unreadable(_("The text holds an invisible null character (U+0000), which cannot be kept. Take it out."))
    if half := HALF.search(text):
        told = _(
            "The text holds half a character (%(character)s, at place %(place)s), which cannot be kept. Take it out."
        )
        raise Unreadable(told % {"character": f"U+{ord(half[0]):04X}", "place": half.start() + 1})
    return text.replace("\r\n", "\n").replace("\r", "\n")


def printable(text: str) -> str:
    """What was asked for in an address, so that a page can show it again: characters that no page may hold become U+FFFD."""
    return UNPRINTABLE.sub("\ufffd", text)


def beginning(text: str, most: int) -> str:
    """At most so many code points, ending with a paragraph, else a line, a sentence, a word."""
    if len(text) <= most:
        return text
    for end in ("\n\n", "\n", ". ", " "):
        if (at := text.rfind(end, most * 2 // 3, most)) > 0:
            return text[: at + 1].rstrip()
    return text[:most]


def to_html(text: str) -> str:
    """Paragraphs, line breaks and links to ``http`` and ``https``; everything else as it was typed."""
    paragraphs = [part for part in re.split(r"\n[ \t]*\n+", text.strip("\n")) if part.strip()]
    return "".join(f"<p>{_lines(paragraph)}</p>" for paragraph in paragraphs)


def first_words(text: str, most: int = 160) -> str:
    """How the text begins, on one line: at most so many characters, cut between words, with "…" where it goes on."""
    line = " ".join(text[: 4 * most].split())
    if len(line) <= most and len(text) <= 4 * most:
        return line
    cut = line[:most].rpartition(" ")[0] or line[:most]
    return f"{cut.rstrip(TRAILING)}…"


def _lines(paragraph: str) -> str:
    out: list[str] = []
    end = 0
    for match in LINK.finditer(paragraph):
        address = match.group().rstrip(TRAILING)
        out += [str(escape(paragraph[end : match.start()])), _link(address)]
        end = match.start() + len(address)
    out.append(str(escape(paragraph[end:])))
    return "".join(out).replace("\n", "<br>")


def _link(address: str) -> str:
    safe = escape(address)
    return f'<a href="{safe}" rel="nofollow noopener noreferrer" class="external">{safe}</a>'
