"""A guide as a ruler: a stroke where each lesson begins, a longer one where a module does, and what is done drawn along it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 10
MOST_LABELS = 12
"""So many numbers stand side by side on the narrowest phone; a longer guide has one a module."""


@dataclass(frozen=True)
class Ruler:
    """Paths for a drawing ``length`` wide, one for each lesson, and ``HEIGHT`` high."""

    length: int
    base: str
    modules: str
    lessons: str
    done: str
    """Empty where nothing is done."""
    labels: tuple[str, ...]
    """One a lesson, empty where there is no room for it."""

    @classmethod
    def of(cls, modules: Sequence[Sequence[tuple[str, bool]]]) -> Ruler:
        """By module, each lesson's number and whether it is done."""
        lessons = [lesson for module in modules for lesson in module]
        length = len(lessons)
        begins = {sum(len(module) for module in modules[:n]) for n in range(len(modules))}
        return cls(
            length=length,
            base=f"M0 {HEIGHT}H{length}",
            modules="".join(f"M{at} 1V{HEIGHT}" for at in range(length) if at in begins),
            lessons="".join(f"M{at} 6V{HEIGHT}" for at in range(length + 1) if at not in begins),
            done="".join(f"M{at} {HEIGHT}h1" for at, (_number, is_done) in enumerate(lessons) if is_done),
            labels=tuple(
                number if length <= MOST_LABELS or at in begins else "" for at, (number, _done) in enumerate(lessons)
            ),
        )
