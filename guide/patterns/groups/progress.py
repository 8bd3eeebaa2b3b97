"""Covers, the library, and how far somebody is."""

from __future__ import annotations

from guide.patterns.example import GUEST
from guide.patterns.specimens import GUIDE, Group, Section, posted, seen

PROGRESS = Group(
    "progress",
    "Progress",
    "How far somebody is: nothing, some of it, all of it, and closed with a decision.",
    (
        Section(
            "library",
            "Library",
            (
                seen(GUEST, "A guest", "/"),
                seen("Noor", "Somebody new", "/"),
                seen("Tomas", "Somebody who comes back", "/"),
            ),
        ),
        Section(
            "cover",
            "Cover",
            (
                seen(GUEST, "A guest", f"{GUIDE}/"),
                seen("Ines", "Begun", f"{GUIDE}/", ".cover-start"),
                seen("Tomas", "All done, one lesson new", f"{GUIDE}/", ".cover-start"),
                seen("Vera", "Closed with a decision", f"{GUIDE}/", ".cover-start"),
                seen("Tomas", "Contents, with marks", f"{GUIDE}/", ".modules"),
            ),
        ),
        Section(
            "standing",
            "Standing",
            (
                seen("Noor", "Nothing", "/progress", ".standing"),
                seen("Ines", "Some of it", "/progress", ".standing"),
                seen("Tomas", "All of it", "/progress", ".standing"),
                seen("Vera", "Closed with a decision", "/progress", ".standing"),
            ),
        ),
        Section(
            "log",
            "Log",
            (seen("Noor", "Nothing yet", "/progress", "#log"), seen("Tomas", "A spring", "/progress", "#log")),
        ),
        Section(
            "statement",
            "Statement",
            (
                seen("Noor", "Nothing to state", "/progress/statement?guide=reading-hour"),
                seen("Tomas", "As it is", "/progress/statement?guide=reading-hour"),
                posted(
                    "Tomas",
                    "With hours and one thing learnt",
                    "/progress/statement",
                    ".statement",
                    guide="reading-hour",
                    hours="9.5",
                    body="I say the open question last. We hand over twice a day, so that is where I use it.",
                ),
                posted(
                    "Tomas",
                    "Refused",
                    "/progress/statement",
                    ".before-printing",
                    guide="reading-hour",
                    hours="some",
                    body="",
                ),
                seen("Tomas", "For which guide", "/progress/statement"),
            ),
        ),
    ),
)
