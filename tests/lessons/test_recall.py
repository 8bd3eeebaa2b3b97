"""A warm-up asks what this learner has met before, gives nothing away, and keeps answers where they belong."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import Reader

THIRD = "/guides/small/third"
FIRST_CHECK, SECOND_CHECK = "/guides/small/first/checks/which-one", "/guides/small/second/checks/sort-them"
FROM = {"from": "third/warm-up"}
OWN = "From lessons you have done"
RESULT = "result-warm-up--first--which-one"


@pytest.fixture
def app(make_app: Callable[..., Flask], content: Path) -> Flask:
    path = content / "small" / "02-go-on" / "01-third.md"
    block = "```recall\nid: warm-up\nchecks: [first/which-one, second/sort-them]\n```"
    path.write_text(path.read_text().replace("Look at what", f"{block}\n\nLook at what"))
    return make_app(content_dir=content)


def asked(page: str) -> list[str]:
    return re.findall(r'<div class="check" id="warm-up--([^"]+)"', page)


def test_guest_gets_the_authors_choice_the_same_for_everyone(app: Flask) -> None:
    pages = [Reader(app).get(THIRD) for _ in range(2)]
    assert pages[0].data == pages[1].data
    assert asked(pages[0].text) == ["first--which-one", "second--sort-them"]
    assert "From other lessons, chosen by the author." in pages[0].text
    assert Reader(app).get(f"{THIRD}?answered=first/which-one").data == pages[0].data


def test_learner_who_has_done_nothing_gets_the_authors_choice(ada: Reader) -> None:
    page = ada.get(THIRD).text
    assert asked(page) == ["first--which-one", "second--sort-them"]
    assert OWN not in page


def test_only_lessons_that_are_done_are_asked_about(ada: Reader) -> None:
    ada.post("/guides/small/second/done", {"done": "yes"})
    page = ada.get(THIRD).text
    assert asked(page) == ["second--sort-them"]
    assert OWN in page


def test_earlier_answer_does_not_stand_there(ada: Reader) -> None:
    ada.post(FIRST_CHECK, {"answer": "1"})
    ada.post("/guides/small/first/done", {"done": "yes"})
    page = ada.get(THIRD).text
    assert asked(page) == ["first--which-one"]
    assert "checked" not in page[page.index('id="warm-up"') : page.index("</details>", page.index('id="warm-up"'))]
    assert "It does not say why." not in page
    assert RESULT not in page


def test_answer_comes_back_to_the_warm_up_and_counts_for_its_own_check(ada: Reader) -> None:
    ada.post("/guides/small/first/done", {"done": "yes"})
    answer = ada.post(FIRST_CHECK, {"answer": "1", **FROM})
    assert answer.status_code == 303
    address, _, anchor = answer.headers["Location"].partition("#")
    assert address.endswith(f"{THIRD}?answered=first/which-one") or address.endswith(
        f"{THIRD}?answered=first%2Fwhich-one"
    )
    page = ada.get(address).text
    assert anchor == RESULT
    assert f'id="{RESULT}"' in page
    assert "It does not say why." in page
    assert RESULT not in ada.get(THIRD).text
    assert "It does not say why." in ada.get("/guides/small/first").text
    (attempt,) = ada.get("/account/download").json["check_attempts"]
    assert (attempt["lesson"], attempt["block"], attempt["answer"]) == ("first", "which-one", {"answer": ["1"]})


def test_second_answer_leaves_the_first_one_in_sight(ada: Reader) -> None:
    for lesson in ("first", "second"):
        ada.post(f"/guides/small/{lesson}/done", {"done": "yes"})
    ada.post(FIRST_CHECK, {"answer": "0", **FROM})
    sorted_ = {"item-0": "0", "item-1": "1", **FROM, "answered": "first/which-one"}
    page = ada.get(ada.post(SECOND_CHECK, sorted_).headers["Location"]).text
    assert asked(page) == ["first--which-one", "second--sort-them"]
    assert f'id="{RESULT}"' in page
    assert 'id="result-warm-up--second--sort-them"' in page


def test_guest_is_answered_with_the_lesson_and_nothing_is_kept(app: Flask) -> None:
    guest = Reader(app)
    before = guest.get(THIRD).data
    answer = guest.client.post(FIRST_CHECK, data={"answer": "1", **FROM})
    assert answer.status_code == 200
    assert "<h1>The third lesson</h1>" in answer.text
    assert f'id="{RESULT}"' in answer.text
    assert guest.get(THIRD).data == before


def test_script_is_answered_with_the_question_as_it_stands_there(ada: Reader) -> None:
    ada.post("/guides/small/first/done", {"done": "yes"})
    answer = ada.post(FIRST_CHECK, {"answer": "1", **FROM}, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert asked(answer.json["html"]) == ["first--which-one"]
    assert f'id="{RESULT}"' in answer.json["html"]
    assert answer.json["html"].count("data-check") == 1


@pytest.mark.parametrize(
    "origin", ["", "third", "third/enough", "nowhere/warm-up", "//example.org/", "first/which-one"]
)
def test_form_that_names_no_warm_up_is_answered_in_the_checks_own_lesson(ada: Reader, origin: str) -> None:
    answer = ada.post(FIRST_CHECK, {"answer": "1", "from": origin})
    assert answer.headers["Location"].endswith("/guides/small/first#result-which-one")


def test_without_an_answer_the_way_back_is_to_the_warm_up(ada: Reader) -> None:
    answer = ada.post(FIRST_CHECK, FROM)
    assert answer.status_code == 422
    assert f'href="{THIRD}#warm-up"' in answer.text


def test_address_that_names_anything_else_is_the_lesson_as_it_is(ada: Reader) -> None:
    ada.post("/guides/small/first/done", {"done": "yes"})
    ada.get(THIRD)
    plain = ada.get(THIRD).text
    for odd in ("x", "third/warm-up", "second/sort-them", "first/which-one"):
        assert ada.get(f"{THIRD}?answered={odd}").text == plain


def test_it_does_not_count_as_open(ada: Reader) -> None:
    page = ada.get(THIRD).text
    foot = page[page.index('id="foot"') :]
    assert "check" not in foot.partition("</div>")[0].lower()
    assert "warm-up" not in foot.lower()


def test_lesson_with_it_is_read_with_two_selects(ada: Reader, count_selects: Callable[[], list[str]]) -> None:
    for lesson in ("first", "second"):
        ada.post(f"/guides/small/{lesson}/done", {"done": "yes"})
    for choice in "0101":
        ada.post(FIRST_CHECK, {"answer": choice})
    ada.get(THIRD)
    count_selects()
    ada.get(THIRD)
    assert len(count_selects()) == 2


def test_what_one_learner_got_wrong_is_not_asked_of_another(ada: Reader, bob: Reader) -> None:
    ada.post("/guides/small/first/done", {"done": "yes"})
    assert OWN in ada.get(THIRD).text
    assert OWN not in bob.get(THIRD).text


def test_ids_of_the_page_are_unique(ada: Reader) -> None:
    ids = re.findall(r' id="([^"]+)"', ada.get(THIRD).text)
    assert len(ids) == len(set(ids))


def test_on_paper_it_leads_to_the_lessons_that_ask(ada: Reader) -> None:
    page = ada.get("/guides/small/print").text
    assert 'href="#lesson-first--which-one"' in page
