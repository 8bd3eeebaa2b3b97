"""Headings of a lesson, each with a link to itself."""

from __future__ import annotations

from typing import cast

from flask import get_template_attribute
from markupsafe import Markup

from guide.content.markup.renderer import PRINTED_HEADING
from guide.content.text import Html


def with_links(html: Html) -> Markup:
    """The compiled text, its headings printed as the site prints all that can be linked to. The link's name is the site's
    own words, which is why it does not come with the guide."""
    linked = get_template_attribute("macros/headings.html", "linked_heading")
    return Markup(PRINTED_HEADING.sub(lambda found: cast(str, linked(int(found[1]), found[2], Markup(found[3]))), html))
