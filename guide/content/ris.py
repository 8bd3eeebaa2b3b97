"""References as RIS, which reference managers read: a tag and a value on each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from guide.content.bibliography import Kind, Person, Reference

TYPES: dict[Kind, str] = {"article": "JOUR", "paper": "CPAPER", "preprint": "UNPB", "page": "ELEC", "other": "GEN"}


def printed(references: Iterable[Reference]) -> str:
    return "\r\n".join("".join(f"{tag}  - {value}\r\n" for tag, value in _lines(each)) for each in references)


def _lines(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", TYPES[reference.kind]
    yield "ID", reference.key
    for person in reference.authors:
        yield "AU", _name(person)
    fields = (
        ("TI", reference.title),
        ("T2", reference.container),
        ("PY", reference.year),
        ("DA", _date(reference.date)),
        ("VL", reference.volume),
        ("IS", reference.issue),
        ("SP", reference.first_page),
        ("EP", reference.last_page),
        ("DO", reference.doi),
        ("UR", reference.address),
        ("N1", reference.note),
    )
    for tag, value in fields:
        if value:
            yield tag, value
    yield "ER", ""


def _name(person: Person) -> str:
    return f"{person.family}, {person.given}" if person.given else person.family


def _date(iso: str | None) -> str | None:
    """``2023/12/06/``: three slashes, whatever of the date is known."""
    if iso is None:
        return None
    return "/".join([*iso.split("-"), "", ""][:3]) + "/"
