"""Whatever an author writes, only our own markup reaches the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from guide.content.lesson_file import Stretch
from guide.content.markup.drawings import drawing
from guide.content.markup.known import Known, Page
from guide.content.markup.renderer import Renderer
from guide.content.markup.sanitise import sanitised
from guide.content.problems import Report
from guide.content.tree import Text

from .conftest import FIRST_PATH, SmallGuide

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](//evil.example)",
    "[x](https://user:secret@evil.example/)",
    '[x](https://a.example/"onmouseover=alert(1))',
    '[x](https://a.example "t\\"onmouseover=alert(1)")',
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](media/shapes.svg)',
    "![x](https://evil.example/beacon.gif)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](media/../guide.yaml)",
    "<javascript:alert(1)>",
    '<https://a.example/" onclick=alert(1)>',
    "<meta http-equiv=refresh content=0>",
    "<style>*{display:none}</style>",
    "<iframe src=//evil.example></iframe>",
    "<div style='position:fixed'>x</div>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "[<img src=x onerror=alert(1)>](https://a.example)",
    "**<script>**alert(1)",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "| <script>alert(1)</script> |\n|---|\n| x |",
    "[x]: javascript:alert(1)\n[x]",
    "# <script>alert(1)</script>",
    "{: onclick=alert(1)}",
    "{{ fact:<script> }}",
    "[@<script>]",
    "<a id=main name=body>x</a>",
    "<p id='worth-a-week' class='site'>x</p>",
]


class Alarm(HTMLParser):
    """Collects what could run, load from elsewhere, or change the page around it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {
            "p", "a", "em", "strong", "code", "pre", "span", "br", "hr", "ul", "ol", "li", "h2", "h3", "h4", "table",
            "thead", "tbody", "tr", "th", "td", "blockquote", "figure", "figcaption", "img",
            "svg", "title", "defs", "marker", "path", "rect",
        }:  # fmt: skip
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "srcdoc", "action", "formaction", "name"}:
                self.found.append(f"{tag} {name}")
            if name in {"href", "src"} and not re.match(
                r"(https?://[^@]*$|/guides/small/|#[\w-]+$|mailto:)", value or ""
            ):
                self.found.append(f"{name}={value}")
            if name == "src" and not (value or "").startswith("/guides/small/media/"):
                self.found.append(f"src={value}")
            if name == "id" and not re.match(r"(h-|first-look-figure-)", value or ""):
                self.found.append(f"id={value}")


def alarm(markup: str) -> list[str]:
    parser = Alarm()
    parser.feed(markup)
    parser.close()
    return parser.found


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("mode", ["prose", "inline", "paragraphs"])
def test_hostile_markdown_is_inert(small: SmallGuide, text: str, mode: str) -> None:
    """Rendered as if the compiler's problems had been overlooked."""
    media = {"shapes.svg": small.folder / "media/shapes.svg"}
    renderer = Renderer(Known("small", folder="content/small", lessons={"x": True}, media=media), Page("first-look"))
    report = Report("content/small/x.md")
    if mode == "prose":
        markup: str = renderer.prose(Stretch(text, 1), report)
    else:
        markup = renderer.text(Text(text, 1, text), report, paragraphs=mode == "paragraphs")
    assert alarm(markup) == []


def test_the_alarm_itself_works() -> None:
    for text in ("<script>", "<p onclick=x>", "<a href='javascript:x'>", "<img src='https://x'>", "<p id=main>"):
        assert alarm(text), text


@pytest.mark.parametrize("text", HOSTILE)
def test_the_sanitiser_alone_would_have_been_enough(text: str) -> None:
    for markup in (text, f"<p>{text}</p>", f"<figure class='diagram x' style='a:b'>{text}</figure>"):
        found = [what for what in alarm(sanitised(markup)) if not what.startswith(("href=", "src="))]
        assert found == []


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
        "<image href='https://evil.example/x.png'/>",
        "<a href='javascript:alert(1)'><rect/></a>",
        "<use href='https://evil.example/x.svg#a'/>",
        "<use xlink:href='data:image/svg+xml,x#a'/>",
        "<rect onload='alert(1)'/>",
        "<rect style='fill:url(https://evil.example)'/>",
        "<rect fill='url(https://evil.example#a)'/>",
        "<rect clip-path='url(//evil.example#a)'/>",
        "<set attributeName='href' to='javascript:alert(1)'/>",
        "<animate attributeName='x'/>",
        "<style>@import 'https://evil.example'</style>",
        "<rect class='site-header'/>",
        "<iframe xmlns='http://www.w3.org/1999/xhtml' src='x'/>",
        "<rect id='a b'/>",
        "<svg:script xmlns:svg='http://www.w3.org/2000/svg'>alert(1)</svg:script>",
        "<rect fill='red'/>",
    ],
)
def test_a_hostile_drawing_is_refused(small: SmallGuide, inside: str) -> None:
    small.write("media/shapes.svg", SVG.format(inside))
    assert any(line.startswith("error content/small/media/shapes.svg:1:") for line in small.told())


def test_what_is_refused_in_a_drawing_does_not_reach_the_page_either(small: SmallGuide) -> None:
    small.write("media/shapes.svg", SVG.format("<script>x</script><rect onclick='x()' style='a'/><g id='a'/>"))
    markup = drawing(small.folder / "media/shapes.svg", "p", 'A "<b>" drawing', Report("x"))
    assert "script" not in markup
    assert "onclick" not in markup
    assert "style" not in markup
    assert '<g id="p-a"' in markup
    assert 'A "&lt;b&gt;" drawing' in markup


def test_two_drawings_on_a_page_share_no_ids(small: SmallGuide) -> None:
    small.add_prose("![Again.](media/shapes.svg)")
    ids = re.findall(r' id="([^"]+)"', small.html())
    assert len(ids) == len(set(ids))
    assert "first-look-figure-2-tip" in ids


def test_a_drawing_takes_its_size_from_the_page(small: SmallGuide) -> None:
    small.replace("media/shapes.svg", 'viewBox="0 0 640 320"', 'viewBox="0 0 640 320" width="640" height="320"')
    assert re.search(r"<svg(?![^>]*width)[^>]*>", small.html())


def test_a_deeply_nested_text_is_a_problem_and_no_crash(small: SmallGuide) -> None:
    small.add_prose("> " * 3000 + "x")
    assert small.compile() is not None
    small.replace(FIRST_PATH, "prompt: Which", "prompt: " + "[" * 5000 + " Which")
    assert small.compile().library is None
