"""A post to draft: what the page shows of it without any script, and that it is an entry like any other."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import Reader
from tests.drafting import ENTRY, GOOD, HASTY, LESSON, LONG, add_to


@pytest.fixture
def app(make_app: Callable[..., Flask], content: Path) -> Flask:
    return make_app(content_dir=add_to(content))


def block_of(reader: Reader, address: str = LESSON) -> str:
    """The block as words, with what is hidden left out."""
    html = reader.get(address).text
    html = html[html.index('id="pass-it-on"') : html.index('id="foot"')]
    shown = re.sub(r"<(li|a|button|figure|div)\b[^>]* hidden[^>]*>.*?</\1>", "", html, flags=re.DOTALL)
    return unescape(" ".join(re.sub(r"<[^>]+>", "", shown).split()))


def test_what_is_saved_is_counted_for_each_network_and_held_against_the_brief(ada: Reader) -> None:
    ada.save(GOOD, address=ENTRY)
    block = block_of(ada)
    for words in ("X 106 of 280", "Bluesky 109 of 300", "Mastodon 106 of 500", "– there", "– nothing found"):
        assert words in block
    assert "– not yet" not in block
    assert block.count("Open in") == 2
    assert "post?text=New%20guidance" in ada.get(LESSON).text


def test_every_item_of_a_brief_begins_as_its_author_would_begin_it(ada: Reader) -> None:
    block = block_of(ada)
    assert "It must Hold the link" in block


def test_save_without_script_leads_back_to_the_counts(ada: Reader) -> None:
    answer = ada.post(ENTRY, {"body": GOOD, "version": "0", "key": "k1", "do": "submit", "learner": ada.learner})
    assert (answer.status_code, answer.location) == (303, f"{LESSON}#pass-it-on")
    assert "X 106 of 280" in block_of(ada)


def test_what_is_over_a_limit_is_marked_and_cannot_be_opened_there(ada: Reader) -> None:
    ada.save(LONG, address=ENTRY)
    block = block_of(ada)
    assert "X 306 of 280, 26 too many" in block
    assert "Mastodon 306 of 500 " in block
    assert re.search(r"<mark>.*and so on</mark>", ada.get(LESSON).text)
    assert "Open in" not in block


def test_advice_quotes_what_it_is_about(ada: Reader) -> None:
    ada.save(HASTY, address=ENTRY)
    block = block_of(ada)
    for words in ("#whatthemanagersays If this", "@mirela_wards A post that begins", "your manager Few can",
                  "our resident, Dr Haug Could this person", "– look again"):  # fmt: skip
        assert words in block
    assert block.count("– not yet") == 2


def test_nothing_is_advised_before_anything_is_written(ada: Reader) -> None:
    block = block_of(ada)
    assert "X 0 of 280" in block
    for words in ("As a post on", "Could this person", "– there", "– not yet", "Open in"):
        assert words not in block


@pytest.mark.parametrize("text", ["a.b" * 6600, "😀" * 500, "\u202e" * 20_000, "?" * 20_000, "@a" * 10_000])
def test_hostile_text_is_counted_and_shown(ada: Reader, text: str) -> None:
    assert ada.save(text, address=ENTRY).status_code == 200
    assert "too many" in block_of(ada)


def test_what_cannot_be_kept_is_refused_with_words_and_nothing_is_lost(ada: Reader) -> None:
    version = ada.save(GOOD, address=ENTRY).get_json()["version"]
    for text in ("a" * 100_000, "a\0b"):
        answer = ada.save(text, version, ENTRY)
        assert answer.status_code in {413, 422}
        assert answer.get_json()["problem"]
    assert "X 106 of 280" in block_of(ada)


def test_markup_in_a_draft_is_text(ada: Reader) -> None:
    ada.save("<script>alert(1)</script> \" onfocus='x' <b>", address=ENTRY)
    html = ada.get(LESSON).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_guest_is_offered_an_account_and_everybody_is_given_the_same_page(guest: Reader) -> None:
    block = block_of(guest)
    assert "To draft it here, and have it counted and looked over: Create account or Sign in." in block
    assert guest.get(LESSON).data == guest.get(LESSON).data


def test_only_lessons_with_a_draft_load_its_script(ada: Reader, guest: Reader) -> None:
    for reader, other in ((ada, "writing.js"), (Reader(guest.app), "guest.js")):
        with_draft, without = reader.get(LESSON).text, reader.get("/guides/small/first").text
        scripts = re.findall(r'<script[^>]*src="[^"]*/(\w+\.js)"', with_draft)
        assert scripts == ["site.js", "lesson.js", "compose.js"]
        assert re.findall(r'<script[^>]*src="[^"]*/(\w+\.js)"', without) == ["site.js", "lesson.js", other]
        assert "compose" not in without


def test_a_page_from_kept_pieces_is_the_page_printed_anew(ada: Reader) -> None:
    ada.save(GOOD, address=ENTRY)
    ada.get(LESSON)
    first = ada.get(LESSON).text
    ada.app.extensions.pop("printed", None)
    assert ada.get(LESSON).text == first


def test_draft_takes_two_selects(ada: Reader, count_selects: Callable[[], list[str]]) -> None:
    ada.save(GOOD, address=ENTRY)
    count_selects()
    ada.get(LESSON)
    assert len(count_selects()) == 2


def test_draft_is_open_until_it_is_submitted_or_set_aside(ada: Reader) -> None:
    def foot() -> str:
        html = ada.get(LESSON).text
        return html[html.index('id="foot"') :]

    assert "Still here if you want it: 1 post to draft." in foot()
    version = ada.save(GOOD, address=ENTRY).get_json()["version"]
    assert "draft, not submitted" in foot()
    ada.save(GOOD, version, ENTRY, do="submit")
    assert "Still here" not in foot()
    assert "submitted" in foot()


def test_draft_is_in_the_journal_the_search_the_download_and_on_paper(ada: Reader) -> None:
    ada.save(GOOD, address=ENTRY, do="submit")
    for address in ("/journal", ENTRY, "/search?q=thickened", "/guides/small/print"):
        page = ada.get(address).text
        assert "thickened" in page, address
        assert "Pass on the guidance" in page, address
    entries = json.loads(ada.get("/account/download").text)["entries"]
    assert [(entry["kind"], entry["body"]) for entry in entries] == [("compose", GOOD)]
    assert "Submitted" in ada.get("/progress").text


def test_text_of_a_guest_is_taken_in(ada: Reader) -> None:
    assert ada.save(GOOD, address=f"{ENTRY}/arrivals").status_code == 200
    assert "X 106 of 280" in block_of(ada)


def test_conflict_is_answered_with_both_texts(ada: Reader) -> None:
    ada.save(GOOD, address=ENTRY)
    answer = ada.save(HASTY, 0, ENTRY)
    assert answer.status_code == 409
    assert (answer.get_json()["theirs"], answer.get_json()["yours"]) == (GOOD, HASTY)


def test_draft_of_somebody_else_stays_theirs(ada: Reader, bob: Reader) -> None:
    ada.save(GOOD, address=ENTRY)
    assert GOOD not in bob.get(LESSON).text
    assert bob.get(ENTRY).status_code == 404
