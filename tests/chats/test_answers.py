"""An answer given at its question in a chat stands there, changes nothing else, and is lost to nobody."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.test import TestResponse

from guide.content.blocks.chat import Chat
from guide.kernel.db import db
from guide.kernel.plain_text import LARGEST
from guide.writing.models import Entry, Revision
from tests.conftest import Reader

CHAT = "/guides/writing-a-guide/chats/chats/walk-through"
OPEN, YOURS = f"{CHAT}?upto=90", f"{CHAT}/yours"
FIRST, FOURTH = f"{CHAT}/answers/1", f"{CHAT}/answers/4"


class Form:
    """A form of a page as it was opened, to be sent later with some words in it."""

    def __init__(self, reader: Reader, page: str, action: str) -> None:
        self.reader = reader
        text = reader.get(page).text
        found = re.search(rf'<form [^>]*action="({re.escape(action)}[^"]*)".*?</form>', text, re.DOTALL)
        assert found, action
        self.address = html.unescape(found[1])
        self.fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', found[0]))

    def send(self, words: str, **more: str) -> TestResponse:
        return self.reader.post(self.address, {**self.fields, "answer": words, **more})


def answer(reader: Reader, words: str, action: str = FIRST) -> TestResponse:
    return Form(reader, YOURS if action == YOURS else OPEN, action).send(words)


def written(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Entry.body)))


TYPED = st.text(st.sampled_from("A1469 \n\t.:)–-xé"), max_size=40)


@given(body=TYPED, question=st.sampled_from([None, 1, 2, 4, 6]), text=TYPED)
def test_answer_set_is_the_answer_read_and_all_others_stay(
    block: Chat, body: str, question: int | None, text: str
) -> None:
    assume(block.line_elsewhere(text.strip(), question) is None)
    before = block.own_answers(body)
    after = block.own_answers(block.with_answer(body, question, text))
    assert after.get(question, "") == text.strip()
    for other in {*before, *after} - {question, None}:
        assert after.get(other) == before.get(other)
    if question:
        assert after.get(None, "").split() == before.get(None, "").split()


def test_everything_else_stays_as_it_was_typed(block: Chat) -> None:
    body = "Two people, one gate.\n\nA1) The gate.\n  A4 - Nobody."
    assert (
        block.with_answer(body, 2, "Twice.") == "Two people, one gate.\n\nA1) The gate.\n\nA2: Twice.\n\nA4 - Nobody."
    )
    assert block.with_answer(body, 1, "") == "Two people, one gate.\n\nA4 - Nobody."
    assert block.with_answer(body, None, "One.") == "One.\n\nA1) The gate.\n\nA4 - Nobody."


def test_answer_is_kept_where_it_was_given_and_leads_back_there(ada: Reader, app: Flask, block: Chat) -> None:
    form = Form(ada, f"{CHAT}?upto=40&question=1", FIRST)
    done = form.send("A1: Parked in the <b>chief’s</b> place.")
    assert done.status_code == 303
    assert done.location.endswith(f"{CHAT}?upto=40&question=1#m15")
    assert written(app) == ["A1: Parked in the <b>chief’s</b> place."]
    page = ada.get(done.location).text
    assert "Parked in the &lt;b&gt;chief" in page
    assert "Change your A1" in page
    assert "Parked" in ada.get("/guides/writing-a-guide/chats").text
    assert "Parked" in ada.get("/journal").text


def test_empty_answer_takes_it_out_and_an_earlier_version_stays(ada: Reader, app: Flask) -> None:
    answer(ada, "Parked in the chief’s place.")
    answer(ada, "Nobody met me.", FOURTH)
    assert answer(ada, " ").status_code == 303
    assert written(app) == ["A4: Nobody met me."]
    with app.app_context():
        assert "A1: Parked in the chief’s place.\n\nA4: Nobody met me." in list(
            db.session.scalars(select(Revision.body))
        )


def test_other_answers_given_meanwhile_are_no_conflict(ada: Reader, app: Flask) -> None:
    first, fourth = Form(ada, OPEN, FIRST), Form(ada, OPEN, FOURTH)
    assert fourth.send("Nobody met me.").status_code == 303
    assert first.send("Parked.").status_code == 303
    assert written(app) == ["A1: Parked.\n\nA4: Nobody met me."]


def test_same_form_sent_twice_is_done_once(ada: Reader, app: Flask) -> None:
    form = Form(ada, OPEN, FIRST)
    assert form.send("Parked.", key="once").status_code == 303
    assert form.send("Parked.", key="once").status_code == 303
    assert form.send("Parked.", key="again").status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Entry.version)).one() == 1


@pytest.mark.parametrize("chosen", ["theirs", "yours"])
def test_other_text_for_the_same_answer_is_a_conflict_that_shows_both_and_loses_neither(
    ada: Reader, app: Flask, chosen: str
) -> None:
    form = Form(ada, OPEN, FIRST)
    answer(ada, "Parked on the left.")
    asked = form.send("Parked on the right.")
    assert asked.status_code == 409
    assert "Parked on the left." in asked.text
    assert "Parked on the right." in asked.text
    assert written(app) == ["A1: Parked on the left."]
    forms = re.findall(r"<form .*?</form>", asked.text[asked.text.index('id="theirs"') :], re.DOTALL)
    fields = [
        {name: value.strip() for name, value in (*re.findall(r'name="(\w+)" value="([^"]*)"', each),
         *re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>(.*?)</textarea>', each, re.DOTALL))}
        for each in forms
    ]  # fmt: skip
    assert ada.post(FIRST, fields[chosen == "yours"]).status_code == 303
    kept, other = ("left", "right") if chosen == "theirs" else ("right", "left")
    assert written(app) == [f"A1: Parked on the {kept}."]
    with app.app_context():
        assert f"A1: Parked on the {other}." in list(db.session.scalars(select(Revision.body)))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Well.\nA4 is the paper we print on.", "A line begins with A4"),
        ("half \ud800", "half a character"),
        ("x" * (LARGEST + 1), "too long by"),
        ("a\x00b", "null character"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(ada: Reader, app: Flask, words: str, told: str) -> None:
    form = Form(ada, OPEN, FIRST)
    body = {**form.fields, "answer": words.encode("utf-8", "surrogatepass")}
    refused = ada.post(FIRST, body)
    assert refused.status_code == 422
    assert told in refused.text
    assert not any(written(app))


def test_refused_text_comes_back_in_a_form_that_leads_to_the_same_place(ada: Reader, app: Flask) -> None:
    form = Form(ada, f"{CHAT}?upto=40&question=1", FIRST)
    refused = form.send("Well.\nA4 is <i>the</i> paper.")
    assert "Your text is below." in refused.text
    found = re.search(r'<form class="entry-form".*?</form>', refused.text, re.DOTALL)
    assert found
    assert 'name="answer" rows="10">\nWell.\nA4 is &lt;i&gt;the' in found[0]
    action = re.search(r'action="([^"]+)"', found[0])
    assert action
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', found[0]))
    done = ada.post(html.unescape(action[1]), {**fields, "answer": "Well.\nThe A4 is the paper.", "do": "save"})
    assert done.location.endswith(f"{CHAT}?upto=40&question=1#m15")
    assert written(app) == ["A1: Well.\nThe A4 is the paper."]


def test_questions_without_a_place_and_other_filters_are_not_found(ada: Reader) -> None:
    fields = Form(ada, OPEN, FIRST).fields
    for address in (f"{CHAT}/answers/2", f"{CHAT}/answers/99", f"{FIRST}?upto=0", f"{FIRST}?person=nobody"):
        assert ada.post(address, {**fields, "answer": "No."}).status_code == 404


def test_without_a_token_or_an_account_nothing_is_kept(ada: Reader, guest: Reader, app: Flask) -> None:
    fields = Form(ada, OPEN, FIRST).fields
    assert ada.client.post(FIRST, data={**fields, "answer": "No.", "csrf_token": ""}).status_code == 403
    assert guest.post(FIRST, {"answer": "My words.", "version": "0"}).status_code == 401
    assert written(app) == []


def test_transcript_has_what_was_answered_and_its_summary(ada: Reader, app: Flask, block: Chat) -> None:
    empty = ada.get(YOURS).text
    assert "You have answered none of the questions yet." in empty
    assert '<li id="m' not in empty
    answer(ada, "Nobody met me.", FOURTH)
    answer(ada, "Three things to copy.", YOURS)
    page = ada.get(YOURS).text
    script = block.transcript
    shown = [int(number) for number in re.findall(r'<li id="m(\d+)"', page)]
    assert shown == [script.asked_at[4], *script.taken_up_most(4)]
    assert "Nobody met me." in page
    assert "Three things to copy.</textarea>" in page
    assert written(app) == ["Three things to copy.\n\nA4: Nobody met me."]


def test_guest_is_led_to_the_lesson_and_to_an_account(guest: Reader) -> None:
    page = guest.get(YOURS).text
    assert f"/login?next={YOURS.replace('/', '%2F')}" in page or f"/login?next={YOURS}" in page
    assert 'href="/guides/writing-a-guide/chats#walk-through"' in page
    assert "Write your A1 in the lesson" in guest.get(OPEN).text
