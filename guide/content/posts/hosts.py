"""Host names: top-level domains, what is written in plain letters, and how long a label is in the network's own spelling."""

from __future__ import annotations

from collections.abc import Iterator

from guide.content.posts.rules import LONGEST_LABEL, LONGEST_TOP_LEVEL, TOP_LEVEL, pattern

PLAIN_WORD = pattern("plainWord")
ENCODED = pattern("encoded")
CONTINUES = pattern("noTopLevelBefore")
"""Before one of these no top-level domain ends."""
PLAIN_LABELS = pattern("plainLabels")
DOTS = pattern("labelDots")


def top_level_end(text: str, at: int) -> int:
    """Where the top-level domain ends that begins here, the longest if several do; 0: none does."""
    word = PLAIN_WORD.match(text, at)
    if word and word[0].lower() in TOP_LEVEL and not CONTINUES.match(text, word.end()):
        return int(word.end())
    stop = word.end() if word else at
    if text[stop : stop + 1] >= "\x80":
        for end in range(min(at + LONGEST_TOP_LEVEL, len(text)), stop, -1):
            if text[at:end].lower() in TOP_LEVEL and not CONTINUES.match(text, end):
                return end
    encoded = ENCODED.match(text, at)
    return int(encoded.end()) if encoded else 0


def written_plainly(host: str) -> Iterator[tuple[int, int]]:
    """The parts of a bare host name that are links: of each run of plain letters and dots, up to its last top-level domain."""
    done = 0
    while run := PLAIN_LABELS.search(host, done):
        start = last = run.start() + len(run[0]) - len(run[0].lstrip("."))
        done = run.end()
        dot = host.rfind(".", start, done)
        while dot > start and last == start:
            last = top_level_end(host, dot + 1) or start
            dot = host.rfind(".", start, dot)
        if last > start:
            yield start, last
            done = last


def is_sound(host: str) -> bool:
    """Whether its labels fit, spelled as the network spells them, and one that claims to be so spelled is."""
    if host.startswith("xn--") and next(written_plainly(host), None) is None:
        return False
    return all(1 <= spelled_length(label) <= LONGEST_LABEL for label in host.split("."))


def spelled_length(label: str) -> int:
    """How long a label is in ASCII (RFC 3492, with ``xn--`` before it); beyond the longest that is allowed it may say less."""
    parts = DOTS.split(label)
    return sum(len(part) if part.isascii() else 4 + _punycode_length(part) for part in parts) + len(parts) - 1


def _punycode_length(part: str) -> int:
    points = [ord(character) for character in part]
    basic = sum(point < 128 for point in points)
    length = basic + 1 if basic else 0
    if len(points) > LONGEST_LABEL:
        return len(points)
    delta, bias, handled, least = 0, 72, basic, 128
    for point in sorted({point for point in points if point >= 128}):
        delta += (point - least) * (handled + 1)
        for each in points:
            if each < point:
                delta += 1
            elif each == point:
                length += _digits(delta, bias)
                bias = _adapted(delta, handled + 1, first=handled == basic)
                delta = 0
                handled += 1
        if length > LONGEST_LABEL:
            break
        delta, least = delta + 1, point + 1
    return length


def _digits(delta: int, bias: int) -> int:
    """How many digits a number takes, of the bases that its place in the label gives it."""
    digits, step = 1, 36
    while delta >= (threshold := min(max(step - bias, 1), 26)):
        delta = (delta - threshold) // (36 - threshold)
        digits, step = digits + 1, step + 36
    return digits


def _adapted(delta: int, handled: int, *, first: bool) -> int:
    delta = delta // 700 if first else delta // 2
    delta += delta // handled
    step = 0
    while delta > 455:
        delta //= 35
        step += 36
    return step + 36 * delta // (delta + 38)
