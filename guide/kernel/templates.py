"""What a template may call, and what is settled before it is compiled."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, request
from flask_login import current_user
from jinja2 import Environment
from jinja2.ext import Extension
from markupsafe import Markup, escape

from guide.content.library import Guide
from guide.kernel import cookies, forgery, moments
from guide.kernel.config import Settings
from guide.kernel.look import Look
from guide.kernel.notices import notices
from guide.kernel.plain_text import to_html
from guide.kernel.shelf import NoLibrary, shelf
from guide.kernel.words import INTERFACE_LANGUAGE, translations
from guide.kernel.words import gettext as _


class Settled(Extension):
    """Puts fixed interface text into the source of a template, so that a page does not look it up a hundred times.

    Takes out what indents the lines of a page, too. It is there for whoever reads the template, and signed-in pages travel
    uncompressed.
    """

    FIXED = re.compile(r"""\{\{ _\((?:"([^"{}]*)"|'([^'{}]*)')\) \}\}""")

    INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        if name is not None and name.endswith(".html"):
            source = self.INDENTATION.sub("", source)
        return self.FIXED.sub(lambda match: str(escape(_(match[1] or match[2]))), source)


def init_app(app: Flask, settings: Settings) -> None:
    environment = app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.auto_reload = settings.development
    environment.add_extension("jinja2.ext.i18n")
    environment.add_extension(Settled)
    environment.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        csrf_token=forgery.csrf_token,
        contact=settings.contact,
        operator=settings.operator,
        registration=settings.registration,
        base_url=settings.base_url,
        interface_language=INTERFACE_LANGUAGE,
        notices=notices,
        home_of=home_of,
    )
    _add_filters(environment)

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        person = current_user._get_current_object()
        return {
            "current": person if person.is_authenticated else None,
            "look": Look.parse(cookies.read(cookies.LOOK)),
            "canonical": settings.base_url + request.path,
            "site_name": site_name(),
            "problems": shelf().problems if settings.development else (),
        }


def _add_filters(environment: Environment) -> None:
    def in_zone(render: Any) -> Any:
        return lambda moment: moments.unbroken(render(moment, getattr(current_user, "time_zone", None)))

    environment.filters.update(
        day=in_zone(moments.day),
        moment=in_zone(moments.exact),
        moment_said=in_zone(moments.said),
        moment_iso=in_zone(moments.iso),
        unbroken=moments.unbroken,
        with_whole_dates=moments.with_whole_dates,
        prose_text=lambda text: Markup(to_html(text)),
    )


def site_name() -> str:
    """With one guide the site is that guide's own."""
    try:
        guides = shelf().library.guides
    except NoLibrary:
        return _("Guides")
    return guides[0].title if len(guides) == 1 else _("Guides")


def home_of(guide: Guide) -> str:
    """Where the name of a guide leads that stands at the head of its pages: to its cover, which alone is the whole site's."""
    return "/" if len(shelf().library.guides) == 1 else guide.address
