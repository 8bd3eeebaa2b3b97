"""Listings: a text as it was written, in lines that a narrow page may break without hiding how far they were indented."""

from __future__ import annotations

from html import escape

from guide.content.text import Html

DEEPEST = 12
"""Columns of indentation up to which a broken line goes on under itself; the stylesheet has a rule for every second."""


def listing(text: str) -> Html:
    """Each line in a ``span``, its end included, so that what is copied is what was written."""
    return Html(f"<pre><code>{''.join(map(_line, text.split(chr(10))))}</code></pre>")


def _line(line: str) -> str:
    columns = min((len(line) - len(line.lstrip(" "))) // 2 * 2, DEEPEST)
    place = f' class="in-{columns}"' if columns else ""
    return f"<span{place}>{escape(line, quote=False)}\n</span>"
