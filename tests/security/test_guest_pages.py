"""The pages kept for guests are the same for all of them, and nothing of anybody's ever gets into one."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.conftest import Reader

PAGES = [
    "/",
    "/guides/small/",
    "/guides/small/first",
    "/guides/small/glossary",
    "/guides/small/sources",
    "/about",
    "/privacy",
    "/accessibility",
]
HOST = {"Host": "localhost:8000"}


def ask(app: Flask, path: str, cookies: str = "", **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client(use_cookies=False).get(path, headers={**HOST, "Cookie": cookies, **named})


def test_page_is_the_same_bytes_for_every_guest_and_sets_nothing(app: Flask) -> None:
    for path in PAGES:
        first = ask(app, path)
        second = ask(app, path, cookies="unrelated=1; guide_form=abc", User_Agent="Another/1.0")
        assert first.status_code == second.status_code == 200
        assert first.data == second.data
        assert "csrf_token" not in first.text
        assert_kept(first)
        assert_kept(second)


def assert_kept(answer: TestResponse) -> None:
    assert not answer.headers.getlist("Set-Cookie")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Vary"] == "Cookie, Accept-Encoding"
    assert answer.headers["ETag"].startswith('W/"')
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_asking_for_the_headers_alone_tells_what_the_page_would(app: Flask) -> None:
    """Whoever asks first, and whatever was asked before."""
    for path in PAGES:
        asked = app.test_client(use_cookies=False)
        options, head = asked.options(path, headers=HOST), asked.head(path, headers=HOST)
        page = ask(app, path)
        assert (options.status_code, head.status_code, head.data) == (200, 200, b"")
        assert page.data
        for name in ("ETag", "Cache-Control", "Vary", "Content-Length", "Content-Type"):
            assert head.headers[name] == page.headers[name] == asked.head(path, headers=HOST).headers[name]


@pytest.mark.parametrize("path", ["/", "/guides/small/first"])
def test_browser_that_has_the_page_is_told_so(app: Flask, path: str) -> None:
    tag = ask(app, path).headers["ETag"]
    for wanted in (tag, f'"x", {tag}'):
        answer = ask(app, path, If_None_Match=wanted)
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == tag
        assert answer.headers["Vary"] == "Cookie, Accept-Encoding"
        assert "Content-Type" not in answer.headers
        assert "Content-Security-Policy" in answer.headers
    assert ask(app, path, If_None_Match='W/"another"').status_code == 200


def test_page_is_compressed_for_those_who_can_read_it(app: Flask) -> None:
    for _ in range(2):  # made, then kept
        plain, small = ask(app, "/guides/small/first"), ask(app, "/guides/small/first", Accept_Encoding="gzip, br")
        assert small.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(small.data) == plain.data
        assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("taken", ["gzip;q=0", "deflate, gzip; q=0.0", "gzip;q=0, br"])
def test_page_is_sent_as_it_is_to_those_who_refuse_gzip(app: Flask, taken: str) -> None:
    for _first_and_again in range(2):
        assert "Content-Encoding" not in ask(app, "/", Accept_Encoding=taken).headers
    assert ask(app, "/", Accept_Encoding="gzip;q=0.5").headers["Content-Encoding"] == "gzip"
    sheet = ask(app, "/").text.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "Content-Encoding" not in ask(app, sheet, Accept_Encoding=taken).headers


def test_every_look_has_a_page_of_its_own(app: Flask) -> None:
    dark, plain = ask(app, "/about", cookies="guide_look=dark.large"), ask(app, "/about")
    assert 'data-theme="dark" data-size="large"' in dark.text
    assert 'data-theme="auto" data-size="normal"' in plain.text
    assert ask(app, "/about", cookies="guide_look=dark.large").data == dark.data
    assert ask(app, "/about", cookies="guide_look=<script>.huge").data == plain.data


def test_learners_page_is_never_kept(ada: Reader) -> None:
    ada.save("Written by Ada.")
    mine = ada.get("/guides/small/first", headers={"Host": "localhost:8000"})
    assert "Written by Ada." in mine.text
    assert mine.headers["Cache-Control"] == "no-store"
    assert "ETag" not in mine.headers
    assert "Written by Ada." not in ask(ada.app, "/guides/small/first").text
    assert "Written by Ada." in ada.get("/guides/small/first").text


COOKIES = [
    "{name}={value}",
    "{name} ={value}",
    " {name}\t={value}",
    "\t{name}={value}",
    '{name}="{value}"',
    '{name} ="{value}"',
    "x=1;{name} = {value}",
    "{name}={value}; {name}=",
    "{name}=; {name} ={value}",
    "{name}\xc2\xa0={value}",
    "\xc2\xa0{name}={value}",
    "{name}\xa0={value}",
    "x=1,{name}={value}",
    "{name};{name} ={value}",
]


def test_cookie_spelt_oddly_puts_nobodys_page_among_the_guests(ada: Reader) -> None:
    """Whoever knew a spelling that we read as a sign-in and the guests' pages do not, could show all guests a page of theirs,
    or a notice such as "Your account is deleted"."""
    ada.save("Written by Ada.")
    ada.sign_out()
    notice = ada.client.get_cookie("guide_notice").value
    ada.sign_in()
    sign_in = ada.client.get_cookie("guide").value
    pages = ada.app.extensions["guest-pages"].pages
    for spelling in COOKIES:
        for name, value in (("guide", sign_in), ("guide_notice", notice)):
            pages.clear()  # as after a restart, when whoever comes first has the page made
            answer = ask(ada.app, "/guides/small/first", cookies=spelling.format(name=name, value=value))
            assert answer.status_code in {200, 400}
            guests = ask(ada.app, "/guides/small/first")
            for theirs in ("Sign out", "You are signed out", "Written by Ada.", "csrf_token"):
                assert theirs not in guests.text, spelling
                assert theirs not in answer.text or answer.headers["Cache-Control"] == "no-store", spelling


@pytest.mark.parametrize(
    "cookies",
    [
        "guide_look=dark.large; guide_look=auto.normal",
        "guide_look=auto.normal; guide_look=dark.large",
        'guide_look="dark.large"',
        "guide_look =dark.large",
        "guide_look= dark.large",
        "GUIDE_LOOK=dark.large",
    ],
)
def test_look_spelt_oddly_changes_no_other_guests_page(app: Flask, cookies: str) -> None:
    answer = ask(app, "/about", cookies=cookies)
    assert answer.status_code == 200
    assert 'data-theme="auto" data-size="normal"' in ask(app, "/about").text
    assert 'data-theme="dark" data-size="large"' in ask(app, "/about", cookies="guide_look=dark.large").text


def test_query_and_claimed_hosts_leave_no_trace_in_a_page(app: Flask) -> None:
    marks = {
        "X_Forwarded_Host": "evil.example",
        "X_Forwarded_Proto": "https",
        "X_Forwarded_Prefix": "/evil",
        "X_Original_URL": "/evil",
    }
    assert "evil" not in ask(app, "/about?evil=<script>", **marks).text
    assert "evil" not in ask(app, "/about", **marks).text
    assert "evil" not in ask(app, "/about").text
    assert ask(app, "/about", Host="evil.example:8000").status_code == 400


def test_cookie_that_was_emptied_locks_nobody_out(app: Flask) -> None:
    assert ask(app, "/about", cookies="guide_notice=; guide=").status_code == 200


def test_notice_is_shown_once_to_whom_it_was_meant_for(ada: Reader) -> None:
    ada.sign_out()
    assert "You are signed out." in ada.get("/about").text
    assert "You are signed out." not in ada.get("/about").text
    assert "You are signed out." not in ask(ada.app, "/about").text
