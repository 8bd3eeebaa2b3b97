"""The log: an event a line, and nothing in it that is nobody's business."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy.exc import IntegrityError

from tests.kernel.log_lines import LogLines

log = logging.getLogger("guide.test")


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("a\r\nINFO guide: forged", "a\\r\\nINFO guide: forged"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\x85b\u2028c\u2029d", "a\\x85b\\u2028c\\u2029d"),
        ("a\u202eb", "a\\u202eb"),
        ("Zoë, 日本語", "Zoë, 日本語"),
    ],
)
def test_nothing_that_was_sent_begins_a_new_line(log_lines: LogLines, sent: str, written: str) -> None:
    log.info("name: %s", sent)
    assert log_lines() == [f"INFO guide.test: name: {written}"]


def broken(message: str) -> Exception:
    try:
        try:
            raise KeyError("what it came from")
        except KeyError as source:
            raise ValueError(message) from source
    except ValueError as error:
        return error


def test_exception_is_told_with_its_place_and_source(log_lines: LogLines) -> None:
    log.error("broke", exc_info=broken("in the end"))
    lines = log_lines()
    assert lines[0] == "ERROR guide.test: broke"
    assert all(line.startswith("    ") for line in lines[1:])
    assert lines[-1] == "    ValueError: in the end"
    assert "    KeyError: 'what it came from'" in lines
    assert any("test_log_lines.py" in line for line in lines)


def test_of_what_an_exception_says_only_the_first_line_is_told(log_lines: LogLines) -> None:
    log.error("broke", exc_info=broken("first\nINFO guide: forged\rand more"))
    assert "forged" not in "\n".join(log_lines())


def test_message_without_end_is_cut_off(log_lines: LogLines) -> None:
    log.error("broke", exc_info=broken("x" * 100_000))
    assert len(max(log_lines(), key=len)) < 300


def test_values_of_a_statement_are_not_told(log_lines: LogLines) -> None:
    statement, values = "INSERT INTO entry (body) VALUES (?)", ("A thought that is nobody's business",)
    log.error("broke", exc_info=IntegrityError(statement, values, Exception("CHECK failed\nDETAIL: (… thought …)")))
    assert "CHECK failed" in log_lines()[-1]
    assert "thought" not in "\n".join(log_lines())
