"""What every page has around it, forms, search and errors."""

from __future__ import annotations

from guide.patterns.example import GUEST, Ask
from guide.patterns.specimens import LESSON, PAGE, Group, Section, Specimen, posted, seen

SITE = Group(
    "site",
    "The site",
    "Around every page: the way about, forms, search, and what is said when something does not go well.",
    (
        Section(
            "header",
            "Header",
            (
                seen(GUEST, "A guest", "/login", ".site-header"),
                seen("Noor", "A learner", "/journal", ".site-header"),
                seen("Noor", "Within a guide", LESSON, ".site-header"),
            ),
        ),
        Section("footer", "Footer, with colours and text size", (seen(GUEST, "A guest", "/", ".site-footer"),)),
        Section(
            "notice", "Notice", (posted("Noor", "Said once, after a form", "/account/name", PAGE, name="Noor Example"),)
        ),
        Section(
            "form",
            "Forms",
            (
                seen(GUEST, "Create an account", "/register"),
                posted(GUEST, "Refused", "/register", name="", email="not an address", password="too short"),  # noqa: S106
                seen(GUEST, "Sign in", "/login"),
                seen(GUEST, "A new password", "/forgot-password"),
            ),
        ),
        Section("account", "Account", (seen("Noor", "A learner", "/account"),)),
        Section(
            "search",
            "Search",
            (
                seen(GUEST, "Before asking", "/search"),
                seen(GUEST, "Found", "/search?q=reading"),
                seen("Tomas", "Found in one’s own writing, too", "/search?q=shift"),
                seen(GUEST, "Nothing found", "/search?q=centrifugal+cheese"),
                seen("Tomas", "No word in it", "/search?q=%3F%21"),
            ),
        ),
        Section(
            "error",
            "Errors",
            (
                seen(GUEST, "No such page", "/nowhere"),
                posted("Noor", "A form from before", "/account/name", csrf_token="old", name="Noor"),  # noqa: S106
                posted(GUEST, "A check without an answer", f"{LESSON}/checks/check-one"),
                *(
                    Specimen(f"Answer {code}", Ask("Noor", "/", refused=code), PAGE)
                    for code in (400, 413, 429, 500, 503)
                ),
            ),
        ),
    ),
)
