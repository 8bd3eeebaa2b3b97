"""A client that keeps its connections, asks a fixed number of times, and notes how long each answer took."""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

Ask = Callable[[http.client.HTTPConnection, int, int], int]
"""Called with a connection, the number of the client and of the request; returns the status."""


@dataclass(frozen=True)
class Outcome:
    """Milliseconds an answer, sorted; and how many were not what they should be."""

    times: list[float]
    failed: int

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p99(self) -> float:
        return self.times[min(len(self.times) - 1, int(len(self.times) * 0.99))]


def load(port: int, ask: Ask, *, clients: int, each: int, expect: int = 200) -> Outcome:
    def client(number: int) -> tuple[list[float], int]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        times, failed = [], 0
        for request in range(each):
            start = time.perf_counter()
            try:
                failed += ask(connection, number, request) != expect
            except (OSError, http.client.HTTPException):
                failed += 1
                connection.close()
            times.append((time.perf_counter() - start) * 1000)
        connection.close()
        return times, failed

    with ThreadPoolExecutor(clients) as pool:
        results = list(pool.map(client, range(clients)))
    return Outcome(sorted(t for times, _ in results for t in times), sum(failed for _, failed in results))


def get(path: str, headers: dict[str, str] | None = None) -> Ask:
    def ask(connection: http.client.HTTPConnection, _client: int, _request: int) -> int:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        response.read()
        return response.status

    return ask
