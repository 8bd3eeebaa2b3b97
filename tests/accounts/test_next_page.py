"""After signing in, a browser stays on this site, whatever the address asks."""

from __future__ import annotations

from urllib.parse import quote, urljoin, urlsplit

import pytest

from guide.accounts.next_page import is_own, next_address, safe_next
from tests.conftest import PASSWORD, Reader

ELSEWHERE = [
    "//evil.example",
    "////evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "http://localhost@evil.example",
    "http://localhost/",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "./evil",
    "?next=x",
    "#x",
    "/%2fevil.example",
    "/%5cevil.example",
    "%2f%2fevil.example",
    "/%09/evil.example",
    "/%0a/evil.example",
    "/%0d%0aLocation:%20//evil.example",
    "/\0/evil.example",
    "/\x7f/evil.example",
    "//[evil",
    "/a b",
    "",
    "x" * 3000,
    "/" + "x" * 3000,
]
OWN = [
    "/",
    "/progress",
    "/guides/small/first",
    "/guides/small/first?a=b&c=d#what-happened",
    "/journal?before=1-1",
    "/caf%C3%A9",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_address_elsewhere_is_not_followed(address: str) -> None:
    assert safe_next(address) == "/"


@pytest.mark.parametrize("address", OWN)
def test_address_here_is_followed(address: str) -> None:
    assert is_own(address)
    assert safe_next(address) == address


def test_none_leads_to_the_first_page() -> None:
    assert safe_next(None) == "/"


def test_sign_in_page_remembers_only_pages_of_this_site() -> None:
    assert next_address("/login", "/journal?a=b c") == "/login"
    assert next_address("/login", "/journal?a=b") == "/login?next=/journal%3Fa%3Db"
    assert next_address("/login", "//evil.example") == "/login"
    assert next_address("/login", "/") == "/login"


def where_a_browser_goes(location: str) -> str:
    """As browsers read it: backslashes are slashes, tabs and line ends are nothing."""
    cleaned = "".join(c for c in location.strip() if c not in "\t\r\n").replace("\\", "/")
    return urlsplit(urljoin("http://localhost/login", cleaned)).netloc


def test_sign_in_never_leads_elsewhere_by_query_or_by_form(ada: Reader) -> None:
    for address in ELSEWHERE[:12]:
        by_form = ada.sign_in(next=address)
        by_query = ada.post(f"/login?next={quote(address)}", {"email": ada.email, "password": PASSWORD})
        for answer in (by_form, by_query):
            assert answer.status_code == 303
            assert where_a_browser_goes(answer.location) == "localhost", address


def test_page_to_sign_in_never_leads_whoever_is_signed_in_elsewhere(ada: Reader) -> None:
    for address in ELSEWHERE:
        for page in ("/login", "/register"):
            answer = ada.get(f"{page}?next={quote(address)}")
            assert answer.status_code == 302
            assert where_a_browser_goes(answer.location) == "localhost", address


def test_look_leads_back_to_this_site_only(guest: Reader) -> None:
    for address in ELSEWHERE:
        answer = guest.client.post("/look", data={"theme": "dark", "next": address})
        if "\0" not in address:
            assert where_a_browser_goes(answer.location) == "localhost", address


@pytest.mark.parametrize("address", OWN)
def test_sign_in_leads_to_the_page_that_was_asked_for(ada: Reader, address: str) -> None:
    assert ada.sign_in(next=address).location == address
    assert ada.post("/login?next=" + quote(address), {"email": ada.email, "password": PASSWORD}).location == address


@pytest.mark.parametrize(
    "address",
    [
        "/journal/../account/delete",
        "/journal/a/b/../../../account/delete",
        "/account/delete",
        "//evil/journal/",
        "/journal/a/b/c?x",
    ],
)
def test_text_kept_through_a_sign_in_can_only_be_sent_to_an_entry(ada: Reader, address: str) -> None:
    answer = ada.sign_in(kept_address=address, kept_body="x", kept_version="0", kept_learner="1")
    assert answer.status_code == 303
