"""Invented learners: one with a year behind them, and as many as a benchmark wants."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import Result
from flask import Flask

from guide.accounts.models import Learner
from guide.content.blocks.check import Check
from guide.kernel import clock
from guide.kernel.db import db
from guide.kernel.shelf import shelf
from guide.seed.answers import answer_to
from guide.seed.story import example
from tests.conftest import REAL_CONTENT, Reader

REAL = "twitter-for-social-learning"
PASSWORD = "three herons on a wet roof"


def seed(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["seed", *words])


def signed_in(app: Flask, password: str = PASSWORD, email: str = "example@example.org") -> Reader:
    reader = Reader(app, email=email)
    assert reader.sign_in(password).status_code == 303
    return reader


@pytest.fixture
def real(make_app: Callable[..., Flask]) -> Flask:
    return make_app(content_dir=REAL_CONTENT)


def test_example_learner_has_a_year_behind_them(real: Flask) -> None:
    outcome = seed(real, "example", "--password", PASSWORD)
    assert outcome.exit_code == 0, outcome.output
    kept = signed_in(real).get("/account/download").json
    assert kept["learner"]["name"] == "Example, invented"
    days = sorted(row["opened_at"][:10] for row in kept["lessons"])
    assert len({day[:7] for day in days}) >= 7
    assert datetime.fromisoformat(days[0]) < datetime.now() - timedelta(days=300)
    done = sorted(row["done_at"] for row in kept["lessons"] if row["is_done"])
    assert len(done) == 9
    assert done[0][:4] != done[-1][:4]
    entries = {f"{entry['lesson']}/{entry['block']}": entry for entry in kept["entries"]}
    assert any(entry["set_aside_why"] for entry in entries.values())
    draft = entries["lurk-with-purpose/what-made-them-work"]
    assert draft["body"]
    assert draft["submitted_at"] is None
    assert len(entries["trivial-or-useful/worth-a-week"]["revisions"]) >= 3
    assert kept["check_attempts"]
    assert kept["task_ticks"]


def test_their_pages_stand(real: Flask) -> None:
    seed(real, "example", "--password", PASSWORD)
    reader = signed_in(real)
    for address in ("/", "/progress", "/progress/statement", "/journal", "/account"):
        assert reader.get(address).status_code == 200, address
    progress = reader.get("/progress").text
    assert "Go on reading" in progress
    lesson = reader.get(f"/guides/{REAL}/who-is-missing").text
    assert "nobody leaves" in lesson, "the earlier entry stands beside the later one"


def test_nothing_of_it_lies_in_the_future_at_any_hour(real: Flask) -> None:
    for hour in (0, 12, 23):
        at = datetime(2026, 10, 25, hour, 1, tzinfo=UTC)
        with clock.standing_at(at):
            assert seed(real, "example", "--password", PASSWORD, "--replace").exit_code == 0
            kept = signed_in(real).get("/account/download").json
        moments = [entry["saved_at"] for entry in kept["entries"]] + [row["opened_at"] for row in kept["lessons"]]
        assert max(map(datetime.fromisoformat, moments)) < at


def test_a_story_tells_only_of_what_its_guide_has(real: Flask) -> None:
    with real.app_context():
        guide = shelf().library.by_id[REAL]
    for event in example().told[REAL]:
        lesson, _slash, block = event.place.partition("/")
        assert lesson in guide.by_id, event
        assert not block or block in guide.by_id[lesson].blocks, event
        assert event.position is None or event.position in guide.by_id[lesson].blocks, event


@pytest.mark.parametrize("well", [True, False])
def test_every_check_can_be_answered_either_way(real: Flask, well: bool) -> None:
    with real.app_context():
        lessons = shelf().library.by_id[REAL].lessons
    for lesson in lessons:
        for block in lesson.blocks.values():
            if isinstance(block, Check):
                result = block.judge(answer_to(block, well=well))
                assert not isinstance(result, str), block.id
                assert result.all_as_we_would in {well, None}, block.id  # None: nothing there is judged


def test_a_guide_without_a_story_gets_one(app: Flask) -> None:
    assert seed(app, "example", "--password", PASSWORD).exit_code == 0
    reader = signed_in(app)
    assert "2 of 3" in reader.get("/progress").text
    assert "The first lesson" in reader.get("/journal").text


def test_a_password_left_out_is_made_and_printed_once(app: Flask) -> None:
    outcome = seed(app, "example", "--email", "show@example.org")
    found = re.search(r"shown this once: (\S+)", outcome.output)
    assert found
    signed_in(app, found[1], "show@example.org")


def test_a_second_time_it_is_refused_and_made_anew_on_demand(app: Flask) -> None:
    seed(app, "example", "--password", PASSWORD)
    again = seed(app, "example", "--password", PASSWORD)
    assert again.exit_code == 1
    assert "--replace" in again.output
    reader = signed_in(app)
    reader.save("Written since.", 1)
    assert seed(app, "example", "--password", PASSWORD, "--replace").exit_code == 0
    assert "Written since." not in signed_in(app).get("/journal").text
    with app.app_context():
        assert db.session.query(Learner).count() == 1


def test_the_account_of_a_real_person_is_never_replaced(app: Flask, ada: Reader) -> None:
    ada.save("Mine.")
    outcome = seed(app, "example", "--email", "ADA@example.org", "--replace")
    assert outcome.exit_code == 1
    assert "Nothing was changed." in outcome.output
    assert "Mine." in ada.get("/journal").text


@pytest.mark.parametrize("words", [("--password", "short"), ("--email", "not an address"), ("--email", "@")])
def test_what_cannot_be_an_account_is_refused_and_nothing_is_made(app: Flask, words: tuple[str, str]) -> None:
    outcome = seed(app, "example", *words)
    assert outcome.exit_code == 1
    assert "Traceback" not in outcome.output
    with app.app_context():
        assert db.session.query(Learner).count() == 0


def test_many_learners_are_made_and_can_sign_in(app: Flask) -> None:
    for count in ("7", "3"):
        assert seed(app, "learners", count, "--password", PASSWORD).exit_code == 0
    with app.app_context():
        people = db.session.query(Learner).order_by(Learner.id).all()
        emails = [learner.email for learner in people]
    assert len(emails) == len(set(emails)) == 10
    assert "3 of 3" in signed_in(app, email=emails[2]).get("/progress").text
    assert seed(app, "learners", "0").exit_code == 2
