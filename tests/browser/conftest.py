"""A real browser against a real server: gunicorn on a free port of this machine, and Debian's Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from guide.kernel.config import PROJECT
from tests.conftest import PASSWORD, REAL_CONTENT, SMALL_GUIDE
from tests.postgresql_server import new_database

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="there is no Chromium on this machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@dataclass
class Site:
    """A served site; ``stop`` and ``start`` again keep its data and its port."""

    data: Path
    port: int
    content: Path
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("GUIDE_")},
            "GUIDE_DATA_DIR": str(self.data),
            "GUIDE_CONTENT_DIR": str(self.content),
            "GUIDE_BASE_URL": self.address,
            "GUIDE_SECRET_KEY": "only-for-these-tests-0123456789-abcdef-0123456789",
            "GUIDE_CONTACT": "help@example.org",
            **self.settings,
        }

    def prepare(self) -> None:
        self.flask("prepare")

    def flask(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=PROJECT, env=self.environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout

    def start(self) -> None:
        words = ["--bind", f"127.0.0.1:{self.port}", "--workers", "1", "--threads", "8", "--worker-class", "gthread"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *words, "--config", "gunicorn.conf.py", "wsgi:app"],
            cwd=PROJECT, env=self.environment, start_new_session=True,
        )  # fmt: skip
        for _ in range(400):
            try:
                urllib.request.urlopen(f"{self.address}/healthz", timeout=1).close()
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                if self.process.poll() is not None:
                    raise RuntimeError("the server ended") from None
                breathe()
            else:
                return
        raise RuntimeError("the server does not answer")

    def stop(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def breathe() -> None:
    """A tenth of a second between two looks at what is no page: a server that is starting, mail that is on its way."""
    import select

    select.select([], [], [], 0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def make_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Site]]:
    sites: list[Site] = []
    databases = ExitStack()

    def make(content: Path = SMALL_GUIDE, **settings: str) -> Site:
        data = tmp_path_factory.mktemp("site") / "data"
        if database := databases.enter_context(new_database()):
            settings = {"GUIDE_DATABASE_URL": database, **settings}
        site = Site(data, free_port(), content, settings)
        sites.append(site)
        site.prepare()
        site.start()
        return site

    yield make
    for site in sites:
        site.stop()
    databases.close()


@pytest.fixture(scope="module")
def site(make_site: Callable[..., Site]) -> Site:
    """The small guide, served once for the tests of a file."""
    return make_site()


@pytest.fixture(scope="module")
def real_site(make_site: Callable[..., Site]) -> Site:
    """The real guides."""
    return make_site(REAL_CONTENT)


@pytest.fixture
def new_device(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Another browser profile: a device of its own, with nothing kept on it."""
    devices: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        device = browser.new_context(
            **{"viewport": DESKTOP, "timezone_id": "Europe/Vienna", "locale": "en-GB", **options}
        )
        devices.append(device)
        return device

    yield make
    for device in devices:
        device.close()


COUNT = iter(range(1_000_000))


def new_address() -> str:
    """An e-mail address that nobody has yet."""
    return f"learner{next(COUNT)}@example.org"


def register(page: Page, site: Site, email: str | None = None, name: str = "Ada") -> str:
    """Create an account as a person does; the address used."""
    email = email or new_address()
    page.goto(f"{site.address}/register")
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.wait_for_url(lambda url: "/register" not in url)
    return email


def sign_in(page: Page, site: Site, email: str) -> None:
    page.goto(f"{site.address}/login")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/login" not in url)


def axe_findings(page: Page) -> list[str]:
    """What axe finds wrong on the page as it stands: rule and element, a line each."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed")
    page.evaluate(AXE.read_text("utf-8"))
    result = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['html'][:160]} — {node['failureSummary'][:300]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
