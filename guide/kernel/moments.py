"""Moments as people say them, in the reader's own time zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from guide.kernel.clock import now
from guide.kernel.words import gettext as _

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NO_PLACES = {"Factory", "localtime", "posixrules"}
"""Files beside the time zones: what a machine is set to, and what one is that nobody has set yet."""
DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?\b")
NO_BREAK = "\u00a0"
"""A space at which no line ends."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@lru_cache(maxsize=1)
def time_zones() -> frozenset[str]:
    """Names that a browser may report and a person may choose."""
    return frozenset(available_timezones()) - NO_PLACES


@lru_cache(maxsize=700)
def zone(name: str | None) -> ZoneInfo:
    """The zone of that name; UTC for none and for one unknown here."""
    try:
        return ZoneInfo(name or "UTC")
    except (ValueError, KeyError, OSError):
        return ZoneInfo("UTC")


def local(moment: datetime, time_zone: str | None) -> datetime:
    return moment.astimezone(zone(time_zone))


def day(moment: datetime | date, time_zone: str | None = None) -> str:
    """ "3 May 2026"."""
    at = local(moment, time_zone) if isinstance(moment, datetime) else moment
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def exact(moment: datetime, time_zone: str | None = None) -> str:
    """ "3 May 2026, 14:02"."""
    return f"{day(moment, time_zone)}, {local(moment, time_zone):%H:%M}"


def said(moment: datetime, time_zone: str | None = None) -> str:
    """As people say it: "14:02" today, "yesterday, 14:02", else "3 May 2026, 14:02"."""
    at, today = local(moment, time_zone), local(now(), time_zone).date()
    match (today - at.date()).days:
        case 0:
            return f"{at:%H:%M}"
        case 1:
            return f"yesterday, {at:%H:%M}"
        case _:
            return exact(moment, time_zone)


def iso(moment: datetime, time_zone: str | None = None) -> str:
    """For machines: ``2026-05-03T14:02:00+02:00``."""
    return local(moment.astimezone(UTC), time_zone).isoformat(timespec="seconds")


def hour(moment: datetime, time_zone: str | None = None) -> str:
    """ "14:02"; in the hour that a clock put back has twice, with the name of its time: "02:30 CEST", "02:30 CET"."""
    at = local(moment, time_zone)
    comes_twice = at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()
    return f"{at:%H:%M} {at.tzname()}" if comes_twice else f"{at:%H:%M}"


def month(moment: date) -> str:
    """ "May 2026"."""
    return f"{MONTHS[moment.month - 1]} {moment.year}"


def day_of_month(at: date, today: date) -> str:
    """As people say it under the name of its month: "Today", "Yesterday", else "Sunday 3"."""
    match (today - at).days:
        case 0:
            return _("Today")
        case 1:
            return _("Yesterday")
        case _:
            return f"{WEEKDAYS[at.weekday()]} {at.day}"


def unbroken(said: str) -> str:
    """A date, a measure or a name for a reader: no line ends in it but after a comma or before a year, so that a date finds room
    on the narrowest screen, too.
    """
    return re.sub(r"(?<!,) (?!\d{4}\b)", NO_BREAK, said)


def with_whole_dates(text: str) -> str:
    """Running text for a reader: in a date that is written in it no line ends between day and month."""
    return DATE.sub(lambda date: unbroken(date[0]), text)
