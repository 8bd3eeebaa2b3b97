"""Markdown to sanitised HTML: citations, dated facts, glossary words, links between lessons, drawings."""
