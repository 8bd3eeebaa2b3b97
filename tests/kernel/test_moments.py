"""Moments as people say them, in their own time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from guide.kernel import clock, moments

AT = datetime(2026, 5, 3, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Vienna", "4 May 2026, 00:30"),
        ("America/New_York", "3 May 2026, 18:30"),
        ("Asia/Kathmandu", "4 May 2026, 04:15"),
    ],
)
def test_moment_is_said_in_the_readers_zone(zone: str, said: str) -> None:
    assert moments.exact(AT, zone) == said


@pytest.mark.parametrize(
    "zone", [None, "", "Mars/Olympus", "../../etc/passwd", "/etc/passwd", "a\0b", "x" * 5000, "Europe"]
)
def test_zone_that_is_none_is_utc(zone: str | None) -> None:
    assert moments.exact(AT, zone) == "3 May 2026, 22:30"


def test_every_time_zone_to_choose_is_a_place_or_a_name_of_its_time() -> None:
    zones = moments.time_zones()
    assert {"Europe/Vienna", "Asia/Kathmandu", "UTC"} <= zones
    assert not {"localtime", "Factory", "posixrules"} & zones
    assert not [name for name in zones if name.startswith(("posix/", "right/"))]


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (timedelta(), "00:30"),
        (timedelta(hours=23), "00:30"),
        (timedelta(hours=24), "yesterday, 00:30"),
        (timedelta(days=2), "4 May 2026, 00:30"),
        (timedelta(hours=-2), "4 May 2026, 00:30"),
    ],
)
def test_moment_is_said_by_how_long_ago_it_was(later: timedelta, said: str) -> None:
    """By the days of the reader's zone; a clock that was put back makes no nonsense."""
    with clock.standing_at(AT + later):
        assert moments.said(AT, "Europe/Vienna") == said


def test_machines_are_told_the_offset() -> None:
    assert moments.iso(AT, "Europe/Vienna") == "2026-05-04T00:30:00+02:00"
    assert moments.iso(AT) == "2026-05-03T22:30:00+00:00"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("3 May 2026", "3~May 2026"),
        ("3 May 2026, 14:02", "3~May 2026, 14:02"),
        ("yesterday, 14:02", "yesterday, 14:02"),
        ("CC BY 4.0", "CC~BY~4.0"),
    ],
)
def test_no_line_ends_in_what_is_said_but_after_a_comma_or_before_a_year(said: str, kept: str) -> None:
    assert moments.unbroken(said) == kept.replace("~", moments.NO_BREAK)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The Decoder, 15 January 2026", "The Decoder, 15~January 2026"),
        ("Known since 4 March, when it rained.", "Known since 4~March, when it rained."),
        ("May 2026 and 12 people in March", "May 2026 and 12 people in March"),
        ("JRTE 46(4), 414 Marches", "JRTE 46(4), 414 Marches"),
    ],
)
def test_no_line_ends_between_day_and_month_in_running_text(text: str, kept: str) -> None:
    assert moments.with_whole_dates(text) == kept.replace("~", moments.NO_BREAK)
