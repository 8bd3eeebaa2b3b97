"""What a good guide becomes."""

from __future__ import annotations

import re
from datetime import date

import pytest

from guide.content.blocks import Check, Decide, Post, Reflection, Task
from guide.content.compiler import compile_library, source_hash
from guide.content.lesson_file import LISTINGS
from guide.content.library import Minutes, Prose
from guide.content.markup.listing import DEEPEST
from guide.kernel.config import PROJECT

from .conftest import FIRST, FIRST_PATH, SECOND_PATH, SmallGuide

TAG = re.compile(r"<[^>]*>")


def test_a_good_guide_compiles_without_a_word(small: SmallGuide) -> None:
    assert small.told() == []


def test_front_matter_is_typed(small: SmallGuide) -> None:
    lesson = small.lesson()
    assert (lesson.title, lesson.read, lesson.do, lesson.core) == ("A first look", 1, Minutes(6, 10), True)
    assert (lesson.number, lesson.added, lesson.guide_id) == ("1.1", date(2026, 12, 1), "small")
    assert lesson.path == "small/01-why/01-first-look.md"


def test_blocks_stand_in_the_order_of_the_page(small: SmallGuide) -> None:
    assert [type(part) for part in small.lesson().parts] == [Prose, Post, Reflection]
    assert list(small.lesson("second-look").blocks) == ["where", "move-three", "again", "first-offer"]
    kinds = [type(block) for block in small.lesson("second-look").blocks.values()]
    assert kinds == [Check, Task, Reflection, Decide]


def test_what_looks_like_a_time_or_a_truth_value_stays_text(small: SmallGuide) -> None:
    small.replace(FIRST_PATH, "role: pharmacist, Cluj", "role: no")
    post = small.lesson().blocks["post-1"]
    assert isinstance(post, Post)
    assert (post.when, post.role) == ("14:02", "no")


def test_posts_are_numbered_and_keep_their_line_ends(small: SmallGuide) -> None:
    small.add("```post\nauthor: A\nhandle: b\nrole: c\nwhen: d\ntext: |\n  one\n  two\n```\n")
    post = small.lesson().blocks["post-2"]
    assert isinstance(post, Post)
    assert post.text == "one\ntwo"


def test_inline_markdown_in_a_block_has_no_paragraph_and_a_sample_has_paragraphs(small: SmallGuide) -> None:
    post, reflection = small.lesson().blocks["post-1"], small.lesson().blocks["worth-a-week"]
    assert isinstance(post, Post)
    assert isinstance(reflection, Reflection)
    assert post.annotations[0].note == "Where to <em>look</em>."
    assert reflection.samples.second_look.count("<p>") == 2


def test_a_citation_reads_as_authors_and_year_and_leads_to_its_source(small: SmallGuide) -> None:
    link = '<a class="cite" href="#source-carpenter2014">Carpenter &amp; Krutka 2014</a>'
    assert f'teachers <span class="cites">({link})</span>.' in small.html()
    assert small.lesson().sources == ("carpenter2014",)


def test_several_sources_stand_in_one_pair_of_parentheses(small: SmallGuide) -> None:
    small.write("sources.yaml", (small.folder / "sources.yaml").read_text() + (
        "hart2010: {authors: 'Hart, Jane', year: 2010, title: A post, read: full}\n"
    ))  # fmt: skip
    small.replace(FIRST_PATH, "[@carpenter2014]", "[@hart2010; @carpenter2014]")
    assert "Hart 2010</a>; <a" in small.html()
    assert small.lesson().sources == ("hart2010", "carpenter2014")


def test_a_fact_says_when_it_was_checked_before_its_full_stop(small: SmallGuide) -> None:
    html = small.html()
    assert "280 characters <span" in html
    assert "as of May 2026</a>)</span>.</span>" in html


def test_the_source_of_a_fact_counts_as_a_source_of_the_lesson(small: SmallGuide) -> None:
    small.replace(FIRST_PATH, " [@carpenter2014]", "")
    assert small.lesson().sources == ("carpenter2014",)


def test_a_glossary_word_is_linked_once_in_a_paragraph_and_once_in_a_list(small: SmallGuide) -> None:
    small.add_prose("A pln, a Personal learning\nnetwork, `PLN`, a *PLN*.")
    html = small.html()
    link = '<a class="term" href="/guides/small/glossary#term-pln">'
    assert html.count(link) == 3
    assert f"A {link}pln</a>, a Personal" in html
    assert small.lesson().terms == ("PLN",)


