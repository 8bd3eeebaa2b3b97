"""What the text of a guide refers to: sources, facts that age, words of the glossary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from guide.content.keys import Key, a_doi, an_address, some_names
from guide.content.text import Html


@dataclass(frozen=True)
class Source:
    """One reference. ``read`` says how far the author read it: ``full``, ``abstract`` or ``secondary``."""

    key: str
    authors: Annotated[
        str, Key("Family, Given; Family, Given.", "Carpenter, Jeffrey P.; Krutka, Daniel G.", check=some_names)
    ]
    year: Annotated[str, Key("Year, or n.d.", "2014")]
    title: Annotated[str, Key("Title of the work.", "How and why educators use Twitter")]
    read: Annotated[
        Literal["full", "abstract", "secondary"],
        Key("How far you read it: in full, its abstract, or only what others say of it.", "abstract"),
    ]
    container: Annotated[str | None, Key("Journal, book or site.", "Computers & Education 55(1)", name="in")] = None
    doi: Annotated[str | None, Key("DOI without https://doi.org/.", "10.1016/j.compedu.2009.12.006", check=a_doi)] = (
        None
    )
    address: Annotated[
        str | None, Key("Where it can be read: the publisher's own page.", "https://example.org/page", check=an_address)
    ] = None
    note: Annotated[str | None, Key("A remark printed with the reference.", "Blog post, since taken down.")] = None

    @property
    def link(self) -> str | None:
        return f"https://doi.org/{self.doi}" if self.doi else self.address

    @property
    def label(self) -> str:
        """As it is cited in the text: "Carpenter & Krutka 2014"."""
        return f"{self.authors_short} {self.year}"

    @property
    def names(self) -> tuple[str, ...]:
        """Of its authors, each as it was written: "Krutka, Daniel G.", or an organisation."""
        return tuple(name.strip() for name in self.authors.split(";") if name.strip())

    @property
    def authors_short(self) -> str:
        families = [name.split(",")[0] for name in self.names]
        if len(families) == 1:
            return families[0]
        return f"{families[0]} & {families[1]}" if len(families) == 2 else f"{families[0]} et al."


@dataclass(frozen=True)
class Fact:
    """A statement that ages, with the day it was last checked. ``source`` is a source key or an address."""

    key: str
    text: Annotated[
        str, Key("As it is printed; the date comes before a final full stop.", "280 characters, links counting 23")
    ]
    source: Annotated[str, Key("Key of a source, or an address.", "https://docs.example.org/limits")]
    checked: Annotated[date, Key("The day on which it was last found to be so.", "2026-05-30")]


@dataclass(frozen=True)
class Term:
    """A glossary word. ``also`` are other spellings that are linked; ``lesson`` is where it is explained at length."""

    word: str
    means: Annotated[Html, Key("What it means, in a sentence or two.", "The people and places that you learn from.")]
    also: Annotated[tuple[str, ...], Key("Other spellings that are linked.", "[personal learning network]")] = ()
    lesson: Annotated[str | None, Key("The lesson that explains it at length.", "map-who-you-learn-from")] = None

    @property
    def anchor(self) -> str:
        return "term-" + "-".join("".join(c if c.isalnum() else " " for c in self.word.casefold()).split())
