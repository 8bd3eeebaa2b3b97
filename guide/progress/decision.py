"""A decision about a whole guide, as an entry keeps it: JSON with the choice and, if the learner likes, a reason."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Self

from werkzeug.datastructures import MultiDict

from guide.kernel.plain_text import LARGEST, Unreadable, clean
from guide.kernel.refusals import Refusal
from guide.kernel.words import gettext as _
from guide.kernel.words import ngettext

LONGEST_REASON = 5000
LABELS = {
    "not-for-me": _("Not for me"),
    "later": _("Later"),
    "yes": _("Yes, and here is how"),
    "go-on": _("Go on reading"),
}
SAID = {
    "not-for-me": _("The guide is closed: not for me. It stays here, and can be opened again."),
    "later": _("The guide is closed for now. It stays here, and can be opened again."),
    "yes": _("The guide is closed with a yes. It stays here, and can be opened again."),
    "go-on": _("The guide is open."),
}


@dataclass(frozen=True)
class Decision:
    """``choice`` is one of ``LABELS``."""

    choice: str
    reason: str = ""

    @classmethod
    def from_form(cls, form: MultiDict[str, str]) -> Self:
        """:raises Refusal: 422, where nothing is chosen or the reason cannot be kept."""
        choice = form.get("decision", "")
        if choice not in LABELS:
            raise Refusal(
                422,
                reason="no-choice",
                happened=_("Choose one of the answers first."),
                kept=_("Nothing was changed. Go back, and your text is still in its field."),
            )
        try:
            reason = clean(form.get("body", "")).strip()
        except Unreadable as problem:
            raise Refusal(422, reason="unreadable", happened=str(problem)) from None
        decision = cls(choice, reason)
        over = max(len(reason) - LONGEST_REASON, len(decision.to_body()) - LARGEST)
        if over > 0:
            raise Refusal(
                422,
                reason="too-long",
                happened=ngettext(
                    "The reason is too long by %(over)s character.",
                    "The reason is too long by %(over)s characters.",
                    over,
                )
                % {"over": over},
                kept=_("Nothing was changed. Go back, and your text is still in its field."),
                limit=LONGEST_REASON,
                over=over,
            )
        return decision

    @classmethod
    def from_body(cls, body: str) -> Self:
        """Read what was kept; whatever it is, nothing is lost."""
        try:
            kept = json.loads(body)
            return cls(str(kept["decision"]), str(kept.get("reason", "")))
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls("", body)

    def to_body(self) -> str:
        return json.dumps({"decision": self.choice, "reason": self.reason}, ensure_ascii=False)

    @property
    def label(self) -> str:
        return LABELS.get(self.choice, self.choice)

    @property
    def closes(self) -> bool:
        """Whether a guide is closed with it."""
        return self.choice in LABELS and self.closes_with is not None

    @property
    def words(self) -> str:
        """Choice and reason, as the learner reads them again."""
        return "\n\n".join(part for part in (self.label, self.reason) if part)

    @property
    def said(self) -> str:
        return SAID[self.choice]

    @property
    def closes_with(self) -> str | None:
        return None if self.choice == "go-on" else self.choice
