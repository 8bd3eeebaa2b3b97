"""Whatever stands in an address, the answer is a page that says so, never a failure of ours."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.conftest import REFLECTION, Reader
from tests.security.addresses import address, rules, values

BAD = [
    "-1", "0", "1e3", "1.0", "%00", "x%00y", "99999999999999999999", "9" * 400, "%ED%A0%80", "%FF%FE", "%C3%28", "..",
    "%2e%2e", "%2e%2e%2fsecret", "..%5c..%5csecret", "%0d%0aX-Header:%20x", "'%20OR%201=1--", "%22%3E%3Cscript%3E", "{{7*7}}",
    "%E2%80%AE", "%D9%A3", "null", "undefined", "NaN", "first%20", "FIRST", "x" * 3000,
]  # fmt: skip


@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "signed out"])
def test_id_that_is_none_is_not_found_wherever_it_stands(app: Flask, signed_in: bool) -> None:
    """Each part of each address in turn, and all of them at once, for every method that the address answers to."""
    reader = Reader(app)
    if signed_in:
        reader.register()
    token, tried = reader.token(), 0
    for rule in rules(app):
        good = values(app, rule)
        if not good:
            continue
        for bad in BAD:
            changed = [dict.fromkeys(good, bad), *({**good, name: bad} for name in good)]
            for parts in changed:
                if parts.get("version") == bad and parts["name"] == good["name"]:
                    continue  # a former version of a static file is answered with today's
                path = address(rule, parts)
                for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                    form = {"csrf_token": token, "body": "x", "do": "save"} if method == "POST" else None
                    answer = reader.client.open(path, method=method, data=form)
                    expected = {404} if signed_in or method != "POST" else {401, 404}
                    is_led_elsewhere = answer.status_code in {301, 302, 308} and answer.location.startswith(
                        ("/login?next=", "/login", "http://localhost/", "/guides/", "/")
                    )
                    assert answer.status_code in {*expected, 405} or is_led_elsewhere, (method, path, answer.status)
                    tried += 1
    assert tried > 1000


BEYOND = "before=" + "9" * 17 + "-" + "9" * 18
"""A key that one of the two databases can compare with and the other cannot."""
QUERIES = [
    "before=-1", "before=1e3-1", "before=%00", "before=%ED%A0%80", "before=99999999999999999999-1",
    "before=1-99999999999999999999", BEYOND, "before=0-0", "before=-", "before=%D9%A3-1",
    "before[]=1", "before=1-1&before=2-2", "=", "&&&", "%", "%zz", "next=%00", "q=" + "x" * 3000,
]  # fmt: skip


def test_query_that_is_none_is_as_good_as_no_query(ada: Reader) -> None:
    ada.save("A thought.")
    for query in QUERIES:
        for page in ("/journal", "/progress", "/", "/guides/small/first", REFLECTION, "/readyz"):
            expected = {200, 400} if query == BEYOND else {200}
            assert ada.get(f"{page}?{query}").status_code in expected, (page, query)
        assert ada.get(f"/login?{query}").status_code == 302


FIELDS = ["-1", "1e3", "99999999999999999999", "9" * 400, "\ufffd", "[]", "{}", "null", "٣", "\u202e", "x" * 30_000, ""]


NAMES = (
    "version", "key", "do", "why", "done", "decision", "position", "theme", "size", "time_zone", "0", "answer", "which-one",
)  # fmt: skip
FORMS = (
    REFLECTION, f"{REFLECTION}/arrivals", "/guides/small/first/opened", "/guides/small/first/done",
    "/guides/small/first/tasks/try-it", "/guides/small/first/checks/which-one", "/guides/small/second/checks/sort-them",
    "/guides/small/third/decide/enough", "/guides/small/reopen", "/look", "/account/time-zone",
)  # fmt: skip


def test_field_that_is_none_is_refused_or_ignored(ada: Reader) -> None:
    token = ada.token()
    for value in FIELDS:
        for path in FORMS:
            for given in (value, [value] * 50):
                form = {**dict.fromkeys(NAMES, given), "body": "x", "csrf_token": token}
                answer = ada.client.post(path, data=form)
                assert answer.status_code < 500, (path, value[:30], answer.status)


def test_null_character_in_any_field_is_refused_by_name(ada: Reader) -> None:
    for path, name in (
        (REFLECTION, "body"), (REFLECTION, "key"), (REFLECTION, "why"), ("/guides/small/first/opened", "position"),
        ("/guides/small/first/checks/which-one", "answer"), ("/account/name", "name"), ("/account/name", "a\0b"),
        ("/guides/small/third/decide/enough", "body"), ("/login", "email"), ("/login", "password"),
    ):  # fmt: skip
        answer = ada.post(path, {"do": "save", "version": "0", name: "a\0b"}, headers={"Accept": "application/json"})
        assert answer.status_code == 422, (path, name)
        assert "U+0000" in answer.json["problem"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\xfd=\xff&body=\xed\xa0\x80", "application/x-www-form-urlencoded"),
        (
            b'--x\r\nContent-Disposition: form-data; name="body"\r\n\r\n\xff\xed\xa0\x80\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (b"--x\r\n" * 5000, "multipart/form-data; boundary=x"),
        (b"no boundary", "multipart/form-data"),
        (b"", "multipart/form-data; boundary="),
        (b"a=b", "application/x-www-form-urlencoded; charset=nonsense"),
        (b"{", "application/json"),
        (b"\0" * 1000, "application/octet-stream"),
        (b"a&" * 200_000, "application/x-www-form-urlencoded"),
    ],
    ids=str,
)
def test_body_that_is_none_is_refused(ada: Reader, body: bytes, kind: str) -> None:
    for path in (REFLECTION, "/login", "/look", "/guides/small/first/checks/which-one"):
        assert 300 <= ada.client.post(path, data=body, content_type=kind).status_code < 500


def test_more_fields_than_any_form_has_are_refused(guest: Reader) -> None:
    parts = (
        b"".join(b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\n1\r\n' % n for n in range(1000))
        + b"--x--\r\n"
    )
    answer = guest.client.post("/login", data=parts, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
