"""What was written, read again, or not kept."""

from __future__ import annotations

from guide.patterns.example import GUEST
from guide.patterns.specimens import ENTRY, LESSON, Group, Section, posted, seen

WRITING = Group(
    "writing",
    "Writing",
    "What was written, to find and read again; and when it could not be kept.",
    (
        Section(
            "journal",
            "Journal",
            (
                seen("Noor", "Empty", "/journal"),
                seen("Tomas", "Entries", "/journal"),
                seen("Ines", "Drafts, and what is kept for oneself", "/journal"),
                seen("Olek", "Changed since, and taken up again", "/journal"),
                seen("Vera", "Set aside, and a decision", "/journal"),
            ),
        ),
        Section(
            "entry",
            "Entry",
            (
                seen("Ines", "A draft", ENTRY),
                seen("Olek", "Submitted, changed since, with versions", ENTRY),
                seen("Tomas", "Then and now", "/journal/reading-hour/afterwards/look-back"),
            ),
        ),
        Section(
            "changes",
            "What changed",
            (
                seen("Olek", "Words added and removed", f"{ENTRY}/changes"),
                seen("Ines", "Nothing", f"{ENTRY}/changes"),
            ),
        ),
        Section(
            "book",
            "A small book",
            (
                seen("Tomas", "Of all that was written", "/journal/print"),
                seen("Tomas", "Of one entry", "/journal/print?in=reading-hour/afterwards/look-back"),
                seen("Noor", "Of nothing", "/journal/print"),
            ),
        ),
        Section(
            "conflict",
            "Changed elsewhere",
            (
                posted(
                    "Ines", "Both texts", ENTRY, do="save", version="0", body="Three pages on labels, and one on glue."
                ),
            ),
        ),
        Section(
            "signed-out",
            "Signed out in the middle",
            (
                posted(GUEST, "With a text", ENTRY, do="save", version="1", body="Four pages on labels."),
                posted(GUEST, "Without one", f"{LESSON}/done", done="yes"),
            ),
        ),
        Section(
            "refused",
            "Refused, with the text",
            (
                posted("Ines", "Nothing to submit", ENTRY, do="shout", version="1", body="Four pages on labels."),
                seen(
                    "Tomas",
                    "A plan, into the calendar on a day gone by",
                    "/journal/reading-hour/before-the-hour/next-month/plan.ics?on=2020-01-02&at=09:00",
                ),
            ),
        ),
    ),
)
