"""The application: settings, shared ground, features, commands. It only assembles."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from flask import Flask

from guide.accounts import account_routes, sign_in
from guide.accounts import commands as accounts_commands
from guide.accounts import routes as accounts_routes
from guide.chats import routes as chats_routes
from guide.content.commands import make_cli
from guide.journal import routes as journal_routes
from guide.kernel import assets, guest_pages, logs, mail, schema, shelf, web
from guide.kernel import db as database
from guide.kernel.config import Settings
from guide.lessons import routes as lessons_routes
from guide.lessons import whole_routes
from guide.maps import routes as maps_routes
from guide.overview import routes as overview_routes
from guide.portability import routes as portability_routes
from guide.progress import routes as progress_routes
from guide.search import routes as search_routes
from guide.seed import commands as seed_commands
from guide.site import commands as site_commands
from guide.site import routes as site_routes
from guide.site.kept_ids import kept_ids
from guide.streams import routes as streams_routes
from guide.tasks import routes as tasks_routes
from guide.writing import routes as writing_routes

BLUEPRINTS = (
    accounts_routes.bp,
    account_routes.bp,
    writing_routes.bp,
    progress_routes.bp,
    tasks_routes.bp,
    chats_routes.bp,
    streams_routes.bp,
    maps_routes.bp,
    lessons_routes.bp,
    whole_routes.bp,
    journal_routes.bp,
    overview_routes.bp,
    search_routes.bp,
    portability_routes.bp,
    site_routes.bp,
)
COMMANDS = (
    accounts_commands.users,
    accounts_commands.mail,
    site_commands.prepare,
    seed_commands.seed,
)


class Site(Flask):
    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Nothing here is a coroutine: Flask would look at each function that a request calls, a dozen times."""
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """The site, ready to serve.

    :raises SettingsError: a setting is missing or wrong; the message says which, and what to do.
    """
    logs.configure()
    settings = settings or Settings.from_environment()
    if not is_command():
        settings.require_secret()
    app = Site("guide", static_folder=None, root_path=str(Path(__file__).parent))
    app.secret_key = settings.secret_key
    app.extensions["settings"] = settings
    guest_pages.prepare(app)
    database.init_app(app, settings.sqlalchemy_url)
    web.init_app(app, settings)
    assets.init_app(app, Path(app.root_path) / "static", development=settings.development)
    if is_command():
        schema.init_migrations(app)
    shelf.init_app(app, settings.content_dir, settings.data_dir, development=settings.development)
    mail.init_app(app, settings)
    sign_in.init_app(app)
    app.extensions["signed-out-page"] = writing_routes.signed_out_page
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.development:
        from guide.patterns import routes as patterns_routes  # here, because a served site has no use for it

        patterns_routes.init_app(app, create_app)
    app.cli.add_command(make_cli(lambda: kept_ids(app)))
    for command in COMMANDS:
        app.cli.add_command(command)
    guest_pages.init_app(app, development=settings.development)
    if not is_command():
        with suppress(shelf.NoLibrary):  # pages and /readyz will say so
            _ = app.extensions["shelf"].library
    return app


def is_command() -> bool:
    """Whether this is ``flask something``: a command asks for a secret only where it needs one. ``flask run`` serves."""
    context = click.get_current_context(silent=True)
    return context is not None and context.info_name != "run"
