"""One save: read from the form, made in one transaction, answered with what the page needs to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from werkzeug.datastructures import MultiDict

from guide.kernel import moments
from guide.kernel.clock import now
from guide.kernel.db import db
from guide.kernel.plain_text import LARGEST, Unreadable, clean
from guide.kernel.refusals import Refusal
from guide.kernel.words import gettext as _
from guide.kernel.words import ngettext
from guide.writing.access import Held
from guide.writing.keys import remember
from guide.writing.models import WHY_LENGTH, FormerAside, Revision

VERBS = ("save", "submit", "set-aside")


@dataclass(frozen=True)
class Conflict:
    """Somebody, perhaps the same learner elsewhere, saved meanwhile. Both texts are here; nothing was changed."""

    version: int
    theirs: str
    yours: str
    theirs_saved_at: datetime
    verb: str = "save"
    why: str = ""


@dataclass(frozen=True)
class Saved:
    """``aside_at`` is None unless the prompt now stands aside."""

    version: int
    saved_at: datetime
    verb: str
    aside_at: datetime | None = None

    def label(self, time_zone: str | None) -> str:
        return state_label(self.saved_at, self.aside_at, time_zone)


def state_label(saved_at: datetime, aside_at: datetime | None, time_zone: str | None) -> str:
    """The state line: "Saved 14:02"; "Set aside 28 November" where the prompt stands aside."""
    return aside_label(aside_at, time_zone) if aside_at else saved_label(saved_at, time_zone)


def aside_label(aside_at: datetime, time_zone: str | None) -> str:
    """With its year once that is over."""
    this_year = moments.local(now(), time_zone).year
    return _("Set aside %(day)s") % {"day": moments.day(aside_at, time_zone).removesuffix(f" {this_year}")}


def saved_label(saved_at: datetime, time_zone: str | None) -> str:
    return _("Saved %(time)s") % {"time": moments.said(saved_at, time_zone)}


@dataclass(frozen=True)
class Save:
    """What a form asks for. ``version`` is the one that it replaces; ``key`` makes it safe to send twice.

    ``settles`` a conflict: the text replaced was shown and not chosen, so it is kept as a revision in any case.
    """

    verb: str
    body: str
    version: int
    key: str
    why: str
    settles: bool = False
    beside: str = ""
    """A text that lost a conflict to ``body``; kept as a revision."""

    @classmethod
    def from_form(cls, form: MultiDict[str, str]) -> Self:
        """:raises Refusal: 422, naming what cannot be kept and the limit."""
        verb = form.get("do", "save")
        if verb not in VERBS:
            raise refused(_("This form asks for something that the site does not know. Reload the page."))
        try:
            body, why, beside = (clean(form.get(name, "")) for name in ("body", "why", "beside"))
        except Unreadable as problem:
            raise refused(str(problem)) from None
        refuse_too_long(body)
        if verb == "submit" and not body.strip():
            raise refused(_("There is nothing to submit yet. Write something first, or set the prompt aside."))
        version = form.get("version", "0")
        if not (version.isascii() and version.isdigit() and len(version) < 10):
            raise refused(_("This form does not say which version it replaces. Reload the page."))
        settles = bool(form.get("replaces"))
        return cls(verb, body, int(version), form.get("key", "")[:64], why[:WHY_LENGTH], settles, beside[:LARGEST])

    def carry_out(self, held: Held) -> Saved | Conflict:
        """Do it on the entry held. Adds to the open transaction."""
        entry, at = held.entry, now()
        if held.acknowledged is not None:
            return Saved(held.acknowledged, entry.saved_at, self.verb, entry.aside_at)
        is_same = self.body == entry.body and entry.version > 0
        if self.version != entry.version and not is_same:
            return self.conflict(held)
        last_kept_at = None if self.settles else held.last_kept_at
        if self.verb == "set-aside":
            if self.body != entry.body:
                self._keep(entry.save(self.body, at=at, last_kept_at=last_kept_at))
            self._keep(entry.set_aside(self.why, at=at))
        else:
            self._keep(entry.save(self.body, at=at, last_kept_at=last_kept_at))
            if self.verb == "submit":
                self._keep(entry.submit(at=at))
        if self.beside.strip() and self.beside != entry.body:
            self._keep(Revision(entry_id=entry.id, body=self.beside, version=entry.version, kept_at=at, why="merged"))
        held.put_back()
        if self.key:
            remember(entry, self.key, at=at)
        return Saved(entry.version, entry.saved_at, self.verb, entry.aside_at)

    def conflict(self, held: Held) -> Conflict:
        """What was asked for goes along, to be asked for again with the text that the learner makes of both."""
        entry = held.entry
        return Conflict(entry.version, entry.body, self.body, entry.saved_at, self.verb, self.why)

    @staticmethod
    def _keep(kept: Revision | FormerAside | None) -> None:
        if kept is not None:
            db.session.add(kept)


def refuse_too_long(body: str) -> None:
    """:raises Refusal: 422; an entry has no room for this text. It says by how much."""
    if (over := len(body) - LARGEST) > 0:
        raise Refusal(
            422,
            reason="too-long",
            happened=ngettext(
                "The text is too long by %(over)s character; %(limit)s are kept.",
                "The text is too long by %(over)s characters; %(limit)s are kept.",
                over,
            )
            % {"over": over, "limit": f"{LARGEST:,}"},
            kept=_("Nothing was changed. Go back, and your text is still in its field."),
            limit=LARGEST,
            over=over,
        )


def refused(problem: str, *, reason: str = "unreadable") -> Refusal:
    """Of what cannot be kept, said in ``problem``."""
    return Refusal(
        422,
        reason=reason,
        happened=problem,
        kept=_("Nothing was changed. Go back, and your text is still in its field."),
    )
