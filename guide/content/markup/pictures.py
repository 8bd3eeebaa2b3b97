"""Width and height of a picture, read from its first bytes, so that a page does not move when it arrives."""

from __future__ import annotations

import struct
from pathlib import Path


def size(path: Path) -> tuple[int, int] | None:
    """In pixels; None where the file is not what its name says."""
    try:
        data = path.read_bytes()
        if path.suffix == ".png" and data[:8] == b"\x89PNG\r\n\x1a\n":
            return struct.unpack(">II", data[16:24])
        if path.suffix == ".gif" and data[:6] in (b"GIF87a", b"GIF89a"):
            return struct.unpack("<HH", data[6:10])
        if path.suffix in (".jpg", ".jpeg") and data[:2] == b"\xff\xd8":
            return _jpeg(data)
        if path.suffix == ".webp" and data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
    except (OSError, struct.error):
        return None
    return None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    """From the first start-of-frame segment."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    kind = data[12:16]
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        (bits,) = struct.unpack("<I", data[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    return None