def test_glossary_words_are_left_alone_in_headings_links_code_blocks_and_inside_words(small: SmallGuide) -> None:
    small.replace(FIRST_PATH, "A PLN is people.", "PLNs, `PLN`, [PLN](second-look).")
    small.replace(FIRST_PATH, "- one PLN", "- one")
    small.replace(FIRST_PATH, "## What flows", "## What PLN flows")
    small.replace(FIRST_PATH, "- Name it.", "- Name your PLN.")
    assert "glossary#" not in str(small.compile(drafts=True).library)


def test_headings_have_ids_of_their_own_and_stand_on_this_page(small: SmallGuide) -> None:
    small.add("## What *flows* & more\n\nText.\n\n### Größe\n\nText.\n")
    headings = [(heading.id, heading.level, heading.html) for heading in small.lesson().headings]
    assert headings == [
        ("h-what-flows", 2, "What flows"),
        ("h-what-flows-more", 2, "What <em>flows</em> &amp; more"),
        ("h-grosse", 3, "Größe"),
    ]
    assert 'id="h-what-flows"' in small.html()


def test_equal_headings_get_different_ids(small: SmallGuide) -> None:
    small.add("## What flows\n\nText.\n")
    assert [heading.id for heading in small.lesson().headings] == ["h-what-flows", "h-what-flows-2"]


def test_a_link_to_a_lesson_leads_there_and_one_to_elsewhere_says_so(small: SmallGuide) -> None:
    small.add_prose("See <https://example.org/a?b=1&c=2> or [there](https://example.org).")
    html = small.html()
    assert 'href="/guides/small/second-look#h-what-waits"' in html
    assert html.count('rel="noopener noreferrer"') == 2
    assert html.count('class="external"') == 2


def test_a_link_may_lead_to_a_block_of_a_lesson(small: SmallGuide) -> None:
    small.add_prose("See [the sorting](second-look#where).")
    assert 'href="/guides/small/second-look#where"' in small.html()


def test_typographic_marks_stay_as_they_were_written(small: SmallGuide) -> None:
    small.add_prose('He said “no – not ‘now’…” and "plain" -- too.')
    assert '“no – not ‘now’…” and "plain" -- too.' in small.html()


def test_tables_keep_their_alignment_without_inline_style(small: SmallGuide) -> None:
    small.add_prose("| a | b |\n|---|--:|\n| 1 | 2 |")
    html = small.html()
    assert '<td class="align-right">2</td>' in html
    assert "style=" not in html


def test_a_drawing_is_part_of_the_page_named_by_its_text_alternative(small: SmallGuide) -> None:
    html = small.html()
    assert (
        '<figure class="diagram"><svg viewBox="0 0 640 320" role="img" aria-labelledby="first-look-figure-1-title">'
        in html
    )
    assert '<title id="first-look-figure-1-title">Two shapes, one inside the other.</title>' in html
    assert 'marker-end="url(#first-look-figure-1-tip)"' in html
    assert 'id="first-look-figure-1-tip"' in html


def test_a_picture_says_its_size_so_that_the_page_does_not_move(small: SmallGuide) -> None:
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x03"
    small.write("media/dot.png", png)
    small.add_prose('![A dot.](media/dot.png "Drawn by hand")')
    html = small.html()
    assert 'src="/guides/small/media/dot.png"' in html
    assert 'width="2"' in html
    assert 'height="3"' in html
    assert "<figcaption>Drawn by hand</figcaption>" in html
    library = small.compile().library
    assert library is not None
    assert library.by_id["small"].media == ("dot.png",)


def test_a_listing_is_printed_as_it_stands(small: SmallGuide) -> None:
    small.add("```\n<b> & [@nobody]\n\n  a: b\n```\n")
    printed = small.html()
    assert "&lt;b&gt; &amp; [@nobody]\n" in printed
    assert TAG.sub("", printed[printed.index("<pre>") :]) == "&lt;b&gt; &amp; [@nobody]\n\n  a: b\n"


def test_lines_of_a_listing_say_how_far_they_are_indented(small: SmallGuide) -> None:
    """So that a narrow page can break them there; the stylesheet has a rule for each."""
    small.add(f"```yaml\na:\n  b:\n{' ' * 30}c\n```\n")
    classes = re.findall(r'<span class="(in-\d+)">', small.html())
    assert classes == ["in-2", f"in-{DEEPEST}"]
    rules = (PROJECT / "guide/static/css/components/listing.css").read_text("utf-8")
    assert all(f".in-{columns} " in rules for columns in range(2, DEEPEST + 1, 2))


