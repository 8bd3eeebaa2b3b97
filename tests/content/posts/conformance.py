"""X's own cases, read from the folder that ``TWITTER_TEXT_CONFORMANCE`` names: nothing of them is kept here."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import yaml

VARIABLE = "TWITTER_TEXT_CONFORMANCE"


def folder() -> Path | None:
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


@cache
def cases(file: str) -> dict[str, list[dict[str, Any]]]:
    """Of one of its files: by section, cases with ``description``, ``text`` and ``expected``."""
    found = folder()
    assert found is not None
    tests: dict[str, list[dict[str, Any]]] = yaml.safe_load((found / f"{file}.yml").read_text("utf-8"))["tests"]
    return tests
