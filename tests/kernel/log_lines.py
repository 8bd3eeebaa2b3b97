"""What the site's log says during a test, formatted as the site formats it."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator

import pytest

from guide.kernel.logs import OneLine

LogLines = Callable[[], list[str]]


@pytest.fixture
def log_lines() -> Iterator[LogLines]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(OneLine("%(levelname)s %(name)s: %(message)s"))
    log = logging.getLogger("guide")
    level = log.level
    log.setLevel(logging.INFO)
    log.addHandler(handler)
    yield lambda: written.getvalue().splitlines()
    log.removeHandler(handler)
    log.setLevel(level)
