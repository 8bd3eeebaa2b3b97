"""What stands around the blocks of a lesson, and beside it."""

from __future__ import annotations

from guide.patterns.example import GUEST
from guide.patterns.specimens import GUIDE, LESSON, Group, Section, seen

LESSONS = Group(
    "lessons",
    "Lessons",
    "What stands around the blocks of a lesson, and the pages beside it.",
    (
        Section(
            "outline",
            "Outline",
            (
                seen(GUEST, "A guest", LESSON, ".outline"),
                seen("Ines", "One lesson done", LESSON, ".outline"),
                seen("Tomas", "All done, one changed since, one new", f"{GUIDE}/in-the-room", ".outline"),
            ),
        ),
        Section(
            "lesson-head",
            "Head of a lesson",
            (
                seen(GUEST, "Title, outcome, minutes", LESSON, ".page-head"),
                seen(GUEST, "On this page", LESSON, ".on-this-page"),
                seen("Ines", "Where one was", LESSON, ".resume"),
                seen("Tomas", "Changed since it was done", f"{GUIDE}/before-the-hour", ".changed"),
            ),
        ),
        Section("text", "Text", (seen("Noor", "A whole lesson", f"{GUIDE}/in-the-room"),)),
        Section("prose", "Prose", (seen(GUEST, "Terms, facts, lists, a quotation", LESSON, ".prose"),)),
        Section(
            "foot",
            "Foot",
            (
                seen(GUEST, "A guest without script", LESSON, "#foot"),
                seen(GUEST, "", LESSON, "#foot").opened("A guest with script"),
                seen("Noor", "Nothing done", LESSON, "#foot"),
                seen("Ines", "Some of it answered", LESSON, "#foot"),
                seen("Vera", "Done, with a prompt set aside", LESSON, "#foot"),
                seen("Tomas", "Done, all answered", LESSON, "#foot"),
                seen("Tomas", "Done, changed since", f"{GUIDE}/before-the-hour", "#foot"),
            ),
        ),
        Section(
            "turn",
            "Previous and next",
            (
                seen(GUEST, "The first lesson", LESSON, ".turn"),
                seen(GUEST, "Between two", f"{GUIDE}/before-the-hour", ".turn"),
                seen(GUEST, "The last lesson", f"{GUIDE}/ask-the-author", ".turn"),
            ),
        ),
        Section("glossary", "Glossary", (seen(GUEST, "A guest", f"{GUIDE}/glossary"),)),
        Section("sources", "Sources", (seen(GUEST, "A guest", f"{GUIDE}/sources"),)),
    ),
)
