"""Somebody who stays signed in however the clock of a test is set."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import update

from guide.accounts.models import SignIn
from guide.kernel import clock
from guide.kernel.db import db
from tests.conftest import Reader


@pytest.fixture
def ada(app: Flask) -> Reader:
    """In Vienna, since the first of January 2026."""
    with clock.standing_at(datetime(2026, 1, 1, tzinfo=UTC)):
        reader = Reader(app)
        assert reader.register().status_code == 303
    with app.app_context():
        db.session.execute(update(SignIn).values(last_used_at=datetime(2099, 1, 1, tzinfo=UTC)))
        db.session.commit()
    return reader
