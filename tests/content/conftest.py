"""A small guide that has one of everything, and a way to spoil it."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.content.compiler import Compiled, compile_library
from guide.content.library import Lesson

FIRST = """\
---
id: first-look
title: A first look
read: 1
do: 6-10
core: true
added: 2026-12-01
outcome: Say what you saw.
---

Carpenter asked teachers [@carpenter2014]. A PLN is people. {{ fact:x.post_limit }}

## What flows

A list:

- one PLN
- see [the other one](second-look#what-waits)

![Two shapes, one inside the other.](media/shapes.svg)

```post
author: Mirela Dragan
handle: "@mirela_wards"
role: pharmacist, Cluj
when: 14:02
text: |
  The advice on page 14 has changed.
annotations:
  - phrase: page 14
    note: Where to *look*.
```

```reflection
id: worth-a-week
prompt: Which would have changed your week?
steps:
  - Name it.
  - What would it have changed?
samples:
  first_go: I should read more.
  second_look: |
    The bulletin.

    I will stop opening the digest.
```
"""

SECOND = """\
---
id: second-look
title: A second look
read: 1
do: 5
core: false
added: 2026-12-01
outcome: Look again.
---

Look again, please.

## What waits

It waits [on the first page](first-look).

```check
id: where
kind: sort
question: Where does each belong?
bins: [Stream, Reader]
items:
  - text: A journal
    bin: Reader
    also: [Stream]
    feedback:
      Reader: It keeps.
      Stream: It passes.
explanation: Say what you would lose.
```

```task
id: move-three
title: Move three
steps:
  - "Write: ten."
without_account: None is needed.
offline: Do it on paper.
```

```reflection
id: again
prompt: And now?
steps: [Read it again., What do you doubt?]
samples:
  first_go: All well.
  second_look: Not worth it.
revisits: first-look/worth-a-week
```

```decide
id: first-offer
lead: You may stop here.
```
"""

FILES = {
    "guide.yaml": """\
title: A small guide
tagline: Small, and whole.
language: en-GB
authors: [Ada Example]
licence: CC BY 4.0
provenance: Written new.
for_whom: People who test.
promise: [A decision.]
moved:
  old-look: first-look
retired: [gone-look]
""",
    "sources.yaml": """\
carpenter2014:
  authors: Carpenter, Jeffrey P.; Krutka, Daniel G.
  year: 2014
  title: How and why
  in: JRTE 46(4)
  doi: 10.1080/15391523.2014.925701
  read: abstract
""",
    "facts.yaml": """\
x.post_limit: {text: "Posts have 280 characters.", source: carpenter2014, checked: 2026-05-30}
""",
    "glossary.yaml": """\
PLN: {also: [personal learning network], means: The people you learn from., lesson: first-look}
""",
    "01-why/module.yaml": "title: Why?\npurpose: Decide.\n",
    "01-why/01-first-look.md": FIRST,
    "01-why/02-second-look.md": SECOND,
    "media/shapes.svg": """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320">
  <defs><marker id="tip" viewBox="0 0 4 4"><path class="ink-fill" d="M0 0 4 2 0 4z"/></marker></defs>
  <rect class="ink" x="10" y="10" width="600" height="300" fill="none"/>
  <path class="accent" d="M20 20 600 300" marker-end="url(#tip)"/>
</svg>
""",
}

FIRST_PATH = "01-why/01-first-look.md"
SECOND_PATH = "01-why/02-second-look.md"


class SmallGuide:
    """The guide as files in a folder, spoilt at will, compiled on asking."""

    def __init__(self, content_dir: Path) -> None:
        self.content_dir = content_dir
        self.folder = content_dir / "small"
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def replace(self, name: str, old: str, new: str) -> None:
        """Exactly one place in a file, made different."""
        text = (self.folder / name).read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def add_prose(self, text: str, name: str = FIRST_PATH) -> None:
        """Before the heading of the lesson, from line 13 on."""
        self.replace(name, "\n## What", f"\n{text}\n\n## What")

    def add(self, text: str, name: str = FIRST_PATH) -> None:
        self.write(name, (self.folder / name).read_text() + "\n" + text)

    def line_of(self, name: str, piece: str) -> int:
        """The line on which a piece of text stands for the first time."""
        text = (self.folder / name).read_text()
        assert piece in text
        return text.count("\n", 0, text.index(piece)) + 1

    def compile(self, *, drafts: bool = False) -> Compiled:
        return compile_library(self.content_dir, drafts=drafts)

    def told(self) -> list[str]:
        return [f"{problem.severity} {problem}" for problem in self.compile().problems]

    def lesson(self, lesson_id: str = "first-look") -> Lesson:
        compiled = self.compile()
        assert compiled.library is not None, compiled.problems
        return compiled.library.by_id["small"].by_id[lesson_id]

    def html(self, lesson_id: str = "first-look") -> str:
        """All prose of a lesson."""
        return "\n".join(getattr(part, "html", "") for part in self.lesson(lesson_id).parts)


@pytest.fixture
def small(tmp_path: Path) -> SmallGuide:
    return SmallGuide(tmp_path / "content")
