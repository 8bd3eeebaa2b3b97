"""Second pass, one guide: its lists built, its lessons compiled, what is not shown left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from guide.content.agreement import guide_agrees, headings_are_there, ids_stand_once, lists_agree, tell_unused
from guide.content.chat_script import ChatScript
from guide.content.lesson_compiler import CompiledLesson, compile_lesson
from guide.content.library import Guide, Module
from guide.content.manuscript import GuideManuscript, ModuleManuscript
from guide.content.markup.known import Known, Page
from guide.content.markup.renderer import Renderer
from guide.content.practice_stream import PracticeStream
from guide.content.problems import Report
from guide.content.schema import Reader
from guide.content.tree import Map, Text
from guide.content.works import Fact, Source, Term

T = TypeVar("T", Source, Fact, Term)


def compile_guide(source: GuideManuscript, *, drafts: bool) -> Guide | None:
    """The guide, without its drafts unless they are asked for; None where it has no sound guide.yaml."""
    known = _known(source, drafts=drafts)
    glossary = source.report.of(f"{source.report.path}/glossary.yaml")
    page = Page()
    known = replace(known, terms=_entries(source.glossary, Term, "word", glossary, Renderer(known, page)))
    lists_agree(source, known)
    guide = _guide(source, known, page)
    ids_stand_once(source)
    lessons = {id(lesson): compile_lesson(lesson, known) for lesson in source.lessons}
    headings_are_there(lessons.values(), page, known)
    tell_unused(source, known, [lesson.page for lesson in lessons.values()])
    if guide is None:
        return None
    guide_agrees(guide, source, known)
    modules = _modules(source.modules, lessons, drafts=drafts)
    if not modules:
        source.report.error(1, "This guide has no lessons to show.")
    return replace(
        guide,
        modules=modules,
        sources=known.sources,
        facts=known.facts,
        glossary={word: _shown(term, known) for word, term in known.terms.items()},
        streams=known.streams,
        media=tuple(name for name in known.media if not name.endswith(".svg")),
    )


def _shown(term: Term, known: Known) -> Term:
    """A word does not lead to a lesson that is still a draft."""
    return term if term.lesson is None or known.lessons.get(term.lesson) else replace(term, lesson=None)


def _known(source: GuideManuscript, *, drafts: bool) -> Known:
    path = source.report.path
    moved = source.guide.get("moved") if source.guide else None
    sources = _entries(source.sources, Source, "key", source.report.of(f"{path}/sources.yaml"))
    facts = _entries(source.facts, Fact, "key", source.report.of(f"{path}/facts.yaml"))
    faulty = {f"lesson {lesson.id}" for lesson in source.lessons if not lesson.whole}
    streams = _streams(source)
    faulty |= {f"stream {id_}" for id_ in source.streams if id_ not in streams}
    chats = _chats(source)
    faulty |= {f"chat {name}" for name in source.chats if name not in chats}
    faulty |= _unsound("source", source.sources, sources) | _unsound("fact", source.facts, facts)
    return Known(
        guide_id=source.id,
        folder=path,
        sources=sources,
        facts=facts,
        lessons={lesson.id: drafts or not lesson.draft for lesson in source.lessons},
        blocks=_blocks(source),
        chats=chats,
        faulty=frozenset(faulty),
        moved={old.value: new.value for old, new in moved if isinstance(new, Text)} if isinstance(moved, Map) else {},
        media=source.media,
        streams=streams,
    )


def _streams(source: GuideManuscript) -> dict[str, PracticeStream]:
    found = {}
    for id_, tree in source.streams.items():
        reader = Reader(source.report.of(f"{source.report.path}/streams/{id_}.yaml"))
        if tree is not None and (stream := reader.build(PracticeStream, tree, "A practice stream", id=id_)):
            found[id_] = stream
    return found


def _chats(source: GuideManuscript) -> dict[str, ChatScript]:
    """The chats that could be read whole."""
    found = {}
    for name, tree in source.chats.items():
        report = source.report.of(f"{source.report.path}/chats/{name}.yaml")
        if script := Reader(report, strict_comments=True).build(ChatScript, tree, "A chat"):
            found[name] = script
    return found


def _unsound(kind: str, written: Map | None, read: Mapping[str, object]) -> set[str]:
    """The entries of a list that were written and could not be read, as ``Known.faulty`` has them."""
    if written is None:
        return {f"{kind} *"}
    return {f"{kind} {key.value}" for key, _ in written if key.value not in read}


def _blocks(source: GuideManuscript) -> dict[str, dict[str, str]]:
    blocks: dict[str, dict[str, str]] = {}
    for lesson in source.lessons:
        blocks.setdefault(lesson.id, {}).update(lesson.blocks)
    return blocks


def _entries(
    tree: Map | None, schema: type[T], key: str, report: Report, renderer: Renderer | None = None
) -> dict[str, T]:
    reader = Reader(report, renderer.in_file(report) if renderer else None)
    found: dict[str, T] = {}
    for name, value in tree or ():
        if schema is not Term and not re.fullmatch(r"[A-Za-z][\w.-]*", name.value, re.ASCII):
            report.error(name.line, f"`{name.value[:60]}` is no key: letters, digits, points, hyphens and underscores.")
        elif isinstance(value, Text) and value.is_null:
            report.error(name.line, f"`{name.value[:60]}` is empty.")
        elif entry := reader.build(schema, value, f"`{name.value[:60]}`", **{key: name.value}):
            found[name.value] = entry
    return found


def _guide(source: GuideManuscript, known: Known, page: Page) -> Guide | None:
    report = source.report.of(f"{source.report.path}/guide.yaml")
    renderer = Renderer(known, page)
    reader = Reader(report, renderer.in_file(report))
    return reader.build(Guide, source.guide, "guide.yaml", id=source.id)


def _modules(
    sources: Iterable[ModuleManuscript], lessons: dict[int, CompiledLesson], *, drafts: bool
) -> tuple[Module, ...]:
    """Numbered as they are shown: a module without a lesson to show is left out."""
    modules: list[Module] = []
    for source in sources:
        compiled = [lessons[id(lesson)].lesson for lesson in source.lessons]
        shown = [lesson for lesson in compiled if lesson and (drafts or not lesson.draft)]
        if source.module and shown:
            number = len(modules) + 1
            numbered = tuple(replace(lesson, number=f"{number}.{at}") for at, lesson in enumerate(shown, 1))
            modules.append(replace(source.module, number=number, lessons=numbered))
    return tuple(modules)
