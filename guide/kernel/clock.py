"""What time it is. Everything that keeps or compares a moment asks here, so that tests can set the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system
_here: ContextVar[datetime | None] = ContextVar("here", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _here.get() or _source()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Within the block the clock stands still at ``moment``: for tests, and for an example learner's past."""
    global _source
    before, _source = _source, lambda: moment
    try:
        yield
    finally:
        _source = before


@contextmanager
def standing_here_at(moment: datetime) -> Iterator[None]:
    """As ``standing_at``, for this thread alone: for those that answer other people meanwhile the clock goes on."""
    token = _here.set(moment)
    try:
        yield
    finally:
        _here.reset(token)
