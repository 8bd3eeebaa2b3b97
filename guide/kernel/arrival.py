"""A request on its way in: how much of it is here, and whether it is all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LARGEST_ARRIVAL = 1024 * 1024
"""Twice what the application reads of a request; longer ones are refused by their beginning."""

LARGEST_HEAD = 256 * 1024
"""Room for a question of ten thousand characters, each of which takes twelve in an address."""

LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)


@dataclass
class Arrival:
    """What has been received of a request so far."""

    deadline: float
    received: bytearray = field(default_factory=bytearray)
    length: int | None = None
    """Of head and body; known once the head is here."""
    is_chunked: bool = False
    expects_leave: bool = False
    """The client waits for "100 Continue" before it sends the body."""

    def add(self, data: bytes) -> bool:
        """Whether the head is now complete, and was not before."""
        before = max(0, len(self.received) - 3)
        self.received += data
        if self.length is not None or (end := self.received.find(b"\r\n\r\n", before)) < 0:
            return False
        head = bytes(self.received[: end + 4])
        stated = LENGTH.search(head)
        self.length = len(head) + (int(stated[1]) if stated else 0)
        self.is_chunked = CHUNKED.search(head) is not None
        self.expects_leave = EXPECTS.search(head) is not None
        return True

    @property
    def is_head_too_long(self) -> bool:
        """Whether there is no end in sight of what comes before the body, for which a thread would have to wait."""
        return self.length is None and len(self.received) >= LARGEST_HEAD

    @property
    def is_ready(self) -> bool:
        """Whether a thread can deal with it without waiting: it is whole, or too large to be read to its end."""
        if len(self.received) >= LARGEST_ARRIVAL:
            return True
        return self.length is not None and len(self.received) >= self.length
