"""What one puts on a map is kept as any text is, shown in the lesson and the journal, and to nobody else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from guide.kernel.db import db
from guide.maps.nodes import MapOfLearning, Node
from guide.writing.models import Entry, Revision
from tests.conftest import Reader

PAGE = "/guides/small/first/maps/my-map"
AGAIN = "/guides/small/third/maps/my-map-again"
ANA = {"name": "Ana", "ring": "0", "group": "colleagues", "kind": "person", "note": ""}


def send(reader: Reader, do: str = "add", address: str = PAGE, **fields: object) -> int:
    return reader.post(address, {**ANA, "version": 0, "key": "", "do": do, **fields}).status_code


def nodes(app: Flask, block: str = "my-map") -> list[dict[str, object]]:
    with app.app_context():
        body = db.session.scalar(select(Entry.body).where(Entry.block == block))
    return json.loads(body)["nodes"] if body else []


def was(app: Flask, at: int = 0) -> dict[str, object]:
    """What the form of a node says of it."""
    node = Node.read(nodes(app)[at])
    return {"node": node.id, "was": node.mark}


def test_what_is_put_on_the_map_is_on_its_page_in_the_lesson_in_the_journal_and_found(ada: Reader) -> None:
    assert send(ada, name="Ana <b>Horvat</b>", note="Reads plans.", differs="1") == 303
    for page in (PAGE, "/guides/small/first", "/guides/small/print"):
        text = ada.get(page).text
        assert "Ana &lt;b&gt;Horvat&lt;/b&gt;" in text
        assert "disagrees with me at times" in text
        assert "<svg" in text
    journal = ada.get("/journal/small/first/my-map").text
    assert "Your map: Whom I ask" in journal
    assert "a person; Close; colleagues; disagrees with me at times" in journal
    assert "Reads plans." in journal
    assert "{&" not in journal
    assert "/journal/small/first/my-map" in ada.get("/search?q=Horvat").text
    assert "/journal/small/first/my-map" not in ada.get("/search?q=ring").text


def test_first_page_reads_the_map_in_words_when_it_was_written_last(ada: Reader) -> None:
    send(ada)
    page = ada.get("/").text
    assert "Ana: a person; Close; colleagues" in page
    assert "{&" not in page


def test_one_is_changed_and_taken_out(ada: Reader) -> None:
    send(ada)
    assert send(ada, "change", version=1, name="Ana H.", ring="2", **was(ada.app)) == 303
    assert nodes(ada.app) == [{"name": "Ana H.", "ring": 2, "group": "colleagues", "id": 1}]
    assert send(ada, "remove", version=2, **was(ada.app)) == 303
    assert nodes(ada.app) == []


def test_something_else_put_on_it_meanwhile_is_no_conflict(ada: Reader) -> None:
    send(ada)
    form = was(ada.app)
    send(ada, name="Ben")
    assert send(ada, "change", version=1, note="Knows.", **form) == 303
    assert [node["name"] for node in nodes(ada.app)] == ["Ana", "Ben"]


def test_same_form_sent_twice_adds_one(ada: Reader) -> None:
    assert [send(ada), send(ada)] == [303, 303]
    assert len(nodes(ada.app)) == 1


def test_one_changed_elsewhere_is_a_conflict_that_shows_both_states(ada: Reader) -> None:
    send(ada)
    form = was(ada.app)
    send(ada, "change", version=1, note="From the phone.", **form)
    answer = ada.post(PAGE, {**ANA, "do": "change", "version": 1, "note": "From the desk.", **form})
    assert answer.status_code == 409
    assert "From the phone." in answer.text
    assert "From the desk." in answer.text
    assert nodes(ada.app)[0]["note"] == "From the phone."
    assert send(ada, "change", version=2, note="From the desk.", replaces="2", **was(ada.app)) == 303
    assert nodes(ada.app)[0]["note"] == "From the desk."
    with ada.app.app_context():
        assert any("From the phone." in body for body in db.session.scalars(select(Revision.body)))


def test_one_taken_out_elsewhere_can_be_put_on_again(ada: Reader) -> None:
    send(ada)
    form = was(ada.app)
    send(ada, "remove", version=1, **form)
    answer = ada.post(PAGE, {**ANA, "do": "change", "version": 1, "note": "Still asked.", **form})
    assert answer.status_code == 409
    assert "It was taken out." in answer.text
    assert "Still asked." in answer.text
    assert 'value="add"' in answer.text
    assert send(ada, "remove", version=1, **form) == 303


def test_one_changed_elsewhere_is_not_taken_out_unseen(ada: Reader) -> None:
    send(ada)
    form = was(ada.app)
    send(ada, "change", version=1, note="From the phone.", **form)
    assert send(ada, "remove", version=1, **form) == 409
    assert nodes(ada.app)[0]["note"] == "From the phone."


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": ""}, "has a name"),
        ({"name": " \t"}, "has a name"),
        ({"name": "x" * 81}, "1 character too many"),
        ({"name": "x" * 100_000}, "99920 characters too many"),
        ({"name": "A\0na"}, "null character"),
        ({"note": "x" * 201}, "1 character too many"),
        ({"ring": "3"}, "three rings"),
        ({"ring": "-1"}, "three rings"),
        ({"ring": "²"}, "three rings"),
        ({"group": "friends"}, "one of the groups"),
        ({"kind": "idea"}, "a person, a place or a tool"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(ada: Reader, fields: dict[str, str], says: str) -> None:
    send(ada, name="Ben")
    answer = ada.post(PAGE, {**ANA, "do": "add", "version": 1, **fields})
    assert answer.status_code == 422
    assert says in answer.text
    assert "Nothing was changed" in answer.text
    given = {**ANA, **fields}
    typed = "\n".join(filter(str.strip, (given["name"], given["note"])))
    assert ("Your text" in answer.text) is bool(typed)
    if "\0" not in typed:
        assert not typed or f"readonly>\n{typed}</textarea>" in answer.text
    assert len(nodes(ada.app)) == 1


def test_two_of_one_name_can_be_added_from_two_pages_and_one_form_sent_twice_adds_one(ada: Reader) -> None:
    keys = [re.findall(r'name="key" value="(\w+)"', ada.get(PAGE).text)[0] for _ in range(2)]
    for key in (*keys, *keys):
        assert send(ada, key=key) == 303
    assert [node["name"] for node in nodes(ada.app)] == ["Ana", "Ana"]


def test_what_was_typed_comes_back_when_the_sign_in_has_ended(ada: Reader) -> None:
    ada.sign_out()
    answer = ada.post(PAGE, {**ANA, "do": "add", "version": 0, "note": "Knows the old plans."})
    assert answer.status_code == 401
    assert "Ana\nKnows the old plans.</textarea>" in answer.text


@pytest.mark.parametrize("name", ["ab\u202egnp.exe", "\u05d0\u05d1", "👩‍🔬", "'; DROP TABLE entry; --", "a&<>\"'"])
def test_names_are_kept_to_the_letter(ada: Reader, name: str) -> None:
    assert send(ada, name=name) == 303
    assert nodes(ada.app)[0]["name"] == name
    assert ada.get(PAGE).status_code == 200


def test_lone_surrogate_is_refused_or_read_as_a_mark_and_never_breaks(ada: Reader) -> None:
    body = f"csrf_token={ada.token()}&do=add&version=0&ring=0&group=colleagues&kind=person&name=a%ED%A0%80b"
    answer = ada.client.post(PAGE, data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (303, 400, 422)
    assert ada.get(PAGE).status_code == 200


def test_sixty_first_is_refused(ada: Reader) -> None:
    kept = [{"name": f"N{number}", "ring": number % 3, "group": "colleagues", "id": number} for number in range(1, 61)]
    send(ada)
    with ada.app.app_context():
        entry = db.session.scalars(select(Entry)).one()
        entry.body = json.dumps({"nodes": kept})
        db.session.commit()
    answer = ada.post(PAGE, {**ANA, "do": "add", "version": 1})
    assert answer.status_code == 422
    assert "room for 60" in answer.text
    assert len(nodes(ada.app)) == 60
    assert "Take something out before you add to it." in ada.get(PAGE).text
    assert 'value="add"' not in ada.get(PAGE).text


@pytest.mark.parametrize(
    "body", ["no map", "[]", "7", '{"nodes": 7}', '{"nodes": [{}]}', '{"nodes": ["a"]}', "[" * 15_000, '{"nodes": []}']
)
def test_what_cannot_be_read_stays_and_can_be_added_to(ada: Reader, body: str) -> None:
    send(ada)
    with ada.app.app_context():
        db.session.scalars(select(Entry)).one().body = body
        db.session.commit()
    for page in (PAGE, "/guides/small/first", "/journal/small/first/my-map", "/guides/small/print"):
        assert ada.get(page).status_code == 200, page
    assert send(ada, version=1, name="Ben") == 303
    with ada.app.app_context():
        kept = json.loads(db.session.scalars(select(Entry.body)).one())
    assert kept["nodes"][-1]["name"] == "Ben"
    assert kept.get("unread", body) == body


def test_later_map_begins_with_a_copy_and_says_what_changed(ada: Reader) -> None:
    send(ada)
    send(ada, name="Ben")
    assert "Begin with a copy" in ada.get(AGAIN).text
    assert send(ada, "begin", AGAIN) == 303
    assert [node["name"] for node in nodes(ada.app, "my-map-again")] == ["Ana", "Ben"]
    assert "The same names on the same rings." in ada.get(AGAIN).text
    send(ada, "add", AGAIN, version=1, name="Cleo", ring="2")
    first = Node.read(nodes(ada.app, "my-map-again")[0])
    send(ada, "remove", AGAIN, version=2, node=first.id, was=first.mark)
    page = ada.get(AGAIN).text
    assert "Added: Cleo." in page
    assert "Taken out: Ana." in page
    assert page.count("<svg") - ada.get(PAGE).text.count("<svg") == 1
    assert [node["name"] for node in nodes(ada.app)] == ["Ana", "Ben"]
    journal = ada.get("/journal/small/third/my-map-again").text
    assert "Ana: a person" in journal
    assert "{&" not in journal


def test_map_with_something_on_it_is_not_begun_anew(ada: Reader) -> None:
    send(ada)
    send(ada, "add", AGAIN, name="Ben")
    assert send(ada, "begin", AGAIN, version=1) == 422
    assert [node["name"] for node in nodes(ada.app, "my-map-again")] == ["Ben"]
    assert send(ada, "begin") == 422


def test_page_is_the_same_for_every_guest_and_posts_nothing(guest: Reader) -> None:
    answer = guest.get(PAGE)
    assert "Set-Cookie" not in answer.headers
    assert answer.data == Reader(guest.app).get(PAGE).data
    assert "csrf_token" not in answer.text
    assert f'action="{PAGE}' not in answer.text
    assert "Create account" in answer.text


def test_somebody_else_sees_nothing_of_it_and_changes_nothing(ada: Reader, bob: Reader) -> None:
    send(ada, name="Mine alone")
    for page in ("/guides/small/first", PAGE, AGAIN, "/guides/small/print"):
        assert "Mine alone" not in bob.get(page).text
    assert send(bob, "remove", version=1, **was(ada.app)) == 303
    assert nodes(ada.app)[0]["name"] == "Mine alone"


def test_what_is_no_map_is_not_found(ada: Reader) -> None:
    for address in (
        "/guides/small/second/maps/morning",
        "/guides/small/first/maps/none",
        "/guides/small/second/maps/my-map",
    ):
        assert ada.get(address).status_code == 404
        assert send(ada, address=address) == 404
    assert send(ada, "shout") == 422


def test_signed_out_nothing_is_kept(guest: Reader) -> None:
    assert send(guest) in (401, 403)
    assert nodes(guest.app) == []


def test_page_takes_one_select_beside_signing_in(ada: Reader, count_selects: Callable[[], list[str]]) -> None:
    send(ada)
    send(ada, "begin", AGAIN)
    count_selects()
    ada.get(AGAIN)
    assert len(count_selects()) == 2


ARRIVALS = "/journal/small/first/my-map/arrivals"
GUESTS = (
    '{"nodes":[{"name":"Ana \\"A\\" Čop","ring":0,"group":"colleagues","note":"Reads.","id":1},'
    '{"name":"Lists","ring":2,"group":"places and tools","kind":"tool","differs":true,"elsewhere":true,"id":3}]}'
)


def test_map_of_a_guest_becomes_the_entry_and_is_the_very_text_that_the_server_writes(ada: Reader) -> None:
    assert ada.save(GUESTS, address=ARRIVALS).status_code == 200
    assert "Ana &#34;A&#34; Čop" in ada.get("/guides/small/first").text
    assert MapOfLearning.from_body(GUESTS).to_body() == GUESTS
    assert send(ada, version=1, name="Ben") == 303
    assert [node["id"] for node in nodes(ada.app)] == [1, 3, 4]


def test_map_of_a_guest_beside_ones_own_is_an_earlier_version_read_as_words(ada: Reader) -> None:
    send(ada, name="Mine")
    assert ada.save(GUESTS, address=ARRIVALS).status_code == 200
    assert [node["name"] for node in nodes(ada.app)] == ["Mine"]
    assert "Čop" not in ada.get(PAGE).text
    current, earlier = ada.get("/journal/small/first/my-map").text.split("Earlier versions")
    assert "Mine: a person" in current
    assert "Lists: a tool; Follow; places and tools; disagrees with me at times; outside my country" in earlier
    assert "{&#34;" not in earlier


@pytest.mark.parametrize(
    "body",
    [
        '{"nodes": [{"name": "half \\ud83d", "group": "\\ud800", "note": "nul \\u0000"}], "unread": "\\udfff"}',
        json.dumps({"nodes": [{"name": ""}] * 1200}),
        json.dumps({"nodes": [{"name": "half", "ring": 9, "id": 7, "kind": [], "differs": "no"}] * 2}),
        "[1]",
        "no JSON",
    ],
)
def test_whatever_a_browser_sends_as_a_map_can_be_read_afterwards(ada: Reader, body: str) -> None:
    assert ada.save(body, address=ARRIVALS).status_code == 200
    pages = (PAGE, "/guides/small/first", AGAIN, "/journal", "/journal/small/first/my-map", "/search?q=half", "/")
    for address in (*pages, "/guides/small/print", "/account/download"):
        assert ada.get(address).status_code == 200, address
    assert send(ada, version=1, name="Ben") in (303, 422)


def test_map_of_a_guest_can_be_sent_twice(ada: Reader) -> None:
    for _time in range(2):
        assert ada.save(GUESTS, address=ARRIVALS, key="the-same").status_code == 200
    with ada.app.app_context():
        assert list(db.session.scalars(select(Revision.body))) == []
