"""Reading needs no account, and shows a learner what they left."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, request_started

from guide.kernel.places import lesson_or_404
from guide.lessons.printing import print_block
from guide.lessons.routes import page_for_reader
from tests.conftest import Reader

LESSON = "/guides/small/first"


def test_with_one_guide_the_first_page_is_its_cover(guest: Reader) -> None:
    page = guest.get("/").text
    assert "<h1>A small guide</h1>" in page
    assert 'role="progressbar"' in page
    assert 'aria-valuenow="0"' in page
    assert 'aria-valuemax="3"' in page


def test_with_two_guides_the_first_page_is_the_library(make_app: Callable[..., Flask], content: Path) -> None:
    import shutil

    shutil.copytree(content / "small", content / "other")
    page = Reader(make_app(content_dir=content)).get("/").text
    assert "/guides/small/" in page
    assert "/guides/other/" in page


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/guides/small/",
        LESSON,
        "/guides/small/glossary",
        "/guides/small/sources",
        "/about",
        "/privacy",
        "/accessibility",
    ],
)
def test_guests_page_has_the_same_bytes_for_everyone_and_sets_no_cookie(app: Flask, address: str) -> None:
    answers = [Reader(app).get(address) for _ in range(2)]
    assert answers[0].data == answers[1].data
    for answer in answers:
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-cache"
        assert {"Cookie", "Accept-Encoding"} <= {part.strip() for part in answer.headers["Vary"].split(",")}
        assert "csrf_token" not in answer.text


def test_guest_who_has_the_page_is_told_so(guest: Reader) -> None:
    tag = guest.get(LESSON).headers["ETag"]
    again = guest.get(LESSON, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.data == b""


def test_guests_page_in_another_look_is_another_page(guest: Reader) -> None:
    plain = guest.get(LESSON).text
    guest.post("/look", {"theme": "dark", "size": "large", "next": LESSON})
    dark = guest.get(LESSON).text
    assert 'data-theme="dark"' in dark
    assert 'data-size="large"' in dark
    assert 'data-theme="auto"' in plain


def test_kept_guest_page_is_never_shown_to_somebody_signed_in(guest: Reader) -> None:
    guest.get(LESSON)
    guest.get(LESSON)
    guest.register()
    assert "Sign out" in guest.get(LESSON).text
    guest.sign_out()
    assert "Sign out" not in guest.get(LESSON).text


def test_lesson_is_read_with_two_selects_whatever_is_kept(ada: Reader, count_selects: Callable[[], list[str]]) -> None:
    ada.save("Something", do="submit")
    ada.post(f"{LESSON}/checks/which-one", {"answer": "0"})
    for address in (LESSON, "/guides/small/third"):
        ada.get(address)
        count_selects()
        ada.get(address)
        assert len(count_selects()) == 2


def test_glossary_citation_and_fact_are_linked(guest: Reader) -> None:
    page = guest.get(LESSON).text
    assert "/guides/small/glossary#term-pln" in page
    assert 'href="#source-doe2014"' in page
    assert 'id="source-doe2014"' in page
    assert "as of May 2026" in page


def test_example_post_is_numbered_and_marked_as_invented(guest: Reader) -> None:
    assert "Example 1, invented" in guest.get(LESSON).text


def test_unknown_lesson_is_a_page_that_leads_home(guest: Reader) -> None:
    answer = guest.get("/guides/small/<b>{{7*7}}")
    assert answer.status_code == 404
    assert "There is no page here" in answer.text
    assert 'href="/"' in answer.text


def test_renamed_lesson_redirects_for_good(make_app: Callable[..., Flask], content: Path) -> None:
    guide = content / "small" / "guide.yaml"
    guide.write_text(guide.read_text().replace("moved: {}", "moved:\n  beginning: first"))
    answer = Reader(make_app(content_dir=content)).get("/guides/small/beginning")
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(LESSON)


def test_guests_check_is_answered_with_the_lesson_and_its_feedback_and_keeps_nothing(guest: Reader) -> None:
    answer = guest.client.post(f"{LESSON}/checks/which-one", data={"answer": "1"})
    assert answer.status_code == 200
    assert "It does not say why." in answer.text
    assert "It does not say why." not in guest.get(LESSON).text


@pytest.mark.parametrize(("choice", "said"), [("0", "As we would answer."), ("1", "Worth another look.")])
def test_an_answer_of_one_thing_is_judged_once(guest: Reader, choice: str, said: str) -> None:
    page = guest.client.post(f"{LESSON}/checks/which-one", data={"answer": choice}).text
    check = page[page.index('id="which-one"') : page.index("Answer again")]
    assert check.count(said) == 1
    assert "As we would put it" not in check
    assert "Look at it again" not in check
    assert len(re.findall(r'class="verdict [^"]*"[^>]*><svg', check)) == 1, "with its sign"


def test_every_part_of_an_answer_of_several_is_judged_in_its_place(guest: Reader) -> None:
    page = guest.client.post("/guides/small/second/checks/sort-them", data={"item-0": "0", "item-1": "0"}).text
    assert len(re.findall(r'<p class="verdict [^"]*">', page)) == 2


def test_learners_check_is_kept_and_shown_again(ada: Reader) -> None:
    answer = ada.post(f"{LESSON}/checks/which-one", {"answer": "1"})
    assert answer.status_code == 303
    assert "It does not say why." in ada.get(LESSON).text
    ada.post(f"{LESSON}/checks/which-one", {"answer": "0"})
    assert "It says why." in ada.get(LESSON).text


def test_every_attempt_is_kept(ada: Reader) -> None:
    for choice in "101":
        ada.post(f"{LESSON}/checks/which-one", {"answer": choice})
    attempts = ada.get("/account/download").json["check_attempts"]
    assert [attempt["answer"] for attempt in attempts] == [{"answer": ["1"]}, {"answer": ["0"]}, {"answer": ["1"]}]
    assert [attempt["as_we_would"] for attempt in attempts] == [False, True, False]


@pytest.mark.parametrize("bad", ["", "7", "-1", "x", "9" * 400, "١"])
def test_answer_that_is_none_is_told_and_keeps_nothing(ada: Reader, bad: str) -> None:
    answer = ada.post(f"{LESSON}/checks/which-one", {"answer": bad})
    assert answer.status_code == 422
    assert ada.get("/account/download").json["check_attempts"] == []


def test_scripts_get_the_block_alone(guest: Reader) -> None:
    answer = guest.client.post(
        "/guides/small/second/checks/sort-them",
        data={"item-0": "0", "item-1": "0"},
        headers={"Accept": "application/json"},
    )
    assert "1 as we would put them, 1 arguable" in answer.json["summary"] or "1 arguable" in answer.json["summary"]
    assert "It flows." in answer.json["html"]
    assert "<html" not in answer.json["html"]


def test_earlier_entry_stands_dated_beside_the_prompt_that_revisits_it(ada: Reader) -> None:
    assert "I knew nobody" not in ada.get("/guides/small/third").text
    ada.save("I knew nobody then.", do="submit")
    ada.save("Changed since, not submitted.", version=1)
    page = ada.get("/guides/small/third").text
    assert "I knew nobody then." in page
    assert "Changed since, not submitted." not in page


def test_every_page_has_one_heading_of_the_first_rank_and_says_where_it_is(ada: Reader) -> None:
    addresses = ["/", LESSON, "/progress", "/journal", "/account", "/about", "/nope", "/guides/small/glossary"]
    for address in addresses:
        page = ada.get(address).text
        assert len(re.findall(r"<h1[ >]", page)) == 1, address
        assert re.search(r"<title>[^<]{3,}</title>", page), address
        assert 'lang="en"' in page
        assert 'style="' not in page
        assert "<style" not in page


def test_page_put_together_from_kept_pieces_is_the_page_printed_whole(ada: Reader) -> None:
    """A notice makes the page be printed whole; without its notice it must be the one that is put together."""
    ada.post(f"{LESSON}/opened", {"position": "what-happened"})
    ada.post(f"{LESSON}/done", {"done": "yes"})
    ada.get(LESSON)
    together = ada.get(LESSON).text
    ada.post(f"{LESSON}/done", {"done": "yes"})
    ada.post("/journal/small/second/nothing", {"body": "x"})
    ada.post("/account/name", {"name": "Ada"})  # leaves a notice
    whole = ada.get(LESSON).text
    assert '<div class="notices">' in whole
    whole = re.sub(r'\s*<div class="notices">.*?</div>', "", whole, flags=re.DOTALL)
    assert re.sub(r"\s+", " ", whole) == re.sub(r"\s+", " ", together)


@pytest.mark.parametrize(
    ("written", "do"),
    [
        ("A draft.", "save"),
        ("<b>{{ 7*7 }}</b> & https://example.org/a?b=c\n\nand \x02token\x03 \x02prose\x03 \x02body\x03", "save"),
        ("Submitted.\n", "submit"),
        (" \n ", "save"),
        ("Left as it is.", "set-aside"),
    ],
)
def test_a_text_filled_into_a_kept_reflection_is_the_reflection_printed_anew(
    ada: Reader, written: str, do: str
) -> None:
    for earlier in ("Another's shape of the same block.", written):
        ada.save(earlier, version=1 if earlier == written else 0, do=do)
    ada.get(LESSON)
    shown = ada.get(LESSON).text
    cookie = ada.client.get_cookie("guide")
    assert cookie is not None
    with ada.app.test_request_context(LESSON, headers={"Cookie": f"guide={cookie.value}"}):
        anew = print_block(page_for_reader(*lesson_or_404("small", "first"), None), "what-happened")
    assert re.sub(r"\s+", " ", anew.strip()) in re.sub(r"\s+", " ", shown)


def test_kept_pieces_never_carry_one_learners_things_to_another(ada: Reader, bob: Reader) -> None:
    ada.get(LESSON)
    ada.save("Ada's own words", do="submit")
    ada.post(f"{LESSON}/done", {"done": "yes"})
    ada.get(LESSON)
    page = bob.get(LESSON).text
    assert "Ada's own words" not in page
    assert "Ada&#39;s own words" not in page
    assert "Mark as not done" not in page
    assert ada.token() not in page
    assert page.count(bob.token()) >= 4
    assert f'name="learner" value="{bob.learner}"' in page
    assert "\x02" not in page


@pytest.mark.parametrize("host", ["guide.example.org", "guide.example.org:8443", "localhost:8000"])
def test_guests_page_is_made_once_under_whatever_trusted_host_it_is_asked_for(
    make_app: Callable[..., Flask], host: str
) -> None:
    app = make_app(base_url="https://guide.example.org", trusted_hosts=("guide.example.org", "localhost"))
    reached: list[str] = []
    request_started.connect_via(app)(note := lambda _app, **_more: reached.append("flask"))
    client = app.test_client()
    answers = [client.get(LESSON, base_url=f"http://{host}") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert reached == ["flask"]
    assert note


def test_guests_page_is_not_shown_under_a_host_that_is_not_trusted(guest: Reader) -> None:
    guest.get(LESSON)
    assert guest.client.get(LESSON, base_url="http://evil.example").status_code == 400
