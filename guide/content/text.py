"""The kinds of text an author writes, as types that the compiler acts upon."""

from __future__ import annotations

from typing import NewType

Html = NewType("Html", str)
"""Sanitised markup. In a schema: the author writes inline Markdown, citations and facts; the compiler renders it."""

HtmlBlock = NewType("HtmlBlock", str)
"""Sanitised markup of one or more paragraphs. In a schema: the author writes Markdown paragraphs and lists."""