def test_an_option_of_a_command_is_not_broken_after_its_hyphens(small: SmallGuide) -> None:
    small.add("With `--strict`, and `a -- b`:\n\n```sh\ncheck --strict small\n```\n")
    printed = small.html()
    assert '<code class="whole">--strict</code>' in printed
    assert "<code>a -- b</code>" in printed
    assert 'check <span class="whole">--strict</span> small\n' in printed


@pytest.mark.parametrize("language", LISTINGS)
def test_a_block_in_four_backticks_is_shown_and_does_not_work(small: SmallGuide, language: str) -> None:
    small.add(f"````{language}\n```decide\nid: first-offer\n```\n````\n")
    assert "```decide\n" in TAG.sub("", small.html())
    assert "first-offer" not in small.lesson().blocks


def test_drafts_are_checked_but_shown_in_development_only(small: SmallGuide) -> None:
    small.replace(FIRST_PATH, "core: true", "core: true\ndraft: true")
    small.replace(SECOND_PATH, "[on the first page](first-look)", "there")
    small.replace(SECOND_PATH, "revisits: first-look/worth-a-week", "revisits: null")
    small.replace("guide.yaml", "old-look: first-look", "old-look: second-look")
    served, developed = small.compile().library, small.compile(drafts=True).library
    assert served is not None
    assert developed is not None
    assert [(lesson.id, lesson.number) for lesson in served.by_id["small"].lessons] == [("second-look", "1.1")]
    assert [lesson.id for lesson in developed.by_id["small"].lessons] == ["first-look", "second-look"]
    assert served.by_id["small"].glossary["PLN"].lesson is None
    assert developed.by_id["small"].glossary["PLN"].lesson == "first-look"
    assert served.hash != developed.hash
    small.add_prose("[@nobody1]")
    assert not small.compile().library


def test_guides_stand_in_their_order(small: SmallGuide) -> None:
    other = SmallGuide(small.content_dir)
    other.folder = small.content_dir / "another"
    for path in sorted(small.folder.rglob("*")):
        if path.is_file():
            other.write(str(path.relative_to(small.folder)), path.read_bytes())
    library = small.compile().library
    assert library is not None
    assert [guide.id for guide in library] == ["another", "small"]
    other.replace("guide.yaml", "title: A small guide", "title: Another\norder: 2")
    library = small.compile().library
    assert library is not None
    assert [guide.id for guide in library] == ["small", "another"]


def test_windows_line_ends_and_a_byte_order_mark_make_no_difference(small: SmallGuide) -> None:
    before = small.lesson()
    small.write(FIRST_PATH, b"\xef\xbb\xbf" + FIRST.replace("\n", "\r\n").encode())
    assert small.lesson() == before


def test_the_hash_follows_every_file_and_its_name(small: SmallGuide) -> None:
    seen = {source_hash(small.content_dir)}
    small.replace("guide.yaml", "Ada", "Eda")
    seen.add(source_hash(small.content_dir))
    (small.folder / "media/shapes.svg").rename(small.folder / "media/forms.svg")
    seen.add(source_hash(small.content_dir))
    assert len(seen) == 3
    assert source_hash(small.content_dir) in seen


def test_the_library_carries_the_hash_of_its_sources(small: SmallGuide) -> None:
    library = small.compile().library
    assert library is not None
    assert library.hash == source_hash(small.content_dir)


def test_a_folder_that_is_not_there_is_a_problem_and_no_crash(small: SmallGuide) -> None:
    compiled = compile_library(small.content_dir / "nowhere")
    assert compiled.library is None
    assert str(compiled.problems[0]) == "nowhere:1: There is no such folder of guides."


def test_order_items_are_shown_in_another_order_always_the_same(small: SmallGuide) -> None:
    block = "```check\nid: {0}\nkind: order\nquestion: Q\nitems: [a, b, c]\nfeedback: F\n```\n"
    for number in range(12):
        small.add(block.format(f"moves-{number}"))
    checks = [block for block in small.lesson().blocks.values() if isinstance(block, Check)]
    assert all(check.steps == ("a", "b", "c") for check in checks)
    assert all(sorted(check.shown) == [0, 1, 2] and check.shown != (0, 1, 2) for check in checks)
    assert small.lesson() == small.lesson()
