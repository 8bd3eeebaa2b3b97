"""Cold start, installation, and what a first visit transfers.

python -m bench.start
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.server import PROJECT, serve
from bench.site import GUIDE, LESSON, environment, seed
from guide.content import store
from guide.content.compiler import compile_library

ROUNDS = 5
FORTY = 40
INSTALL = """
say() { :; }
fail() { printf '%s\\n' "$*" >&2; exit 1; }
. "$here/environment.sh"
environment requirements.txt
"""


def starts(app: str, settings: dict[str, str]) -> list[float]:
    """Seconds until the first answer."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        with serve(app, settings):
            taken.append(time.perf_counter() - start)
    return sorted(taken)


def forty_lessons(content: Path) -> None:
    """A guide of forty lessons of the usual length."""
    guide = content / "forty"
    (guide / "01-all").mkdir(parents=True)
    (guide / "guide.yaml").write_text(
        "title: Forty lessons\ntagline: For measuring.\norder: 1\nlanguage: en\nauthors: [Somebody]\nlicence: CC BY 4.0\n"
        "provenance: Made by a program.\nfor_whom: Nobody.\npromise: [Nothing]\nroutes: []\nmoved: {}\nretired: []\n"
    )
    (guide / "01-all" / "module.yaml").write_text("title: All\npurpose: To be measured.\n")
    paragraph = (
        "A paragraph that says little, in the number of words that a paragraph of a lesson has, give or take. " * 4
    )
    for number in range(1, FORTY + 1):
        (guide / "01-all" / f"{number:02}-lesson-{number}.md").write_text(
            f"---\nid: lesson-{number}\ntitle: Lesson {number}\nread: 4\ndo: 5\nover: null\ncore: true\ndraft: false\n"
            f"added: 2026-01-01\nrevised: null\noutcome: Be measured.\n---\n" + f"{paragraph}\n\n" * 10
        )


def read_and_compiled(content: Path) -> tuple[float, float]:
    """Seconds to read the kept library of these guides, and to compile it: the middle of some rounds."""
    read, compiled = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        library = compile_library(content).library
        between = time.perf_counter()
        assert library is not None
        kept = store.dumps(library)
        start_reading = time.perf_counter()
        store.loads(kept)
        read.append(time.perf_counter() - start_reading)
        compiled.append(between - start)
    return sorted(read)[ROUNDS // 2], sorted(compiled)[ROUNDS // 2]


def install() -> tuple[float, float]:
    """Seconds that ./run takes to make its environment from packages already downloaded, and the size of that in MB."""
    with tempfile.TemporaryDirectory() as folder:
        wheels, project = Path(folder) / "wheels", Path(folder) / "project"
        project.mkdir()
        for name in ("requirements.txt", "requirements-dev.txt", "environment.sh"):
            shutil.copy(PROJECT / name, project)
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download", "--require-hashes"]
        words = [*pip, "--dest", str(wheels), "-r", str(PROJECT / "requirements.txt")]
        subprocess.run(words, check=True, stderr=subprocess.DEVNULL)
        settings = {"here": str(project), "PYTHON": sys.executable, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}
        start = time.perf_counter()
        subprocess.run(["sh", "-euc", INSTALL], check=True, env={**os.environ, **settings})
        taken = time.perf_counter() - start
        made = project / ".venv"
        size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file() and not path.is_symlink())
        return taken, size / 1e6


def transfer(port: int) -> tuple[int, float]:
    """Requests and KiB of a guest's first visit to a lesson: the page and every file that browsers fetch for it. The touch icon
    is none of them: it is fetched when somebody puts the page on a home screen.
    """
    base = f"http://127.0.0.1:{port}"
    page = fetch(f"{base}/guides/{GUIDE}/{LESSON}")
    text = gzip.decompress(page).decode()
    head = text[: text.index("</head>")]
    files = set(
        re.findall(r'<(?:link rel="(?:icon|preload|stylesheet)"|script)[^>]+(?:href|src)="(/static/[^"]+)"', head)
    )
    sheet = next(name for name in files if name.endswith(".css"))
    folder = sheet.rsplit("/", 2)[0]
    css = gzip.decompress(fetch(base + sheet)).decode()
    files |= {f"{folder}/{name}" for name in re.findall(r'url\("?\.\./(fonts/[^")]+)', css)}
    return 1 + len(files), (len(page) + sum(len(fetch(base + name)) for name in files)) / 1024


def fetch(address: str) -> bytes:
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return bytes(answer.read())


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        content, data = Path(folder) / "content", Path(folder) / "data"
        forty_lessons(content)
        settings = {**environment(data), "GUIDE_CONTENT_DIR": str(content)}
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "prepare"]
        subprocess.run(command, cwd=PROJECT, env={**os.environ, **settings}, check=True)
        hello, site = starts("bench.hello:app", {}), starts("wsgi:app", settings)
        middle = ROUNDS // 2
        print(f"cold start, 40 lessons, compiled content cached: {site[middle]:.2f} s (to reach ≤ 0.8)")
        print(f"    bare Flask in the same run: {hello[middle]:.2f} s; ratio {site[middle] / hello[middle]:.1f}")
        read, compiled = read_and_compiled(content)
        print(f"    the kept library is read in {read / compiled:.2f} of the time that compiling it takes")
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder), 1)
        with serve("wsgi:app", environment(Path(folder))) as server:
            requests, size = transfer(server.port)
        print(f"transfer of a lesson, cold: {requests} requests (≤ 8), {size:.0f} KiB (≤ 100)")
    taken, size = install()
    print(f"install: {taken:.1f} s without the download (≤ 15), {size:.0f} MB (≤ 110)")


if __name__ == "__main__":
    main()
