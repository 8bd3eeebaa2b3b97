"""A chat on its own pages: at one's own pace, filtered, in short, with the learner's answers in their places."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from guide.content.blocks.chat import Chat
from tests.conftest import Reader

LESSON = "/guides/writing-a-guide/chats"
CHAT = f"{LESSON}/chats/walk-through"
ENTRY = "/journal/writing-a-guide/chats/walk-through"


def numbers(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li id="m(\d+)"', html)]


def next_link(html: str) -> str | None:
    found = re.search(r'<a class="button" href="([^"]+)">Next messages</a>', html)
    return found[1].replace("&amp;", "&") if found else None


def test_every_message_comes_once_and_in_order_and_the_link_leads_to_the_first_new_one(
    guest: Reader, block: Chat
) -> None:
    address: str | None = CHAT
    read: list[int] = []
    while address:
        path, _, anchor = address.partition("#")
        now = numbers(guest.get(path).text)
        assert now[: len(read)] == read
        if anchor:
            assert anchor == f"m{now[len(read)]}"
        assert 1 <= len(now) - len(read) <= 12
        read, address = now, next_link(guest.get(path).text)
    assert read == list(range(1, len(block.transcript.messages) + 1))


def test_pages_stop_where_the_learner_is_asked_to_answer(guest: Reader, block: Chat) -> None:
    address, ends = CHAT, []
    while address:
        html = guest.get(address.partition("#")[0]).text
        ends.append(numbers(html)[-1])
        address = next_link(html) or ""
    assert {block.transcript.asked_at[question] for question in block.answers} <= set(ends)


def test_filters_show_what_fits_and_nothing_else(guest: Reader, block: Chat) -> None:
    script = block.transcript
    whole = f"{CHAT}?upto={len(script.messages)}"
    by_person = numbers(guest.get(f"{whole}&person=fatou&question=&thread=").text)
    assert [script.messages[number - 1].who for number in by_person] == ["fatou"]
    by_question = numbers(guest.get(f"{whole}&question=4").text)
    assert by_question
    assert {script.question_of[number - 1] for number in by_question} == {4}
    head = next(iter(script.threads))
    assert len(numbers(guest.get(f"{whole}&thread={head}").text)) == script.threads[head]


def test_filter_leads_on_to_the_next_message_that_fits(guest: Reader) -> None:
    html = guest.get(f"{CHAT}?person=fatou").text
    assert numbers(html) == []
    assert "None of the messages so far fits" in html
    following = next_link(html)
    assert following
    assert len(numbers(guest.get(following.partition("#")[0]).text)) == 1


@pytest.mark.parametrize(
    "query", ["upto=0", "upto=9999", "upto=-1", "upto=²", "upto=many", "question=7", "person=nobody", "thread=1000"]
)
def test_what_the_chat_does_not_have_is_not_found(guest: Reader, query: str) -> None:
    assert guest.get(f"{CHAT}?{query}").status_code == 404


def test_other_blocks_and_lessons_have_no_chat(guest: Reader) -> None:
    for address in (f"{LESSON}/chats/which-to-cut", f"{LESSON}/chats/nothing", "/guides/writing-a-guide/no/chats/no"):
        assert guest.get(address).status_code == 404
        assert guest.get(f"{address}/catch-up").status_code == 404
        assert guest.get(f"{address}/yours").status_code == 404


def test_catching_up_is_six_questions_with_two_answers_each(guest: Reader, block: Chat) -> None:
    shown = numbers(guest.get(f"{CHAT}/catch-up").text)
    script = block.transcript
    assert len(shown) == 6 * 3
    for question, at in script.asked_at.items():
        own = [number for number in shown if script.question_of[number - 1] == question]
        assert own[0] == at
        assert all(script.messages[number - 1].answers == question for number in own[1:])


def test_pages_are_the_same_for_every_guest_and_set_no_cookie(app: Flask) -> None:
    for address in (CHAT, f"{CHAT}?upto=30", f"{CHAT}/catch-up", f"{CHAT}/yours"):
        first, second = Reader(app).get(address), Reader(app).get(address)
        assert first.data == second.data
        assert "Set-Cookie" not in first.headers
        assert "csrf_token" not in first.text


def test_answers_stand_at_their_questions_and_nobody_else_sees_them(
    ada: Reader, bob: Reader, block: Chat, count_selects: Callable[[], list[str]]
) -> None:
    assert (
        ada.save("Two people, one gate.\nA1 Parked in the <b>chief’s</b> place.\nA9 none", address=ENTRY).status_code
        < 400
    )
    whole = f"{CHAT}?upto={len(block.transcript.messages)}"
    count_selects()
    html = ada.get(whole).text
    assert len(count_selects()) <= 2
    first = html[html.index('id="m15"') : html.index('id="m16"')]
    assert "Your A1" in first
    assert "Parked in the &lt;b&gt;chief" in first
    assert "Parked" not in bob.get(whole).text
    count_selects()
    transcript = ada.get(f"{CHAT}/yours").text
    assert len(count_selects()) <= 2
    assert numbers(transcript) == [15, *block.transcript.taken_up_most(1)]
    assert "Parked in the &lt;b&gt;chief" in transcript
    assert re.search(r'<textarea[^>]*name="answer"[^>]*>\nTwo people, one gate.\n\nA9 none</textarea>', transcript)
    assert "Parked" not in bob.get(f"{CHAT}/yours").text


def test_submitted_answers_close_the_chat_in_the_lesson(ada: Reader) -> None:
    assert "1 chat" in ada.get(LESSON).text
    ada.save("A1 Yes.", address=ENTRY, do="submit")
    assert "1 chat" not in ada.get(LESSON).text
    assert "A1 Yes." in ada.get("/journal").text
