"""How long a save takes, one at a time and sixteen at once, beside a bare commit of the same engine in the same run.

python -m bench.saves
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path

from bench.cpu import autosave
from bench.load import Outcome, load
from bench.server import serve
from bench.site import environment, seed

SIXTEEN = 16


def bare_commits(folder: Path, count: int) -> Outcome:
    """A row of the same size, committed alone, in the way the site commits: WAL, synchronous=FULL."""
    connection = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, body TEXT)")
    times = []
    for number in range(count):
        start = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO entry (body) VALUES (?)", (f"A sentence that is being written {number}" * 3,))
        connection.execute("COMMIT")
        times.append((time.perf_counter() - start) * 1000)
    connection.close()
    return Outcome(sorted(times), 0)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        people = seed(data, SIXTEEN)
        bare = bare_commits(Path(folder), 1000)
        print(f"{'':24}{'median ms':>10}{'p99 ms':>8}{'p99 ÷ bare':>11}{'failed':>8}{'to reach':>10}")
        print(f"{'bare commit':24}{bare.median:10.2f}{bare.p99:8.2f}{1:11.1f}{'':>8}")
        with serve("wsgi:app", environment(data)) as site:
            save = autosave(site.port, people)
            load(site.port, save, clients=SIXTEEN, each=20)
            for name, clients, each, target in (
                ("one at a time", 1, 1000, "≤ 15"),
                ("16 at once", SIXTEEN, 250, "≤ 120"),
            ):
                outcome = load(site.port, save, clients=clients, each=each)
                ratio = outcome.p99 / bare.p99
                print(f"{name:24}{outcome.median:10.2f}{outcome.p99:8.2f}{ratio:11.1f}{outcome.failed:8}{target:>10}")
            failed = total = 0
            for _ in range(3):
                end = time.monotonic() + 10
                while time.monotonic() < end:
                    outcome = load(site.port, save, clients=SIXTEEN, each=20)
                    failed, total = failed + outcome.failed, total + len(outcome.times)
            print(f"16 connections, 3 × 10 s: {failed} of {total} writes failed (to reach: 0)")


if __name__ == "__main__":
    main()
