"""What the texts of a guide say of one another: ids used once, targets that are there, lists that are used."""

from __future__ import annotations

from collections.abc import Iterable

from guide.content.keys import a_place
from guide.content.lesson_compiler import CompiledLesson
from guide.content.library import Guide
from guide.content.manuscript import GuideManuscript
from guide.content.markup.known import Known, Page
from guide.content.tree import Items, Map, Text
from guide.content.words import near


def ids_stand_once(source: GuideManuscript) -> None:
    first: dict[str, str] = {}
    for lesson in source.lessons:
        if lesson.id in first:
            lesson.report.error(lesson.id_line, f"The id `{lesson.id}` is taken by the lesson {first[lesson.id]}.")
        first.setdefault(lesson.id, lesson.report.path)


def lists_agree(source: GuideManuscript, known: Known) -> None:
    """Facts name their sources, glossary words their lessons, and no spelling stands for two words."""
    facts = source.report.of(f"{source.report.path}/facts.yaml")
    for name, value in source.facts or ():
        fact = known.facts.get(name.value)
        if fact is None or fact.source.startswith(("https://", "http://")):
            continue
        if fact.source not in known.sources and not known.excused("source", fact.source):
            line = _line(value, "source")
            facts.error(line, f"There is no source `{fact.source}` in sources.yaml{near(fact.source, known.sources)}")
    glossary = source.report.of(f"{source.report.path}/glossary.yaml")
    spelt: dict[str, str] = {}
    anchors: dict[str, str] = {}
    for name, value in source.glossary or ():
        term = known.terms.get(name.value)
        if term is None:
            continue
        if term.lesson and term.lesson not in known.lessons and (missing := known.no_lesson(term.lesson)):
            glossary.error(_line(value, "lesson"), missing)
        for spelling in (term.word, *term.also):
            other = spelt.setdefault(spelling.casefold(), term.word)
            if other != term.word:
                glossary.error(name.line, f"“{spelling}” already stands for `{other}`.")
        if anchors.setdefault(term.anchor, term.word) != term.word:
            glossary.error(name.line, f"`{term.word}` and `{anchors[term.anchor]}` would have the same address.")


def guide_agrees(guide: Guide, source: GuideManuscript, known: Known) -> None:
    """``moved``, ``retired`` and ``routes`` against the lessons and blocks that are there."""
    if source.guide is None:
        return
    report = source.report.of(f"{source.report.path}/guide.yaml")
    there = set(known.lessons) | {f"{lesson}/{block}" for lesson, ids in known.blocks.items() for block in ids}
    moved = source.guide.get("moved")
    for old, new in moved if isinstance(moved, Map) else ():
        target = guide.moved.get(old.value, "")
        if target not in there:
            report.error(
                new.line, f"`{old.value}` is said to have moved to `{target}`, which is not there{near(target, there)}"
            )
        elif known.lessons.get(target.split("/")[0]) is False:
            report.error(new.line, f"`{target}` is still a draft; nothing may lead to it.")
        if wrong := a_place(old.value):
            report.error(old.line, wrong)
        if old.value in there:
            report.error(old.line, f"`{old.value}` is said to have moved, and is still there.")
        if old.value.count("/") != target.count("/"):
            report.error(old.line, "A lesson moves to a lesson, a block to a block.")
    retired = source.guide.get("retired")
    for item in retired.items if isinstance(retired, Items) else ():
        if isinstance(item, Text) and item.value in there:
            report.error(item.line, f"`{item.value}` is retired for good; an id is never used again.")
        elif isinstance(item, Text) and item.value in guide.moved:
            report.error(item.line, f"`{item.value}` is both moved and retired.")
    routes = source.guide.get("routes")
    for route, written in zip(guide.routes, routes.items if isinstance(routes, Items) else (), strict=False):
        for lesson in route.lessons:
            if missing := known.no_lesson(lesson):
                report.error(_line(written, "lessons"), missing)


def headings_are_there(lessons: Iterable[CompiledLesson], guide_page: Page, known: Known) -> None:
    pages = {lesson.source.id: lesson.page for lesson in lessons}
    for page in (*pages.values(), guide_page):
        for pointer in page.pointers:
            there = pages.get(pointer.lesson)
            if there and pointer.anchor not in there.ids and not known.excused("lesson", pointer.lesson):
                anchors = [anchor.removeprefix("h-") for anchor in there.ids]
                wanted = pointer.anchor.removeprefix("h-")
                pointer.report.error(
                    pointer.line, f"There is no heading `#{wanted}` in `{pointer.lesson}`{near(wanted, anchors)}"
                )


def tell_unused(source: GuideManuscript, known: Known, pages: list[Page]) -> None:
    """Only where every lesson could be read: another might have used it."""
    if not all(lesson.whole for lesson in source.lessons):
        return
    used = {
        "sources": {key for page in pages for key in page.sources},
        "facts": {key for page in pages for key in page.facts},
        "glossary": {word for page in pages for word in page.terms},
    }
    said = {
        "sources": "No lesson cites the source",
        "facts": "No lesson prints the fact",
        "glossary": "No lesson mentions the word",
    }
    trees = {"sources": source.sources, "facts": source.facts, "glossary": source.glossary}
    for name, tree in trees.items():
        report = source.report.of(f"{source.report.path}/{name}.yaml")
        for key, _ in tree or ():
            if key.value not in used[name]:
                report.warn(key.line, f"{said[name]} `{key.value}`.")
    shown_streams = {name for page in pages for name in page.streams}
    for name in source.streams:
        if name not in shown_streams:
            source.report.of(f"{source.report.path}/streams/{name}.yaml").warn(1, "No lesson shows this stream.")
    shown = {name for page in pages for name in page.media}
    for name in known.media:
        if name not in shown:
            source.report.of(f"{source.report.path}/media/{name}").warn(1, "No lesson shows this file.")


def _line(tree: object, key: str) -> int:
    value = tree.get(key) if isinstance(tree, Map) else None
    return value.line if value else getattr(tree, "line", 1)
