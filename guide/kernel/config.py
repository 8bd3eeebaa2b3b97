"""Every setting: its environment variable, its default, and what it means.

The sentences here are the ones printed in docs/operating.md; a test holds the two together.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from guide.kernel.environment import SettingsError, read_value

PROJECT = Path(__file__).resolve().parents[2]
SAMPLE_SECRETS = frozenset({"change-me", "changeme", "secret", "dev", "development", "sample"})
SHORTEST_SECRET = 32


def setting(variable: str, meaning: str) -> dict[str, str]:
    return {"variable": variable, "meaning": meaning}


@dataclass(frozen=True)
class Settings:
    """The settings as read from the environment. Nothing reads the environment after this."""

    data_dir: Path = field(
        default=PROJECT / "data",
        metadata=setting("GUIDE_DATA_DIR", "The one folder that holds everything the site keeps."),
    )
    content_dir: Path = field(
        default=PROJECT / "content", metadata=setting("GUIDE_CONTENT_DIR", "The folder that holds the guides.")
    )
    secret_key: str | None = field(
        default=None,
        repr=False,
        metadata=setting(
            "GUIDE_SECRET_KEY",
            "At least 32 characters that nobody can guess. Without it, the file `secret` in the data folder is read.",
        ),
    )
    old_secret_keys: tuple[str, ...] = field(
        default=(),
        repr=False,
        metadata=setting(
            "GUIDE_SECRET_KEY_FALLBACKS",
            "Former secret keys, separated by commas; forms already open stay valid while a key is changed.",
        ),
    )
    database_url: str = field(
        default="",
        repr=False,
        metadata=setting(
            "GUIDE_DATABASE_URL",
            "Where the database is: `sqlite:////path/file.sqlite3` or `postgresql://user:password@host/name`. "
            "Without it, `guide.sqlite3` in the data folder.",
        ),
    )
    base_url: str = field(
        default="http://127.0.0.1:8000",
        metadata=setting(
            "GUIDE_BASE_URL",
            "The address people type, used in mail and canonical links. With `https://`, cookies are marked Secure and "
            "browsers are told to stay on HTTPS. `./run` sets it from host and port.",
        ),
    )
    trusted_hosts: tuple[str, ...] = field(
        default=(),
        metadata=setting(
            "GUIDE_TRUSTED_HOSTS",
            "Host names that the site answers to, separated by commas. Without it: the host of the base address, "
            "`localhost` and `127.0.0.1`.",
        ),
    )
    proxies: int = field(
        default=0,
        metadata=setting(
            "GUIDE_PROXIES",
            "How many reverse proxies stand in front and set `X-Forwarded-For` and `X-Forwarded-Proto`. With 0 these "
            "headers are ignored.",
        ),
    )
    mail_url: str = field(
        default="",
        repr=False,
        metadata=setting(
            "GUIDE_MAIL_URL",
            "`smtp://user:password@host:587?from=guide@example.org` (STARTTLS where a password is given), or `smtps://…` "
            "(TLS from the start, port 465). Without it, mail is written to files in `mail/` in the data folder.",
        ),
    )
    registration: str = field(
        default="open",
        metadata=setting(
            "GUIDE_REGISTRATION",
            "Who may create an account: `open`, `domains:example.org,example.edu`, `invite` (see `flask users invite`) "
            "or `closed`.",
        ),
    )
    operator: str | None = field(
        default=None,
        metadata=setting("GUIDE_OPERATOR", "Who runs this site, as `/about` and `/privacy` name them."),
    )
    contact: str | None = field(
        default=None,
        metadata=setting(
            "GUIDE_CONTACT",
            "The e-mail address that pages name for questions and mistakes. Without it, no page offers to report one.",
        ),
    )
    limit_account: int = field(
        default=10,
        metadata=setting("GUIDE_LIMIT_ACCOUNT", "Failed sign-ins for one account in 15 minutes."),
    )
    limit_address: int = field(
        default=100,
        metadata=setting("GUIDE_LIMIT_ADDRESS", "Failed sign-ins from one network address in an hour."),
    )
    limit_resets: int = field(
        default=5, metadata=setting("GUIDE_LIMIT_RESETS", "Password resets asked for one account in an hour.")
    )
    limit_registrations: int = field(
        default=500,
        metadata=setting(
            "GUIDE_LIMIT_REGISTRATIONS",
            "Accounts created from one network address in an hour, and likewise resets asked for; a whole class may sit "
            "behind one.",
        ),
    )
    development: bool = field(
        default=False,
        metadata=setting(
            "GUIDE_DEV",
            "`1` reloads content on every page and shows its problems there. For an author's own machine; "
            "`./run --dev` sets it.",
        ),
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read every ``GUIDE_*`` variable.

        :raises SettingsError: a value cannot be read.
        """
        environment = os.environ if environment is None else environment
        values: dict[str, object] = {}
        for entry in fields(cls):
            variable = entry.metadata["variable"]
            given = environment.get(variable, "").strip()
            if given:
                values[entry.name] = read_value(variable, given, str(entry.type))
        data_dir = values.get("data_dir", PROJECT / "data")
        assert isinstance(data_dir, Path)
        if "secret_key" not in values and (data_dir / "secret").is_file():
            values["secret_key"] = (data_dir / "secret").read_text().strip()
        values.setdefault("database_url", f"sqlite:///{data_dir.resolve() / 'guide.sqlite3'}")
        return cls(**values)  # type: ignore[arg-type]  # each value was read by the type of its field

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        if self.trusted_hosts:
            return list(self.trusted_hosts)
        own = urlsplit(self.base_url).hostname or "127.0.0.1"
        return [own, "localhost", "127.0.0.1"]

    @property
    def sqlalchemy_url(self) -> str:
        """The database address in SQLAlchemy's spelling, psycopg named as the driver of PostgreSQL.

        :raises SettingsError: it is not an address of a database that the site can use.
        """
        try:
            url = make_url(self.database_url)
        except ArgumentError:
            raise SettingsError(
                "The database address is not one: write sqlite:////path/file.sqlite3 or "
                "postgresql://user:password@host/name (GUIDE_DATABASE_URL or ./run --database)."
            ) from None
        if url.drivername in {"postgresql", "postgres"}:
            url = url.set(drivername="postgresql+psycopg")
        if url.drivername not in {"sqlite", "postgresql+psycopg"}:
            raise SettingsError(
                f"The site keeps its data in SQLite or PostgreSQL, not in “{url.drivername}”: "
                "change GUIDE_DATABASE_URL or ./run --database."
            )
        if url.drivername == "sqlite" and url.database in {None, "", ":memory:"}:
            raise SettingsError("A SQLite database needs a file: write sqlite:////path/file.sqlite3.")
        return url.render_as_string(hide_password=False)

    def require_secret(self) -> str:
        """The secret key, if it is one.

        :raises SettingsError: it is missing, a sample, or shorter than 32 characters.
        """
        if not self.secret_key:
            raise SettingsError(
                "There is no secret key: start with ./run, which makes one, or set GUIDE_SECRET_KEY to at least "
                f"{SHORTEST_SECRET} random characters."
            )
        if self.secret_key.casefold() in SAMPLE_SECRETS or len(set(self.secret_key)) < 8:
            raise SettingsError("GUIDE_SECRET_KEY is a sample that anybody could guess: set random characters.")
        if len(self.secret_key) < SHORTEST_SECRET:
            raise SettingsError(
                f"GUIDE_SECRET_KEY has {len(self.secret_key)} characters; it needs at least {SHORTEST_SECRET}."
            )
        return self.secret_key
