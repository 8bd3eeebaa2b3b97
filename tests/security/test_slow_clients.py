"""A client that takes its time keeps nobody else waiting."""

from __future__ import annotations

import io
from urllib.parse import urlencode

from guide.kernel.db import db
from tests.conftest import REFLECTION, Reader


class Watched(io.BytesIO):
    """A body that notes, whenever some of it is read, how many connections to the database are in use."""

    def __init__(self, body: bytes, reader: Reader) -> None:
        super().__init__(body)
        self.reader, self.in_use = reader, []  # type: ignore[var-annotated]

    def note(self) -> None:
        with self.reader.app.app_context():
            self.in_use.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]

    def read(self, size: int | None = -1) -> bytes:
        self.note()
        return super().read(size)

    def readinto(self, buffer: object) -> int:
        self.note()
        return super().readinto(buffer)  # type: ignore[arg-type]


def test_form_is_read_to_its_end_before_the_database_is_asked(ada: Reader) -> None:
    """Otherwise half a form, sent slowly, would hold the one lock that every save on SQLite needs."""
    form = {"body": "x" * 10_000, "version": "0", "do": "save", "learner": str(ada.learner), "csrf_token": ada.token()}
    body = urlencode(form).encode()
    stream = Watched(body, ada)
    answer = ada.client.post(
        REFLECTION,
        input_stream=stream,
        content_length=len(body),
        content_type="application/x-www-form-urlencoded",
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200
    assert stream.in_use
    assert set(stream.in_use) == {0}
