"""What *Writing a guide* says of the format is what the program does: every example, message, command, key and limit."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from guide.content.blocks import KINDS
from guide.content.blocks.check_forms import FORMS
from guide.content.blocks.recall import Met
from guide.content.blocks.stream import Order
from guide.content.commands import KeptId, guide_cli, make_cli
from guide.content.compiler import Compiled, compile_library
from guide.content.files import read_text
from guide.content.keys import ID, an_id
from guide.content.library import Guide, Prose
from guide.content.problems import Report
from guide.content.reference import reference
from guide.kernel.config import PROJECT
from guide.kernel.plain_text import LARGEST

from .authors_guide import AUTHORS_GUIDE, LESSONS, Example, commands, examples, messages, prose

GUIDE = "first-nights"
MODULE = "01-before"
EXAMPLES = examples()
RIGHT = [example for example in EXAMPLES if not example.is_wrong_on_purpose]
GUIDE_YAML = """\
title: First nights
tagline: Before the day shift goes home.
language: en
authors: [Orla Keane]
licence: CC BY 4.0
provenance: Invented.
for_whom: People who are new.
promise: [Three questions.]
"""


def write(folder: Path, shown: list[Example]) -> Path:
    """A guide made of examples: named listings to their files, every other to a lesson of its own; checks also to one together,
    of which the warm-up asks some again."""
    guide = folder / GUIDE
    (guide / MODULE).mkdir(parents=True)
    (guide / "media").mkdir()
    (guide / "streams").mkdir()
    (guide / "chats").mkdir()
    (guide / "guide.yaml").write_text(GUIDE_YAML)
    (guide / MODULE / "module.yaml").write_text("title: Before\npurpose: Ask.\n")
    for example in shown:
        if named := example.named:
            with (guide / named["file"]).open("a") as file:
                file.write(example.text[named.end() :] + "\n")
        else:
            (guide / MODULE / f"{example.number + 1:02d}-example.md").write_text(example.lesson_text())
    checks = "".join(
        f"\n```check\n{each.text}\n```\n" for each in RIGHT if each.kind == "yaml" and "\nkind: " in each.text
    )
    front = (
        "---\nid: when-the-phone-rings\ntitle: T\nread: 1\ndo: 5\ncore: false\nadded: 2026-12-01\noutcome: O.\n---\n"
    )
    (guide / MODULE / "97-checks.md").write_text(front + checks)
    (guide / MODULE / "98-printed.md").write_text(printed_in_passing().lesson_text())
    return folder


def printed_in_passing() -> Example:
    """What lessons print within a sentence: the facts of their examples."""
    facts = {found for path in LESSONS for found in re.findall(r"`(\{\{ fact:[\w.]+ \}\})`", prose(path))}
    return Example("in passing", 98, "markdown", "\n\n".join(sorted(facts)), "")


def compiled(folder: Path, shown: list[Example]) -> Compiled:
    return compile_library(write(folder / "content", shown), drafts=True)


@cache
def authors_guide() -> Guide:
    library = compile_library(PROJECT / "content").library
    assert library is not None
    return library.by_id[AUTHORS_GUIDE.name]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """All examples that are not wrong on purpose, in one guide."""
    return compiled(tmp_path_factory.mktemp("sound"), RIGHT)


@pytest.fixture(scope="module")
def shown(sound: Compiled) -> Guide:
    assert sound.library is not None
    return sound.library.by_id[GUIDE]


# Examples


def test_every_example_compiles_without_error_or_warning(sound: Compiled) -> None:
    assert [str(problem) for problem in sound.problems] == []


def test_a_spoilt_example_would_be_noticed(tmp_path: Path) -> None:
    for number, example in enumerate(RIGHT):
        if not example.named:
            spoilt = replace(example, kind="markdown", text=example.lesson_text().replace("id:", "di:", 1))
            assert compiled(tmp_path / str(number), [*RIGHT[:number], spoilt, *RIGHT[number + 1 :]]).library is None
            break


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.is_wrong_on_purpose], ids=lambda e: e.lesson)
def test_lesson_with_mistakes_is_answered_by_what_is_printed_under_it(tmp_path: Path, example: Example) -> None:
    path = tmp_path / example.answer.split(":")[0]
    path.parent.mkdir(parents=True)
    path.write_text(example.text)
    (path.parent / "module.yaml").write_text("title: T\npurpose: P\n")
    (path.parents[1] / "guide.yaml").write_text(GUIDE_YAML)
    told = CliRunner().invoke(guide_cli, ["check"], env={"GUIDE_CONTENT_DIR": str(tmp_path / "content")})
    assert told.output.strip() == example.answer


Spoil = Callable[[str], str]


def swap(old: str, new: str) -> Spoil:
    def spoil(text: str) -> str:
        assert text.count(old) == 1
        return text.replace(old, new)

    return spoil


def without(*lines: int) -> Spoil:
    return lambda text: "\n".join(line for number, line in enumerate(text.split("\n")) if number not in lines)


MISTAKES: dict[str, Spoil] = {
    "The phrase “the”": swap("phrase: called away", "phrase: the"),
    "A reflection has two": without(4, 5),
    "The feedback says nothing": without(10),
    "There is no source": swap("@pilots1998", "@pilot1998"),
    "Colours come from": swap('class="ink"', 'class="ink" fill="#333"'),
    "`revised` needs": without(1),
    "A plan has two": without(4),
    "A map has two": swap("[this ward, other wards, other professions, books and screens]", "[this ward]"),
    "There is no block": swap("/ring-or-wait", "/ring-or-weight"),
    "`must` has no key": swap("words: [friday]", "word: [friday]"),
    "`name-on-the-hook` is not": swap(
        "time: Monday 07:11\n    reply_to: who-has-it", "time: Monday 07:11\n    reply_to: name-on-the-hook"
    ),
}
"""How a reader gets each message that stands under a sound example, by the beginning of the message."""


@pytest.mark.parametrize("beginning", MISTAKES)
def test_message_is_what_the_mistake_described_gets(tmp_path: Path, beginning: str) -> None:
    (message,) = [text for _, text in messages() if text.startswith(beginning)]
    kind = "xml" if "Colours" in beginning else None
    sound = next(e for e in RIGHT if (e.kind == kind if kind else e.answer == message))
    spoilt = replace(sound, text=MISTAKES[beginning](sound.text))
    told = compiled(tmp_path, [spoilt if example is sound else example for example in RIGHT]).problems
    assert [problem.message for problem in told if problem.severity == "error"] == [message]


def test_what_the_server_says_of_writing_that_is_lost(tmp_path: Path) -> None:
    (message,) = [text for _, text in messages() if "have written under" in text]
    guide = tmp_path / "content" / message.split("/")[1]
    shutil.copytree(write(tmp_path / "made", RIGHT) / GUIDE, guide)
    for path in guide.rglob("*.md"):
        path.write_text(path.read_text().replace("draft: true\n", ""))
    lost = re.search(r"`([\w-]+)`", message)
    assert lost
    cli = make_cli(lambda: [KeptId(guide.name, lost[1], None, 212)])
    told = CliRunner().invoke(cli, ["check"], env={"GUIDE_CONTENT_DIR": str(guide.parent)})
    assert message in told.output


def test_every_message_that_is_printed_is_held_to_the_program() -> None:
    held = [*MISTAKES, "Guide (its folder)", "content/ring-main/", "content/complaints/"]
    assert [text for _, text in messages() if not text.startswith(tuple(held))] == []


def test_new_lesson_asks_what_the_first_lesson_says(tmp_path: Path) -> None:
    (dialogue,) = [text for _, text in messages() if text.startswith("Guide (its folder)")]
    content = tmp_path / "content"
    shutil.copytree(AUTHORS_GUIDE, content / AUTHORS_GUIDE.name)
    asked, answers = zip(*(line.rsplit(": ", 1) for line in dialogue.split("\n")), strict=True)
    told = CliRunner().invoke(
        guide_cli, ["new-lesson"], input="\n".join(answers) + "\n", env={"GUIDE_CONTENT_DIR": str(content)}
    )
    assert told.exit_code == 0, told.output
    assert [question for question in asked if f"{question}: " not in told.output] == []
    address = f"/guides/{answers[0]}/{answers[2]}"
    assert f"`{address}`" in prose(LESSONS[0])
    library = compile_library(content, drafts=True).library
    assert library is not None
    assert library.by_id[answers[0]].by_id[answers[2]].address == address


def test_a_fact_is_printed_as_the_lesson_says(shown: Guide) -> None:
    html = "".join(getattr(part, "html", "") for part in shown.lessons[-1].parts)
    printed = re.sub(r"<[^>]+>", "", html)
    lesson = next(path for path in LESSONS if "facts" in path.stem)
    assert f"prints “{printed}”" in prose(lesson)


# Kinds


def test_every_kind_of_block_and_check_is_at_work_in_the_guide() -> None:
    blocks = [block for lesson in authors_guide().lessons for block in lesson.blocks.values()]
    assert {block.kind for block in blocks} == set(KINDS)
    assert {block.form for block in blocks if block.kind == "check"} == set(FORMS)


def test_every_kind_of_block_is_shown_as_it_is_written(shown: Guide) -> None:
    blocks = [block for lesson in shown.lessons for block in lesson.blocks.values()]
    assert {block.kind for block in blocks} == set(KINDS)
    forms = {block.form for block in blocks if block.kind == "check"}
    told = {form for form in FORMS if any(f"`{form}`" in prose(path) for path in LESSONS)}
    assert forms | told == set(FORMS)
    assert FORMS["many"].__mro__[1] is FORMS["one"].__mro__[1], "`many` is no longer written as `one` is"


def test_the_post_that_is_shown_is_the_post_that_is_at_work(shown: Guide) -> None:
    posts = [lesson.blocks["post-1"] for lesson in shown.lessons if "post-1" in lesson.blocks]
    assert posts
    assert posts == [authors_guide().by_id["one-outcome"].blocks["post-1"]]


def test_what_is_recommended_is_done_here() -> None:
    """A prompt that revisits an earlier one; a check without a wrong answer; answers that can be defended."""
    blocks = [block for lesson in authors_guide().lessons for block in lesson.blocks.values()]
    checks = [block for block in blocks if block.kind == "check"]
    assert [block for block in blocks if block.kind == "reflection" and block.revisits]
    assert [check for check in checks if check.form == "one" and not any(option.correct for option in check.options)]
    assert [check for check in checks if any(item.also for item in check.items)]


def test_every_lesson_teaches_by_more_than_words() -> None:
    for lesson in authors_guide().lessons:
        kinds = {block.kind for block in lesson.blocks.values()}
        assert {"reflection", "task", "check"} <= kinds, lesson.id
        words = len(re.findall(r"\w[\w’'-]*", prose(next(p for p in LESSONS if f"id: {lesson.id}\n" in p.read_text()))))
        assert 450 <= words <= 900, f"{lesson.id}: {words}"
    for module in authors_guide().modules:
        html = "".join(part.html for lesson in module.lessons for part in lesson.parts if isinstance(part, Prose))
        assert "<svg" in html, module.id


def test_the_worst_post_keeps_every_rule_that_words_can_tell_and_the_best_does_not() -> None:
    lesson = authors_guide().by_id["drafts"]
    brief, worst = lesson.blocks["upper-bridge"], lesson.blocks["post-1"]
    assert brief.kind == "compose"
    assert worst.kind == "post"
    (best,) = re.findall(r"“([^”]+)” is the best", prose(next(path for path in LESSONS if "drafts" in path.stem)))
    told = {
        text: [bool(brief.keeps_to(rule, brief.look_over(text))) for rule in brief.must if rule.words]
        for text in (worst.text, best)
    }
    assert told == {worst.text: [True, True], best: [False, False]}
    assert brief.link in worst.text.split()


def test_a_warm_up_asks_first_what_the_drawing_says(shown: Guide) -> None:
    drawn = next(text for path in LESSONS for text in re.findall(r"!\[(.*)\]\(media/asked-again", prose(path)))
    ages = {
        "five weeks": timedelta(weeks=5),
        "three weeks": timedelta(weeks=3),
        "one week": timedelta(weeks=1),
        "an hour": timedelta(hours=1),
    }
    told = re.findall(r"(Right|Wrong) ([\w ]+) ago: asked (\w+)", drawn)
    now = datetime(2026, 11, 26, tzinfo=UTC)
    met = [Met(age, now - ages[age], missed=was == "Wrong", answered=True) for was, age, _ in told]
    (recall,) = [block for lesson in shown.lessons for block in lesson.blocks.values() if block.kind == "recall"]
    asked = {
        len(checks): set(replace(recall, checks=checks).choose(met, now))
        for checks in (("a/b",), ("a/b",) * 2, ("a/b",) * 3)
    }
    by_place = {place: age for _, age, place in told}
    assert asked == {
        1: {by_place["first"]},
        2: {by_place["first"], by_place["second"]},
        3: set(ages) - {by_place["last"]},
    }


# Names and limits


def test_limits_are_those_of_the_program() -> None:
    facts = {key: fact.text for key, fact in authors_guide().facts.items()}
    numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
    assert facts.pop("site.entry_limit") == f"What somebody writes under a prompt may have {LARGEST:,} characters."
    assert facts.pop("site.kinds") == (
        f"There are {numbers[len(KINDS)]} kinds of block, and {numbers[len(FORMS)]} kinds of check."
    )
    longest = next(length for length in range(1, 1000) if an_id("a" * (length + 1)))
    assert facts.pop("site.id_length") == f"An id has {longest} characters at most."
    assert not facts, "a fact about the site that no test holds to it"


OF_THE_FORMAT = {
    *(key.rsplit(".", 1)[-1] for key in re.findall(r"^\| `([\w.]+)` \|", reference(), re.MULTILINE)),
    *KINDS, *FORMS, *get_args(Order), "full", "abstract", "secondary",
    "guide.yaml", "facts.yaml", "sources.yaml", "README.md", "media/",
}  # fmt: skip
IN_EXAMPLES = {
    "@": "a sign",
    "the": "a phrase",
    "third-letter": "an id",
    "after-the-third-letter": "an id",
    "/guides/writing-a-guide/ask-before-they-go": "an address, held above",
    "http://127.0.0.1:8000": "said by ./run",
    "[@one; @other]": "a citation",
    "{{ fact:lab.night_number }}": "a fact, held above",
    'fill="red"': "a colour that is refused",
    "/readyz": "an address",
    "content: last good, 2 problems": "held below",
}


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_key_that_is_named_is_one(path: Path) -> None:
    text = prose(path) + "\n".join(re.findall(r"^  - .*`.*$", path.read_text(), re.MULTILINE))
    for found in re.findall(r"`([^`\n]+)`", text):
        word = found.partition(": ")[0]
        known = found in IN_EXAMPLES or word in OF_THE_FORMAT or found in " ".join(commands()).split()
        assert known, f"`{found}` is no key, kind, file or option that the program knows"


SAID = {
    "Report a mistake or an outdated fact": "guide/templates/lessons/report.html",
    "no other learner, no facilitator, no author": None,
    "names and details of patients, pupils, clients and colleagues": "guide/templates/macros/entry.html",
    "content: last good, 2 problems": None,
    "4 as we would put them, 1 arguable, 1 to look at again": None,
}


@pytest.mark.parametrize("words", SAID)
def test_what_the_site_is_said_to_say_it_says(words: str) -> None:
    assert any(words in path.read_text("utf-8") for path in LESSONS), f"no lesson quotes “{words}”"
    if file := SAID[words]:
        assert words in (PROJECT / file).read_text("utf-8")


def test_verdicts_of_a_sort_are_counted_as_quoted() -> None:
    check = authors_guide().by_id["first-lesson"].blocks["page-or-lesson"]
    assert check.kind == "check"
    result = check.judge({f"item-{number}": ["0"] for number in range(5)})
    assert not isinstance(result, str)
    assert result.summary == "3 as we would put them, 1 arguable, 1 to look at again."


def test_lessons_are_clean_text() -> None:
    for path in [*LESSONS, *AUTHORS_GUIDE.glob("*.yaml")]:
        report = Report(path.name)
        text = read_text(path, report)
        assert text
        assert not report.found
        assert "!" not in re.sub(r"!\[|<!--", "", text), path.name
        assert ID.fullmatch(path.stem[3:]) or path.suffix == ".yaml"
