"""References as BibTeX. Titles stand in a second pair of braces, so that a style leaves their capitals alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from guide.content.bibliography import Kind, Person, Reference

TYPES: dict[Kind, str] = {
    "article": "article",
    "paper": "inproceedings",
    "preprint": "misc",
    "page": "misc",
    "other": "misc",
}
CONTAINERS: dict[Kind, str] = {"article": "journal", "paper": "booktitle"}
SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
    **{sign: f"\\{sign}" for sign in "$&#%_"},
}
"""A brace after a backslash would still be counted as one, so braces become words."""


def printed(references: Iterable[Reference]) -> str:
    return "\n".join(_entry(reference) for reference in references)


def _entry(reference: Reference) -> str:
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(reference))
    return f"@{TYPES[reference.kind]}{{{reference.key},\n{fields}}}\n"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    if reference.authors:
        yield "author", " and ".join(map(_name, reference.authors))
    yield "title", f"{{{_escaped(reference.title)}}}"
    yield "year", reference.year or "n.d."
    if reference.date:
        yield "date", reference.date
    if reference.container:
        yield CONTAINERS.get(reference.kind, "howpublished"), _escaped(reference.container)
    for name, value in (("volume", reference.volume), ("number", reference.issue)):
        if value:
            yield name, _escaped(value)
    if reference.first_page:
        yield "pages", "--".join(_escaped(page) for page in (reference.first_page, reference.last_page) if page)
    if reference.eprint:
        yield "eprint", reference.eprint
        yield "archiveprefix", "arXiv"
    for name, value in (("doi", reference.doi), ("url", reference.address)):
        if value:
            yield name, _verbatim(value)
    if reference.note:
        yield "note", _escaped(reference.note)


def _name(person: Person) -> str:
    """An organisation in braces, or BibTeX would look for its family name."""
    if not person.given:
        return f"{{{_escaped(person.family)}}}"
    return f"{_guarded(_escaped(person.family))}, {_guarded(_escaped(person.given))}"


def _guarded(part: str) -> str:
    """The word "and" between spaces would end the name, and a comma divide it."""
    return f"{{{part}}}" if " and " in f" {part} ".casefold() or "," in part else part


def _escaped(text: str) -> str:
    """As LaTeX would print it again; hyphens are kept from growing together into a dash."""
    return "".join(SPECIAL.get(sign, sign) for sign in text).replace("--", "-{}-").replace("--", "-{}-")


def _verbatim(address: str) -> str:
    """Addresses are not read as LaTeX; only what would end the field early is put another way."""
    return "".join(quote(sign) if sign in "{}\\" else sign for sign in address)
