"""Refused, sent twice, deleted, moved: no text is lost, and none becomes somebody else's."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.conftest import PASSWORD, REFLECTION, Reader

LESSON = "/guides/small/first"


def form_on(page: str, address: str = REFLECTION) -> dict[str, str]:
    """The hidden fields of the form on the page that posts to the address."""
    form = re.search(rf'<form[^>]*action="{re.escape(address)}".*?</form>', page, re.DOTALL)
    assert form, page
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0]))


def entries(reader: Reader) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reader.get("/account/download").json["entries"]
    return found


def test_id_of_a_deleted_learner_is_never_given_again(ada: Reader) -> None:
    former = ada.learner
    assert ada.post("/account/delete", {"password": PASSWORD}).status_code == 303
    bo = Reader(ada.app, "Bo", "bo@example.org")
    bo.register()
    assert bo.learner != former


@pytest.mark.parametrize("verb", ["save", "submit"])
def test_same_save_sent_many_times_at_once_is_one_save_and_no_error(ada: Reader, verb: str) -> None:
    token, learner = ada.token(), ada.learner

    def send(reader: Reader) -> int:
        form = {"body": "Once.", "version": 0, "key": "k1", "do": verb, "csrf_token": token, "learner": learner}
        return reader.client.post(REFLECTION, data=form, headers={"Accept": "application/json"}).status_code

    cookie = ada.client.get_cookie("guide")
    assert cookie is not None
    readers = [Reader(ada.app) for _ in range(6)]
    for reader in readers:
        reader.client.set_cookie("guide", cookie.value)
    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(send, readers)) == {200}
    (entry,) = entries(ada)
    assert entry["version"] == 1
    assert len(entry["revisions"]) == (verb == "submit")


def test_one_key_may_serve_two_entries(ada: Reader) -> None:
    assert ada.save("One", key="k").status_code == 200
    assert ada.save("Two", key="k", address="/journal/small/third/look-back").status_code == 200
    assert {entry["body"] for entry in entries(ada)} == {"One", "Two"}


def test_text_too_long_comes_back_in_its_form_without_script(ada: Reader) -> None:
    text = "word " * 4001
    answer = ada.post(REFLECTION, {"body": text, "version": 0, "do": "save", "learner": ada.learner})
    assert answer.status_code == 422
    assert f"\n{text}</textarea>" in answer.text
    again = form_on(answer.text)
    assert ada.client.post(REFLECTION, data={**again, "body": "shorter", "do": "save"}).status_code == 303
    assert entries(ada)[0]["body"] == "shorter"


def test_text_sent_with_a_token_of_before_comes_back_with_one_of_now(ada: Reader) -> None:
    form = {"body": "Typed for an hour", "version": 0, "do": "save", "learner": ada.learner}
    answer = ada.post(REFLECTION, {**form, "csrf_token": "0" * 64})
    assert answer.status_code == 403
    again = form_on(answer.text)
    assert ada.client.post(REFLECTION, data={**again, "body": "Typed for an hour", "do": "save"}).status_code == 303


def test_text_of_another_person_comes_back_to_be_copied_and_not_to_be_sent(ada: Reader, bob: Reader) -> None:
    answer = bob.post(REFLECTION, {"body": "Ada's", "version": 0, "do": "save", "learner": ada.learner})
    assert answer.status_code == 403
    assert re.search(r"<textarea[^>]*readonly[^>]*>\nAda&#39;s</textarea>", answer.text)
    assert f'action="{REFLECTION}"' not in answer.text


def test_decision_of_a_page_left_open_never_goes_into_the_account_of_who_signed_in_since(
    ada: Reader, bob: Reader
) -> None:
    form = ada.get("/guides/small/third").text.partition("data-decide")[2].partition("</form>")[0]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    answer = bob.client.post("/guides/small/third/decide/enough", data={**fields, "decision": "later", "body": "Ada's"})
    assert answer.status_code == 403
    assert re.search(r"<textarea[^>]*readonly[^>]*>\nAda&#39;s</textarea>", answer.text)
    assert 'action="/guides/small/third/decide/enough"' not in answer.text
    assert entries(bob) == []


def test_reason_of_a_decision_comes_back_when_signed_out(ada: Reader) -> None:
    ada.sign_out()
    answer = ada.client.post("/guides/small/third/decide/enough", data={"decision": "later", "body": "In spring"})
    assert answer.status_code == 401
    assert "In spring</textarea>" in answer.text
    assert "offered to you again" not in answer.text


def test_text_that_loses_a_conflict_without_script_goes_into_the_journal(ada: Reader) -> None:
    ada.save("From the phone")
    page = ada.post(REFLECTION, {"body": "From the laptop", "version": 0, "do": "save", "learner": ada.learner}).text
    keep = form_on(page)
    keep |= {"body": "From the phone", "beside": "From the laptop", "do": "save"}
    assert 'name="beside"' in page
    assert ada.client.post(REFLECTION, data=keep).status_code == 303
    (entry,) = entries(ada)
    assert entry["body"] == "From the phone"
    assert "From the laptop" in [revision["body"] for revision in entry["revisions"]]


@pytest.mark.parametrize("address", [REFLECTION, "/guides/small/third/decide/enough"])
def test_half_a_character_is_refused_and_never_altered(ada: Reader, address: str) -> None:
    data = f"body=a%ED%A0%80b&version=0&do=save&decision=later&csrf_token={ada.token()}"
    answer = ada.client.post(address, data=data, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422
    assert "half a character" in answer.text
    assert entries(ada) == []


def test_reason_that_grows_too_long_in_keeping_is_refused(ada: Reader) -> None:
    answer = ada.post("/guides/small/third/decide/enough", {"decision": "later", "body": "\x01" * 5000})
    assert answer.status_code == 422


def moved(make_app: Callable[..., Flask], content: Path, ada: Reader, moves: dict[str, str]) -> None:
    guide = content / "small" / "guide.yaml"
    lines = "".join(f"\n  {former}: {now}" for former, now in moves.items())
    guide.write_text(guide.read_text().replace("moved: {}", f"moved:{lines}"))
    ada.app = make_app(content_dir=content)
    ada.client = ada.app.test_client()
    ada.sign_in()


@pytest.mark.parametrize("lesson_first", [True, False])
def test_text_follows_its_lesson_and_its_block_in_whatever_order_the_moves_are_written(
    make_app: Callable[..., Flask], content: Path, lesson_first: bool
) -> None:
    ada = Reader(make_app(content_dir=content))
    ada.register()
    ada.save("Before the move")
    for path in (content / "small").rglob("*.*"):
        text = path.read_text()
        for former, now in (
            ("id: first\n", "id: opening\n"), ("id: what-happened", "id: told"), ("(first)", "(opening)"),
            ("first/what-happened", "opening/told"), ("first/my-map", "opening/my-map"), ("lesson: first", "lesson: opening"),
        ):  # fmt: skip
            text = text.replace(former, now)
        path.write_text(text)
    moves = {"first": "opening", "first/what-happened": "opening/told"}
    moved(make_app, content, ada, moves if lesson_first else dict(reversed(moves.items())))
    assert "Before the move" in ada.get("/guides/small/opening").text
    assert ada.get(REFLECTION).status_code == 301
    assert "Before the move" in ada.get(REFLECTION, follow_redirects=True).text


def test_prompt_that_becomes_another_takes_along_when_and_why_it_was_set_aside(
    make_app: Callable[..., Flask], content: Path
) -> None:
    ada = Reader(make_app(content_dir=content))
    ada.register()
    other = "/journal/small/third/look-back"
    ada.save("Mine.", address=other)
    ada.save("", do="set-aside", why="Not my field.")
    ada.save("", 1, do="set-aside", why="Not this month.")
    first = content / "small" / "01-begin" / "01-first.md"
    third = content / "small" / "02-go-on" / "01-third.md"
    first.write_text(first.read_text().replace("id: what-happened", "id: something-else"))
    third.write_text(third.read_text().replace("revisits: first/what-happened\n", ""))
    moved(make_app, content, ada, {"first/what-happened": "third/look-back"})
    (entry,) = entries(ada)
    assert [each["why"] for each in entry["set_aside_before"]] == ["Not my field.", "Not this month."]


def test_lesson_that_was_done_stays_done_when_it_becomes_part_of_another(
    make_app: Callable[..., Flask], content: Path
) -> None:
    ada = Reader(make_app(content_dir=content))
    ada.register()
    ada.post("/guides/small/second/done", {"done": "yes"})
    ada.post(f"{LESSON}/opened", {"position": "what-happened"})
    (content / "small" / "01-begin" / "02-second.md").unlink()
    moved(make_app, content, ada, {"second": "first"})
    assert "Mark as not done" in ada.get(LESSON).text
    (record,) = ada.get("/account/download").json["lessons"]
    assert record["position"] == "what-happened"


def test_day_a_guide_was_finished_stays_when_a_mark_is_taken_back(ada: Reader) -> None:
    for lesson in ("first", "third"):
        ada.post(f"/guides/small/{lesson}/done", {"done": "yes"})
    finished = ada.get("/account/download").json["guides"][0]["finished_at"]
    ada.post(f"{LESSON}/done", {"done": "no"})
    assert finished
    assert ada.get("/account/download").json["guides"][0]["finished_at"] == finished


def test_setting_aside_after_submitting_is_no_change_of_the_text(ada: Reader) -> None:
    ada.save("Done thinking", do="submit")
    ada.save("Done thinking", version=1, do="set-aside")
    assert "changed since" not in ada.get("/journal").text
