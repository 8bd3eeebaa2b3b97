"""``post``: an example post, invented and marked so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from guide.content.keys import Key
from guide.content.schema import Fault
from guide.content.text import Html


@dataclass(frozen=True)
class Annotation:
    """A note on a phrase that occurs exactly once in the post."""

    phrase: Annotated[str, Key("Words of the post, exactly as they stand there, and only once.", "page 14")]
    note: Annotated[Html, Key("What is worth noticing in them.", "The reason to open the link.")]


@dataclass(frozen=True)
class Post:
    """``text`` is plain; ``when`` is free text such as "Tuesday, 07:12". The compiler numbers posts: ``post-1``."""

    kind: ClassVar[str] = "post"
    author: Annotated[str, Key("An invented name.", "Mirela Dragan")]
    handle: Annotated[str, Key("An invented handle, in quotes.", '"@mirela_wards"')]
    role: Annotated[str, Key("What this person does, and where.", "hospital pharmacist, Cluj")]
    when: Annotated[str, Key("When it was posted, in any words.", "Tuesday, 07:12")]
    text: Annotated[str, Key("The post, as plain text; line ends are kept.", "The advice on page 14 has changed.")]
    annotations: Annotated[tuple[Annotation, ...], Key("Notes on phrases of the post, in the order of reading.")] = ()
    id: str = ""

    @property
    def number(self) -> str:
        """Which example of its lesson this is."""
        return self.id.removeprefix(f"{self.kind}-")

    def faults(self) -> Iterator[Fault]:
        for number, annotation in enumerate(self.annotations):
            times = self.text.count(annotation.phrase)
            if times != 1:
                found = "is not in the post" if times == 0 else f"stands {times} times in the post"
                where = ("annotations", number, "phrase")
                yield Fault(where, f"The phrase “{annotation.phrase[:60]}” {found}; it must stand there exactly once.")
        yield from self._overlaps()

    def _overlaps(self) -> Iterator[Fault]:
        """Two notes on the same words could not be told apart on the page."""
        taken: list[tuple[int, int]] = []
        for number, annotation in enumerate(self.annotations):
            start = self.text.find(annotation.phrase)
            end = start + len(annotation.phrase)
            if start >= 0 and any(start < other_end and other < end for other, other_end in taken):
                yield Fault(("annotations", number, "phrase"), "This phrase overlaps the phrase of another note.")
            taken.append((start, end))
