"""The statement: one sheet, self-reported and saying so, with nothing on it that was written in private."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from guide.kernel import clock
from tests.conftest import Reader

STATEMENT = "/progress/statement"
FIRST, SECOND, THIRD = (f"/guides/small/{lesson}" for lesson in ("first", "second", "third"))
LEARNT = "I ask first what was said,\nand use it at the desk on Mondays."


def fill(reader: Reader, **fields: str):  # type: ignore[no-untyped-def]
    return reader.post(STATEMENT, {"guide": "small", "hours": "", "body": "", **fields})


@pytest.fixture
def done(ada: Reader) -> Reader:
    """Two lessons done: one in the last minutes of a day in May, one in June."""
    for lesson, at in (
        (FIRST, datetime(2026, 5, 3, 22, 30, tzinfo=UTC)),
        (SECOND, datetime(2026, 6, 9, 8, 0, tzinfo=UTC)),
    ):
        with clock.standing_at(at):
            ada.post(f"{lesson}/done", {"done": "yes"})
    return ada


def test_it_says_who_did_what_and_when_and_that_it_is_their_own_account(done: Reader) -> None:
    with clock.standing_at(datetime(2026, 6, 20, 12, 0, tzinfo=UTC)):
        page = done.get(STATEMENT).text
    sheet = re.sub(r"<[^>]+>", " ", page[page.index("<article") : page.index("</article>")])
    for words in (
        "Ada", "2 of the 3 lessons", "A small guide", "The first lesson", "4 May 2026", "The second lesson", "9 June 2026",
        "9–11", "Self-reported", "CC BY 4.0", "Somebody", "http://localhost/guides/small/", "Printed on 20 June 2026",
    ):  # fmt: skip
        assert words in sheet, words
    assert "The third lesson" not in sheet


def test_no_private_word_stands_on_it(done: Reader) -> None:
    done.save("Words of my own.", do="submit")
    done.post(f"{THIRD}/decide/enough", {"decision": "not-for-me", "body": "Reasons of my own."})
    page = fill(done, hours="3").text
    assert "of my own" not in page
    assert "Not for me" not in page


def test_progress_leads_to_it_once_there_is_something_to_state(ada: Reader) -> None:
    assert f'href="{STATEMENT}"' not in ada.get("/progress").text
    ada.post(f"{FIRST}/done", {"done": "yes"})
    assert f'href="{STATEMENT}"' in ada.get("/progress").text


def test_with_nothing_done_it_says_so_and_offers_the_guide(ada: Reader) -> None:
    page = ada.get(STATEMENT).text
    assert "has not marked a lesson" in page
    assert "<textarea" not in page
    assert 'href="/guides/small/"' in page


def test_hours_and_one_thing_learnt_are_put_on_the_sheet(done: Reader) -> None:
    answer = fill(done, hours="14,5", body=LEARNT)
    assert answer.status_code == 200
    sheet = answer.text[answer.text.index("<article") : answer.text.index("</article>")]
    assert re.search(r"Own hours</dt>\s*<dd[^>]*>14\.5</dd>", sheet)
    assert "I ask first what was said,<br>and use it at the desk on Mondays." in sheet


def test_what_was_typed_is_kept_nowhere(done: Reader, caplog: pytest.LogCaptureFixture) -> None:
    before = done.get("/account/download").json
    with caplog.at_level(logging.DEBUG):
        answer = fill(done, hours="14.5", body=LEARNT)
        assert fill(done, hours="many", body=LEARNT).status_code == 422
    assert "Location" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    after = done.get("/account/download").json
    assert {**after, "exported_at": ""} == {**before, "exported_at": ""}
    assert "at the desk" not in done.get(STATEMENT).text
    assert "at the desk" not in caplog.text


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"hours": "many"}, "Write the hours as a number"),
        ({"hours": "0"}, "between 0 and 2,000"),
        ({"hours": "-3"}, "between 0 and 2,000"),
        ({"hours": "2001"}, "between 0 and 2,000"),
        ({"hours": "1e3"}, "Write the hours as a number"),
        ({"hours": "9" * 5000}, "Write the hours as a number"),
        ({"body": "x" * 603}, "too long by 3 characters"),
        ({"body": "line\n" * 8 + "line"}, "These are 9 lines"),
    ],
)
def test_what_cannot_be_put_on_it_is_told_and_the_text_comes_back(
    done: Reader, fields: dict[str, str], problem: str
) -> None:
    answer = fill(done, **{"body": LEARNT, "hours": "12", **fields})
    assert answer.status_code == 422
    assert problem in answer.text
    field = re.search(r"<textarea[^>]*>\r?\n(.*?)</textarea>", answer.text, re.DOTALL)
    assert field
    assert field[1].replace("\r\n", "\n") == fields.get("body", LEARNT)
    assert field[1][:20] not in answer.text[answer.text.index("<article") : answer.text.index("</article>")]


def test_a_null_character_is_refused_by_name_and_the_text_comes_back(done: Reader) -> None:
    answer = fill(done, body=f"{LEARNT}\0")
    assert answer.status_code == 422
    assert "U+0000" in answer.text
    assert "at the desk on Mondays" in answer.text


def test_six_hundred_characters_of_any_kind_are_taken(done: Reader) -> None:
    assert fill(done, body="é😀" * 300).status_code == 200


def test_without_a_token_it_is_refused_and_the_text_comes_back(done: Reader) -> None:
    answer = done.client.post(STATEMENT, data={"guide": "small", "body": LEARNT})
    assert answer.status_code == 403
    assert "at the desk on Mondays" in answer.text


def test_signed_out_meanwhile_gives_the_text_back(done: Reader) -> None:
    done.sign_out()
    answer = done.client.post(STATEMENT, data={"guide": "small", "body": LEARNT})
    assert answer.status_code == 401
    assert "at the desk on Mondays" in answer.text
    assert done.get(STATEMENT).status_code == 302


def test_hostile_names_and_texts_are_printed_to_the_letter(done: Reader) -> None:
    done.post("/account/name", {"name": "<b>{{7*7}}"})
    page = fill(done, body="<script>alert(1)</script>").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_with_several_guides_there_is_a_choice_and_each_has_its_own(
    make_app: Callable[..., Flask], two_guides: Path
) -> None:
    ada = Reader(make_app(content_dir=two_guides))
    ada.register()
    ada.post(f"{FIRST}/done", {"done": "yes"})
    choice = ada.get(STATEMENT).text
    for guide in ("small", "other"):
        assert f'href="{STATEMENT}?guide={guide}"' in choice
    assert "The first lesson" in ada.get(f"{STATEMENT}?guide=small").text
    assert "has not marked a lesson" in ada.get(f"{STATEMENT}?guide=other").text
    assert "Another guide" in fill(ada, guide="other").text


@pytest.mark.parametrize("guide", ["nothing", "", "../small", "%00"])
def test_a_guide_that_is_not_here_is_not_found(ada: Reader, guide: str) -> None:
    assert ada.get(f"{STATEMENT}?guide={guide}").status_code == 404
    assert fill(ada, guide=guide).status_code == 404


def test_it_takes_two_selects(done: Reader, count_selects: Callable[[], list[str]]) -> None:
    count_selects()
    done.get(STATEMENT)
    assert len(count_selects()) <= 2
