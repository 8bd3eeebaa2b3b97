"""Renders an author's Markdown, one text at a time, telling what is wrong with it where it stands."""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import AUTOLINK_RE, HTML_RE, IMAGE_LINK_RE, LINK_RE, InlineProcessor
from markdown.util import AtomicString

from guide.content.lesson_file import Stretch
from guide.content.library import Heading
from guide.content.markup.known import Known, Page, Scene
from guide.content.markup.links import Autolinks, Links
from guide.content.markup.references import Citations, Facts, Found
from guide.content.markup.sanitise import sanitised, without_links
from guide.content.markup.shape import Images, Shape
from guide.content.markup.terms import Terms
from guide.content.problems import Locator, Report
from guide.content.schema import Render
from guide.content.text import Html
from guide.content.tree import Text

LIST_ITEM = re.compile(r"(?:[-*+]|\d{1,2}\.) +\S")
HEADING = re.compile(r"^ {0,3}#{1,6}[^#\n]|^(?=[^\n]*\S)[^\n]+\n(?:=+|-+) *$", re.MULTILINE)
DIAGRAM = re.compile('<figure class="diagram">')
PRINTED_HEADING = re.compile(r'<h([234]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)


class RawHtml(InlineProcessor):
    """Markup of the author's own is told, and printed as the letters it is made of."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(HTML_RE)
        self.scene = scene

    def handleMatch(self, m: re.Match[str], data: str) -> Found:  # type: ignore[override]
        name = re.sub(r"\W", "", re.split(r"[\s>]", m[0], maxsplit=1)[0])
        if not (m[0].startswith("</") and name in self.scene.raw_tags):
            self.scene.error(
                m[0], f"Raw HTML ({m[0][:30]}) is not printed; write Markdown, or put it between backticks."
            )
        self.scene.raw_tags.add(name)
        return AtomicString(m[0]), m.start(), m.end()


class Renderer:
    """Renders the texts of one page."""

    def __init__(self, known: Known, page: Page) -> None:
        self.known, self.page = known, page

    def prose(self, stretch: Stretch, report: Report) -> Html:
        """Lesson text between two blocks: everything that Markdown has, glossary words linked."""
        scene = Scene(self.page, report, Locator(stretch.text, stretch.line))
        scene.heading_lines = [
            stretch.line + stretch.text.count("\n", 0, m.start()) for m in HEADING.finditer(stretch.text)
        ]
        _look_for_slips(stretch, report)
        markup = self._render(stretch.text, scene, "prose")
        drawings = iter(scene.drawings)
        markup = DIAGRAM.sub(lambda opening: opening[0] + next(drawings, ""), markup)
        for level, anchor, words in PRINTED_HEADING.findall(markup):
            self.page.headings.append(Heading(anchor, int(level), Html(without_links(words).strip())))
        return Html(markup)

    def text(self, text: Text, report: Report, *, paragraphs: bool) -> str:
        """A text of a block or a YAML file: one paragraph without its ``<p>``, or paragraphs and lists."""
        scene = Scene(self.page, report, Locator(text.raw, text.line))
        markup = self._render(text.value, scene, "paragraphs" if paragraphs else "inline")
        if paragraphs:
            return markup
        inner = markup.removeprefix("<p>").removesuffix("</p>")
        if "<p>" in inner:
            report.error(text.line, "This text is one paragraph; take the empty line out of it.")
        return inner

    def in_file(self, report: Report) -> Render:
        """For a schema's reader: what renders the texts of one file."""
        return lambda text, paragraphs: self.text(text, report, paragraphs=paragraphs)

    def _render(self, text: str, scene: Scene, mode: str) -> str:
        try:
            return sanitised(_markdown(self.known, scene, mode).convert(text)).strip()
        except RecursionError:
            scene.report.error(scene.locator.line(""), "This text is nested too deeply to be rendered.")
            return ""


def _markdown(known: Known, scene: Scene, mode: str) -> Markdown:
    """An instance for one text: they are not safe to share between threads, and cheap beside the text."""
    md = Markdown(extensions=[SaneListExtension(), TableExtension()] if mode == "prose" else [SaneListExtension()])
    md.preprocessors.deregister("html_block")
    for name in ("reference", "image_reference", "short_reference", "short_image_ref", "automail", "html"):
        md.inlinePatterns.deregister(name)
    md.parser.blockprocessors.deregister("reference")
    if mode != "prose":
        for name in ("hashheader", "setextheader", "hr", "code"):
            md.parser.blockprocessors.deregister(name)
    if mode == "inline":
        for name in ("olist", "ulist", "quote", "indent"):
            md.parser.blockprocessors.deregister(name)
    md.inlinePatterns.register(Citations(known, scene), "citation", 176)
    md.inlinePatterns.register(Facts(known, scene), "fact", 175)
    md.inlinePatterns.register(Links(LINK_RE, md, known, scene), "link", 160)
    md.inlinePatterns.register(Images(IMAGE_LINK_RE, md, scene), "image_link", 150)
    md.inlinePatterns.register(Autolinks(AUTOLINK_RE, md, known, scene), "autolink", 120)
    md.inlinePatterns.register(RawHtml(scene), "html", 90)
    md.treeprocessors.register(Shape(known, scene, pictures=mode == "prose"), "shape", 15)
    if mode == "prose":
        md.treeprocessors.register(Terms(known, scene), "terms", 14)
    return md


def _look_for_slips(stretch: Stretch, report: Report) -> None:
    """What Markdown would print without a word, and nobody meant."""
    before = ""
    for number, line in enumerate(stretch.text.split("\n"), stretch.line):
        if re.match(r"#{1,6}[^#\s]", line):
            report.error(
                number, "A heading has a space after its #; a hashtag at the beginning of a line is written \\#."
            )
        in_a_paragraph = (
            before.strip() and not before.startswith((" ", "\t", "#", ">", "|")) and not LIST_ITEM.match(before)
        )
        if LIST_ITEM.match(line) and in_a_paragraph:
            report.warn(
                number, "A list begins after an empty line; without one it is printed as part of the paragraph."
            )
        before = line
