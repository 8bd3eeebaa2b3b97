"""Lighthouse, as on a telephone with a slow line: a hundred of a hundred in every category."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from guide.kernel.config import PROJECT
from tests.browser.conftest import CHROMIUM, FLAGS, Site, register
from tests.browser.past import FIRST, GUIDE, Past

PROGRAM = PROJECT / "node_modules" / ".bin" / "lighthouse"
PAGES = {
    "cover": ("guest", f"{GUIDE}/"),
    "lesson, guest": ("guest", f"{GUIDE}/{FIRST}"),
    "lesson, signed in": ("learner", f"{GUIDE}/{FIRST}"),
    "progress": ("learner", "/progress"),
    "journal": ("learner", "/journal"),
}
CATEGORIES = {"performance", "accessibility", "best-practices", "seo"}
TRIES = 10
"""A busy machine only lowers a figure, so the best of some tries is the page's own; busy spells last for a minute or more."""
PAUSE = 6
"""Seconds."""


@pytest.fixture(scope="module")
def cookie(real_site: Site, browser: Browser) -> Iterator[str]:
    """Of a learner with something written, ticked and done."""
    device = browser.new_context()
    page = device.new_page()
    register(page, real_site)
    Past(page, real_site).begin()
    yield "; ".join(f"{each['name']}={each['value']}" for each in device.cookies())
    device.close()


@pytest.mark.node
@pytest.mark.fault
@pytest.mark.parametrize("name", PAGES)
def test_page_has_a_hundred_of_a_hundred(name: str, real_site: Site, cookie: str, tmp_path: Path) -> None:
    if not PROGRAM.exists() or not shutil.which("node"):
        pytest.skip("Lighthouse is not installed")
    who, address = PAGES[name]
    headers = {"Cookie": cookie} if who == "learner" else {}
    lacking: dict[str, Any] = {}
    for number in range(TRIES):
        time.sleep(PAUSE if number else 0)
        report = lighthouse(real_site.address + address, headers, tmp_path / str(number))
        lacking = lacks(report) if isinstance(report, dict) else {"no report": report}
        if not lacking:
            break
    assert lacking == {}


def lighthouse(address: str, headers: dict[str, str], folder: Path) -> dict[str, Any] | str:
    """Its report; where it came to none, as when its browser did not start, what it said last."""
    folder.mkdir()
    (folder / "headers.json").write_text(json.dumps(headers))
    ended = subprocess.run(
        [
            str(PROGRAM), address, "--quiet", "--output=json", f"--output-path={folder / 'report.json'}",
            f"--extra-headers={folder / 'headers.json'}", f"--only-categories={','.join(sorted(CATEGORIES))}",
            f"--chrome-flags=--headless=new {' '.join(FLAGS)} --user-data-dir={folder / 'profile'}",
        ],
        env={"CHROME_PATH": CHROMIUM, "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder)},
        check=False, capture_output=True, timeout=180,
    )  # fmt: skip
    if ended.returncode != 0:
        return f"{ended.stdout.decode()}{ended.stderr.decode()}"[-2000:]
    report: dict[str, Any] = json.loads((folder / "report.json").read_text("utf-8"))
    return report


def lacks(report: dict[str, Any]) -> dict[str, Any]:
    """By category: its figure, where that is not one, and what took from it."""
    audits = report["audits"]
    assert set(report["categories"]) == CATEGORIES
    return {
        name: (category["score"], [each["id"] for each in category["auditRefs"] if audits[each["id"]]["score"] == 0])
        for name, category in report["categories"].items()
        if category["score"] != 1
    }
