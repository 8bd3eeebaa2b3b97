"""What operators are told about limits is what the program keeps."""

from __future__ import annotations

import re
from urllib.parse import quote

from guide.kernel.arrival import LARGEST_HEAD
from guide.kernel.config import PROJECT
from tests.conftest import Reader

OPERATING = (PROJECT / "docs" / "operating.md").read_text("utf-8")
NGINX_TAKES = 8 * 1024
"""Bytes of a request's first line, unless it is told otherwise."""


def test_operators_are_told_how_long_an_address_may_be() -> None:
    told = re.search(r"up to (\d+) KiB", OPERATING)
    assert told
    assert int(told[1]) * 1024 == LARGEST_HEAD
    assert f"large_client_header_buffers 4 {LARGEST_HEAD // 1024}k;" in OPERATING


def test_search_field_never_makes_an_address_longer_than_a_proxy_takes(guest: Reader) -> None:
    fields = re.findall(r'<input type="search"[^>]*maxlength="(\d+)"', guest.get("/search").text)
    assert fields
    for most in fields:
        longest = quote("学" * int(most))  # of all that counts as one character there, this takes the most room
        assert len(f"GET /search?q={longest} HTTP/1.1\r\n") <= NGINX_TAKES
