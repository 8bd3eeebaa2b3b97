"""Whether a browser takes gzip."""

from __future__ import annotations

import re

REFUSED = re.compile(r"\bgzip\s*;\s*q=0(\.0*)?\s*(,|$)")


def takes_gzip(accept_encoding: str) -> bool:
    """By the header ``Accept-Encoding``, in which a weight of nought is a no."""
    return "gzip" in accept_encoding and not REFUSED.search(accept_encoding)
