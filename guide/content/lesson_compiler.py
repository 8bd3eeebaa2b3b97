"""Second pass, one lesson: prose rendered, blocks built from their schemas."""

from __future__ import annotations

from dataclasses import dataclass, replace

from guide.content.blocks import KINDS, Block, Chat, Check, Post, Recall, Reflection, Stream
from guide.content.blocks.check_forms import FORMS
from guide.content.blocks.map import Map as MapBlock
from guide.content.lesson_file import Fenced, Stretch
from guide.content.library import Lesson, Part, Prose
from guide.content.manuscript import BlockManuscript, LessonManuscript
from guide.content.markup.known import Known, Page
from guide.content.markup.listing import listing
from guide.content.markup.renderer import Renderer
from guide.content.minutes import words_fit
from guide.content.problems import Report
from guide.content.schema import Reader, line_at
from guide.content.tree import Items, Map, Text
from guide.content.words import near


@dataclass(frozen=True)
class CompiledLesson:
    """``lesson`` is None where its front matter is faulty; what was met on its page is known all the same."""

    source: LessonManuscript
    lesson: Lesson | None
    page: Page


def compile_lesson(source: LessonManuscript, known: Known) -> CompiledLesson:
    page = Page(source.id)
    renderer = Renderer(known, page)
    blocks = _Blocks(source.id, source.report, renderer, known, page)
    parts: list[Part] = []
    for piece in source.pieces:
        if isinstance(piece, Stretch):
            parts.append(Prose(renderer.prose(piece, source.report)))
        elif isinstance(piece, Fenced):
            parts.append(Prose(listing(piece.text)))
        elif (block := blocks.build(piece)) is not None:
            parts.append(block)
    if source.lesson is None:
        return CompiledLesson(source, None, page)
    lesson = replace(
        source.lesson,
        parts=tuple(parts),
        headings=tuple(page.headings),
        sources=tuple(page.sources),
        terms=tuple(page.terms),
    )
    words_fit(lesson, source.report, source.id_line)
    return CompiledLesson(source, lesson, page)


