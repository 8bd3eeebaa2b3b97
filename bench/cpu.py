"""CPU of the process tree for one request of each kind, divided by that of a bare Flask page in the same run.

python -m bench.cpu
"""

from __future__ import annotations

import http.client
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from bench.load import Ask, get, load
from bench.server import Server, serve
from bench.site import BLOCK, GUIDE, LESSON, Person, environment, seed

ROUNDS = 5
LESSON_PATH = f"/guides/{GUIDE}/{LESSON}"
TARGETS = {"lesson, signed in": 5.0, "lesson, guest": 1.5, "lesson, guest, 304": 1.2, "autosave": 6.0}


def cpu_per_request(server: Server, ask: Ask, *, requests: int = 1200, expect: int = 200) -> float:
    load(server.port, ask, clients=4, each=20, expect=expect)
    before = server.cpu_ms()
    outcome = load(server.port, ask, clients=4, each=requests // 4, expect=expect)
    spent = server.cpu_ms() - before
    assert not outcome.failed, f"{outcome.failed} requests failed"
    return spent / requests


def autosave(port: int, people: list[Person]) -> Ask:
    """A save by the person of that client, each replacing the version before."""
    tokens, versions = {}, {}
    for person in people:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/session", headers={"Cookie": person.cookie})
        tokens[person.id] = json.loads(connection.getresponse().read())["csrf_token"]
        connection.close()

    def ask(connection: http.client.HTTPConnection, client: int, request: int) -> int:
        person = people[client]
        version = versions.get(person.id, 1)
        form = {
            "body": f"A sentence that is being written, and grows a little: {version}", "version": version,
            "key": f"{person.id}-{version}", "learner": person.id, "csrf_token": tokens[person.id], "do": "save",
        }  # fmt: skip
        connection.request(
            "POST", f"/journal/{GUIDE}/{LESSON}/{BLOCK}", body=urlencode(form),
            headers={
                "Cookie": person.cookie, "Accept": "application/json",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )  # fmt: skip
        response = connection.getresponse()
        answer = json.loads(response.read())
        if "version" in answer:
            versions[person.id] = answer["version"]
        return response.status

    return ask


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        people = seed(data, 16)
        with serve("bench.hello:app") as hello, serve("wsgi:app", environment(data)) as site:
            connection = http.client.HTTPConnection("127.0.0.1", site.port)
            connection.request("GET", LESSON_PATH)
            answer = connection.getresponse()
            answer.read()
            tag = answer.headers["ETag"]
            signed_in = {"Cookie": people[0].cookie}
            kinds: dict[str, Callable[[], float]] = {
                "lesson, guest": lambda: cpu_per_request(site, get(LESSON_PATH, {"Accept-Encoding": "gzip"})),
                "lesson, guest, 304": lambda: cpu_per_request(
                    site, get(LESSON_PATH, {"If-None-Match": tag}), expect=304
                ),
                "lesson, signed in": lambda: cpu_per_request(site, get(LESSON_PATH, signed_in)),
                "cover, signed in": lambda: cpu_per_request(site, get(f"/guides/{GUIDE}/", signed_in)),
                "journal": lambda: cpu_per_request(site, get("/journal", signed_in)),
                "autosave": lambda: cpu_per_request(site, save),
            }
            save = autosave(site.port, people[:4])
            rounds: list[dict[str, float]] = []
            for _ in range(ROUNDS):
                anchor = cpu_per_request(hello, get("/"))
                rounds.append({"hello": anchor, **{name: measure() for name, measure in kinds.items()}})
            anchors = sorted(each["hello"] for each in rounds)
            print(f"hello: {anchors[ROUNDS // 2]:.3f} ms CPU (spread {anchors[0]:.3f}–{anchors[-1]:.3f})")
            print(f"{'request':24}{'ms CPU':>8}{'÷ hello':>9}{'range':>14}{'to reach':>10}")
            for name in kinds:
                ratios = sorted(each[name] / each["hello"] for each in rounds)
                ms = sorted(each[name] for each in rounds)[ROUNDS // 2]
                target = f"≤ {TARGETS[name]}" if name in TARGETS else ""
                middle = ratios[ROUNDS // 2]
                print(f"{name:24}{ms:8.3f}{middle:9.2f}{f'{ratios[0]:.2f}–{ratios[-1]:.2f}':>14}{target:>10}")
            print(f"memory under load: {site.memory_mb():.0f} MB (to reach ≤ 160)")


if __name__ == "__main__":
    main()
