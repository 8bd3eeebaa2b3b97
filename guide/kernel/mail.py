"""Mail: through SMTP where it is configured, else as files in the data folder, so that a reset works on a laptop."""

from __future__ import annotations

import logging
import os
import smtplib
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from flask import Flask, Response, current_app, g

from guide.kernel.clock import now
from guide.kernel.config import Settings
from guide.kernel.environment import SettingsError

log = logging.getLogger("guide.mail")
TIMEOUT_S = 10


@dataclass(frozen=True)
class Postbox:
    """Where mail goes out. ``host`` None: files in ``folder``."""

    folder: Path
    sender: str
    host: str | None = None
    port: int = 587
    user: str | None = None
    password: str | None = None
    tls_from_start: bool = False

    @property
    def domain(self) -> str:
        """Of the sender, who may bear a name: ``Guides <guide@example.org>``."""
        return parseaddr(self.sender)[1].rpartition("@")[2] or "localhost"

    @classmethod
    def from_settings(cls, settings: Settings) -> Postbox:
        """:raises SettingsError: ``GUIDE_MAIL_URL`` is no mail address of a server."""
        host = urlsplit(settings.base_url).hostname or "localhost"
        folder = settings.data_dir / "mail"
        if not settings.mail_url:
            return cls(folder, f"guide@{host}")
        url = urlsplit(settings.mail_url)
        sender = parse_qs(url.query).get("from", [settings.contact or f"guide@{host}"])[0]
        try:
            port = url.port
        except ValueError:
            port = -1
        if url.scheme not in {"smtp", "smtps"} or not url.hostname or port == -1:
            raise SettingsError(
                "GUIDE_MAIL_URL takes smtp://user:password@host:587?from=guide@example.org, or smtps:// for port 465."
            )
        tls = url.scheme == "smtps"
        return cls(
            folder,
            sender,
            url.hostname,
            port or (465 if tls else 587),
            unquote(url.username) if url.username else None,
            unquote(url.password) if url.password else None,
            tls,
        )

    def send(self, message: EmailMessage) -> Path | None:
        """Hand it over; the path of the file where it was written to one.

        :raises OSError, smtplib.SMTPException: the server or the disk refuses.
        """
        if self.host is None:
            return self.write_file(message)
        context = ssl.create_default_context()
        if self.tls_from_start:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_S, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_S)
        with server:
            if not self.tls_from_start and self.password:
                server.starttls(context=context)
            if self.user and self.password:
                server.login(self.user, self.password)
            server.send_message(message)
        return None

    def write_file(self, message: EmailMessage) -> Path:
        """In a file of its own, which only the site's user can read: it may hold a link that opens an account."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{now():%Y-%m-%d-%H%M%S-%f}"
        for count in range(1000):
            path = self.folder / f"{name}-{count:03}.eml"
            try:
                descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                continue
            with os.fdopen(descriptor, "wb") as file:
                file.write(message.as_bytes(policy=SMTP))
            return path
        raise FileExistsError(f"{self.folder} holds a thousand messages of one moment")


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions["postbox"] = Postbox.from_settings(settings)
    app.extensions["mail-carrier"] = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")
    app.after_request(post_outgoing)


def write(to: str, template: str, **context: object) -> EmailMessage:
    """A message from ``templates/mail/<template>.txt``: its first line is the subject, the rest the text."""
    text = current_app.jinja_env.get_template(f"mail/{template}.txt").render(context)
    subject, _, body = text.partition("\n")
    message = EmailMessage(policy=SMTP)
    postbox: Postbox = current_app.extensions["postbox"]
    message["From"], message["To"], message["Subject"] = postbox.sender, to, " ".join(subject.split())
    message["Date"], message["Message-ID"] = format_datetime(now()), make_msgid(domain=postbox.domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body.strip() + "\n")
    return message


def send(to: str, template: str, **context: object) -> None:
    """Send it once this request is answered: only what was committed is announced."""
    message = write(to, template, **context)
    after_answer(lambda: deliver(message))


def after_answer(work: Callable[[], None]) -> None:
    """Do it once this request is answered, and only if it was not refused; so nobody can tell from the time of the answer
    whether there was something to do. Within work that is being done already: at its end."""
    if "after_answer" not in g:
        g.after_answer = []
    g.after_answer.append(work)


def post_outgoing(response: Response) -> Response:
    if response.status_code < 400:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        for work in g.pop("after_answer", ()):
            app.extensions["mail-carrier"].submit(carry_out, app, work)
    return response


def carry_out(app: Flask, work: Callable[[], None]) -> None:
    with app.app_context():
        try:
            work()
            for further in g.pop("after_answer", ()):
                further()
        except Exception:
            log.exception("what was to be done after an answer broke")


def deliver(message: EmailMessage) -> None:
    postbox: Postbox = current_app.extensions["postbox"]
    try:
        path = postbox.send(message)
    except (OSError, smtplib.SMTPException) as error:
        log.error(
            "mail “%s” was not sent: %s. Check GUIDE_MAIL_URL with: flask mail test ADDRESS",
            message["Subject"],
            type(error).__name__ if isinstance(error, smtplib.SMTPException) else error,
        )
    else:
        if path:
            log.info("mail “%s” written to %s", message["Subject"], path)
