"""The blocks of a lesson."""

from __future__ import annotations

from guide.patterns.example import GUEST, Ask
from guide.patterns.specimens import AFTERWARDS, GUIDE, LESSON, Group, Section, Specimen, posted, seen


def check(form: str, *more: Specimen) -> Section:
    """Of one form of check; ``Ines`` answered not quite as its author would, and ``Tomas`` as they would."""
    wanted = f"#check-{form}"
    specimens = (
        seen("Noor", "Not answered", LESSON, wanted),
        *(() if form == "text" else (seen("Ines", "Answered, not quite as we would", LESSON, wanted),)),
        seen("Tomas", "Answered as we would" if form not in {"open", "text"} else "Answered", LESSON, wanted),
    )
    return Section(f"check-{form}", f"Check: {form}", (*specimens, *more))


REFLECTION = "#worth-an-hour"
DRAFT = f"{GUIDE}/ask-the-author"
BEFORE, PLAN = f"{GUIDE}/before-the-hour", "#next-month"
CHAT = f"{BEFORE}/chats/the-hour-before"
GUEST_REFLECTION = seen(GUEST, "A guest without script", LESSON, REFLECTION)
STATES = (
    "Not saved yet",
    "Saving…",
    "Saved 14:02",
    "Not saved – kept on this device",
    "Not saved – keep this page open",
    "You are signed out – your text is kept on this device",
    "Changed elsewhere – both texts are kept",
    "Too long by 312 characters – kept on this device",
)
GUEST_STATES = ("Not saved yet", "Kept on this device only", "Not saved – keep this page open",
                "Too long by 1 character – kept on this device")  # fmt: skip

