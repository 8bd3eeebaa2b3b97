"""The last word on markup: an allow-list, whoever wrote it."""

from __future__ import annotations

import nh3

INLINE = {"a", "br", "code", "em", "span", "strong"}
BLOCKS = {
    "blockquote", "figcaption", "figure", "h2", "h3", "h4", "hr", "img", "li", "ol", "p", "pre",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip

_cleaner = nh3.Cleaner(
    tags=INLINE | BLOCKS,
    clean_content_tags={"script", "style", "svg", "math", "template", "iframe", "object"},
    attributes={
        "a": {"href", "title", "rel"},
        "h2": {"id"}, "h3": {"id"}, "h4": {"id"},
        "img": {"src", "alt", "width", "height", "loading"},
        "ol": {"start"},
    },
    allowed_classes={
        "a": {"cite", "term", "external"},
        "span": {"cites", "fact", "as-of"},
        "code": {"whole"},
        "figure": {"diagram"},
        "td": {"align-left", "align-right", "align-center"},
        "th": {"align-left", "align-right", "align-center"},
    },
    tag_attribute_values={"th": {"scope": {"col"}}},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)  # fmt: skip

_words = nh3.Cleaner(tags={"code", "em", "strong"}, attributes={}, link_rel=None)


def sanitised(markup: str) -> str:
    """Markup with nothing in it but what our own rendering can produce."""
    return _cleaner.clean(markup)


def without_links(markup: str) -> str:
    """Inline markup fit to stand inside a link."""
    return _words.clean(markup)
