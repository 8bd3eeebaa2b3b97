"""An address with a slash too many leads to its page, and never anywhere else."""

from __future__ import annotations

import pytest

from tests.conftest import REFLECTION, Reader

PAGES = ["/about", "/search", "/guides/small/first", "/guides/small/glossary"]
OWN = ["/journal", "/progress", "/account", REFLECTION]
NOWHERE = [
    "/nothing/",
    "/guides/nothing/first/",
    "/guides/small/nothing/",
    "/guides/nothing/glossary/",
    "/about//",
    "/guides/small//first/",
    "//example.org/",
    "//example.org//",
    "///example.org/about/",
    "/%2Fexample.org/",
    "/%5Cexample.org/",
    "/about%00/",
    "/guides/small/reopen/",
]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("address", [*PAGES, *OWN])
def test_a_slash_too_many_leads_to_the_page(guest: Reader, ada: Reader, address: str, method: str) -> None:
    ada.save("It was fine.")
    for reader in (guest, ada):
        answer = reader.client.open(f"{address}/", method=method)
        assert answer.status_code == 308
        assert answer.headers["Location"] == address
        assert "Set-Cookie" not in answer.headers
    assert ada.get(f"{address}/", follow_redirects=True).status_code == 200


def test_what_the_address_asks_for_stays(guest: Reader, ada: Reader) -> None:
    assert guest.get("/search/?q=a%26b%0d%0aX:+1&q=%2F").headers["Location"] == "/search?q=a%26b%0d%0aX:+1&q=%2F"
    assert ada.get("/journal/?state=drafts").headers["Location"] == "/journal?state=drafts"
    assert ada.get("/journal/small/first/a%3Fb%0d%0ac/").headers["Location"] == "/journal/small/first/a%3Fb%0D%0Ac"


@pytest.mark.parametrize("address", NOWHERE)
def test_what_there_is_not_without_it_is_not_found(guest: Reader, ada: Reader, address: str) -> None:
    for reader in (guest, ada):
        answer = reader.client.open(environ_overrides={"PATH_INFO": unquoted(address)})
        assert answer.status_code == 404, answer.headers.get("Location")


def unquoted(address: str) -> str:
    """As a server hands it on."""
    for code, sign in (("%2F", "/"), ("%5C", "\\"), ("%00", "\0")):
        address = address.replace(code, sign)
    return address


def test_an_address_that_ends_with_a_slash_keeps_it(guest: Reader) -> None:
    assert guest.get("/guides/small/").status_code == 200
    assert guest.get("/guides/small").headers["Location"].endswith("/guides/small/")
    assert guest.get("/").status_code == 200


def test_nothing_is_sent_on_that_was_to_change_something(ada: Reader) -> None:
    for address in ("/logout/", "/guides/small/first/done/", f"{REFLECTION}/"):
        assert ada.post(address, {"done": "yes"}).status_code == 404
    assert ada.learner is not None
