"""The whole guide, printed."""

from __future__ import annotations

from guide.patterns.example import GUEST
from guide.patterns.specimens import GUIDE, Group, Section, seen

PAPER = Group(
    "paper",
    "On paper",
    "The whole guide on one page, to print and to write in.",
    (
        Section(
            "book",
            "Title page and contents",
            (
                seen(GUEST, "Title page", f"{GUIDE}/print", ".title-page"),
                seen("Tomas", "Somebody’s own copy", f"{GUIDE}/print", ".title-page"),
                seen(GUEST, "Contents", f"{GUIDE}/print", ".whole-contents"),
                seen(GUEST, "A module", f"{GUIDE}/print", ".module-head"),
            ),
        ),
        Section(
            "book-lesson",
            "A lesson to write in",
            (
                seen(GUEST, "Empty", f"{GUIDE}/print", "#lesson-choose-a-text"),
                seen("Tomas", "Filled in", f"{GUIDE}/print", "#lesson-choose-a-text"),
                seen("Vera", "Closed with a decision", f"{GUIDE}/print", "#lesson-afterwards"),
            ),
        ),
    ),
)
