"""A practice stream is read in the order asked for, and a post kept from it is kept as any text is."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from sqlalchemy import select

from guide.content.blocks.stream import Points
from guide.kernel.db import db
from guide.writing.models import Entry, Revision
from guide.writing.parts import mark
from tests.conftest import Reader

PAGE = "/guides/small/second/streams/morning"
LATER = "/guides/small/third"
POST = f"{PAGE}/which-form"


def ids(page: str) -> list[str]:
    return re.findall(r'<figure class="post" id="([\w-]+)"', page)


def keep(reader: Reader, note: str, was: str = "", address: str = POST, **fields: object) -> int:
    """From a form that was made when the note on this post was ``was``, and nothing else had been kept."""
    form = {"note": note, "version": 0, "was": mark(was), "key": "", "do": "save", **fields}
    return reader.post(address, form).status_code


def bodies(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Entry.body)))


def test_points_are_three_for_a_reply_two_for_a_repost_one_for_a_like_less_two_an_hour() -> None:
    assert Points(replies=10, reposts=5, likes=100, hours=2).total == 136


def test_orders_show_what_they_say(guest: Reader) -> None:
    assert ids(guest.get(PAGE).text) == ["passed-on", "nine-fields", "grow", "which-form"]
    assert ids(guest.get(f"{PAGE}?order=ranked").text) == ["grow", "nine-fields"]
    assert ids(guest.get(f"{PAGE}?order=list").text) == ["passed-on", "nine-fields", "which-form"]
    assert ids(guest.get(f"{PAGE}?order=muted").text) == ["grow", "which-form"]


def test_ranking_shows_its_sum_and_what_it_leaves_out(guest: Reader) -> None:
    page = guest.get(f"{PAGE}?order=ranked").text
    assert "10 × 3 + 5 × 2 + 100 − 2 × 2 = <b>136</b>. Place 1; by time 3." in page
    assert "2 posts that this order does not show" in page


def test_two_orders_stand_side_by_side_with_ids_of_their_own(guest: Reader) -> None:
    found = re.findall(r' id="([^"]+)"', guest.get(f"{PAGE}?order=recent&beside=ranked").text)
    assert "grow" in found
    assert "beside-grow" in found
    assert len(found) == len(set(found))


def test_two_orders_lead_to_each_other_where_they_stand_one_after_the_other(guest: Reader) -> None:
    page = guest.get(f"{PAGE}?order=recent&beside=ranked").text
    for target in re.findall(r'<p class="to-other no-print"><a href="#([^"]+)">', page):
        assert page.count(f'<h2 id="{target}">') == 1
    assert page.count('class="to-other') == 2
    assert 'class="to-other' not in guest.get(f"{PAGE}?order=recent").text


@pytest.mark.parametrize("asked", ["order=loudest", "order=", "beside=x", "order=recent&beside=recent"])
def test_order_that_is_none_is_not_found(guest: Reader, asked: str) -> None:
    assert guest.get(f"{PAGE}?{asked}").status_code == 404


def test_page_is_the_same_for_every_guest(guest: Reader) -> None:
    answer = guest.get(f"{PAGE}?order=ranked")
    assert "Set-Cookie" not in answer.headers
    assert answer.data == Reader(guest.app).get(f"{PAGE}?order=ranked").data
    assert "csrf_token" not in answer.text


def test_without_script_a_guest_is_offered_an_account(guest: Reader) -> None:
    for address in (PAGE, "/guides/small/second"):
        shown = re.sub(r"<template.*?</template>", "", guest.get(address).text, flags=re.DOTALL)
        assert "To keep posts with a note:" in shown
        assert "<textarea" not in shown


def test_machine_is_told_only_at_the_end(guest: Reader) -> None:
    page = guest.get(PAGE).text
    assert page.index("It posts on the hour.") > page.index('id="which-form"')


def test_kept_post_is_in_the_lesson_in_later_ones_in_the_journal_and_found(ada: Reader) -> None:
    assert keep(ada, "We have none. “Ask” <b>Breda</b>.") == 303
    assert 'class="written mine as-typed">We have none. “Ask” &lt;b&gt;Breda' in ada.get("/guides/small/second").text
    assert "kept in lesson 1.2" in ada.get(LATER).text
    assert "Your note in lesson 1.2" in ada.get(f"{LATER}/streams/once-more").text
    journal = ada.get("/journal/small/second/morning").text
    assert "Ola Asks, Monday, 07:00" in journal
    assert "saxifrage" in journal
    assert "{&" not in journal
    assert "/journal/small/second/morning" in ada.get("/search?q=Breda").text


def test_notes_are_kept_in_the_order_of_the_stream(ada: Reader) -> None:
    keep(ada, "Late.", address=f"{PAGE}/nine-fields")
    keep(ada, "Early.")
    assert [list(json.loads(body)) for body in bodies(ada.app)] == [["which-form", "nine-fields"]]


def test_another_post_kept_meanwhile_is_no_conflict(ada: Reader) -> None:
    keep(ada, "One.")
    assert keep(ada, "Two.", address=f"{PAGE}/grow") == 303
    assert keep(ada, "One, in other words.", was="One.") == 303
    assert sorted(json.loads(bodies(ada.app)[0]).values()) == ["One, in other words.", "Two."]


def test_note_taken_out_elsewhere_is_a_conflict_with_a_change_of_it(ada: Reader) -> None:
    keep(ada, "One.")
    keep(ada, "", was="One.", do="remove")
    form = {"note": "One, in other words.", "version": 1, "was": mark("One."), "key": "", "do": "save"}
    answer = ada.post(POST, form)
    assert answer.status_code == 409
    assert "Leave the post out" in answer.text
    assert bodies(ada.app) == [""]
    assert keep(ada, "", do="remove", beside_note="One, in other words.") == 303
    with ada.app.app_context():
        assert any("in other words" in body for body in db.session.scalars(select(Revision.body)))


def test_other_note_on_the_same_post_is_a_conflict_that_shows_both(ada: Reader) -> None:
    keep(ada, "From the phone.")
    form = {"note": "From the desk.", "version": 0, "was": mark(""), "key": "", "do": "save"}
    answer = ada.post(POST, form)
    assert answer.status_code == 409
    assert "From the phone." in answer.text
    assert "From the desk." in answer.text
    assert "From the phone." in bodies(ada.app)[0]
    assert keep(ada, "From the phone.", was="From the phone.", beside_note="From the desk.") == 303
    with ada.app.app_context():
        assert ["From the desk." in body for body in db.session.scalars(select(Revision.body))] == [True]


def test_post_can_be_taken_out_again(ada: Reader) -> None:
    keep(ada, "One.")
    assert keep(ada, "", was="One.", do="remove") == 303
    assert bodies(ada.app) == [""]


@pytest.mark.parametrize("note", ["", "   ", "x" * 501, "nul\0"])
def test_note_that_is_none_or_too_much_is_refused(ada: Reader, note: str) -> None:
    assert keep(ada, note) in (400, 422)
    assert bodies(ada.app) == []


def test_post_that_is_not_shown_is_not_found(ada: Reader) -> None:
    for post in ("before-dawn", "nobody"):
        assert keep(ada, "One.", address=f"{PAGE}/{post}") == 404
    assert keep(ada, "One.", do="shout") == 422


def test_somebody_else_sees_nothing_of_it(ada: Reader, bob: Reader) -> None:
    keep(ada, "Mine alone.")
    for page in ("/guides/small/second", PAGE, LATER):
        assert "Mine alone." not in bob.get(page).text


def test_note_sent_while_signed_out_comes_back(guest: Reader) -> None:
    answer = guest.post(POST, {"note": "Not lost.", "version": 0, "do": "save"})
    assert answer.status_code in (401, 403)
    assert answer.status_code == 403 or "Not lost." in answer.text


def test_note_that_is_too_long_comes_back_with_the_refusal(ada: Reader) -> None:
    note = "A note. " * 80
    refused = ada.post(POST, {"note": note, "version": 0, "key": "", "do": "save"})
    assert refused.status_code == 422
    assert f'name="note" rows="10">\n{note}</textarea>' in refused.text


ARRIVALS = "/journal/small/second/morning/arrivals"
GUESTS = '{"which-form": "As a guest.", "grow": "So \\"loud\\".\\nAgain."}'


def test_notes_of_a_guest_become_the_entry_and_are_the_very_text_that_the_server_writes(ada: Reader) -> None:
    assert ada.save(GUESTS, address=ARRIVALS).status_code == 200
    assert 'class="written mine as-typed">As a guest.' in ada.get("/guides/small/second").text
    assert keep(ada, "As a guest.", was="As a guest.") == 303
    assert bodies(ada.app) == [GUESTS]


def test_notes_of_a_guest_beside_ones_own_are_an_earlier_version_read_as_words(ada: Reader) -> None:
    keep(ada, "My own.")
    assert ada.save(GUESTS, address=ARRIVALS).status_code == 200
    assert "My own." in bodies(ada.app)[0]
    assert "As a guest." not in ada.get(PAGE).text
    current, earlier = ada.get("/journal/small/second/morning").text.split("Earlier versions")
    assert "My own." in current
    for words in ("Ola Asks, Monday, 07:00", "saxifrage", "As a guest.", "So “loud”", "Gro Daily"):
        assert words.replace("“loud”", "&#34;loud&#34;") in earlier
    assert "{&#34;" not in earlier


@pytest.mark.parametrize(
    "body", ['{"which-form": "half \\ud83d", "\\ud800": "x"}', '{"grow": "nul \\u0000"}', "[1]", "no JSON"]
)
def test_whatever_a_browser_sends_as_notes_can_be_read_afterwards(ada: Reader, body: str) -> None:
    assert ada.save(body, address=ARRIVALS).status_code == 200
    for address in (PAGE, "/guides/small/second", LATER, "/journal", "/journal/small/second/morning", "/search?q=half"):
        assert ada.get(address).status_code == 200
    made_from = re.findall(f'action="{POST}".*?name="was" value="(\\w+)"', ada.get(PAGE).text, re.DOTALL)
    fields = {"note": "And one more.", "version": 1, "was": made_from[0], "key": "", "do": "save"}
    assert ada.post(POST, fields).status_code == 303
    assert ada.get("/account/download").status_code == 200
