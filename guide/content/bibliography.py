"""A source taken apart for reference managers: what it is, and where in it, read from what authors write in ``in``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from guide.content.works import Source

Kind = Literal["article", "paper", "preprint", "page", "other"]
"""In a journal; in proceedings; on a server for preprints; on the web; anything else."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DATE = re.compile(rf"(?:(?P<day>\d{{1,2}}) )?(?:\w+/)?\b(?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})\b")
ARXIV = re.compile(r"\barXiv[: ](?P<eprint>\d{4}\.\d{4,5})\b")
PAGES = r"(?P<first>\d+)[–-](?P<last>\d+)|(?P<number>[A-Za-z]+\d+)"
VOLUME = re.compile(
    rf"(?P<name>.+?)(?<!,) (?P<volume>\d{{1,4}})(?:\((?P<issue>[^()]+)\))?(?:, (?:{PAGES}|(?P<article>\d+)))?"
)
PART = re.compile(rf"(?P<name>.+?)(?:, \d{{4}})?, (?:{PAGES})")


@dataclass(frozen=True)
class Person:
    """``family`` alone: an organisation, or somebody with one name."""

    family: str
    given: str = ""


@dataclass(frozen=True)
class Reference:
    """``container`` is the journal, book or site without volume, pages and date. Dates are ISO, as far as they are known."""

    key: str
    kind: Kind
    authors: tuple[Person, ...]
    title: str
    year: str | None
    """Four figures; None where there is no date."""
    date: str | None = None
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None
    """Or the number of an article that has no pages."""
    last_page: str | None = None
    eprint: str | None = None
    """The number on arXiv."""
    doi: str | None = None
    address: str | None = None
    note: str | None = None

    @classmethod
    def of(cls, source: Source) -> Reference:
        container = plain(source.container or "")
        dated = DATE.search(container)
        found = ARXIV.search(container) or VOLUME.fullmatch(container) or PART.fullmatch(container)
        parts = found.groupdict() if found and not dated else {}
        is_on_arxiv = "eprint" in parts
        year = re.match(r"\d{4}", source.year)
        return cls(
            key=source.key,
            kind=_kind(source, container, parts),
            authors=tuple(_person(name) for name in source.authors.split(";") if name.strip()),
            title=plain(source.title),
            year=year[0] if year else None,
            date=_iso(dated) if dated else None,
            container="arXiv" if is_on_arxiv else parts.get("name") or _undated(container, dated) or None,
            volume=parts.get("volume"),
            issue=parts.get("issue"),
            first_page=parts.get("first") or parts.get("number") or parts.get("article"),
            last_page=parts.get("last"),
            eprint=parts.get("eprint"),
            doi=source.doi,
            address=source.link,
            note=plain(source.note) if source.note else None,
        )


def plain(text: str) -> str:
    """On one line, whatever Unicode calls the end of one."""
    return " ".join(text.split())


def _person(name: str) -> Person:
    family, comma, given = plain(name).partition(",")
    return Person(family.strip(), given.strip()) if comma and given.strip() else Person(family.strip())


def _kind(source: Source, container: str, parts: dict[str, str | None]) -> Kind:
    if parts.get("eprint") or container.startswith("Preprint"):
        return "preprint"
    if "proceedings" in container.casefold() and not parts.get("volume"):
        return "paper"
    if parts.get("volume") or source.doi:
        return "article"
    return "page" if source.address else "other"


def _iso(found: re.Match[str]) -> str:
    month = f"{found['year']}-{MONTHS.index(found['month']) + 1:02}"
    return f"{month}-{int(found['day']):02}" if found["day"] else month


def _undated(container: str, dated: re.Match[str] | None) -> str:
    """What stands before the date, where something does: "The Verge" of "The Verge, 6 December 2023"."""
    before = container[: dated.start()] if dated else container
    return before.rstrip(", ") if not dated or before.endswith(", ") else container
