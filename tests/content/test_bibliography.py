"""Sources for reference managers, read back by parsers that are not ours."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import rispy
from pybtex.database import Entry, parse_string
from pybtex.richtext import Text

from guide.content import bibtex, ris
from guide.content.bibliography import Reference
from guide.content.compiler import compile_library
from guide.content.works import Source
from tests.conftest import REAL_CONTENT

LEFT_BY_PYBTEX = {
    r"\\textbraceleft ?": "{",
    r"\\textbraceright ?": "}",
    r"\\textbackslash ?": "\\\\",
    r"\\textasciicircum ?": "^",
    r"\\textasciigrave ?": "`",
    r"\\\$": "$",
}
"""Commands of LaTeX that its decoder does not know."""
PLAIN = Source("doe2014", "Doe, Jane; Roe, Richard", "2014", "On small guides", "full", address="https://example.org/a")
HOSTILE = [
    "100% of {braces} & #tags, $5 and_under~score^hat \\ back",
    "An unclosed { brace",
    "A closed } one",
    "}, year = {1900}, title = {Another",
    "@article{gotcha, title={x}}",
    "Quotes \"double\" and 'single', and a back`tick",
    "TY  - JOUR\nAU  - Mallory\rER  - \x85TY  - BOOK\u2028ER  - ",
    "Ends in a backslash \\",
    "-- dashes --- of the keyboard",
    "Ünïcödé, Ł, 日本語, עברית, 🐦",
    "<script>alert(1)</script> &amp; co",
    "#TwitterforTeachers: The Implications",
]


def from_latex(text: str) -> str:
    found = str(Text.from_latex(text))
    for command, sign in LEFT_BY_PYBTEX.items():
        found = re.sub(command, sign, found)
    return found


def by_key(references: list[Reference]) -> dict[str, Entry]:
    return dict(parse_string(bibtex.printed(references), "bibtex").entries.items())


def read_ris(references: list[Reference]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = rispy.loads(ris.printed(references))
    return found


@pytest.fixture(scope="module", params=["twitter-for-social-learning", "writing-a-guide"])
def references(request: pytest.FixtureRequest) -> list[Reference]:
    """Of one guide, as its files are: another may have a source under the same key."""
    library = compile_library(REAL_CONTENT).library
    assert library
    return [Reference.of(source) for source in library.by_id[request.param].sources.values()]


def test_every_source_of_the_real_guides_is_read_back_from_ris(references: list[Reference]) -> None:
    found = read_ris(references)
    assert len(found) == len(references) > 4
    for reference, entry in zip(references, found, strict=True):
        assert "unknown_tag" not in entry
        assert not (reference.doi and re.search(r"\d$", reference.container or "")), reference.container
        assert entry["id"] == reference.key
        assert entry["title"] == reference.title
        assert len(entry["authors"]) == len(reference.authors)  # type: ignore[arg-type]
        assert entry.get("doi") == reference.doi
        assert entry.get("year") == reference.year
        assert entry.get("urls", [None]) == [reference.address]
        assert (entry.get("volume"), entry.get("number")) == (reference.volume, reference.issue)


def test_every_source_of_the_real_guides_is_read_back_from_bibtex(references: list[Reference]) -> None:
    found = by_key(references)
    assert list(found) == [reference.key for reference in references]
    for reference in references:
        entry = found[reference.key]
        people = entry.persons["author"]
        assert from_latex(entry.fields["title"]) == reference.title
        assert [from_latex(" ".join(each.prelast_names + each.last_names)) for each in people] == [
            each.family for each in reference.authors
        ]
        assert entry.fields.get("doi") == reference.doi
        assert entry.fields.get("url") == reference.address
        assert entry.fields["year"] == (reference.year or "n.d.")


def test_article_has_its_journal_volume_issue_and_pages() -> None:
    source = replace(PLAIN, container="Journal of Small & Great Things 46(4), 414–434", doi="10.1000/small_1")
    reference = Reference.of(source)
    (entry,) = read_ris([reference])
    assert entry["type_of_reference"] == "JOUR"
    assert entry["secondary_title"] == "Journal of Small & Great Things"
    assert [entry[name] for name in ("volume", "number", "start_page", "end_page")] == ["46", "4", "414", "434"]
    assert (entry["doi"], entry["urls"]) == ("10.1000/small_1", ["https://doi.org/10.1000/small_1"])
    assert entry["authors"] == ["Doe, Jane", "Roe, Richard"]
    bib = by_key([reference])["doe2014"]
    assert bib.type == "article"
    assert from_latex(bib.fields["journal"]) == "Journal of Small & Great Things"
    assert [bib.fields[name] for name in ("volume", "number", "pages")] == ["46", "4", "414--434"]
    assert [str(person) for person in bib.persons["author"]] == ["Doe, Jane", "Roe, Richard"]


@pytest.mark.parametrize(
    ("container", "doi", "kind", "name", "where"),
    [
        ("Journal of Things 17(10), e242", None, "JOUR", "Journal of Things", ("17", "10", "e242", None)),
        ("Journal of Things 9, 40", "10.1/x", "JOUR", "Journal of Things", ("9", None, "40", None)),
        ("Journal of Things 22", None, "JOUR", "Journal of Things", ("22", None, None, None)),
        ("Things, 2025, icaf127", "10.1/x", "JOUR", "Things", (None, None, "icaf127", None)),
        ("Science, September 2022", "10.1126/x", "JOUR", "Science", (None, None, None, None)),
        ("Proceedings of the Academy 117(26), 1–5", None, "JOUR", "Proceedings of the Academy", ("117", "26", "1", "5")),
        ("Proceedings of a Conference, 360–370", None, "CPAPER", "Proceedings of a Conference", (None, None, "360", "370")),
        ("Preprint, arXiv 2406.04005, third version", None, "UNPB", "arXiv", (None, None, None, None)),
        ("The Verge, 6 December 2023", None, "ELEC", "The Verge", (None, None, None, None)),
        ("Report of 13 March 2026, after others", None, "ELEC", "Report of 13 March 2026, after others", (None,) * 4),
        ("Help pages of X", None, "ELEC", "Help pages of X", (None, None, None, None)),
        (None, None, "ELEC", None, (None, None, None, None)),
    ],
)  # fmt: skip
def test_what_a_source_is_is_read_from_where_it_stands(
    container: str | None, doi: str | None, kind: str, name: str | None, where: tuple[str | None, ...]
) -> None:
    (entry,) = read_ris([Reference.of(replace(PLAIN, container=container, doi=doi))])
    assert entry["type_of_reference"] == kind
    assert entry.get("secondary_title") == name
    assert tuple(entry.get(tag) for tag in ("volume", "number", "start_page", "end_page")) == where


def test_source_without_an_address_is_neither_page_nor_article() -> None:
    (entry,) = read_ris([Reference.of(replace(PLAIN, address=None, container="A talk"))])
    assert entry["type_of_reference"] == "GEN"
    assert "urls" not in entry


def test_dates_are_given_as_far_as_they_are_known() -> None:
    day = Reference.of(replace(PLAIN, container="The Verge, 6 December 2023", year="2023b"))
    month = Reference.of(replace(PLAIN, container="SlashGear, July 2023", year="2023"))
    never = Reference.of(replace(PLAIN, container="Help pages", year="n.d.-a"))
    assert [entry.get("date") for entry in read_ris([day, month, never])] == ["2023/12/06/", "2023/07//", None]
    assert [entry.get("year") for entry in read_ris([day, month, never])] == ["2023", "2023", None]
    assert by_key([day])["doe2014"].fields["date"] == "2023-12-06"
    assert by_key([never])["doe2014"].fields["year"] == "n.d."


def test_preprint_keeps_its_number() -> None:
    fields = by_key([Reference.of(replace(PLAIN, container="arXiv 2501.11605"))])["doe2014"].fields
    assert (fields["eprint"], fields["archiveprefix"]) == ("2501.11605", "arXiv")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_and_every_entry_is_there(text: str) -> None:
    first = Reference.of(
        replace(PLAIN, title=text, note=text, container=text, authors=f"{text.replace(';', ' ')}; Doe, Jane")
    )
    references = [first, Reference.of(replace(PLAIN, key="after"))]
    wanted = " ".join(text.split())
    entries = read_ris(references)
    assert [entry["id"] for entry in entries] == ["doe2014", "after"]
    assert entries[0]["title"] == wanted
    found = by_key(references)
    assert list(found) == ["doe2014", "after"]
    assert from_latex(found["doe2014"].fields["title"]) == wanted
    assert from_latex(found["doe2014"].fields["note"]) == wanted
    assert len(found["doe2014"].persons["author"]) == 2
    assert found["after"].fields["title"] == "{On small guides}"


@pytest.mark.parametrize("name", ["Barnes and Noble", "Lost and Desperate", "A, B and C"])
def test_organisation_with_an_and_in_its_name_is_one_author(name: str) -> None:
    reference = Reference.of(replace(PLAIN, authors=name))
    assert len(by_key([reference])["doe2014"].persons["author"]) == 1
    assert len(read_ris([reference])[0]["authors"]) == 1  # type: ignore[arg-type]


def test_address_that_holds_braces_ends_no_field() -> None:
    fields = by_key([Reference.of(replace(PLAIN, address="https://example.org/{a}_b%20c#d\\e}"))])["doe2014"].fields
    assert fields["url"] == "https://example.org/%7Ba%7D_b%20c#d%5Ce%7D"
