"""Texts answered by Node: by the browser's counter, or by the package ``twitter-text``."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from guide.kernel.config import PROJECT

PROGRAM = Path(__file__).with_name("answers.mjs")


def answers(texts: Sequence[str], by: str = "") -> list[dict[str, Any]]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node")
    if by and not (PROJECT / "node_modules" / by).exists():
        pytest.skip(f"no package {by}: npm ci")
    done = subprocess.run(
        [node, str(PROGRAM), *([by] if by else [])], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
