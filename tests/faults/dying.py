"""Run by a test as a program: one migration, killed after its first statement, then after its second, and so on to its end.

Prints a line of JSON for each attempt: whether it was killed, and the revision that the database is at.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from itertools import count
from typing import Any

import flask_migrate
from flask import current_app
from sqlalchemy import event

from guide.app import create_app
from guide.kernel.db import db
from guide.kernel.schema import current_revision, init_migrations


def main(directory: str, revision: str) -> None:
    app = create_app()
    for statement in count(1):
        if (child := os.fork()) == 0:
            with app.app_context():
                migrate(directory, revision, statement)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        with app.app_context():
            print(json.dumps({"killed": killed, "at": current_revision()}), flush=True)
            db.engine.dispose()  # nothing is shared with the next child
        if not killed:
            sys.exit(os.waitstatus_to_exitcode(status))


def migrate(directory: str, revision: str, last: int) -> None:
    done = 0

    def die_after_the_last(*_: Any) -> None:
        nonlocal done
        done += 1
        if done == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(db.engine, "after_cursor_execute", die_after_the_last)
    init_migrations(current_app)
    flask_migrate.upgrade(directory=directory, revision=revision)


if __name__ == "__main__":
    main(*sys.argv[1:])
