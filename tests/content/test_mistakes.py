"""Every mistake of an author is told with its path, its line and one sentence that says what to do."""
# ruff: noqa: E501

from __future__ import annotations

from dataclasses import dataclass

import pytest

from .conftest import FIRST, FIRST_PATH, SECOND_PATH, SmallGuide


@dataclass(frozen=True)
class Mistake:
    """``old`` becomes ``new`` in a file; the problem stands on the line of ``at``, which is in the spoilt file."""

    name: str
    path: str
    old: str
    new: str
    at: str
    message: str
    severity: str = "error"
    also: int = 0
    """Errors on other lines that truthfully follow: links to an id that is there no more."""


MISTAKES = [
    # YAML
    Mistake("on as a key", FIRST_PATH, "core: true", "core: true\non: true", "on: true", "A lesson has no key `on`"),
    Mistake("a slip in a key", FIRST_PATH, "prompt: Which", "promt: Which", "promt:", "did you mean `prompt`?"),
    Mistake(
        "a second key", FIRST_PATH, "core: true", "core: true\nread: 2", "read: 2",
        "The key `read` stands here a second time; the first is in line 4.",
    ),
    Mistake(
        "an inner colon", FIRST_PATH, "prompt: Which would", "prompt: Say this: which would", "prompt: Say",
        "A colon followed by a space stands inside this text",
    ),
    Mistake(
        "an inner colon in a list", FIRST_PATH, "- Name it.", "- Name it: in full.", "- Name it",
        "A colon followed by a space stands inside this text of `steps`",
    ),
    Mistake(
        "an inner colon on the second line of a text", FIRST_PATH, "prompt: Which would have", "prompt: Which\n  of: would have",
        "  of: would", "A colon followed by a space stands here in the text of the line above",
    ),
    Mistake(
        "a handle without quotes", FIRST_PATH, '"@mirela_wards"', "@mirela_wards", "handle:",
        "A text that begins with `@` must stand in quotes.",
    ),
    Mistake(
        "a fact first without quotes", SECOND_PATH, "without_account: None is needed.",
        "without_account: {{ fact:x.post_limit }} None.", "without_account:",
        "A text that begins with `{{` must stand in quotes.",
    ),
    Mistake(
        "a fact alone without quotes", SECOND_PATH, "without_account: None is needed.",
        "without_account: {{ fact:x.post_limit }}", "without_account:", "put the whole text in quotes",
    ),
    Mistake(
        "emphasis first without quotes", SECOND_PATH, "offline: Do", "offline: *Do* it", "offline:",
        "A text that begins with `*` must stand in quotes.",
    ),
    Mistake(
        "a citation first without quotes", SECOND_PATH, "offline: Do", "offline: [@carpenter2014] did", "offline:", "quotes",
    ),
    Mistake(
        "text after a closing quotation mark", SECOND_PATH, "offline: Do", 'offline: "Do" as', "offline:",
        "The text goes on after its closing quotation mark",
    ),
    Mistake(
        "a quotation mark never closed", SECOND_PATH, "offline: Do", 'offline: "Do', "offline:", "never closed",
    ),
    Mistake(
        "a hash after a text", FIRST_PATH, "- Name it.", "- Name it. # at once", "- Name it",
        "Everything from `#` on is lost from `steps`",
    ),
    Mistake(
        "a hashtag in a text", FIRST_PATH, "role: pharmacist, Cluj", "role: host of #lrnchat", "role:",
        "Everything from `#` on is lost from `role`",
    ),
    Mistake(
        "a hashtag first in a text", FIRST_PATH, "role: pharmacist, Cluj", "role: #lrnchat", "role:", "`role` has no text",
    ),
    Mistake(
        "a tab", FIRST_PATH, "  - Name it.", "\t- Name it.", "- Name it", "A tab stands here; YAML wants spaces.",
    ),
    Mistake(
        "an anchor", FIRST_PATH, "role: pharmacist", "role: &pharmacist x", "role:",
        "A text that begins with `&` must stand in quotes.",
    ),
    Mistake(
        "a key out of line", FIRST_PATH, "author: Mirela Dragan\n", "author: Mirela Dragan\n ", ' handle:', "indent this key as the others are",
    ),
    Mistake(
        "three dashes in a block", FIRST_PATH, "prompt: Which", "---\nprompt: Which", "---\nprompt", "three dashes",
    ),
    # front matter
    Mistake(
        "a note in the middle of a text", SECOND_PATH, "offline: Do it on paper.", "offline: Do it\n  # mind the gap\n  on paper.",
        "  on paper.", "The line above begins with `#` and ends the text too early",
    ),
    Mistake("an empty text", SECOND_PATH, "offline: Do it on paper.", 'offline: " "', "offline:", "`offline` has no text."),
    Mistake("an empty list", SECOND_PATH, 'steps:\n  - "Write: ten."', "steps: []", "steps: []", "`steps` has no entries."),
    Mistake("no front matter", FIRST_PATH, "---\nid: first-look", "id: first-look", "id: first-look", "begins with its front matter"),
    Mistake("a missing key", FIRST_PATH, "outcome: Say what you saw.\n", "", "id: first-look", "A lesson needs the key `outcome`."),
    Mistake("a date that is none", FIRST_PATH, "2026-12-01", "2026-02-30", "added:", "write a date as 2026-12-01, not 2026-02-30."),
    Mistake("a date in other words", FIRST_PATH, "2026-12-01", "1 December", "added:", "write a date as 2026-12-01"),
    Mistake("minutes that are none", FIRST_PATH, "do: 6-10", "do: six", "do: six", "`do`: write minutes as 6 or 6-10"),
    Mistake("minutes the wrong way round", FIRST_PATH, "do: 6-10", "do: 10-6", "do: 10-6", "so 6-10."),
    Mistake("yes for true", FIRST_PATH, "core: true", "core: yes", "core:", "`core`: write true or false, not yes."),
    Mistake("revised without a word", FIRST_PATH, "core: true", "core: true\nrevised: 2027-01-01", "revised:", "`revised` needs `changed`"),
    # ids
    Mistake("an id that is none", FIRST_PATH, "id: worth-a-week", "id: Worth a week", "id: Worth", "`Worth a week` is no id", also=1),
    Mistake("an address as a lesson's id", SECOND_PATH, "id: second-look", "id: glossary", "id: glossary", "is an address of the site", also=1),
    Mistake("a lesson's id reused", SECOND_PATH, "id: second-look", "id: first-look", "id: first-look", "is taken by the lesson content/small/01-why/01-first-look.md", also=1),
    Mistake("a block's id reused", SECOND_PATH, "id: move-three", "id: where", "id: where\ntitle", "is taken by the block in line"),
    Mistake("the id of a post", SECOND_PATH, "id: move-three", "id: post-1", "id: post-1", "kept for example posts"),
    Mistake("a retired id reused", "guide.yaml", "[gone-look]", "[second-look]", "retired:", "an id is never used again"),
    Mistake("moved to nowhere", "guide.yaml", "old-look: first-look", "old-look: frist-look", "old-look:", "which is not there; did you mean `first-look`?"),
    Mistake("moved and still there", "guide.yaml", "old-look: first-look", "second-look: first-look", "second-look:", "is still there"),
    Mistake("a lesson moved to a block", "guide.yaml", "old-look: first-look", "old-look: first-look/worth-a-week", "old-look:", "A lesson moves to a lesson"),
    # references
    Mistake(
        "a route to nowhere", "guide.yaml", "retired:",
        "routes:\n  - {id: r, title: R, for_whom: W, lessons: [first-look, thrid]}\nretired:", "  - {id: r", "There is no lesson `thrid`",
    ),
    Mistake("an id of the page itself", SECOND_PATH, "id: move-three", "id: sources", "id: sources", "needs for itself"),
    Mistake("an unknown source", FIRST_PATH, "[@carpenter2014]", "[@carpentr2014]", "Carpenter asked", "There is no source `carpentr2014` in sources.yaml; did you mean `carpenter2014`?"),
    Mistake("an unknown source in a block", FIRST_PATH, "    The bulletin.\n\n    I will", "    The bulletin.\n\n    I [@nobody] will", "I [@nobody]", "There is no source `nobody`"),
    Mistake("an unknown fact", FIRST_PATH, "fact:x.post_limit", "fact:x.limit", "Carpenter asked", "There is no fact `x.limit`"),
    Mistake("braces that print nothing", FIRST_PATH, "fact:x.post_limit", "now", "Carpenter asked", "Two braces print a fact"),
    Mistake("a fact without its source", "facts.yaml", "source: carpenter2014", "source: nobody", "x.post_limit", "There is no source `nobody`"),
    Mistake("a fact without a date", "facts.yaml", ", checked: 2026-05-30", "", "x.post_limit", "`x.post_limit` needs the key `checked`."),
    Mistake("a glossary word's unknown lesson", "glossary.yaml", "lesson: first-look", "lesson: third-look", "PLN:", "There is no lesson `third-look`"),
    Mistake("a link to no lesson", FIRST_PATH, "(second-look#what-waits)", "(secnd-look)", "- see", "There is no lesson `secnd-look`; did you mean `second-look`?"),
    Mistake("a link to no heading", FIRST_PATH, "(second-look#what-waits)", "(second-look#what-wait)", "- see", "There is no heading `#what-wait` in `second-look`; did you mean `what-waits`?"),
    Mistake("a link to a file", FIRST_PATH, "(second-look#what-waits)", "(02-second-look.md)", "- see", "by its id, not by its file"),
    Mistake("a link that moved", FIRST_PATH, "(second-look#what-waits)", "(old-look)", "- see", "has moved; write `first-look`"),
    Mistake("a link that runs", FIRST_PATH, "(second-look#what-waits)", "(javascript:alert)", "- see", "not to `javascript:alert`"),
    Mistake("a link to nothing", FIRST_PATH, "(second-look#what-waits)", "()", "- see", "leads nowhere"),
    Mistake("an unknown revisits", SECOND_PATH, "revisits: first-look/worth-a-week", "revisits: first-look/worth", "revisits:", "There is no block `first-look/worth`"),
    Mistake("revisits what is no reflection", SECOND_PATH, "revisits: first-look/worth-a-week", "revisits: second-look/where", "revisits:", "is a check; only a reflection"),
    Mistake("a source that links nowhere", "sources.yaml", "doi: 10.1080/15391523.2014.925701", "address: example", "address:", "is no address"),
    Mistake("a DOI with its address", "sources.yaml", "doi: 10.1080", "doi: https://doi.org/10.1080", "doi:", "write it without https://doi.org/"),
    Mistake("a source by nobody", "sources.yaml", "authors: Carpenter, Jeffrey P.; Krutka, Daniel G.", 'authors: " ; "', "authors:", "leaves out a name; write Family, Given"),
    Mistake("an author without a family name", "sources.yaml", "authors: Carpenter, Jeffrey P.; Krutka", "authors: Carpenter, Jeffrey P.; , Krutka", "authors:", "leaves out a name; write Family, Given"),
    Mistake("how far it was read", "sources.yaml", "read: abstract", "read: partly", "read:", "`read`: partly is not one of full, abstract, secondary"),
    # blocks
    Mistake("an unknown block", FIRST_PATH, "```reflection", "```reflexion", "```reflexion", "There is no block called `reflexion`; did you mean `reflection`?"),
    Mistake("a block never closed", FIRST_PATH, "    note: Where to *look*.\n```\n", "    note: Where to *look*.\n", "```post", "opened with ``` and never closed"),
    Mistake("an indented block", FIRST_PATH, "```reflection", " ```reflection", " ```reflection", "at the left margin"),
    Mistake("no samples", SECOND_PATH, "samples:\n  first_go: All well.\n  second_look: Not worth it.\n", "", "id: again", "A `reflection` needs the key `samples`."),
    Mistake("half the samples", SECOND_PATH, "  first_go: All well.\n", "", "  second_look", "`samples` needs the key `first_go`."),
    Mistake("one step", SECOND_PATH, "[Read it again., What do you doubt?]", "[Read it again.]", "steps: [", "two to four steps; this one has 1"),
    Mistake("steps that are no list", SECOND_PATH, "[Read it again., What do you doubt?]", "Read it again.", "steps: Read", "`steps` is a list"),
    Mistake("a phrase that is not there", FIRST_PATH, "phrase: page 14", "phrase: page 41", "phrase:", "is not in the post"),
    Mistake("a phrase twice", FIRST_PATH, "phrase: page 14", "phrase: a", "phrase:", "must stand there exactly once"),
    Mistake("a check of no kind", SECOND_PATH, "kind: sort", "kind: sorted", "kind:", "not sorted; did you mean `sort`?"),
    Mistake("a key of another kind", SECOND_PATH, "kind: sort\n", "kind: sort\ntolerance: 2\n", "tolerance:", "A check of kind `sort` has no key `tolerance`"),
    Mistake("no such bin", SECOND_PATH, "bin: Reader", "bin: Raeder", "bin: Raeder", "`Raeder` is not one of the bins; did you mean `Reader`?"),
    Mistake("a bin without a word", SECOND_PATH, "      Stream: It passes.\n", "", "Reader: It keeps", "somebody who chose `Stream`"),
    Mistake("two paragraphs where one goes", SECOND_PATH, "offline: Do it on paper.", "offline: |\n  Do it.\n\n  On paper.", "offline:", "one paragraph"),
    # prose
    Mistake("a picture in a block", SECOND_PATH, "offline: Do it", 'offline: "![Two.](media/shapes.svg)"\n# Do it', "offline:", "not in a block"),
    Mistake("raw HTML", FIRST_PATH, "Carpenter asked", "<b>Carpenter</b> asked", "Carpenter", "Raw HTML (<b>) is not printed"),
    Mistake("raw HTML in a block", FIRST_PATH, "Where to *look*", "Where to <i>look</i>", "Where to", "Raw HTML (<i>)"),
    Mistake("a comment", FIRST_PATH, "Carpenter asked", "Carpenter <!-- who? --> asked", "Carpenter", "Raw HTML"),
    Mistake("a hashtag first in a line", FIRST_PATH, "Carpenter asked", "#edchat asked", "#edchat", "a hashtag at the beginning of a line"),
    Mistake("no text alternative", FIRST_PATH, "![Two shapes, one inside the other.]", "![]", "![](", "no text alternative"),
    Mistake("a picture that is not there", FIRST_PATH, "media/shapes.svg", "media/shape.svg", "![Two", "did you mean `media/shapes.svg`?"),
    Mistake("a picture among words", FIRST_PATH, "![Two shapes", "Look: ![Two shapes", "Look:", "in a paragraph of its own"),
    Mistake("an invisible character", FIRST_PATH, "Carpenter asked", "Carpenter\x07 asked", "Carpenter", "(U+0007)"),
    # drawings
    Mistake("a drawing with a style", "media/shapes.svg", "<defs>", "<style>a{}</style><defs>", "<style>", "<style> is not allowed"),
    Mistake("a drawing with its own colours", "media/shapes.svg", 'fill="none"', 'fill="#fff"', "<rect", "Colours come from classes"),
    Mistake("a drawing with an unknown class", "media/shapes.svg", 'class="accent"', 'class="acent"', "<path class=\"acent", "did you mean `accent`?"),
    Mistake("a drawing with a handler", "media/shapes.svg", "<rect ", '<rect onclick="x()" ', "onclick", "The attribute `onclick` is not allowed"),
    # warnings
    Mistake("a skipped level", FIRST_PATH, "## What flows", "### What flows", "### What", "skips a level: ### follows # (the title)", "warning"),
    Mistake("a heading of the first level", FIRST_PATH, "## What flows", "# What flows", "# What", "begin this one with ##", "warning"),
    Mistake("minutes that do not fit", FIRST_PATH, "read: 1", "read: 9", "id: first-look", "`read` says 9;", "warning"),
    Mistake("a list without an empty line", FIRST_PATH, "A list:\n\n", "A list:\n", "- one PLN", "A list begins after an empty line", "warning"),
    Mistake("a source nobody cites", "sources.yaml", "carpenter2014:", "hart2010: {authors: H, year: 1, title: T, read: full}\ncarpenter2014:", "hart2010", "No lesson cites the source `hart2010`.", "warning"),
    Mistake("a word nobody says", "glossary.yaml", "PLN:", "RSS: {means: A feed.}\nPLN:", "RSS", "No lesson mentions the word `RSS`.", "warning"),
    Mistake("a fact nobody prints", "facts.yaml", "x.post_limit:", "x.other: {text: T, source: carpenter2014, checked: 2026-01-01}\nx.post_limit:", "x.other", "No lesson prints the fact `x.other`.", "warning"),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_told_where_it_stands(small: SmallGuide, mistake: Mistake) -> None:
    small.replace(mistake.path, mistake.old, mistake.new)
    where = f"content/small/{mistake.path}:{small.line_of(mistake.path, mistake.at)}: "
    told = [line for line in small.told() if line.startswith(f"{mistake.severity} {where}") and mistake.message in line]
    assert told, "\n".join([f"expected {where}{mistake.message}", *small.told()])
    compiled = small.compile()
    assert (compiled.library is None) is (mistake.severity == "error")


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_one_mistake_is_one_error(small: SmallGuide, mistake: Mistake) -> None:
    """What else goes wrong on its account is not held up to the author."""
    small.replace(mistake.path, mistake.old, mistake.new)
    errors = [line for line in small.told() if line.startswith("error")]
    expected = {"error": 1, "warning": 0}[mistake.severity] + mistake.also
    assert len(errors) == expected, "\n".join(errors)


def test_bytes_that_are_no_utf8_are_told_with_their_line(small: SmallGuide) -> None:
    small.write(SECOND_PATH, (small.folder / SECOND_PATH).read_bytes().replace(b"It waits", b"It wa\xefts"))
    assert small.told() == [
        f"error content/small/{SECOND_PATH}:15: This line is not valid UTF-8; save the file as UTF-8 in your editor."
    ]


def test_front_matter_that_never_ends_is_told_at_its_beginning(small: SmallGuide) -> None:
    small.write(FIRST_PATH, FIRST.split("---\n\n")[0])
    assert f"error content/small/{FIRST_PATH}:1: The front matter is never closed" in "\n".join(small.told())


def test_a_module_without_its_file_is_told(small: SmallGuide) -> None:
    (small.folder / "01-why/module.yaml").unlink()
    assert "error content/small/01-why/module.yaml:1: There is no module.yaml in this folder." in small.told()


def test_a_guide_without_its_file_is_told(small: SmallGuide) -> None:
    (small.folder / "guide.yaml").unlink()
    assert "error content/small/guide.yaml:1: There is no guide.yaml in this folder." in small.told()


def test_a_lesson_outside_a_module_is_told(small: SmallGuide) -> None:
    small.write("03-third.md", FIRST)
    assert any(
        line.startswith("error content/small/03-third.md:1: A lesson lies in the folder") for line in small.told()
    )


def test_a_lesson_without_a_number_is_told(small: SmallGuide) -> None:
    small.write("01-why/third.md", FIRST)
    assert any(
        line.startswith("error content/small/01-why/third.md:1: A lesson's file is named") for line in small.told()
    )


def test_a_page_of_the_authors_own_is_not_served(small: SmallGuide) -> None:
    small.write("media/own.html", "<script>")
    assert any(
        line.startswith("error content/small/media/own.html:1: Files that end in .html") for line in small.told()
    )


def test_a_drawing_may_not_define_entities(small: SmallGuide) -> None:
    bomb = '<?xml version="1.0"?>\n<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<svg>&b;</svg>'
    small.write("media/shapes.svg", bomb)
    assert any(line.startswith("error content/small/media/shapes.svg:2: Take the DOCTYPE out") for line in small.told())


@pytest.mark.parametrize("name", ["sources.yaml", "facts.yaml", "glossary.yaml"])
def test_a_list_that_cannot_be_read_is_told_once_and_not_at_every_mention(small: SmallGuide, name: str) -> None:
    text = (small.folder / name).read_text()
    small.write(name, text + "\nx: y: z\n")
    assert len(small.told()) == 1
    assert small.told()[0].startswith(f"error content/small/{name}:{text.count(chr(10)) + 2}: A colon")


def test_a_link_to_a_draft_leads_nowhere_and_is_told(small: SmallGuide) -> None:
    small.replace(SECOND_PATH, "core: false", "core: false\ndraft: true")
    assert any("The lesson `second-look` is still a draft" in line for line in small.told())
    assert small.compile(drafts=True).library


def test_the_same_mistake_on_two_lines_is_told_on_both(small: SmallGuide) -> None:
    small.add_prose("One [@nobody].\n\nTwo [@nobody].")
    told = [line for line in small.told() if "no source `nobody`" in line]
    assert [line.split(":")[1] for line in told] == ["13", "15"]


def test_all_problems_of_all_files_are_told_at_once(small: SmallGuide) -> None:
    small.replace(FIRST_PATH, "[@carpenter2014]", "[@nobody]")
    small.replace(SECOND_PATH, "kind: sort", "kind: sorted")
    small.replace("glossary.yaml", "means:", "meens:")
    paths = {line.split(":")[0] for line in small.told() if line.startswith("error")}
    assert len(paths) == 3


def test_a_note_to_oneself_is_welcome_on_its_own_line_and_in_front_matter(small: SmallGuide) -> None:
    small.replace(FIRST_PATH, "steps:\n", "# two will do\nsteps:\n")
    small.replace(FIRST_PATH, "read: 1", "read: 1  # minutes")
    assert small.told() == []