class _Blocks:
    """The blocks of one lesson, each id used once."""

    def __init__(self, lesson: str, report: Report, renderer: Renderer, known: Known, page: Page) -> None:
        self.lesson, self.report, self.known, self.page = lesson, report, known, page
        self.reader = Reader(report, renderer.in_file(report), strict_comments=True)
        self.ids: dict[str, int] = {}
        self.posts = 0

    def build(self, source: BlockManuscript) -> Block | None:
        if source.kind == Post.kind:
            self.posts += 1
        if not isinstance(source.tree, Map):
            if source.tree is not None:
                self.report.error(source.tree.line, f"A `{source.kind}` is written as `key: text`, one key a line.")
            return None
        self._take_id(source.tree)
        if source.kind == "check":
            return self._check(source.tree)
        block = self.reader.build(KINDS[source.kind], source.tree, f"A `{source.kind}`")
        if isinstance(block, Post):
            return replace(block, id=f"post-{self.posts}")
        if isinstance(block, Chat):
            return self._with_script(block, source.tree)
        if isinstance(block, Reflection | MapBlock):
            self._look_up(block, source.tree)
        if isinstance(block, Recall):
            self._look_up_checks(source.tree)
        if isinstance(block, Stream):
            return block if self._has_its_stream(block, source.tree) else None
        return block

    def _take_id(self, tree: Map) -> None:
        written = tree.get("id")
        if not isinstance(written, Text) or written.is_null:
            return
        if written.value in self.ids:
            first = self.ids[written.value]
            self.report.error(
                written.line, f"The id `{written.value}` is taken by the block in line {first} of this lesson."
            )
        self.ids.setdefault(written.value, written.line)

    def _check(self, tree: Map) -> Block | None:
        kind = tree.text("kind")
        if kind is None or kind not in FORMS:
            written = tree.get("kind")
            said = f", not {kind[:40]}{near(kind, FORMS)}" if kind else "."
            self.report.error(written.line if written else tree.line, f"A `check` has a kind: {', '.join(FORMS)}{said}")
            return None
        form = self.reader.build(FORMS[kind], tree, f"A check of kind `{kind}`")
        return form.compiled() if form else None

    def _with_script(self, chat: Chat, tree: Map) -> Chat | None:
        """The block with the chat that it names."""
        if self.known.excused("chat", chat.chat):
            return None
        script = self.known.chats.get(chat.chat)
        if script is None:
            self.report.error(
                line_at(tree, ("chat",)), f"There is no chats/{chat.chat}.yaml{near(chat.chat, self.known.chats)}"
            )
            return None
        for at, number in enumerate(chat.answers):
            if number not in script.asked_at:
                line = line_at(tree, ("answers", at))
                self.report.error(line, f"`{chat.chat}` has no question {number}; the last is {len(script.asked_at)}.")
        return replace(chat, script=script)

    def _look_up(self, block: Reflection | MapBlock, tree: Map) -> None:
        """Whether the earlier block of its kind is there to be shown beside this one."""
        written = tree.get("revisits")
        if block.revisits is None or not isinstance(written, Text):
            return
        if isinstance(block, MapBlock) and written.value.strip() == f"{self.lesson}/{block.id}":
            self.report.error(written.line, "This map revisits itself; name an earlier one.")
            return
        self._is_there(written, block.kind, f"only a {block.kind} can be revisited")

    def _look_up_checks(self, tree: Map) -> None:
        """Whether the checks of a warm-up, and the lessons that it draws from, are there for others to be asked."""
        checks, lessons = tree.get("checks"), tree.get("lessons")
        for written in checks.items if isinstance(checks, Items) else ():
            if isinstance(written, Text):
                self._is_there(written, Check.kind, "a warm-up asks checks")
                self._is_another(written)
        for written in lessons.items if isinstance(lessons, Items) else ():
            if isinstance(written, Text) and not self.known.excused("lesson", written.value):
                if missing := self.known.no_lesson(written.value):
                    self.report.error(written.line, missing)
                self._is_another(written)

    def _is_another(self, written: Text) -> None:
        if written.value.partition("/")[0] == self.lesson:
            self.report.error(written.line, "A warm-up asks what other lessons have asked; this is its own.")

    def _is_there(self, written: Text, wanted: str, why: str) -> None:
        """Whether ``LESSON/BLOCK`` is a block of the wanted kind, in a lesson that is shown."""
        place = written.value.strip()
        lesson, _, block = place.partition("/")
        if self.known.excused("lesson", lesson):
            return
        kind = self.known.blocks.get(lesson, {}).get(block)
        if kind is None:
            places = [f"{lesson}/{id_}" for lesson, blocks in self.known.blocks.items() for id_ in blocks]
            self.report.error(written.line, f"There is no block `{place}`{near(place, places)}")
        elif kind != wanted:
            self.report.error(written.line, f"`{place}` is a {kind}; {why}.")
        elif missing := self.known.no_lesson(lesson):
            self.report.error(written.line, missing)

    def _has_its_stream(self, block: Stream, tree: Map) -> bool:
        """Whether the practice stream can be shown as the block says."""
        self.page.streams.add(block.stream)
        stream = self.known.streams.get(block.stream)
        if stream is None:
            if not self.known.excused("stream", block.stream):
                hint = near(block.stream, self.known.streams)
                self.report.error(line_at(tree, ("stream",)), f"There is no streams/{block.stream}.yaml{hint}")
            return False
        if not block.posts_in(stream):
            self.report.error(line_at(tree, ("from",)), f"Nobody posts in these hours of `{block.stream}`.")
            return False
        unknown = [handle for handle in block.people if handle not in stream.by_handle]
        for handle in unknown:
            hint = near(handle, stream.by_handle)
            where = ("list", block.people.index(handle))
            self.report.error(line_at(tree, where), f"Nobody in `{block.stream}` has the handle `{handle}`{hint}")
        return not unknown
