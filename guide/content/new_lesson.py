"""The beginning of a lesson: a draft that compiles, and says what belongs where."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from guide.content.keys import a_lesson_id
from guide.content.manuscript import read_guide
from guide.content.problems import Report


class NotWritten(Exception):
    """Why there is no new lesson; the message is a sentence for the author."""


LESSON = """\
---
id: {id}
title: {title}
read: 1
do: 5
core: false
draft: true
added: {today}
outcome: Say in one sentence what somebody can do after this lesson.
---

Open with a scene or an example post; then the one idea.

```reflection
id: {id}-now
prompt: Ask about something that the learner has just done.
steps:
  - What happened?
  - What does it change?
samples:
  first_go: What comes to mind at once.
  second_look: The same person, more exactly, and free to say that it was not worth it.
```
"""


def write_lesson(content_dir: Path, guide_id: str, module_id: str, lesson_id: str, title: str, *, today: date) -> Path:
    """The path of the new file, numbered after the last lesson of its module. Nothing else is touched.

    :raises NotWritten: for an id that is taken or is none, a module that is not there, a title without words.
    """
    title = " ".join(title.split())
    if not title or not title.isprintable():
        raise NotWritten("A lesson needs a title.")
    if wrong := a_lesson_id(lesson_id):
        raise NotWritten(wrong)
    folder = content_dir / guide_id / module_id
    if Path(guide_id).name != guide_id or Path(module_id).name != module_id or not (folder / "module.yaml").is_file():
        raise NotWritten(f"There is no module {module_id} in the guide {guide_id}.")
    _refuse_taken(content_dir / guide_id, lesson_id)
    numbers = [int(path.name[:2]) for path in folder.glob("*.md") if re.match(r"\d\d-", path.name)]
    path = folder / f"{max(numbers, default=0) + 1:02d}-{lesson_id}.md"
    text = LESSON.format(id=lesson_id, title=json.dumps(title, ensure_ascii=False), today=today.isoformat())
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path


def _refuse_taken(guide: Path, lesson_id: str) -> None:
    manuscript = read_guide(guide, Report(guide.name))
    for lesson in manuscript.lessons:
        if lesson.id == lesson_id:
            raise NotWritten(f"The id `{lesson_id}` is taken by {lesson.report.path}.")
    given_up = manuscript.guide and [manuscript.guide.get("moved"), manuscript.guide.get("retired")]
    for tree in given_up or ():
        names = [name for name, _ in getattr(tree, "pairs", ())] + list(getattr(tree, "items", ()))
        if lesson_id in [getattr(name, "value", None) for name in names]:
            raise NotWritten(f"The id `{lesson_id}` was used before, and an id is never used again.")
