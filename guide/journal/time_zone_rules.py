"""A time zone as a calendar file has to spell it out (VTIMEZONE): when its clocks are changed, and by how much.

The library that writes the file can list these as well, but names the beginning of summer time on the clock that it leads to,
where RFC 5545 asks for the clock that it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY = timedelta(days=1)


def rules_of(zone: ZoneInfo, first: date, last: date) -> Timezone:
    """Good for every moment from the first day to the last."""
    rules = Timezone()
    rules.add("tzid", zone.key)
    begin = datetime.combine(first, time(), UTC) - 2 * DAY
    rules.add_component(_rule(zone, begin, begin))
    before = begin
    for change in changes(zone, begin, datetime.combine(last, time(), UTC) + 2 * DAY):
        rules.add_component(_rule(zone, before, change))
        before = change
    return rules


def changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The moments (UTC, to the second) at which the clock is put on or back."""
    while begin < end:
        after = begin + DAY
        if begin.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            low, high = 0, int(DAY.total_seconds())
            while high - low > 1:
                middle = (low + high) // 2
                moment = begin + timedelta(seconds=middle)
                if moment.astimezone(zone).utcoffset() == begin.astimezone(zone).utcoffset():
                    low = middle
                else:
                    high = middle
            yield begin + timedelta(seconds=high)
        begin = after


def _rule(zone: ZoneInfo, before: datetime, at: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What holds from ``at`` on. It begins on the clock that ends there."""
    old, new = before.astimezone(zone), at.astimezone(zone)
    rule = TimezoneDaylight() if new.dst() else TimezoneStandard()
    offset = old.utcoffset() or timedelta()
    rule.add("dtstart", (at + offset).replace(tzinfo=None))
    rule.add("tzoffsetfrom", offset)
    rule.add("tzoffsetto", new.utcoffset() or timedelta())
    rule.add("tzname", new.tzname() or zone.key)
    return rule
