"""The real site in a folder of its own, with learners already in it."""

from __future__ import annotations

import os
import secrets as random
from dataclasses import dataclass
from pathlib import Path

from guide.accounts import secrets
from guide.accounts.models import Learner, SignIn
from guide.app import create_app
from guide.kernel.clock import now
from guide.kernel.config import Settings
from guide.kernel.db import db
from guide.writing.models import Entry

GUIDE = "twitter-for-social-learning"
LESSON = "trivial-or-useful"
BLOCK = "worth-a-week"


@dataclass(frozen=True)
class Person:
    id: int
    cookie: str


def environment(data: Path) -> dict[str, str]:
    return {
        "GUIDE_DATA_DIR": str(data),
        "GUIDE_SECRET_KEY": "only-for-benchmarks-0123456789-abcdef-0123456789",
        "GUIDE_CONTACT": "help@example.org",
    }


def seed(data: Path, learners: int) -> list[Person]:
    """Prepare the site and sign ``learners`` people in, each with one entry."""
    os.environ.update(environment(data))
    app = create_app(Settings.from_environment())
    outcome = app.test_cli_runner().invoke(args=["prepare"])
    assert outcome.exit_code == 0, outcome.output
    people = []
    with app.app_context():
        for number in range(learners):
            token, at = random.token_urlsafe(32), now()
            email = f"learner{number}@example.org"
            learner = Learner(name=f"Learner {number}", email=email, email_key=email, password_hash="-", created_at=at)
            db.session.add(learner)
            db.session.flush()
            db.session.add(
                SignIn(
                    learner_id=learner.id, token_hash=secrets.hashed(token), device="Bench", stays=True,
                    created_at=at, last_used_at=at,
                )
            )  # fmt: skip
            db.session.add(
                Entry(
                    learner_id=learner.id, guide=GUIDE, lesson=LESSON, block=BLOCK, kind="reflection",
                    body="The third post would have saved me an afternoon.", version=1, saved_at=at,
                )
            )  # fmt: skip
            people.append(Person(learner.id, f"guide={token}"))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return people
