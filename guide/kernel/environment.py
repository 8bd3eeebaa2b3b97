"""Values of environment variables, read as what they should be, or refused in a sentence that says what they take."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from click import ClickException


class SettingsError(ClickException):
    """A setting that the site cannot start with; the message says what to do, and is all that a command prints."""


def _origin(given: str) -> str:
    """As a browser writes it in ``Origin``: in small letters, without the port that goes without saying."""
    try:
        parts = urlsplit(given)
        host, port = parts.hostname, parts.port
        is_plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    except ValueError:
        host, port, is_plain = None, None, False
    if not host or not is_plain or parts.scheme not in {"http", "https"}:
        raise SettingsError(
            f"GUIDE_BASE_URL is “{given}”; it takes an address such as https://guide.example.org, without a path."
        )
    shown = f"[{host}]" if ":" in host else host
    usual = 443 if parts.scheme == "https" else 80
    return f"{parts.scheme}://{shown}" + (f":{port}" if port not in {None, usual} else "")


def read_value(variable: str, given: str, kind: str) -> object:
    """``kind`` is the type of the setting's field.

    :raises SettingsError: the variable holds something else.
    """
    if kind == "Path":
        return Path(given).expanduser()
    if kind == "int":
        try:
            number = int(given)
        except ValueError:
            number = -1
        if number < 0:
            raise SettingsError(f"{variable} is “{given}”; it takes a whole number.")
        return number
    if kind == "bool":
        return given.casefold() in {"1", "true", "yes", "on"}
    if kind.startswith("tuple"):
        return tuple(part.strip() for part in given.split(",") if part.strip())
    if variable == "GUIDE_BASE_URL":
        return _origin(given)
    if variable == "GUIDE_REGISTRATION":
        word, _, domains = given.partition(":")
        if word not in {"open", "domains", "invite", "closed"} or (word == "domains") != bool(domains.strip()):
            raise SettingsError(
                f"GUIDE_REGISTRATION is “{given}”; it takes open, domains:example.org,…, invite or closed."
            )
    return given
