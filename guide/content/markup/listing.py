"""Listings: a text as it was written, in lines that a narrow page may break without hiding how far they were indented."""

from __future__ import annotations

import re
from html import escape

from guide.content.text import Html

OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]{0,14}(?!\S)")
"""What a browser would break after its hyphens, leaving a command that is none."""

DEEPEST = 12
"""Columns of indentation up to which a broken line goes on under itself; the stylesheet has a rule for every second."""


def listing(text: str) -> Html:
    """Each line in a ``span``, its end included, so that what is copied is what was written."""
    return Html(f"<pre><code>{''.join(map(_line, text.split(chr(10))))}</code></pre>")


def _line(line: str) -> str:
    columns = min((len(line) - len(line.lstrip(" "))) // 2 * 2, DEEPEST)
    place = f' class="in-{columns}"' if columns else ""
    words = OPTION.sub(r'<span class="whole">\g<0></span>', escape(line, quote=False))
    return f"<span{place}>{words}\n</span>"
