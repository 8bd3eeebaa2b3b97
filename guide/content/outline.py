"""A guide as a tree of text: modules, lessons, minutes, blocks."""

from __future__ import annotations

from collections import Counter

from guide.content.library import Guide, Lesson, Prose


def outline(guide: Guide) -> str:
    core = sum(lesson.core for lesson in guide.lessons)
    lines = [f"{guide.title} ({guide.id})", f"{len(guide.lessons)} lessons, {core} core, {guide.minutes} minutes"]
    for module in guide.modules:
        lines += ["", f"{module.number}. {module.title}: {module.purpose}"]
        lines += [_line(lesson) for lesson in module.lessons]
    return "\n".join(lines) + "\n"


def _line(lesson: Lesson) -> str:
    marks = " *" if lesson.core else ""
    marks += " (draft)" if lesson.draft else ""
    over = f", over {lesson.over}" if lesson.over else ""
    counted = Counter(part.kind for part in lesson.parts if not isinstance(part, Prose))
    blocks = ", ".join(f"{count} {kind}" if count > 1 else kind for kind, count in counted.items())
    minutes = f"{lesson.read} + {lesson.do} min{over}"
    return f"   {lesson.number} {lesson.title} [{lesson.id}]{marks}: {minutes}; {blocks or 'no blocks'}"
