"""A plan as a calendar file (RFC 5545): a day on which to look at it again, with its words.

Nothing of it is kept. The day and hour stand in the address, and nobody is told whether the day was used.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from guide.journal.entries import JournalEntry
from guide.journal.time_zone_rules import rules_of
from guide.kernel.refusals import Refusal
from guide.kernel.words import gettext as _

WEEKS = 52
"""How often a weekly day comes, since one without end would outlive the plan."""
YEARS_AHEAD = 10
LASTS = timedelta(minutes=15)


class NoOccasion(Refusal):
    """422. ``field`` names what has to be chosen again: ``on``, ``at`` or ``every``."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(422, reason="no-day", happened=problem)
        self.field = field


@dataclass(frozen=True)
class Occasion:
    """When to look at a plan again. ``at`` is an hour on the learner's own clock; None: some time on that day."""

    on: date
    at: time | None = None
    weekly: bool = False

    @classmethod
    def from_address(cls, args: Mapping[str, str], today: date) -> Self:
        """``on=2026-12-05``, and if wished ``at=08:30`` and ``every=week``.

        :raises NoOccasion: for a day or hour that is none, a day that is over, and one too far away.
        """
        on, at, every = (args.get(name, "").strip() for name in ("on", "at", "every"))
        try:
            day = date.fromisoformat(on)
        except ValueError:
            raise NoOccasion("on", _("That is not a day of the calendar. Choose one, such as 2026-12-05.")) from None
        if day < today:
            raise NoOccasion("on", _("That day is over. Choose today or a later day."))
        if day.year > today.year + YEARS_AHEAD:
            raise NoOccasion("on", _("That day is more than ten years away. Choose an earlier one."))
        try:
            hour = time.fromisoformat(at) if at else None
        except ValueError:
            raise NoOccasion("at", _("That is not a time of day. Leave it empty, or write it like 08:30.")) from None
        if hour is not None and hour.tzinfo is not None:
            raise NoOccasion("at", _("The time of day is the one of your own clock, such as 08:30."))
        if every not in ("", "week"):
            raise NoOccasion("every", _("A plan is put into the calendar once or every week."))
        return cls(day, hour, every == "week")

    def file(
        self, entry: JournalEntry, *, learner_id: int, version: int, zone: ZoneInfo, now: datetime, site: str
    ) -> bytes:
        """The bytes of the file. ``site`` is the address of the site, without a slash at its end."""
        event = Event()
        address = f"{site}{entry.address}"
        # The same for the same plan, so that a file taken later changes the day instead of adding a second.
        event.add("uid", f"{uuid5(NAMESPACE_URL, f'{address}#{learner_id}')}")
        event.add("sequence", version)
        event.add("dtstamp", now)
        event.add("last-modified", entry.saved_at)
        event.add("summary", printable(_("My plan: %(title)s") % {"title": entry.prompt}))
        event.add("description", printable(f"{entry.body.strip()}\n\n{address}"))
        event.add("url", address)
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        calendar = Calendar()
        calendar.add("prodid", "-//Guide//Plan//EN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        if self.at is None:
            event.add("dtstart", self.on)
        else:
            begins = datetime.combine(self.on, self.at, zone)
            event.add("dtstart", begins)
            event.add("duration", LASTS)
            event.add_component(_alarm(event))
            if zone.key != "UTC":
                last = self.on + timedelta(weeks=WEEKS if self.weekly else 1)
                calendar.add_component(rules_of(zone, self.on, last))
        if self.weekly:
            event.add("rrule", {"freq": "weekly", "count": WEEKS})
        calendar.add_component(event)
        return bytes(calendar.to_ical())


def _alarm(event: Event) -> Alarm:
    """Says so when it begins."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta())
    alarm.add("description", event["summary"])
    return alarm


def printable(text: str) -> str:
    """Without the control characters that a calendar file cannot hold."""
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) != "Cc")
