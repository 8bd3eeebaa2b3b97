"""How the time to count a post grows with its length, in Python and in Node: everything, for every network.

python -m bench.counting

Time per character, divided by that of the shortest text: about 1 throughout is linear, ten times as much a step is quadratic.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from pathlib import Path

from guide.content.posts.counting import count, find_entities
from guide.content.posts.rules import NETWORKS

LENGTHS = (1_000, 10_000, 100_000)
TEXTS = {
    "prose": "Reading with @mira_k: how nurses learn online https://example.org/study (12 min) #SocialLearning 🙏\n",
    "Chinese": "学习不是一个人的事。",
    "decomposed letters": "e\u0301",
    "emoji": "😀",
    "families": "👨‍👩‍👧‍👦",
    "letters of flags": "🇦",
    "marks without end": "\u0301\u0316",
    "joiners without end": "👩\u200d",
    "labels without end": "a.",
    "underscores between labels": "a_b.",
    "links without end": "a.co ",
    "links, long labels": "学习学习学习学习学习学习学习.com ",
    "protocols without end": "http://",
    "open parentheses": "a.co/(",
    "query signs": "a.co/?!",
    "encoded labels": "xn--a.",
    "at signs": "@",
    "mentions without end": "@a@b",
    "tags of digits": "#1",
    "dollar signs": "$A",
    "half characters": "\ud83d",
}


def of_length(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def in_python(text: str) -> float:
    """Milliseconds of CPU, the least of three."""
    taken = []
    for _ in range(3):
        before = time.process_time()
        for network in NETWORKS.values():
            count(text, network)
            find_entities(text, network)
        taken.append((time.process_time() - before) * 1000)
    return min(taken)


def in_node(texts: list[list[str]]) -> list[list[float]] | None:
    """The same by the browser's script; None where there is no Node."""
    node = shutil.which("node")
    if node is None:
        return None
    program = Path(__file__).with_suffix(".mjs")
    done = subprocess.run([node, str(program)], input=json.dumps(texts), capture_output=True, text=True, check=True)
    times: list[list[float]] = json.loads(done.stdout)
    return times


def growth(times: list[float]) -> list[float]:
    """Time per character, as multiples of that of the shortest text."""
    return [taken / length * LENGTHS[0] / max(times[0], 0.01) for taken, length in zip(times, LENGTHS, strict=True)]


def main() -> None:
    texts = [[of_length(piece, length) for length in LENGTHS] for piece in TEXTS.values()]
    python = [[in_python(text) for text in lengths] for lengths in texts]
    node = in_node(texts)
    print(f"{'per character, ÷ 1,000':28}{'Python':>8}{'10,000':>9}{'100,000':>9}{'ms':>8}", end="")
    print(f"{'Node':>10}{'10,000':>9}{'100,000':>9}{'ms':>8}" if node else "      no Node here")
    for index, name in enumerate(TEXTS):
        line = f"{name:36}"
        for times in (python[index], *([node[index]] if node else [])):
            _one, ten, hundred = growth(times)
            line += f"{ten:9.2f}{hundred:9.2f}{times[-1]:8.0f}{'':10}"
        print(line.rstrip())


if __name__ == "__main__":
    main()
