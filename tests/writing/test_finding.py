"""Learners find what they wrote, as it is now; and nobody finds what another wrote."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text

from guide.accounts.models import Learner
from guide.content.blocks.reflection import Reflection
from guide.content.library import Library
from guide.kernel.db import db
from guide.kernel.places import place_or_404
from guide.site.moves import follow_moves
from guide.writing.access import hold_entry
from guide.writing.finding import found_entries, ids_of_entries_with
from guide.writing.models import Entry
from guide.writing.word_index import keep_words
from tests.conftest import REFLECTION, Reader

TASK = "/journal/small/first/try-it"
LOOK_BACK = "/journal/small/third/look-back"


def found(reader: Reader, asked: str) -> list[str]:
    """The blocks of the entries found, the best first; by the list and by the search page alike."""
    learner = reader.learner
    assert learner is not None
    with reader.app.app_context():
        ids = ids_of_entries_with(learner, asked)
        listed = set() if ids is None else set(db.session.scalars(select(Entry.block).where(Entry.id.in_(ids))))
        answer = found_entries(learner, asked, 20)
        assert {entry.block for entry in answer.entries} == listed
        assert answer.total == len(answer.entries)
        return [entry.block for entry in answer.entries]


def words_kept(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(text("SELECT count(*) FROM entry_words")) or 0


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("resume", "Her résumé."),
        ("well known", "A well-known account."),
        ("C++", "I write C++."),
        ("and or not near", "NEAR, NOT, OR, AND"),
        ("learn netw", "A learning network"),
        ("👩‍👩‍👧", "us 👩‍👩‍👧"),
        ("学", "学习"),
    ],
)
def test_an_entry_is_found_by_its_words(ada: Reader, asked: str, written: str) -> None:
    ada.save(written)
    assert found(ada, asked) == ["what-happened"]


def test_all_words_asked_for_must_be_there(ada: Reader) -> None:
    ada.save("One ward.")
    assert found(ada, "ward one") == ["what-happened"]
    assert found(ada, "ward two") == []
    assert found(ada, "c++") == []


def test_an_entry_is_found_by_its_text_of_now(ada: Reader) -> None:
    ada.save("Before.")
    ada.save("After.", version=1)
    assert found(ada, "before") == []
    assert found(ada, "after") == ["what-happened"]


def test_a_save_that_is_rolled_back_leaves_the_words_as_they_were(ada: Reader) -> None:
    ada.save("Before.")
    with ada.app.app_context():
        entry = db.session.scalars(select(Entry)).one()
        place = place_or_404(entry.guide, entry.lesson, entry.block, Reflection)
        held = hold_entry(entry.learner_id, place, "", version=1)
        held.entry.save("After.", at=held.entry.saved_at, last_kept_at=None)
        held.put_back()
        assert found_entries(entry.learner_id, "after", 1).total == 1
        db.session.rollback()
    assert found(ada, "before") == ["what-happened"]
    assert found(ada, "after") == []


def test_a_refused_save_leaves_the_words_as_they_were(ada: Reader) -> None:
    ada.save("Before.")
    assert ada.save("Elsewhere.", version=7).status_code == 409
    assert found(ada, "elsewhere") == []


def test_a_guests_text_that_becomes_the_entry_is_found(ada: Reader) -> None:
    assert ada.post(f"{REFLECTION}/arrivals", {"body": "Brought along.", "learner": ada.learner}).status_code == 200
    assert found(ada, "brought") == ["what-happened"]


def test_why_a_prompt_was_set_aside_is_found(ada: Reader) -> None:
    ada.save("", do="set-aside", why="Not my field.")
    assert found(ada, "field") == ["what-happened"]
    ada.save("A second thought.", version=1)
    assert found(ada, "field") == ["what-happened"], "the reason stays, and what stays is found"
    assert found(ada, "thought") == ["what-happened"]


def test_a_decision_is_found_by_its_reason_and_not_by_how_it_is_kept(ada: Reader) -> None:
    ada.post("/guides/small/third/decide/enough", {"decision": "later", "body": "Too busy.", "learner": ada.learner})
    assert found(ada, "busy") == ["enough"]
    assert found(ada, "decision") == found(ada, "reason") == []


def test_what_has_the_words_comes_before_what_begins_so_and_then_the_newest(ada: Reader) -> None:
    ada.save("Learn.")
    ada.save("Learn, too.", address=TASK)
    ada.save("Learning.", address=LOOK_BACK)
    assert found(ada, "learn") == ["try-it", "what-happened", "look-back"]


def test_some_are_shown_and_all_are_counted(ada: Reader) -> None:
    for address in (REFLECTION, TASK, LOOK_BACK):
        ada.save("Learn.", address=address)
    with ada.app.app_context():
        answer = found_entries(ada.learner or 0, "learn", 2)
    assert (len(answer.entries), answer.total) == (2, 3)


def test_nobody_finds_what_another_wrote(ada: Reader, bob: Reader) -> None:
    ada.save("Hers alone.")
    bob.save("His alone.")
    assert found(bob, "hers") == []
    for number in (ada.learner, bob.learner):
        for trick in (
            f"l{number}xhers",
            f"l{number}x",
            f"l{ada.learner}xhers OR hers",
            f'" OR l{number}xhers',
            "hers OR *",
        ):
            assert found(bob, trick) == []
    assert found(bob, "alone") == ["what-happened"]


def test_learners_whose_numbers_begin_alike_are_told_apart(app: Flask, ada: Reader) -> None:
    ada.save("Anything.")
    with app.app_context():
        at = db.session.scalars(select(Entry)).one().saved_at
        for number in (10, 11, 100):
            address = f"{number}@example.org"
            db.session.add(
                Learner(id=number, name="-", email=address, email_key=address, password_hash="-", created_at=at)
            )
            db.session.flush()
            entry = Entry(
                learner_id=number, guide="small", lesson="first", block="b", kind="task", body="-", saved_at=at
            )
            db.session.add(entry)
            db.session.flush()
            keep_words(db.session.connection(), entry.id, number, f"only{number}")
        db.session.commit()
        for number in (10, 11, 100):
            assert found_entries(number, "only", 20).total == 1
        assert found_entries(1, "only", 20).total == 0


def test_words_go_with_the_entry_and_with_the_learner(app: Flask, ada: Reader, bob: Reader) -> None:
    for reader in (ada, bob):
        reader.save("One.")
        reader.save("Two.", address=TASK)
    number = ada.learner
    with app.app_context():
        db.session.execute(delete(Entry).where(Entry.learner_id == number, Entry.block == "try-it"))
        db.session.commit()
    assert words_kept(app) == 3
    assert found(ada, "two") == []
    with app.app_context():
        db.session.execute(delete(Learner).where(Learner.id == number))
        db.session.commit()
    assert words_kept(app) == 2
    assert found(bob, "two") == ["try-it"]


def test_an_entry_that_follows_a_renamed_block_is_found_there(ada: Reader) -> None:
    ada.save("It follows.")
    ada.save("It was there.", address=LOOK_BACK)
    with ada.app.app_context():
        guide = ada.app.extensions["shelf"].library.by_id["small"]
        moved = replace(guide, moved={"first/what-happened": "second/kept", "third/look-back": "second/kept"})
        follow_moves(Library("-", (moved,)))
        db.session.commit()
    assert words_kept(ada.app) == 1
    assert found(ada, "follows") == ["kept"]
    assert found(ada, "there") == []


@pytest.mark.parametrize(
    "asked", ["", '"', "*", "a" * 10_000, "w " * 10_000, "\0", "\ud800", "'\\", ":* & | !", "\ue02b"]
)
def test_no_question_is_too_odd(ada: Reader, asked: str) -> None:
    ada.save("Something.")
    assert found(ada, asked) == []


def test_any_text_can_be_asked_for_and_any_word_of_an_entry_finds_it(ada: Reader) -> None:
    ada.save("-")
    learner = ada.learner or 0

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=300), st.text())
    def holds(written: str, asked: str) -> None:
        with ada.app.app_context():
            held = hold_entry(learner, place_or_404("small", "first", "what-happened", Reflection), "", version=1)
            held.entry.save(written, at=held.entry.saved_at, last_kept_at=None)
            held.put_back()
            found_entries(learner, asked, 20)
            for word in [written, *written.split()[:5]]:
                if ids_of_entries_with(learner, word) is not None:
                    assert found_entries(learner, word, 20).total == 1
            db.session.rollback()

    holds()