BLOCKS = Group(
    "blocks",
    "Blocks",
    "What a learner does something with, before, while and after.",
    (
        Section(
            "reflection",
            "Reflection",
            (
                GUEST_REFLECTION,
                GUEST_REFLECTION.opened("A guest with script", "Kept on this device only"),
                seen("Noor", "Nothing written", LESSON, REFLECTION),
                seen("Ines", "A draft", LESSON, REFLECTION),
                seen("Tomas", "Submitted", LESSON, REFLECTION),
                seen("Olek", "Submitted, changed since", LESSON, REFLECTION),
                seen("Vera", "Set aside", LESSON, REFLECTION),
            ),
        ),
        Section(
            "state-line",
            "The line under the field",
            (
                *(
                    Specimen(f"A learner: {words}", Ask("Ines", LESSON), f"{REFLECTION} .under", words=words)
                    for words in STATES
                ),
                *(
                    Specimen(f"A guest: {words}", Ask(GUEST, LESSON), f"{REFLECTION} .under", script=True, words=words)
                    for words in GUEST_STATES
                ),
            ),
            "The server writes the first two of what is saved; the rest is written by scripts, on this same line.",
        ),
        Section(
            "then-and-now",
            "Then and now",
            (
                seen("Noor", "Nothing was written then", AFTERWARDS, "#look-back"),
                seen("Olek", "Then, and nothing yet now", AFTERWARDS, "#look-back"),
                seen("Tomas", "Then and now", AFTERWARDS, "#look-back"),
            ),
        ),
        check("one", posted(GUEST, "Answered by a guest", f"{LESSON}/checks/check-one", "#check-one", answer="1")),
        check("many"),
        check("open"),
        check("order"),
        check("sort"),
        check("number"),
        check("text"),
        Section(
            "task",
            "Task",
            (
                seen(GUEST, "A guest without script", LESSON, "#move-one"),
                seen(GUEST, "", LESSON, "#move-one").opened("A guest with script"),
                seen("Noor", "Not done, no note", LESSON, "#move-one"),
                seen("Ines", "A note", LESSON, "#move-one"),
                seen("Tomas", "Done", LESSON, "#move-one"),
                seen("Noor", "One that asks for no note", BEFORE, "#one-copy"),
            ),
        ),
        Section(
            "plan",
            "Plan",
            (
                seen(GUEST, "A guest without script", BEFORE, PLAN),
                seen(GUEST, "", BEFORE, PLAN).opened("A guest with script", "Kept on this device only"),
                seen("Noor", "Nothing written", BEFORE, PLAN),
                seen("Tomas", "Submitted, to be taken into a calendar", BEFORE, PLAN),
                seen("Vera", "Set aside", BEFORE, PLAN),
                seen("Olek", "Set aside, taken up again", BEFORE, PLAN),
            ),
        ),
        Section(
            "compose",
            "Compose",
            (
                seen(GUEST, "A guest without script", DRAFT, "#one-question"),
                seen(GUEST, "", DRAFT, "#one-question").opened("A guest with script", "Kept on this device only"),
                seen("Noor", "Nothing drafted", DRAFT, "#one-question"),
                seen("Ines", "A draft that would go through", DRAFT, "#one-question"),
                seen("Olek", "Submitted, too long, and advised on", DRAFT, "#one-question"),
            ),
            "Counted and looked over by the server; with script the same as it is written.",
        ),
        Section(
            "recall",
            "Warm-up",
            (
                seen(GUEST, "The author's choice", AFTERWARDS, "#warm-up"),
                seen("Tomas", "From lessons done", AFTERWARDS, "#warm-up"),
                posted(
                    GUEST,
                    "Answered by a guest",
                    f"{LESSON}/checks/check-one",
                    "#warm-up",
                    answer="1",
                    **{"from": "afterwards/warm-up"},
                ),
            ),
        ),
        Section(
            "chat",
            "Chat",
            (
                seen(GUEST, "A guest without script", f"{GUIDE}/before-the-hour", "#the-hour-before"),
                seen("Noor", "Nothing written", f"{GUIDE}/before-the-hour", "#the-hour-before"),
            ),
        ),
        Section(
            "chat-page",
            "All of a chat",
            (
                seen(GUEST, "A guest without script", CHAT, ".chat-log"),
                seen("Noor", "To be answered", CHAT, ".chat-log"),
                seen("Tomas", "Answered", CHAT, ".chat-log"),
                seen("Noor", "Transcript, nothing answered", f"{CHAT}/yours"),
                seen("Tomas", "Transcript", f"{CHAT}/yours"),
                posted("Tomas", "Changed elsewhere", f"{CHAT}/answers/1", version="0", answer="The one on sleep."),
            ),
        ),
        Section("post", "Post", (seen(GUEST, "With notes", LESSON, "#post-1"),)),
        Section(
            "stream",
            "Stream",
            (
                seen(GUEST, "A guest", BEFORE, "#one-morning"),
                seen("Noor", "Nothing kept", BEFORE, "#one-morning"),
                seen("Ines", "A post kept, with its note", BEFORE, "#one-morning"),
            ),
        ),
        Section(
            "stream-page",
            "All of a stream",
            (
                seen(GUEST, "Ranked, with posts left out", f"{BEFORE}/streams/one-morning?order=ranked"),
                seen("Ines", "Two orders, a post kept", f"{BEFORE}/streams/one-morning?order=recent&beside=muted"),
            ),
        ),
        Section(
            "map",
            "Map",
            (
                seen(GUEST, "A guest", BEFORE, "#who-is-asked"),
                seen("Noor", "Nothing on it", BEFORE, "#who-is-asked"),
                seen("Ines", "Thin in places", BEFORE, "#who-is-asked"),
                seen("Tomas", "An earlier one, to begin with", AFTERWARDS, "#who-is-asked-now"),
                seen("Vera", "With an earlier one", AFTERWARDS, "#who-is-asked-now"),
            ),
        ),
        Section(
            "map-page",
            "All of a map",
            (
                seen("Noor", "Nothing on it", f"{BEFORE}/maps/who-is-asked"),
                seen("Ines", "Thin in places", f"{BEFORE}/maps/who-is-asked"),
                seen("Vera", "Then and now", f"{AFTERWARDS}/maps/who-is-asked-now"),
            ),
        ),
        Section(
            "decide",
            "Decide",
            (
                seen(GUEST, "A guest", AFTERWARDS, "#go-on"),
                seen("Noor", "Open", AFTERWARDS, "#go-on"),
                seen("Vera", "Decided, with a reason", AFTERWARDS, "#go-on"),
            ),
        ),
    ),
)
