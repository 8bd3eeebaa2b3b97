"""The mail that a site has written to files, read as the people would whom it is for."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage

from flask import Flask


@dataclass(frozen=True)
class Mailbox:
    app: Flask

    def messages(self) -> list[EmailMessage]:
        """All of it, the oldest first. Waits for what is still to be done after an answer."""
        self.app.extensions["mail-carrier"].submit(lambda: None).result(timeout=20)
        files = sorted((self.app.extensions["settings"].data_dir / "mail").glob("*.eml"))
        return [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]  # type: ignore[misc]

    def told(self) -> list[tuple[str, str]]:
        """To whom, and what about."""
        return [(message["To"], message["Subject"]) for message in self.messages()]

    def last(self, subject: str) -> EmailMessage:
        return [message for message in self.messages() if message["Subject"] == subject][-1]

    def text(self, subject: str) -> str:
        return str(self.last(subject).get_content()).replace("\r\n", "\n")

    def link(self, subject: str) -> str:
        """The path of the link in the last message about ``subject``."""
        return path_in(self.text(subject))


def path_in(text: str) -> str:
    found = re.search(r"https?://[^/\s]+(/(?:reset-password|confirm-email|register)\S+)", text)
    assert found, text
    return found[1]
