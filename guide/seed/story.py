"""What the example learner did in each guide, and when: read from ``example.yaml``, or made up for a guide it does not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self

from ruamel.yaml import YAML

from guide.content.blocks import PROMPTS
from guide.content.blocks.check import Check
from guide.content.blocks.reflection import Reflection
from guide.content.blocks.task import Task
from guide.content.library import Guide, Lesson
from guide.kernel.moments import zone

FILE = Path(__file__).parent / "example.yaml"
VERBS = ("open", "answer", "save", "submit", "aside", "tick", "done", "decide")


@dataclass(frozen=True)
class Event:
    """One thing done, ``ago`` days before today at ``at`` on the learner's clock. ``place`` is ``LESSON`` or ``LESSON/BLOCK``."""

    ago: int
    at: time
    verb: str
    place: str
    text: str = ""
    choice: str = ""
    position: str | None = None
    well: bool = True

    @classmethod
    def read(cls, line: Mapping[str, Any]) -> Self:
        (verb,) = (verb for verb in VERBS if verb in line)
        return cls(
            ago=line["ago"],
            at=time.fromisoformat(line["at"]),
            verb=verb,
            place=line[verb],
            text=line.get("text", "").strip(),
            choice=line.get("choice", ""),
            position=line.get("position"),
            well=line.get("well", "yes") != "no",
        )

    def moment(self, today: date, time_zone: str) -> datetime:
        return datetime.combine(today - timedelta(days=self.ago), self.at, zone(time_zone))


@dataclass(frozen=True)
class Story:
    name: str
    time_zone: str
    told: Mapping[str, tuple[Event, ...]]
    """By guide id."""
    texts: Sequence[str]
    notes: Sequence[str]
    aside: str

    def of(self, guide: Guide) -> tuple[Event, ...]:
        """What was done in this guide; of a guide without a story, all but its last lesson, over a good half of the year."""
        return self.told.get(guide.id) or tuple(self._made_up(guide))

    def _made_up(self, guide: Guide) -> Iterator[Event]:
        *lessons, last = guide.lessons
        step = 220 // max(len(lessons), 1)
        for number, lesson in enumerate(lessons):
            yield from self._lesson(lesson, number, 250 - number * step)
        yield Event(3, time(20, 5), "open", last.id)

    def _lesson(self, lesson: Lesson, number: int, ago: int) -> Iterator[Event]:
        yield Event(ago, time(19, 40), "open", lesson.id)
        for at, block in enumerate(lesson.blocks.values()):
            place, when, turn = f"{lesson.id}/{block.id}", time(20, 2 + 3 * min(at, 18)), number + at
            if isinstance(block, Check):
                yield Event(ago, when, "answer", place, well=turn % 3 > 0)
            elif isinstance(block, Task):
                yield Event(ago, when, "tick", place)
                yield Event(ago, when, "save", place, self.notes[turn % len(self.notes)])
            elif isinstance(block, Reflection) and turn % 7 == 6:
                yield Event(ago, when, "aside", place, self.aside)
            elif isinstance(block, PROMPTS):
                text = self.texts[turn % len(self.texts)].format(lesson=lesson.title)
                yield Event(ago, when, "submit", place, text.strip())
        yield Event(ago - 1, time(7, 45), "done", lesson.id)


@cache
def example() -> Story:
    data = YAML(typ="safe", pure=True).load(FILE.read_text("utf-8"))
    told = {guide: tuple(map(Event.read, lines)) for guide, lines in data["stories"].items()}
    return Story(data["name"], data["time_zone"], told, data["texts"], data["notes"], data["aside"].strip())
