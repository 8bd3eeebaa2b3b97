"""What learners write is shown as they wrote it, and does nothing."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.kernel.plain_text import LARGEST, Unreadable, clean, to_html


def test_paragraphs_and_line_breaks_are_kept() -> None:
    assert to_html("one\ntwo\n\n\nthree\n") == "<p>one<br>two</p><p>three</p>"


@pytest.mark.parametrize("text", ["", "\n", "  \n \t\n"])
def test_nothing_is_nothing(text: str) -> None:
    assert to_html(text) == ""


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://example.org/a?b=c&d=e.", "https://example.org/a?b=c&amp;d=e"),
        ("(http://example.org)", "http://example.org"),
        ("„https://example.org/ü“", "https://example.org/ü"),
    ],
)
def test_addresses_of_the_web_become_links(text: str, address: str) -> None:
    assert f'<a href="{address}" rel="nofollow noopener noreferrer" class="external">{address}</a>' in to_html(text)


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1)>",
    '<meta http-equiv="refresh" content="0;url=//evil.example">',
    "<style>body{display:none}</style><link rel=stylesheet href=//evil.example>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "</textarea><script>alert(1)</script>",
    "]]><!--><script>",
    "[click](javascript:alert(1)) ![x](http://evil.example/beacon.png)",
    "javascript:alert(1) data:text/html,<script>alert(1)</script> vbscript:x",
    'https://example.org/"onmouseover="alert(1)',
    "https://example.org/'><script>alert(1)</script>",
    "https://example.org/&quot;><b>",
    "http://javascript:alert(1)",
    "{{ 7*7 }} {% print(7*7) %} ${7*7} <%= 7*7 %>",
    "&lt;script&gt; &#60;script&#62;",
    "\u202e<b>\u2066",
]


class Seen(HTMLParser):
    """What a browser makes of it: the words, and nothing but paragraphs, line breaks and links to the web."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"p", "br", "a"}
        assert [name for name, _value in attrs] == (["href", "rel", "class"] if tag == "a" else [])
        assert all(str(value).startswith(("http://", "https://")) for name, value in attrs if name == "href")

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    assert Seen(to_html(text)).words == text


@given(st.text(max_size=300) | st.lists(st.sampled_from(HOSTILE), max_size=4).map("".join))
def test_whatever_is_typed_is_all_there_and_nothing_else_is(text: str) -> None:
    assert "".join(Seen(to_html(text)).words.split()) == "".join(text.split())


PATHOLOGICAL = {
    "line ends": "\n" * LARGEST,
    "blanks": " " * LARGEST,
    "lines of blanks": ("\n" + " " * 99) * (LARGEST // 100),
    "line end and blanks": "\n" + " " * (LARGEST - 1),
    "beginnings of links": "http://" * (LARGEST // 7),
    "links": "http://a " * (LARGEST // 9),
    "dots after a link": "https://" + "." * (LARGEST - 8),
    "half links": "https:/" * (LARGEST // 7),
    "brackets": "[" * LARGEST,
    "list": "- " * (LARGEST // 2),
    "tags": "<" * LARGEST,
    "ampersands": "&" * LARGEST,
    "marks": "\u0301\u0316" * (LARGEST // 2),
}


@pytest.mark.parametrize("text", PATHOLOGICAL.values(), ids=PATHOLOGICAL.keys())
def test_time_grows_with_the_length_and_no_faster(text: str) -> None:
    """Four times the text takes nothing like sixteen times the time; and the longest text kept takes less than half a
    second even on a slow machine."""

    def spent(sample: str) -> float:
        best = float("inf")
        for _ in range(3):
            before = time.process_time()
            to_html(clean(sample))
            best = min(best, time.process_time() - before)
        return best

    whole = spent(text)
    assert whole < 0.5
    assert whole < 10 * spent(text[: LARGEST // 4]) + 0.02


@pytest.mark.parametrize(
    ("text", "named"), [("a\0b", "U+0000"), ("\ud83d", r"U\+D83D, at place 1"), ("ab\udc00", r"U\+DC00, at place 3")]
)
def test_what_cannot_be_kept_is_named(text: str, named: str) -> None:
    with pytest.raises(Unreadable, match=named.replace("U+", r"U\+")):
        clean(text)


def test_line_ends_become_one_kind_and_all_else_stays() -> None:
    assert clean("a\r\nb\rc\nd\x0be\u2028") == "a\nb\nc\nd\x0be\u2028"
