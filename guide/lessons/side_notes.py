"""Sources beside the line that cites them first: a picture of the list at the foot, so it is not read out twice."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from guide.content.library import Lesson
from guide.content.works import Source
from guide.kernel.moments import with_whole_dates

TABLE_OR_CITATION = re.compile(
    r'(?P<table><table\b.*?</table>)|<span class="(?:cites|as-of)">(?:(?!</span>).)*</span>', re.DOTALL
)
SOURCE = re.compile(r'href="#source-([^"]+)"')


class SideNotes:
    """The notes of one lesson, each source noted once, in the order of the text. A table has no line to stand beside."""

    def __init__(self, lesson: Lesson, sources: Mapping[str, Source]) -> None:
        self.left = {key: sources[key] for key in lesson.sources if key in sources}

    def beside(self, html: str) -> Markup:
        """A stretch of the lesson, with the notes that have their line in it. Stretches come in the order of the page."""
        return Markup(TABLE_OR_CITATION.sub(self._noted, html))

    def _noted(self, found: re.Match[str]) -> str:
        if found["table"]:
            return found[0]
        first = [self.left.pop(key) for key in SOURCE.findall(found[0]) if key in self.left]
        return found[0] + "".join(map(_note, first))


def _note(source: Source) -> str:
    where = f", {escape(with_whole_dates(source.container))}" if source.container else ""
    return (
        f'<small class="side" aria-hidden="true"><b>{escape(source.label)}.</b> {escape(source.title)}{where}</small>'
    )
